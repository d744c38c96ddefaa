"""Watching real containers over a real wire."""

from __future__ import annotations

import queue
import signal
from typing import TYPE_CHECKING

import pytest

from tests.live.typed import PATIENT, SERVER, endpoint, finish, session, start
from tutor.core.events import Sighting
from tutor.engine.daemon import connect
from tutor.engine.ports import first_free
from tutor.engine.watch import Watches, watch_site

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import docker

    from tutor.engine.wire import Line, Wire

Told = queue.Queue[tuple[Sighting, str]]


@pytest.fixture
def wire(daemon: docker.APIClient, tmp_path: Path) -> Iterator[Wire]:
    """A wire of a session of its own."""
    with session(daemon, tmp_path) as (_, opened):
        yield opened


@pytest.fixture
def watches() -> Iterator[Watches]:
    """Watches that are closed at the end."""
    opened = Watches()
    yield opened
    opened.close_all()


def watching(
    line: Line, told: Told, *, deadline: float = PATIENT, port: str = "80/tcp"
) -> Callable[[threading.Event], None]:
    """A watch of the line's command that puts on `told` what it sees."""

    def watch(cancelled: threading.Event) -> None:
        watch_site(
            lambda: connect(endpoint()),
            line,
            container_port=port,
            host=endpoint().probe_host,
            deadline=deadline,
            notice=lambda sighting, detail: told.put((sighting, detail)),
            cancelled=cancelled,
        )

    return watch


def test_a_site_that_comes_up_is_seen(wire: Wire, watches: Watches, busybox_image: str) -> None:
    """Started while nothing answers inside, then seen, while the command is in the foreground."""
    told: Told = queue.Queue()
    port = first_free(18280)
    with wire.open() as line:
        watches.open(1, watching(line, told))
        process = start(line, "run", "-p", f"{port}:80", busybox_image, "sh", "-c", f"sleep 0.5; {SERVER}")
        assert told.get(timeout=PATIENT) == (Sighting.STARTED, "")
        assert told.get(timeout=PATIENT) == (Sighting.SEEN, "the site answers 200")
        process.send_signal(signal.SIGINT)
        finish(line, process)


def test_a_server_without_a_published_port_is_told(wire: Wire, watches: Watches, busybox_image: str) -> None:
    """It runs, and no port leads to it: another one does."""
    told: Told = queue.Queue()
    port = first_free(18380)
    with wire.open() as line:
        watches.open(1, watching(line, told))
        process = start(line, "run", "-d", "-p", f"{port}:81", busybox_image, "sleep", "60")
        assert told.get(timeout=PATIENT) == (Sighting.UNPUBLISHED, f"{port}:81")
        finish(line, process)


def test_a_server_that_ends_is_gone(wire: Wire, watches: Watches, busybox_image: str) -> None:
    """It ended on its own before it answered: its exit code is told."""
    told: Told = queue.Queue()
    port = first_free(18480)
    with wire.open() as line:
        watches.open(1, watching(line, told))
        process = start(line, "run", "-p", f"{port}:80", busybox_image, "sh", "-c", "sleep 1; exit 2")
        assert told.get(timeout=PATIENT) == (Sighting.STARTED, "")
        assert told.get(timeout=PATIENT) == (Sighting.GONE, "the container ended with exit code 2")
        finish(line, process)


def test_a_server_that_listens_nowhere_is_late(wire: Wire, watches: Watches, busybox_image: str) -> None:
    """Published, running, and silent: what was seen last is told at the deadline."""
    told: Told = queue.Queue()
    port = first_free(18580)
    with wire.open() as line:
        watches.open(1, watching(line, told, deadline=3.0))
        process = start(line, "run", "-d", "-p", f"{port}:80", busybox_image, "sleep", "60")
        assert told.get(timeout=PATIENT)[0] is Sighting.STARTED
        sighting, detail = told.get(timeout=PATIENT)
        assert sighting is Sighting.LATE
        assert "port" in detail
        finish(line, process)


def test_a_start_that_fails_is_gone(wire: Wire, watches: Watches, busybox_image: str) -> None:
    """A program that is not inside never starts."""
    told: Told = queue.Queue()
    with wire.open() as line:
        watches.open(1, watching(line, told))
        finish(line, start(line, "run", busybox_image, "nosuch"))
        assert told.get(timeout=PATIENT) == (Sighting.GONE, "the container could not be started")
