"""Shells that are watched live: a column for each, redrawn in place as it prints; stacked where it is narrow."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from rich.cells import chop_cells
from rich.console import Group
from rich.live import Live
from rich.text import Text

from tutor.chat.layout import cut, indent
from tutor.chat.look import Ink, Look
from tutor.chat.page import GUTTER, page_for
from tutor.chat.shells import SIDE_BY_SIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from rich.console import Console

    from tutor.core.tasks import ShellView

    Watcher = Callable[[tuple[ShellView, ...]], None]

TALLEST = 9
"""Lines of each shell that are shown side by side."""
_BETWEEN = 2


def live_columns(console: Console, look: Look) -> AbstractContextManager[Watcher]:
    """Where shells are watched. Nothing is shown where the terminal knows no escape sequences, or is for a reader."""
    return _drawing(console, look) if look.styled else nullcontext(_unseen)


def _unseen(views: tuple[ShellView, ...]) -> None:
    """The result tells all."""


@contextmanager
def _drawing(console: Console, look: Look) -> Iterator[Watcher]:
    """The last picture stays; whatever ends the block, the cursor is back."""
    last: tuple[ShellView, ...] = ()
    with Live(console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False) as live:

        def watch(views: tuple[ShellView, ...]) -> None:
            nonlocal last
            last = views
            live.update(Group(*draw_columns(views, look, console.width, console.height)), refresh=True)

        try:
            yield watch
        finally:
            live.update(Group(*draw_columns(last, look, console.width, console.height)))


def draw_columns(views: Sequence[ShellView], look: Look, width: int, height: int) -> list[Text]:
    """What the shells show, as lines for a terminal of this size."""
    page = page_for(look, width)
    if not views:
        return []
    if page.width < SIDE_BY_SIDE:
        rows = max(1, (height - 2) // len(views) - 2)
        stacked = [line for view in views for line in _one(view, page.width - GUTTER, rows, look)]
        return [Text(), *indent(stacked, GUTTER)]
    rows = min(TALLEST, max(1, height - 6))
    room = (page.width - GUTTER - _BETWEEN * (len(views) - 1)) // len(views)
    columns = [_one(view, room, rows, look) for view in views]
    tall = max(map(len, columns))
    return [Text(), *indent([_across(columns, level, room) for level in range(tall)], GUTTER)]


def _one(view: ShellView, room: int, rows: int, look: Look) -> list[Text]:
    """Its name, how it is doing, and the last lines of its screen, folded as a terminal folds them."""
    name = Text(cut(" ".join(part for part in (view.flags, "sh") if part), room, look), style=Ink.TITLE)
    status = Text(cut(look.show(view.status), room, look), style=Ink.DIM)
    shown = [part for line in view.lines if line for part in chop_cells(look.show(line), room)]
    return [name, status, *(Text(part) for part in shown[-rows:])]


def _across(columns: Sequence[Sequence[Text]], level: int, room: int) -> Text:
    line = Text()
    for number, column in enumerate(columns):
        if level < len(column) and column[level].plain:
            place = number * (room + _BETWEEN)
            line.append(" " * max(0, place - line.cell_len)).append_text(column[level])
    return line
