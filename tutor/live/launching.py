"""Starts docker commands, each in a terminal of its own and on a line of its own, and knows them by number."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tutor.core.guard import uses_wire
from tutor.engine.wire import Wire
from tutor.errors import TutorError
from tutor.live.run import Run
from tutor.terminal.terminals import REMEMBERED, Terminals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tutor.core.command import DockerCommand
    from tutor.core.guard import Hit
    from tutor.engine.wire import Line
    from tutor.live.needs import Screen
    from tutor.live.place import Setting

FINISHING = 5.0
"""Seconds for the daemon to make what was asked for when the session ended, or to give it up: a create takes 0.1."""


class Launches:
    """The commands of one session. Close it in the end, whatever happened."""

    def __init__(self, setting: Setting, sockets: Path, screen: Screen) -> None:
        """Open the wire.

        Args:
            setting: Which session, where.
            sockets: Where the wire's sockets lie.
            screen: Whose size and settings the terminals get.
        """
        self._setting = setting
        self._screen = screen
        self._sockets = sockets
        endpoint, folder = setting.place.endpoint, str(setting.folder)
        self._wire = Wire(endpoint, setting.session, sockets, folder, setting.left_over)
        self._terminals = Terminals(screen.like)
        self._runs: dict[int, Run] = {}
        self._is_closing = False

    def get(self, number: int) -> Run | None:
        """The command that was started in that terminal."""
        return self._runs.get(number)

    def launch(
        self, number: int, command: DockerCommand, allowed: tuple[Hit, ...], on_end: Callable[[int], None]
    ) -> Run:
        """Start the CLI on the wire, or, for what never asks this daemon, without it; in the background.

        Args:
            number: Its terminal's.
            command: It runs as typed and without a shell.
            allowed: What the learner said yes to.
            on_end: Told the number, once, from another thread.

        Raises:
            TutorError: It could not be started.
        """
        line = self._wire.open(allowed) if uses_wire(command) else None
        base = dict(self._setting.place.variables)

        def ended(terminal: int) -> None:
            if line:
                line.close(FINISHING if self._is_closing else 0.0)
            on_end(terminal)

        try:
            terminal = self._terminals.start(
                number,
                command.line,
                [str(self._setting.place.cli), *command.argv],
                line.environment(base) if line else base,
                self._screen.size(),
                self._setting.folder,
                ended,
            )
        except TutorError:
            _close(line)
            raise
        self._forget_oldest()
        self._runs[number] = Run(number, command, terminal, line)
        return self._runs[number]

    def _forget_oldest(self) -> None:
        """As the terminals are forgotten, so is what was said on their lines."""
        ended = [number for number, run in self._runs.items() if not run.terminal.is_alive]
        for number in ended[: -REMEMBERED + 1]:
            del self._runs[number]

    def close(self) -> None:
        """End every child and close every socket; what the daemon is just making for one of them can be found after."""
        self._is_closing = True
        self._terminals.close()
        self._wire.close()
        shutil.rmtree(self._sockets, ignore_errors=True)


def _close(line: Line | None) -> None:
    if line:
        line.close()
