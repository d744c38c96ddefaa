"""The line under the prompt: where one is, what runs, what matters now; the least important goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tutor.chat.layout import cut
from tutor.chat.look import Look, Mark
from tutor.core.texts import words

if TYPE_CHECKING:
    from tutor.core.view import TerminalView, View

_LABEL = 32  # cells of a running command that say enough
_SHORT_LABEL = 14
_SHORT_TITLE = 12


def bottom_line(view: View, width: int, look: Look) -> str:
    """The line in at most `width` cells.

    Where not all fits, first the commands that run are cut, then the title is cut, then left out, then of the commands
    only the terminals' numbers stay, then nothing; what stays longest is what matters now.
    """
    between = f" {look.mark(Mark.BETWEEN)} "
    for parts in _variants(view, look):
        line = between.join(part for part in parts if part)
        if cell_len(line) <= width:
            return line
    return cut(look.show(view.key_hint or _place(view)), width, look)


def _variants(view: View, look: Look) -> list[tuple[str, ...]]:
    """The line's parts, richest first."""
    title, place, hint = look.show(view.title), _place(view), look.show(view.key_hint)
    labels, short = _labels(view, _LABEL, look), _labels(view, _SHORT_LABEL, look)
    numbers = _numbers(view)
    return [
        (title, place, labels, hint),
        (title, place, short, hint),
        (cut(title, _SHORT_TITLE, look), place, short, hint),
        (place, labels, hint),
        (place, short, hint),
        (place, numbers, hint),
        (place, hint),
    ]


def _place(view: View) -> str:
    return words("chat.place", number=view.number, total=view.total) if view.number else ""


def _labels(view: View, width: int, look: Look) -> str:
    between = f" {look.mark(Mark.BETWEEN)} "
    return between.join(f"{terminal.number}: {_label(terminal, width, look)}" for terminal in view.terminals)


def _label(terminal: TerminalView, width: int, look: Look) -> str:
    label = cut(look.show(terminal.label), width, look)
    return label if terminal.running else words("chat.ended", line=label)


def _numbers(view: View) -> str:
    running = [str(terminal.number) for terminal in view.terminals if terminal.running]
    return words("chat.running", numbers=", ".join(running)) if running else ""
