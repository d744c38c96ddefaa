"""All the terminals of a session: one pexpect child each, foreground or background."""

from __future__ import annotations

import contextlib
import termios
import time
from typing import TYPE_CHECKING, Any

from tutor.terminal.child import Child
from tutor.terminal.terminal import Terminal

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["REMEMBERED", "Terminal", "Terminals"]

REMEMBERED = 16
"""Ended terminals whose output is kept: each may hold 1 MiB."""


class Terminals:
    """Starts terminals and knows them by number.

    Args:
        like: A descriptor of the learner's own terminal: new ones get its settings (erase key, UTF-8 editing, …).
            None, or no terminal: the system's defaults.
    """

    def __init__(self, like: int | None = None) -> None:
        self._like = like
        self._terminals: dict[int, Terminal] = {}

    def start(  # noqa: PLR0913, PLR0917 - what a program needs to start, each part from elsewhere
        self,
        number: int,
        line: str,
        argv: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int],
        working_folder: str | os.PathLike[str],
        on_end: Callable[[int], None],
    ) -> Terminal:
        """Run a program in a new terminal, in the background until somebody brings it forward.

        Its first output waits up to 2 s for that, so that nothing of it is missed.

        Args:
            number: The terminal's; an ended terminal of that number is forgotten.
            line: What was typed.
            argv: The program and its arguments; no shell sees them.
            environment: All of the program's environment.
            size: Rows and columns.
            working_folder: Where it starts.
            on_end: Called once with `number`, from the reader thread, when all output was read and the exit code is
                known.

        Raises:
            TutorError: The program cannot be started.
            ValueError: Terminal `number` still runs.
        """
        earlier = self.get(number)
        if earlier and earlier.is_alive:
            message = f"terminal {number} still runs"
            raise ValueError(message)
        terminal = Terminal(number, line, Child(argv, environment, size, working_folder, self._settings()), on_end)
        self._forget_oldest()
        self._terminals[number] = terminal
        terminal.begin()
        return terminal

    def get(self, number: int) -> Terminal | None:
        """The terminal of that number, also for a while after its end; None if there is none."""
        return self._terminals.get(number)

    def alive(self) -> tuple[Terminal, ...]:
        """Those whose program runs, by number."""
        return tuple(terminal for _, terminal in sorted(self._terminals.items()) if terminal.is_alive)

    def close(self, grace: float = 1.0) -> None:
        """End all, together: SIGTERM, and SIGKILL for those that still run after `grace` seconds."""
        alive = self.alive()
        for terminal in alive:
            terminal.ask_to_end()
        end = time.monotonic() + grace
        for terminal in alive:
            terminal.end(max(0.0, end - time.monotonic()))

    def _forget_oldest(self) -> None:
        ended = [number for number, terminal in self._terminals.items() if not terminal.is_alive]
        for number in ended[: -REMEMBERED + 1]:
            del self._terminals[number]

    def _settings(self) -> list[Any] | None:
        if self._like is not None:
            with contextlib.suppress(termios.error):
                return termios.tcgetattr(self._like)
        return None
