"""Waits until a server that nobody watches is up, or until it is as good as up."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from tutor.engine.daemon import found
from tutor.engine.probe import probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import docker

    from tutor.live.run import Run

PATIENCE = 60.0
"""Seconds after which a server is taken for one that never comes to rest."""
FIRST_WORD = 10.0
"""Seconds to wait for a server's first output: Ghost's comes after 0.9 (measured, two cores)."""
STAYING = 1.0
"""Seconds that a server has to stay up after its first output."""
QUIET = 6.0
"""Seconds without output after which it has no more to say: the longest pause in a boot of Ghost is 3.4 (measured)."""
PAUSE = 0.1
"""Seconds between two looks."""


LIGHT = "/robots.txt"
"""What is asked for: Ghost has it at once when it is up. Its front page takes seconds the first time (measured)."""


@dataclass(frozen=True)
class Settling:
    """How long a server that boots is waited for, in seconds.

    After `quiet` seconds without output it is taken to have no more to say, after `patience` for one that never rests.
    `pause` lies between two looks.
    """

    quiet: float = QUIET
    patience: float = PATIENCE
    pause: float = PAUSE


USUAL = Settling()


def await_staying(run: Run) -> None:
    """Return once the command has printed something and stayed a moment, or has ended, or `FIRST_WORD` passed.

    From then on Ctrl-C reaches it: in the first half second of its life a container may miss it (DOCKER-FACTS, the
    image). What ends at once because it lacks something has done so.
    """
    _wait(lambda: run.terminal.silence is not None or not run.terminal.is_alive, Settling(patience=FIRST_WORD))
    run.terminal.wait(STAYING)


def await_rest(
    client: docker.APIClient, run: Run, identity: str, ports: tuple[str, ...], settling: Settling = USUAL
) -> None:
    """Return once the server in the container is up, has ended, or has been quiet for long.

    Stopped while it still sets things up it would go on with that when it is started again.

    Args:
        client: Asked for the container's own address, which the daemon's machine mostly can reach.
        run: The command that created the container, attached to its output.
        identity: The container.
        ports: Where a site may answer inside, as `2368/tcp`.
        settling: How long to wait.
    """
    places = tuple(_places(client, identity, ports))

    def is_over() -> bool:
        silence = run.terminal.silence
        if not run.terminal.is_alive or (silence is not None and silence >= settling.quiet):
            return True
        return silence is not None and any(_is_up(*place) for place in places)

    _wait(is_over, settling)


def await_up(
    client: docker.APIClient,
    identity: str,
    ports: tuple[str, ...],
    on_wait: Callable[[], None],
    settling: Settling = USUAL,
) -> None:
    """Return once a server that somebody else started is up, has ended, or has been quiet for long.

    Args:
        client: Asked for the container's own address, and for the end of its log.
        identity: The container.
        ports: Where a site may answer inside, as `2368/tcp`.
        on_wait: Called where it is not up at once.
        settling: How long to wait.
    """
    places, log = tuple(_places(client, identity, ports)), _Log(client, identity, settling.quiet)

    def is_over() -> bool:
        state = (found(client.inspect_container, identity) or {}).get("State") or {}
        return not state.get("Running") or any(_is_up(*place) for place in places) or log.is_at_rest()

    if not is_over():
        on_wait()
        _wait(is_over, settling)


class _Log:
    """The end of a container's log, and since when it is that."""

    def __init__(self, client: docker.APIClient, identity: str, quiet: float) -> None:
        self._client = client
        self._identity = identity
        self._quiet = quiet
        self._last: bytes | None = None
        self._since = time.monotonic()

    def is_at_rest(self) -> bool:
        """Whether nothing came for as long as the longest pause in a boot."""
        last = found(self._end_of, self._identity)
        if last != self._last:
            self._last, self._since = last, time.monotonic()
        return time.monotonic() - self._since >= self._quiet

    def _end_of(self, identity: str) -> bytes:
        return self._client.logs(identity, stream=False, tail=1, timestamps=True)


def _places(client: docker.APIClient, identity: str, ports: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    details = found(client.inspect_container, identity) or {}
    networks = ((details.get("NetworkSettings") or {}).get("Networks") or {}).values()
    for address in (str(network.get("IPAddress") or "") for network in networks):
        for port, _, protocol in (port.partition("/") for port in ports):
            if address and protocol == "tcp":
                yield address, int(port)


def _is_up(host: str, port: int) -> bool:
    """Whether a site answers: a booting Ghost says 503 to all. One without the light page is asked for its front."""
    answer = probe(host, port, LIGHT)
    return answer.is_site or (answer.status == HTTPStatus.NOT_FOUND and probe(host, port).is_site)


def _wait(is_over: Callable[[], bool], settling: Settling) -> None:
    until, pause = time.monotonic() + settling.patience, threading.Event()
    while not is_over() and time.monotonic() < until:
        pause.wait(settling.pause)
