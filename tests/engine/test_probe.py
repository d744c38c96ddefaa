"""One look at a published port."""

from __future__ import annotations

import socket
import threading

import pytest

from tests.engine.sites import OK, serve, site, unused_port
from tutor.core.outcome import Binding
from tutor.engine.probe import Answer, addresses, best_of, probe


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is asked directly, whatever http_proxy says."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    with site(OK) as port:
        assert probe("127.0.0.1", port).is_site


@pytest.mark.skipif(not socket.has_ipv6, reason="this Python was built without IPv6")
def test_ipv6_is_asked_too() -> None:
    """A port published on ::1 alone is found there."""
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        thread = threading.Thread(target=serve, args=(listener, [OK]), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        (target,) = addresses(Binding(port, "2368/tcp", "::1"), "127.0.0.1")
        assert probe(*target).is_site
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize(
    ("address", "host", "expected"),
    [
        ("", "127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "far.example", "far.example"),  # noqa: S104  # as the daemon writes it
        ("::", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "far.example", None),
        ("192.0.2.7", "far.example", "192.0.2.7"),
        ("", "", None),
    ],
)
def test_where_to_knock(address: str, host: str, expected: str | None) -> None:
    """Bound everywhere: at the daemon's host; bound to one address: there, unless only that machine sees it."""
    places = addresses(Binding(8989, "2368/tcp", address), host)
    assert places == (() if expected is None else ((expected, 8989),))


def test_the_answer_that_says_most_wins() -> None:
    """Of several addresses a site wins, then any status, then any connection."""
    site_up, reset, nothing = Answer("200", 200, was_reached=True), Answer("reset", was_reached=True), Answer("none")
    assert best_of([nothing, reset]) is reset
    assert best_of([reset, site_up, nothing]) is site_up
    assert best_of([Answer("no way", is_hopeless=True), nothing]) is nothing
