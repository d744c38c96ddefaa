"""Waits for the site of a container that a command is about to create, and tells what it sees on the way."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from tutor.core.events import Sighting
from tutor.core.texts import words
from tutor.engine.containers import bindings_of
from tutor.engine.daemon import found
from tutor.engine.probe import addresses, best_of, is_loopback, probe
from tutor.engine.told import created_id, is_created, is_meant, touch
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    import docker

    from tutor.core.outcome import Binding, Call
    from tutor.engine.probe import Answer

INTERVAL = 0.2
"""Seconds between two looks: a page that comes up is told at once, and a booting server is not kept busy."""
STAYING = 1.0
"""Seconds after which a program that could not do what it was told has ended."""
BOOT = 20.0
"""Seconds after which a program that never pauses, or never prints, is spoken into."""
ALIVE = ("running", "paused", "restarting")
JOINING = 10.0
"""Seconds that closing waits for a watch's last question to the daemon or the site."""

Looked = TypeVar("Looked")


class Calls(Protocol):
    """The calls of one command, as they come."""

    def wait_for(self, predicate: Callable[[Call], bool], deadline: float) -> Call | None:
        """The first call that fits; None when none came in `deadline` seconds, or sooner if none will come."""


def watch_site(  # noqa: PLR0913  # a watch is told everything once
    client_factory: Callable[[], docker.APIClient],
    line: Calls,
    *,
    container_port: str,
    host: str,
    deadline: float,
    notice: Callable[[Sighting, str], None],
    cancelled: threading.Event,
    is_quiet: Callable[[], bool] = lambda: True,
) -> None:
    """Report how the site of the container that `line`'s command creates comes up. Returns when all is told.

    Args:
        client_factory: Makes a client for this watch alone; it is closed at the end.
        line: The calls of the command.
        container_port: The port inside that the site listens on: `2368/tcp`.
        host: Where a published port answers, "" if nowhere that this machine reaches.
        deadline: Seconds, from now, for all of it.
        notice: Told `STARTED` once the container runs with the port published, then how it ends: `SEEN` (any answer
            of 2xx or 3xx), `GONE` (it ended, or never started), `LATE`, or `UNKNOWN`; or right away `UNPUBLISHED`.
            The text says in a few words what was seen last.
        cancelled: Once set, the watch ends and says nothing more.
        is_quiet: Whether what the command prints pauses; only then, or after `BOOT` seconds, `UNPUBLISHED` is told.
    """
    watch = _Watch(line, container_port, host, time.monotonic() + deadline, cancelled, is_quiet)
    client: docker.APIClient | None = None

    def say(sighting: Sighting, detail: str = "") -> None:
        if not cancelled.is_set():
            notice(sighting, detail)

    try:
        client = client_factory()
        say(*watch.run(client, lambda: say(Sighting.STARTED)))
    except TutorError as error:
        say(Sighting.UNKNOWN, error.message)
    finally:
        if client is not None:
            client.close()


@dataclass(slots=True)
class _Watch:
    """One watch on its way; `last` is what was seen last, in a few words."""

    line: Calls
    container_port: str
    host: str
    until: float
    cancelled: threading.Event
    is_quiet: Callable[[], bool]
    last: str = field(default_factory=partial(words, "port.no-container"))
    was_reached: bool = False

    def run(self, client: docker.APIClient, on_start: Callable[[], None]) -> tuple[Sighting, str]:
        """How it ended. Each part returns the ending, or what the next part goes on with."""
        started = self._started()
        if not isinstance(started, str):
            return started
        details = found(client.inspect_container, started)
        if details is None or not _is_alive(details):
            return Sighting.GONE, _end_of(details)
        published = [one for one in bindings_of(details) if one.container_port == self.container_port and one.host_port]
        if not published:
            return self._unpublished(client, started)
        on_start()
        targets = [place for one in published for place in addresses(one, self.host)]
        if not targets:
            return Sighting.UNKNOWN, words("port.far")
        return self._answered(client, started, tuple(dict.fromkeys(targets)))

    def _unpublished(self, client: docker.APIClient, identity: str) -> tuple[Sighting, str]:
        """No port leads there. Told of what stays only: of what fails at once its own last words say more.

        A boot's many lines would push the sentence off the screen.
        """
        until = time.monotonic() + BOOT
        self.cancelled.wait(STAYING)
        while not self.is_quiet() and time.monotonic() < until and not self.cancelled.is_set():
            self.cancelled.wait(INTERVAL)
        details = found(client.inspect_container, identity)
        if details is None or not _is_alive(details):
            return Sighting.GONE, _end_of(details)
        return Sighting.UNPUBLISHED, _instead(details)

    def _started(self) -> str | tuple[Sighting, str]:
        """The id of the container that was created and started."""
        create = self._call(lambda call: is_created(call) and created_id(call) != "")
        if create is None:
            return self._late()
        identity = created_id(create)
        self.last = words("port.not-started")
        start = self._call(lambda call: _is_start_of(call, identity))
        if start is None:
            return self._late()
        change = touch(start)
        return identity if change and change.worked else (Sighting.GONE, words("port.start-failed"))

    def _answered(
        self, client: docker.APIClient, identity: str, targets: tuple[tuple[str, int], ...]
    ) -> tuple[Sighting, str]:
        while not self._is_over():
            details = found(client.inspect_container, identity)
            if details is None or not _is_alive(details):
                return Sighting.GONE, _end_of(details)
            answer = best_of(probe(host, port) for host, port in targets)
            self._remember(answer)
            if answer.is_site:
                return Sighting.SEEN, answer.said
            if answer.is_hopeless:
                return Sighting.UNKNOWN, answer.said
            self.cancelled.wait(INTERVAL)
        return self._late(is_far=not any(is_loopback(host) for host, _ in targets))

    def _remember(self, answer: Answer) -> None:
        self.last = answer.said
        self.was_reached = self.was_reached or answer.was_reached

    def _late(self, *, is_far: bool = False) -> tuple[Sighting, str]:
        """Too late; but where a far machine never took up a connection, something between us may be in the way."""
        return (Sighting.UNKNOWN if is_far and not self.was_reached else Sighting.LATE), self.last

    def _call(self, predicate: Callable[[Call], bool]) -> Call | None:
        while not self._is_over():
            next_look = min(self.until, time.monotonic() + INTERVAL)
            call = self.line.wait_for(predicate, max(0.0, next_look - time.monotonic()))
            if call is not None:
                return call
            # A closed line answers at once: without this the loop would spin.
            self.cancelled.wait(max(0.0, next_look - time.monotonic()))
        return None

    def _is_over(self) -> bool:
        return self.cancelled.is_set() or time.monotonic() >= self.until


class Watches:
    """The open watches, each in a thread of its own, by their numbers."""

    def __init__(self) -> None:
        self._open: dict[int, _Open] = {}

    def open(self, number: int, watch: Callable[[threading.Event], None]) -> None:
        """Run `watch` (a `watch_site` that only lacks its `cancelled`) in a thread, in place of any of this number."""
        self.close(number)
        one = _Open(watch)
        self._open[number] = one
        one.thread.start()

    def close(self, number: int) -> None:
        """Nobody waits for this watch any more. It ends soon, and says nothing from now on."""
        one = self._open.pop(number, None)
        if one is not None:
            one.cancelled.set()

    def close_all(self) -> None:
        """Cancel every watch and wait for its thread."""
        waiting = list(self._open.values())
        for number in list(self._open):
            self.close(number)
        until = time.monotonic() + JOINING
        for one in waiting:
            one.thread.join(max(0.0, until - time.monotonic()))


@dataclass(slots=True)
class _Open:
    watch: Callable[[threading.Event], None]
    cancelled: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self.watch, args=(self.cancelled,), name="watch", daemon=True)


def _is_start_of(call: Call, identity: str) -> bool:
    change = touch(call)
    return change is not None and change.verb == "start" and change.status > 0 and is_meant(change.reference, identity)


def _is_alive(details: Mapping[str, Any]) -> bool:
    return (details.get("State") or {}).get("Status") in ALIVE


def _end_of(details: Mapping[str, Any] | None) -> str:
    if details is None:
        return words("port.removed")
    return words("port.ended", code=(details.get("State") or {}).get("ExitCode"))


def _instead(details: Mapping[str, Any]) -> str:
    """What is published instead, "" for nothing."""
    return ", ".join(dict.fromkeys(map(_pair, bindings_of(details))))


def _pair(binding: Binding) -> str:
    return f"{binding.host_port}:{binding.container_port.removesuffix('/tcp')}"
