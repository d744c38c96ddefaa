"""A line explained: its parts underlined and numbered, and below it what each number is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from tutor.chat.layout import hang, indent, sentence, wrap
from tutor.chat.look import Ink
from tutor.chat.page import GUTTER, Page
from tutor.chat.printable import shorten

if TYPE_CHECKING:
    from tutor.core.pictures import Explained, Part

_COLUMN = 18  # cells: longer parts stand above their words, not beside them
_QUOTED = 200  # characters of a part that are repeated
_BESIDE = 30  # cells that words need to stand beside their part


def draw_explained(explained: Explained, page: Page) -> list[Text]:
    """The line, numbers under its parts, then the parts by number. A screen reader is given the parts alone."""
    heading = page.words(explained.heading, Ink.STRONG, page.width - GUTTER)
    legend = [line for number, part in enumerate(explained.parts, 1) for line in _entry(number, part, explained, page)]
    source = page.words(explained.source, Ink.DIM, page.width - GUTTER)
    drawing = [] if page.look.plain else indent(_drawing(explained, page), page.line_indent)
    return [*indent(heading, GUTTER), *drawing, *indent([*legend, *source], GUTTER)]


def _drawing(explained: Explained, page: Page) -> list[Text]:
    """The line in rows that fit, each with its numbers below. A row ends between parts where it can."""
    lines: list[Text] = []
    for start, end in _rows(explained, page):
        lines.append(Text(page.look.show(explained.line[start:end]).rstrip()))
        lines.append(_numbers(explained, start, end, page))
    return [line for line in lines if line.plain]


def _rows(explained: Explained, page: Page) -> list[tuple[int, int]]:
    room = page.width - page.line_indent
    rows: list[tuple[int, int]] = []
    start = 0
    breaks = [part.span.start for part in explained.parts] + [len(explained.line)]
    while start < len(explained.line):
        fitting = [at for at in breaks if at > start and _cells(explained.line[start:at].rstrip(), page) <= room]
        end = fitting[-1] if fitting else _forced(explained.line, start, room, page)
        rows.append((start, end))
        start = end
    return rows


def _forced(line: str, start: int, room: int, page: Page) -> int:
    """Where a part that is wider than a row is broken."""
    end = start + 1
    while end < len(line) and _cells(line[start : end + 1], page) <= room:
        end += 1
    return end


def _numbers(explained: Explained, start: int, end: int, page: Page) -> Text:
    """The underlines of one row. A part that goes on in the next row is numbered in its first."""
    row = Text()
    for number, part in enumerate(explained.parts, 1):
        here, there = max(part.span.start, start), min(part.span.end, end)
        if here >= there:
            continue
        left = _cells(explained.line[start:here], page)
        label = str(number) if part.span.start >= start else ""
        row.append(" " * (left - row.cell_len))
        row.append(_underline(label, _cells(explained.line[here:there], page), page), style=Ink.ACCENT)
    return row


def _underline(label: str, wide: int, page: Page) -> str:
    """`──2──`; a number that is wider than its part goes beyond it."""
    return label.center(wide, "─" if page.look.signs else "-")


def _cells(shown: str, page: Page) -> int:
    return cell_len(page.look.show(shown))


def _entry(number: int, part: Part, explained: Explained, page: Page) -> list[Text]:
    """What a number is: the part, and its words beside it, or below it where there is no room."""
    typed = page.look.show(shorten(explained.line[part.span.start : part.span.end], _QUOTED))
    said = Text(" ").join(sentence(part.words, page.look))
    room = page.width - GUTTER
    if page.look.plain:
        return hang(wrap(Text(f"{typed}: ").append_text(said), room - 2), "", "  ")
    width = len(str(len(explained.parts))) + 1
    sign = Text(f"{number:<{width}}", style=Ink.ACCENT)
    if cell_len(typed) <= _COLUMN and room - width - _COLUMN - 2 >= _BESIDE:
        before = Text.assemble(sign, typed + " " * (_COLUMN + 2 - cell_len(typed)))
        return hang(wrap(said, room - before.cell_len), before, " " * before.cell_len)
    title = hang(wrap(Text(typed), room - width, fold=True), sign, " " * width)
    return [*title, *hang(wrap(said, room - width - 2), " " * (width + 2), " " * (width + 2))]
