"""Places in a typed line, and the caret drawing that points at them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CUT = "..."
JOINERS = "\u200c\u200d"  # they hold letters and emoji together, and are kept


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` (included) to `end` (not included) of a line."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line as it is shown, and the line of carets to print under it (no trailing blanks)."""

    line: str
    carets: str


def draw(line: str, marks: Sequence[Span], columns: int = 0) -> Drawing:
    """Draw `line` on one row of the screen, with carets under `marks`.

    Tabs and line ends are drawn as a blank, other characters that cannot be seen as `?`; nothing that could steer a
    terminal is left. A mark that covers no column gets one caret. A line wider than `columns` (0: any width) is cut
    around the first mark, with `...` where it was cut.
    """
    visible = "".join(map(_visible, line))
    if columns and _columns(visible) > columns:
        return _drawing_of_part(visible, marks, columns)
    return Drawing(visible, _carets(visible, marks))


def _visible(character: str) -> str:
    if character in "\t\n\r":
        return " "
    unseen = category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in JOINERS
    return "?" if unseen else character


def _width(character: str) -> int:
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def _columns(text: Iterable[str]) -> int:
    return sum(map(_width, text))


def _carets(visible: str, marks: Sequence[Span]) -> str:
    edges = [0, *accumulate(map(_width, visible))]
    row = [" "] * (edges[-1] + 1)
    for mark in marks:
        start, end = (edges[min(place, len(visible))] for place in (mark.start, mark.end))
        row[start : max(end, start + 1)] = "^" * max(end - start, 1)
    return "".join(row).rstrip()


def _drawing_of_part(visible: str, marks: Sequence[Span], columns: int) -> Drawing:
    first = min((mark.start for mark in marks), default=0)
    start = max(0, first - columns // 3)
    end = _fitting_end(visible, start, columns - 2 * len(CUT))
    before, after = CUT if start else "", CUT if end < len(visible) else ""
    moved = [
        Span(max(mark.start, start) - start, min(mark.end, end) - start)
        for mark in marks
        if start <= mark.start <= end or start < mark.end <= end
    ]
    carets = _carets(visible[start:end], moved)
    return Drawing(before + visible[start:end] + after, " " * len(before) + carets)


def _fitting_end(visible: str, start: int, columns: int) -> int:
    """The last place up to which the text from `start` on fits in `columns`; at least one character further."""
    used = 0
    for place in range(start, len(visible)):
        used += _width(visible[place])
        if used > columns:
            return max(place, start + 1)
    return len(visible)
