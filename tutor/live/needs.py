"""What the live world needs from whoever puts it together, as protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tutor.live.cleanup import Ledger as Cleared

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tutor.core.tasks import ShellView
    from tutor.terminal.terminals import Terminal
    from tutor.terminal.wake import Wake


class Screen(Protocol):
    """Who copies a foreground program's bytes: a person's terminal, or a script's plain output."""

    @property
    def leave_key(self) -> str:
        """What leaves a program, as people call it."""

    @property
    def is_scripted(self) -> bool:
        """Whether the lines come from a script."""

    @property
    def like(self) -> int | None:
        """The terminal whose settings new ones get, if there is one."""

    def size(self) -> tuple[int, int]:
        """Rows and columns that a program gets."""

    def show(self, terminal: Terminal, attend: Callable[[], None], wake: Wake, is_waiting: Callable[[], bool]) -> bool:
        """Give it the screen until it ends or is left; True if it was left."""

    def keep_typed(self, line: str) -> None:
        """Let the next prompt begin with this line: it was typed before there was a prompt."""

    def progress(self, status: str, here: int, total: int) -> None:
        """Show how far a download is, in bytes, in place of what was shown so before; "" shows nothing any more."""

    def interruptible(self) -> AbstractContextManager[None]:
        """While it lasts a Ctrl-C raises KeyboardInterrupt here: for what takes minutes, such as a download."""

    def columns(self) -> AbstractContextManager[Callable[[tuple[ShellView, ...]], None]]:
        """Where shells can be watched side by side, for as long as the block lasts."""


class Ledger(Cleared, Protocol):
    """Where things are remembered that their label alone does not tell, so that a clean-up finds them after a crash."""

    def own(self, session: str, kind: str, id: str, name: str) -> object:  # noqa: A002 -- the store's own word
        """Remember that the session made this."""
