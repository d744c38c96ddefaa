"""A typed line with carets under the parts that matter; in words for a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from tutor.chat.look import Ink, Look, Mark
from tutor.chat.printable import shorten
from tutor.core.texts import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.core.spans import Span

_READ_ALOUD = 200  # characters of a line that a screen reader is given


@dataclass(frozen=True, slots=True)
class _Piece:
    """The characters `start` to `end` of the line, shown together on one row."""

    start: int
    end: int


def draw_marks(line: str, marks: Sequence[Span], width: int, look: Look, ink: str = Ink.WARNING) -> list[Text]:
    """The line, and under it carets at `marks`.

    A line wider than `width` cells is shown in pieces, one around each mark, its left-out ends as … ; a mark that is
    itself too wide is shown from its start. An empty mark is a place: one caret. Marks beyond the line's end are
    drawn just behind it.
    """
    if look.plain:
        return _in_words(line, marks, look)
    marks = sorted(marks)
    drawn: list[Text] = []
    for piece in _pieces(line, marks, width, look):
        here = [mark for mark in marks if piece.start <= min(mark.start, len(line)) <= piece.end]
        drawn += _draw(line, piece, here, look, ink)
    return drawn


def _draw(line: str, piece: _Piece, marks: Sequence[Span], look: Look, ink: str) -> list[Text]:
    sign = look.mark(Mark.CUT)
    before = sign if piece.start else ""
    after = sign if piece.end < len(line) else ""
    row = Text.assemble((before, Ink.DIM), look.show(line[piece.start : piece.end]), (after, Ink.DIM))
    carets = Text()
    for mark in marks:
        left = cell_len(before) + _cells(line, piece.start, mark.start, look)
        wide = max(1, _cells(line, mark.start, min(mark.end, piece.end), look))
        carets.append(" " * (left - carets.cell_len)).append("^" * wide, style=ink)
    return [row, carets] if carets.plain else [row]


def _pieces(line: str, marks: Sequence[Span], width: int, look: Look) -> list[_Piece]:
    """The pieces of the line that show every mark."""
    if _cells(line, 0, len(line), look) <= width:
        return [_Piece(0, len(line))]
    pieces: list[_Piece] = []
    for mark in marks:
        if not pieces or min(mark.end, len(line)) > pieces[-1].end:
            pieces.append(_around(line, mark, width, look))
    return pieces or [_Piece(0, _fit(line, 0, width - cell_len(look.mark(Mark.CUT)), look))]


def _around(line: str, mark: Span, width: int, look: Look) -> _Piece:
    """The piece that begins with the line if the mark is near its start, else a third of a row before the mark."""
    cut = cell_len(look.mark(Mark.CUT))
    at = min(mark.start, len(line))
    end = _fit(line, 0, width - cut, look)
    if min(mark.end, len(line)) <= end and at < end:
        return _Piece(0, end)
    start = max(0, at - width // 3)
    while _cells(line, start, at, look) > width // 3:
        start += 1
    room = width - cut * bool(start)
    end = _fit(line, start, room, look)
    return _Piece(start, end if end == len(line) else _fit(line, start, room - cut, look))


def _fit(line: str, start: int, room: int, look: Look) -> int:
    """Where the characters from `start` on stop fitting into `room` cells. At least one is taken."""
    end = min(start + 1, len(line))
    for place in range(start + 1, min(len(line), start + room) + 1):
        if _cells(line, start, place, look) > room:
            break
        end = place
    return end


def _cells(line: str, start: int, end: int, look: Look) -> int:
    return cell_len(look.show(line[start : max(start, end)]))


def _in_words(line: str, marks: Sequence[Span], look: Look) -> list[Text]:
    shown = [words("chat.line-read", line=look.show(shorten(line, _READ_ALOUD)))]
    return [Text(said) for said in [*shown, *(_place_in_words(line, mark, look) for mark in sorted(marks))]]


def _place_in_words(line: str, mark: Span, look: Look) -> str:
    marked = look.show(shorten(line[mark.start : mark.end], _READ_ALOUD))
    if not marked:
        before = line[: mark.start].split()
        if not before:
            return words("chat.mark-start")
        return words("chat.mark-after", word=look.show(shorten(before[-1], _READ_ALOUD)))
    number = len(line[: mark.start].split()) + (not mark.start or line[mark.start - 1].isspace())
    return words("chat.mark-word", number=number, word=marked)
