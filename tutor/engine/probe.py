"""One look at a published port: does a site answer there?"""

from __future__ import annotations

import errno
import http.client
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.texts import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.core.outcome import Binding

PATIENCE = 5.0
"""Seconds that one look waits for an answer. Ghost's first page took 2.2 on a busy machine (measured)."""
NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
ANYWHERE = ("", "0.0.0.0", "::")  # noqa: S104  # read from the daemon, not bound


@dataclass(frozen=True, slots=True)
class Answer:
    """What one look saw, `said` in a few words.

    `was_reached`: a connection came about. `is_hopeless`: there is no way to that machine at all.
    """

    said: str
    status: int = 0
    was_reached: bool = False
    is_hopeless: bool = False

    @property
    def is_site(self) -> bool:
        """Whether a site is up there. A redirection counts: who can send a visitor on has booted."""
        return 200 <= self.status < 400  # noqa: PLR2004  # HTTP's classes


def probe(host: str, port: int, path: str = "/") -> Answer:
    """Ask `http://host:port/`, or another path there, once and directly: no proxy of the environment stands between.

    Waits `PATIENCE` seconds.
    """
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.connect()
    except OSError as error:
        connection.close()
        return _unreached(error)
    try:
        connection.request("GET", path)
        status = connection.getresponse().status
    except TimeoutError:
        return Answer(words("port.silent"), was_reached=True)
    except (ConnectionError, http.client.RemoteDisconnected):
        return Answer(words("port.resets"), was_reached=True)
    except (http.client.HTTPException, OSError):
        return Answer(words("port.no-site"), was_reached=True)
    finally:
        connection.close()
    return Answer(words("port.site", status=status), status, was_reached=True)


def best_of(answers: Iterable[Answer]) -> Answer:
    """The answer that says most, of several addresses of one port; it stops asking at the first site."""
    best = Answer("", is_hopeless=True)
    for answer in answers:
        if answer.is_site:
            return answer
        best = max(answer, best, key=lambda one: (one.status > 0, one.was_reached, not one.is_hopeless, bool(one.said)))
    return best


def addresses(binding: Binding, host: str) -> tuple[tuple[str, int], ...]:
    """Where to knock for a published port, seen from this machine.

    Args:
        binding: The port. One bound to a loopback address answers on the daemon's own machine only.
        host: Where the daemon's published ports answer, "" if nowhere from here.
    """
    if not host:
        return ()
    if binding.host_ip in ANYWHERE:
        return ((host, binding.host_port),)
    if is_loopback(binding.host_ip) and not is_loopback(host):
        return ()
    return ((binding.host_ip, binding.host_port),)


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, as it calls itself."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _unreached(error: OSError) -> Answer:
    if isinstance(error, socket.gaierror):
        return Answer(words("port.unknown-name"), is_hopeless=True)
    if isinstance(error, TimeoutError):
        return Answer(words("port.no-answer"))
    if error.errno in NO_WAY:
        return Answer(words("port.no-way"), is_hopeless=True)
    if isinstance(error, ConnectionResetError):
        return Answer(words("port.resets"), was_reached=True)
    return Answer(words("port.nobody"))
