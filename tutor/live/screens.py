"""Who copies a foreground program's bytes: a person's terminal, or the plain output of a script."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.terminal.passthrough import Departure, foreground
from tutor.terminal.scripted import ForegroundLines, ScriptedForeground

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tutor.core.tasks import ShellView
    from tutor.keys import LeaveKey
    from tutor.terminal.screen import Console
    from tutor.terminal.terminals import Terminal
    from tutor.terminal.wake import Wake

SCRIPTED_SIZE = (24, 80)
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class TypedScreen:
    """A person's terminal: bytes both ways, untouched."""

    console: Console
    key: LeaveKey
    begin_line: Callable[[str], None]
    show_progress: Callable[[str], None]
    show_columns: Callable[[], AbstractContextManager[Callable[[tuple[ShellView, ...]], None]]]
    hear_interrupt: Callable[[], AbstractContextManager[None]]

    @property
    def leave_key(self) -> str:
        """Its name."""
        return self.key.name

    @property
    def is_scripted(self) -> bool:
        """A person types."""
        return False

    @property
    def like(self) -> int | None:
        """New terminals get the settings of this one."""
        return self.console.input

    def size(self) -> tuple[int, int]:
        """Rows and columns, as they are now."""
        return self.console.size()

    def show(self, terminal: Terminal, attend: Callable[[], None], wake: Wake, is_waiting: Callable[[], bool]) -> bool:
        """Give it the screen until it ends or is left. A person is never made to wait."""
        del is_waiting
        return foreground(terminal, self.console, self.key.data, attending(attend, wake), wake.fd) is Departure.LEFT

    def keep_typed(self, line: str) -> None:
        """It stands at the next prompt, not entered."""
        self.begin_line(line)

    def progress(self, status: str, here: int, total: int) -> None:
        """How far a download is, in place."""
        self.show_progress(download_line(status, here, total))

    def interruptible(self) -> AbstractContextManager[None]:
        """The terminal is held between two prompts; here Ctrl-C is heard all the same."""
        return self.hear_interrupt()

    def columns(self) -> AbstractContextManager[Callable[[tuple[ShellView, ...]], None]]:
        """Four columns that fill as the shells print."""
        return self.show_columns()


@dataclass(frozen=True)
class ScriptedScreen:
    """A script: its lines are typed when a careful person would type them; what is printed is copied plainly."""

    lines: ForegroundLines
    output: int
    key: LeaveKey

    @property
    def leave_key(self) -> str:
        """Its name; in a script it is always written ^]."""
        return self.key.name

    @property
    def is_scripted(self) -> bool:
        """A script types."""
        return True

    @property
    def like(self) -> int | None:
        """There is no terminal to be like."""
        return None

    def size(self) -> tuple[int, int]:
        """The same everywhere, so that a script's output is."""
        return SCRIPTED_SIZE

    def show(self, terminal: Terminal, attend: Callable[[], None], wake: Wake, is_waiting: Callable[[], bool]) -> bool:
        """Run the script's lines against it."""
        visit = ScriptedForeground(self.lines, self.output, attending(attend, wake), wake.fd, is_waiting)
        return visit.run(terminal) is Departure.LEFT

    def keep_typed(self, line: str) -> None:
        """A script's lines wait where they are."""

    def progress(self, status: str, here: int, total: int) -> None:
        """A log needs no moving line."""

    def interruptible(self) -> AbstractContextManager[None]:
        """A signal is heard anyway."""
        return nullcontext()

    def columns(self) -> AbstractContextManager[Callable[[tuple[ShellView, ...]], None]]:
        """A log gets the result."""
        return nullcontext(unseen)


def attending(attend: Callable[[], None], wake: Wake) -> Callable[[], None]:
    """Attend to what was reported so far; what is reported from now on calls again."""

    def call() -> None:
        wake.clear()
        attend()

    return call


def unseen(views: tuple[ShellView, ...]) -> None:
    """Nobody watches the shells on their way."""


def download_line(status: str, here: int, total: int) -> str:
    """`Downloading 12 of 220 MB`; without sizes just the daemon's word."""
    return f"{status} {here // MEGABYTE} of {total // MEGABYTE} MB" if total else status
