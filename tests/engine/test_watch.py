"""Watching a site come up: each way it can end, told once and in words."""

from __future__ import annotations

import json
import queue
import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest
import requests
from docker.errors import NotFound

from tests.engine.sites import OK, site, unused_port
from tutor.core.events import Sighting
from tutor.core.outcome import Call
from tutor.engine.watch import Watches, watch_site

if TYPE_CHECKING:
    from collections.abc import Callable

    import docker

ID = "c0ffee" + "0" * 58
CREATE = Call("POST", "/containers/create", response=json.dumps({"Id": ID}), status=201)
START = Call("POST", f"/containers/{ID}/start", status=204)
BOOTING = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
PATIENT = 60.0


class _Line:
    """Calls that come one after another."""

    def __init__(self, *calls: Call) -> None:
        self._calls = list(calls)
        self._more = threading.Condition()

    def add(self, call: Call) -> None:
        with self._more:
            self._calls.append(call)
            self._more.notify_all()

    def wait_for(self, predicate: Callable[[Call], bool], deadline: float) -> Call | None:
        with self._more:
            self._more.wait_for(lambda: any(map(predicate, self._calls)), deadline)
            return next(filter(predicate, self._calls), None)


@dataclass
class _FakeDaemon:
    """Knows one container, published as `ports` says; each look at it may go through `on_look` first."""

    ports: dict[str, Any] = field(default_factory=dict)
    status: str = "running"
    exit_code: int = 0
    is_dead: bool = False
    is_closed: bool = False

    def inspect_container(self, reference: str) -> dict[str, Any]:
        assert reference == ID
        if self.is_dead:
            message = "gone"
            raise requests.exceptions.ConnectionError(message)
        if self.status == "removed":
            response = requests.Response()
            response.status_code = 404
            message = "No such container"
            raise NotFound(message, response=response)
        state = {"Status": self.status, "ExitCode": self.exit_code}
        return {"Id": ID, "State": state, "NetworkSettings": {"Ports": self.ports}}

    def close(self) -> None:
        self.is_closed = True


def published(port: int, address: str = "0.0.0.0") -> dict[str, Any]:  # noqa: S104  # as the daemon writes it
    """The daemon's table for one published port."""
    return {"2368/tcp": [{"HostIp": address, "HostPort": str(port)}]}


def watched(
    daemon: _FakeDaemon, line: _Line, *, host: str = "127.0.0.1", deadline: float = PATIENT
) -> list[tuple[Sighting, str]]:
    """Everything a watch tells, to its end."""
    told: list[tuple[Sighting, str]] = []
    watch_site(
        lambda: cast("docker.APIClient", daemon),
        line,
        container_port="2368/tcp",
        host=host,
        deadline=deadline,
        notice=lambda sighting, detail: told.append((sighting, detail)),
        cancelled=threading.Event(),
    )
    assert daemon.is_closed
    return told


def test_a_booting_site_is_told_as_started_then_seen() -> None:
    """Resets and 503 are booting; the first 200 is the end."""
    with site(b"", BOOTING, OK) as port:
        told = watched(_FakeDaemon(published(port)), _Line(CREATE, START))
    assert told == [(Sighting.STARTED, ""), (Sighting.SEEN, "the site answers 200")]


def test_a_redirection_counts_as_an_answer() -> None:
    """A site that sends visitors on is up."""
    with site(b"HTTP/1.1 301 Moved\r\nLocation: https://example.org/\r\nContent-Length: 0\r\n\r\n") as port:
        assert watched(_FakeDaemon(published(port)), _Line(CREATE, START))[-1][0] is Sighting.SEEN


@pytest.mark.parametrize(
    ("answer", "last"),
    [
        (b"", "the port resets the connection"),
        (BOOTING, "the site answers 503"),
        (b"SSH-2.0-x\r\n", "what answers there is not a website"),
    ],
)
def test_the_deadline_tells_what_was_seen_last(answer: bytes, last: str) -> None:
    """Late is not a guess: it says how far the site came."""
    with site(answer) as port:
        told = watched(_FakeDaemon(published(port)), _Line(CREATE, START), deadline=0.5)
    assert told == [(Sighting.STARTED, ""), (Sighting.LATE, last)]


def test_a_port_that_nobody_listens_on_is_late() -> None:
    """On this machine, no listener means that the program inside is not up yet."""
    told = watched(_FakeDaemon(published(unused_port())), _Line(CREATE, START), deadline=0.5)
    assert told[-1] == (Sighting.LATE, "nothing listens on the port yet")


@pytest.mark.parametrize("ports", [{}, {"2368/tcp": None}, {"80/tcp": [{"HostIp": "", "HostPort": "8989"}]}])
def test_an_unpublished_port_is_told_at_once(ports: dict[str, Any]) -> None:
    """There is nothing to wait for where no port leads to the site; what is published instead is named."""
    assert watched(_FakeDaemon(ports), _Line(CREATE, START)) == [
        (Sighting.UNPUBLISHED, "8989:80" if "80/tcp" in ports else "")
    ]


def test_an_unpublished_port_is_told_after_the_boots_many_lines() -> None:
    """They would push the sentence off the screen; so it waits until the program pauses."""
    told: queue.Queue[tuple[Sighting, str]] = queue.Queue()
    looks = iter([False, False, True])
    watch_site(
        lambda: cast("docker.APIClient", _FakeDaemon()),
        _Line(CREATE, START),
        container_port="2368/tcp",
        host="127.0.0.1",
        deadline=PATIENT,
        notice=lambda sighting, detail: told.put((sighting, detail)),
        cancelled=threading.Event(),
        is_quiet=lambda: next(looks),
    )
    assert told.get(timeout=PATIENT) == (Sighting.UNPUBLISHED, "")
    assert next(looks, None) is None


def test_a_container_that_ended_is_gone_with_its_exit_code() -> None:
    """A server that ends on its own (exit 2: it wanted MySQL) is not waited for."""
    daemon = _FakeDaemon(published(1), status="exited", exit_code=2)
    assert watched(daemon, _Line(CREATE, START)) == [(Sighting.GONE, "the container ended with exit code 2")]


@pytest.mark.parametrize("status", ["exited", "removed"])
def test_an_end_while_waiting_is_noticed(status: str) -> None:
    """The container may end, or be removed, between two looks at the port."""
    daemon = _FakeDaemon()
    told: queue.Queue[tuple[Sighting, str]] = queue.Queue()

    def notice(sighting: Sighting, detail: str) -> None:
        told.put((sighting, detail))
        daemon.status = status

    with site(BOOTING) as port:
        daemon.ports = published(port)
        factory = lambda: cast("docker.APIClient", daemon)  # noqa: E731  # one expression, used once
        watch_site(
            factory,
            _Line(CREATE, START),
            container_port="2368/tcp",
            host="127.0.0.1",
            deadline=PATIENT,
            notice=notice,
            cancelled=threading.Event(),
        )
    assert [told.get()[0], told.get()[0]] == [Sighting.STARTED, Sighting.GONE]


def test_a_start_that_failed_is_gone() -> None:
    """A port that is taken: the container was created and never ran."""
    failed = Call("POST", f"/containers/{ID}/start", status=500)
    assert watched(_FakeDaemon(), _Line(CREATE, failed)) == [(Sighting.GONE, "the container could not be started")]


def test_a_command_that_creates_nothing_is_late() -> None:
    """Without a container there is nothing to see; the text says that there was none."""
    refused = Call("POST", "/containers/create", status=404)
    assert watched(_FakeDaemon(), _Line(refused), deadline=0.3) == [(Sighting.LATE, "no container was created yet")]


def test_a_create_is_taken_once_its_answer_is_whole() -> None:
    """The status is known before the id is: the watch waits for the id."""
    line = _Line(Call("POST", "/containers/create", status=201), START)
    told = watched(_FakeDaemon(), line, deadline=0.3)
    assert told == [(Sighting.LATE, "no container was created yet")]
    line.add(CREATE)
    assert watched(_FakeDaemon(), line) == [(Sighting.UNPUBLISHED, "")]


def test_what_ends_at_once_is_not_told_as_unpublished() -> None:
    """Its container is there without a way in, and gone a moment later: that it is gone is all that is said."""

    class Brief(_FakeDaemon):
        """Runs at the first look, and at no other."""

        def inspect_container(self, reference: str) -> dict[str, Any]:
            seen = super().inspect_container(reference)
            self.status, self.exit_code = "exited", 2
            return seen

    told = watched(Brief(), _Line(CREATE, START))
    assert told == [(Sighting.GONE, "the container ended with exit code 2")]


def test_calls_may_come_after_the_watch_began() -> None:
    """The watch is opened with the command, before its first call."""
    line = _Line()
    told: queue.Queue[Sighting] = queue.Queue()
    watches = Watches()
    with site(OK) as port:
        watches.open(1, _watch(_FakeDaemon(published(port)), line, told))
        line.add(CREATE)
        line.add(START)
        assert [told.get(timeout=PATIENT) for _ in range(2)] == [Sighting.STARTED, Sighting.SEEN]
    watches.close_all()


def test_a_daemon_out_of_reach_is_unknown() -> None:
    """`host` empty, or a daemon that stops answering: could not be seen, which is not late."""
    assert watched(_FakeDaemon(published(1)), _Line(CREATE, START), host="")[-1][0] is Sighting.UNKNOWN
    assert watched(_FakeDaemon(is_dead=True), _Line(CREATE, START))[-1][0] is Sighting.UNKNOWN


def test_a_far_machine_without_a_name_is_unknown_at_once() -> None:
    """Nothing will come of a host whose name nobody knows."""
    told = watched(_FakeDaemon(published(8989)), _Line(CREATE, START), host="nowhere.invalid")
    assert told[-1] == (Sighting.UNKNOWN, "the name of the daemon's machine is not known here")


def test_a_closed_watch_says_nothing_more() -> None:
    """What a watch would see after it was closed is nobody's business."""
    told: queue.Queue[Sighting] = queue.Queue()
    line, watches = _Line(), Watches()
    watches.open(1, _watch(_FakeDaemon(published(1)), line, told))
    watches.open(2, _watch(_FakeDaemon(published(1)), line, told))
    watches.close(1)
    watches.close(99)
    watches.close_all()
    line.add(CREATE)
    line.add(START)
    assert told.empty()
    for one in (one for one in threading.enumerate() if one.name == "watch"):
        one.join(30)  # the first was told to end, and is not waited for
        assert not one.is_alive()


def _watch(daemon: _FakeDaemon, line: _Line, told: queue.Queue[Sighting]) -> Callable[[threading.Event], None]:
    def watch(cancelled: threading.Event) -> None:
        watch_site(
            partial(cast, "docker.APIClient", daemon),
            line,
            container_port="2368/tcp",
            host="127.0.0.1",
            deadline=PATIENT,
            notice=lambda sighting, _: told.put(sighting),
            cancelled=cancelled,
        )

    return watch
