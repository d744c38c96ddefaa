"""Four real shells of one image, started together and given the same keys: what becomes of them is watched."""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.core.command import parse
from tutor.core.message import text
from tutor.core.tasks import FourWays
from tutor.core.texts import fill
from tutor.core.ways_told import lab_line
from tutor.engine import ending
from tutor.engine.daemon import found
from tutor.engine.ownership import LAB_LABEL
from tutor.errors import TutorError
from tutor.live.fixtures import UNSEEN, last_words
from tutor.live.four_shells import SETTLED, Shell
from tutor.terminal.interrupts import interrupts_held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import docker

    from tutor.core.tasks import ShellView
    from tutor.live.fixtures import Launcher
    from tutor.live.run import Run

    Watcher = Callable[[tuple[ShellView, ...]], None]

FLAGS = ("", "-i", "-t", "-it")
LOOK = 0.02
"""Seconds between two looks at the four."""
OFTEN = 0.1
"""Seconds between two pictures of them: more often nobody can read it."""
CREATING = 5.0
"""Seconds for the daemon to answer a create that was under way when the learner stopped it all."""
REFUSED = 125  # docker itself failed (DOCKER-FACTS, exit codes)
IMAGE = re.compile(r"[\w][\w.:/@-]*", re.ASCII)
"""What can be an image's name or id. Above all it is one word, and no flag."""


def nobody(views: tuple[ShellView, ...]) -> None:
    """Nobody watches them on their way."""


def show_four_ways(  # noqa: PLR0913, PLR0917 -- all that four shells need, each from elsewhere
    client: docker.APIClient,
    launcher: Launcher,
    image: str,
    line: str,
    watch: Watcher = nobody,
    flags: Iterable[str] = FLAGS,
) -> FourWays:
    """Give the line, `tty` and `exit` to `sh` with no flag, with `-i`, with `-t` and with both, all at once.

    Their containers remove themselves at their end, whatever becomes of the tutor; what does not end is killed. None
    is left when this returns, or raises.

    Args:
        client: The daemon's.
        launcher: Runs commands over the wire.
        image: It must be here already: none is pulled.
        line: What is typed first.
        watch: Shown the four whenever one of them may have changed.
        flags: Which of them.

    Raises:
        NoDaemonError: The daemon does not answer from the beginning.
        TutorError: A command could not be started.
    """
    if not IMAGE.fullmatch(image) or found(client.inspect_image, image) is None:
        return FourWays(line, failed=fill(text("ways.no-image", image=image)), image=image)
    shells: list[Shell] = []
    try:
        with interrupts_held():
            for flag in flags:
                command = parse(f"docker run --rm --label {LAB_LABEL} {flag} {image} sh")
                shells.append(Shell(flag, launcher.launch_unseen(UNSEEN, command)))
        _watch(client, shells, line, watch)
        if failed := next(filter(None, (_trouble(shell, image) for shell in shells)), ""):
            return FourWays(line, failed=failed, image=image)
        return FourWays(line, tuple(one.way(line) for one in shells), image=image)
    finally:
        with interrupts_held():
            for shell in shells:
                _clear(client, shell)


def _watch(client: docker.APIClient, shells: list[Shell], line: str, watch: Watcher) -> None:
    """Lead all four to their ends, side by side."""
    visits = [shell.visit(client, line) for shell in shells]
    pause, due = threading.Event(), 0.0
    while visits:
        visits = [visit for visit in visits if next(visit, None) is not None]
        if time.monotonic() >= due or not visits:
            watch(tuple(shell.view() for shell in shells))
            due = time.monotonic() + OFTEN
        pause.wait(LOOK)


def _trouble(shell: Shell, image: str) -> str:
    """Why there is nothing to show of it, "" if there is."""
    run = shell.run
    if run.line is None or run.line.daemon_lost:
        return fill(text("ways.no-daemon"))
    if run.terminal.exit_code == REFUSED or not run.started(0.0):
        return fill(text("ways.not-started", line=lab_line(shell.flags, image), said=last_words(run)))
    return ""


def _clear(client: docker.APIClient, shell: Shell) -> None:
    """Nothing is left of it; what cannot be removed now goes with the session's clean-up."""
    was_alive = not shell.is_over
    if was_alive:
        shell.run.created(CREATING)  # what the daemon is just making could not be named, and would be left
    _remove(client, shell.run)
    if was_alive:
        shell.run.terminal.end(SETTLED)
        _remove(client, shell.run)


def _remove(client: docker.APIClient, run: Run) -> None:
    with suppress(TutorError):
        for identity in run.all_created():
            ending.remove(client, identity)
