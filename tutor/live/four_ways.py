"""Four real shells of the lesson's image, started together and given the same keys: what becomes of them is watched."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.command import parse
from tutor.core.message import text
from tutor.core.tasks import FourWays
from tutor.core.texts import fill
from tutor.engine import ending
from tutor.engine.daemon import found
from tutor.engine.told import created
from tutor.errors import TutorError
from tutor.live.fixtures import UNSEEN, last_words
from tutor.live.ways_reading import LEAVING, PROBE, End, Transcript, answer_in, read_way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import docker

    from tutor.core.tasks import Way
    from tutor.live.fixtures import Launcher
    from tutor.live.run import Run

FLAGS = ("", "-i", "-t", "-it")
LOOK = 0.02
"""Seconds between two looks at the four."""
STARTING = 30.0
"""Seconds for a container to start; it takes 0.4."""
MUTE = 2.5
"""Seconds after its start in which a shell either prints a prompt, ends, or is one that prints none."""
SETTLED = 0.4
"""Seconds of silence after output: the next keys come then, as a person's would."""
OBEYING = 3.0
"""Seconds for a typed line to show what it does."""
REFUSED = 125  # docker itself failed (DOCKER-FACTS, exit codes)


@dataclass(slots=True)
class _Shell:
    """One of the four, on its way. Times are those of one monotonic clock, 0 until they come."""

    flags: str
    run: Run
    end: End = End.ITSELF
    before: str = ""
    born: float = 0.0
    died: float = 0.0

    @property
    def is_over(self) -> bool:
        return not self.run.terminal.is_alive

    def has_settled(self, since: float) -> bool:
        """Whether it printed something after `since` and has been quiet for a moment."""
        silence = self.run.terminal.silence
        return silence is not None and silence >= SETTLED and time.monotonic() - silence > since


def show_four_ways(client: docker.APIClient, launcher: Launcher, image: str, line: str) -> FourWays:
    """Give the line, a probe and `exit` to `sh` with no flag, with `-i`, with `-t` and with both, all at once.

    Their containers remove themselves at their end, whatever becomes of the tutor; what does not end is killed. None
    is left when this returns, or raises.

    Args:
        client: The daemon's.
        launcher: Runs commands over the wire.
        image: The lesson's image.
        line: What is typed first.

    Raises:
        NoDaemonError: The daemon does not answer from the beginning.
        TutorError: A command could not be started.
    """
    if found(client.inspect_image, image) is None:
        return FourWays(line, failed=fill(text("ways.no-image", image=image)))
    shells: list[_Shell] = []
    try:
        for flags in FLAGS:
            words = " ".join(part for part in ("docker run --rm", flags, image, "sh") if part)
            shells.append(_Shell(flags, launcher.launch_unseen(UNSEEN, parse(words))))
        _watch(client, shells, line)
        failed = next(filter(None, map(_trouble, shells)), "")
        return FourWays(line, failed=failed) if failed else FourWays(line, tuple(_way(one, line) for one in shells))
    finally:
        for shell in shells:
            _clear(client, shell)


def _watch(client: docker.APIClient, shells: list[_Shell], line: str) -> None:
    """Lead all four to their ends, side by side."""
    visits = [_visit(client, shell, line) for shell in shells]
    pause = threading.Event()
    while visits:
        visits = [visit for visit in visits if next(visit, None) is not None]
        pause.wait(LOOK)


def _visit(client: docker.APIClient, shell: _Shell, line: str) -> Iterator[bool]:
    """One shell's visitor; yields as long as there is something to wait for."""
    yield from _until(lambda: shell.is_over or bool(shell.run.started(0.0)), STARTING)
    shell.born = time.monotonic()
    yield from _until(lambda: shell.is_over or shell.has_settled(0.0), MUTE)
    shell.before = shell.run.terminal.text()
    for keys, end in ((line, End.LINE), (PROBE, End.LINE), (LEAVING, End.EXIT)):
        if not _is_running(client, shell):
            break
        shell.end = end
        is_done = _is_done(shell, keys, time.monotonic())
        shell.run.terminal.send(keys.encode() + b"\r")
        yield from _until(is_done, OBEYING)
    if _is_running(client, shell):
        shell.end = End.KILLED
        ending.kill(client, shell.run.created(0.0))
    yield from _until(lambda: shell.is_over, STARTING)
    shell.died = time.monotonic()


def _is_done(shell: _Shell, keys: str, typed: float) -> Callable[[], bool]:
    """When there is nothing more to see of these keys."""
    match keys:
        case _ if keys == PROBE:
            return lambda: shell.is_over or answer_in(shell.run.terminal.text()) is not None
        case _ if keys == LEAVING:
            return lambda: shell.is_over
        case _:
            return lambda: shell.is_over or shell.has_settled(typed)


def _until(is_over: Callable[[], bool], patience: float) -> Iterator[bool]:
    until = time.monotonic() + patience
    while not is_over() and time.monotonic() < until:
        yield True


def _is_running(client: docker.APIClient, shell: _Shell) -> bool:
    """Whether its container runs: the docker command itself may take a moment longer to end."""
    identity = "" if shell.is_over else shell.run.created(0.0)
    details = found(client.inspect_container, identity) if identity else None
    return bool(details and (details.get("State") or {}).get("Running"))


def _trouble(shell: _Shell) -> str:
    """Why there is nothing to show of it, "" if there is."""
    run = shell.run
    if run.line is None or run.line.daemon_lost:
        return fill(text("ways.no-daemon"))
    if run.terminal.exit_code == REFUSED or not run.started(0.0):
        return fill(text("ways.not-started", line=run.command.line, said=last_words(run)))
    return ""


def _way(shell: _Shell, line: str) -> Way:
    calls = shell.run.line.calls() if shell.run.line else ()
    seen = Transcript(
        flags=shell.flags,
        line=line,
        before=shell.before,
        shown=shell.run.terminal.text(),
        end=shell.end,
        code=shell.run.terminal.exit_code,
        seconds=shell.died - shell.born,
        has_terminal=any(one.body.get("Tty") for one in created(calls)),
    )
    return read_way(seen)


def _clear(client: docker.APIClient, shell: _Shell) -> None:
    """Nothing is left of it; what cannot be removed now goes with the session's clean-up."""
    was_alive = not shell.is_over
    _remove(client, shell.run)
    if was_alive:
        shell.run.terminal.end(SETTLED)
        _remove(client, shell.run)


def _remove(client: docker.APIClient, run: Run) -> None:
    with suppress(TutorError):
        for identity in run.all_created():
            ending.remove(client, identity)
