"""Lines of styled text that fit a width: wrapping, hanging indents, columns. Widths are in terminal cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from rich.text import Text

from tutor.chat.look import Ink, Look, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

_CODE = re.compile(r"`[^`\n]+`")
_WORD = re.compile(r"\s+|(?:`[^`\n]+`|[^\s`]|`)+")
_PART = re.compile(r"(\S+)(\s*)")
_ARGUMENT = re.compile(r"""(?:'[^']*'|"[^"]*"|\S)+""")
_GAP = 2  # cells between columns
_LEAST = 6  # cells: a column is not squeezed below this


def sentence(words: str, look: Look, ink: str = Ink.PLAIN) -> list[Text]:
    """A sentence of the tutor's as one line per line break, code between backticks in the accent colour.

    The backticks stay: what is code can be told without colour, and no text that was filled in can be lost.
    """
    return [_with_code(line, ink) for line in look.show_lines(words)]


def _with_code(line: str, ink: str) -> Text:
    text = Text(line, style=ink)
    for match in _CODE.finditer(line):
        paint_code(text, match.start(), match.end())
    return text


def paint_code(text: Text, start: int, end: int) -> None:
    """Style `text` from `start` to `end`, backticks included, as code."""
    text.stylize(Ink.DIM, start, start + 1)
    text.stylize(Ink.ACCENT, start + 1, end - 1)
    text.stylize(Ink.DIM, end - 1, end)


def wrap(text: Text, width: int, *, fold: bool = False) -> list[Text]:
    """`text` in lines of at most `width` cells, broken at spaces.

    Code between backticks is kept on one line where it fits on one. A single word that is too long, as an address
    is, stays whole (the terminal folds it and it can still be copied), or is broken if `fold`. Scripts of wide
    characters, which write no spaces, break anywhere.
    """
    offsets, used, start = [], 0, True
    for piece, at in _pieces(text.plain, width, fold=fold):
        cells = cell_len(piece.rstrip())
        if used + cells > width and not start:
            offsets.append(at)
            used = 0
        used += cell_len(piece)
        start = False
    lines = list(text.divide(offsets))
    for line in lines:
        line.rstrip()
    return lines


def _pieces(plain: str, width: int, *, fold: bool) -> list[tuple[str, int]]:
    """What must not be broken, each with the space after it and its place."""
    pieces: list[tuple[str, int]] = []
    for match in _WORD.finditer(plain):
        word = match[0]
        if word.isspace() and pieces:
            pieces[-1] = (pieces[-1][0] + word, pieces[-1][1])
        else:
            pieces += _smaller(word, match.start(), width, fold=fold)
    return pieces


def _smaller(word: str, at: int, width: int, *, fold: bool) -> list[tuple[str, int]]:
    """The pieces that a word may be broken into if it is too long."""
    cells = cell_len(word)
    if cells <= width:
        return [(word, at)]
    if " " in word:
        return [piece for part in _PART.finditer(word) for piece in _of_part(part, at, width, fold=fold)]
    if not fold and cells == len(word):
        return [(word, at)]
    pieces = []
    for part in chop_cells(word, max(width, 2)):
        pieces.append((part, at))
        at += len(part)
    return pieces


def _of_part(part: re.Match[str], at: int, width: int, *, fold: bool) -> list[tuple[str, int]]:
    *before, (last, place) = _smaller(part[1], at + part.start(), width, fold=fold)
    return [*before, (last + part[2], place)]


def continued(command: str, width: int) -> list[str]:
    """A command in lines of at most `width` cells, where its words are not longer: quoted words stay whole.

    Each line but the last ends in a backslash, so that a shell or the tutor's prompt takes them as the one command.
    """
    if cell_len(command) <= width:
        return [command]
    lines = [""]
    for match in _ARGUMENT.finditer(command):
        grown = f"{lines[-1]} {match[0]}" if lines[-1].strip() else lines[-1] + match[0]
        if lines[-1].strip() and cell_len(f"{grown} \\") > width:
            lines.append(f"  {match[0]}")
        else:
            lines[-1] = grown
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]]


def even(line: Text, width: int) -> Text:
    """A single word too long for the terminal, as an address is, begins at its edge: so its folds stand in line."""
    word = line.plain.strip()
    return line[line.plain.index(word) :] if line.cell_len > width and " " not in word else line


def hang(lines: Sequence[Text], first: Text | str, rest: str) -> list[Text]:
    """`lines` with `first` before the first and `rest` before the others; empty lines stay empty."""
    hung = []
    for number, line in enumerate(lines):
        prefix = first if number == 0 else rest
        hung.append(Text.assemble(prefix, line) if line.plain or number == 0 else Text())
    return hung


def indent(lines: Sequence[Text], cells: int) -> list[Text]:
    """`lines` moved right by `cells`."""
    return hang(lines, " " * cells, " " * cells)


def right(text: Text, width: int) -> Text:
    """`text` at the right end of `width` cells."""
    return Text.assemble(" " * max(0, width - text.cell_len), text)


def cut(text: str, width: int, look: Look) -> str:
    """`text` in at most `width` cells, its end replaced by … where it is longer."""
    if cell_len(text) <= width:
        return text
    sign = look.mark(Mark.CUT)
    parts = chop_cells(text, max(1, width - cell_len(sign)))
    return parts[0].rstrip() + sign if width > cell_len(sign) else sign[:width]


def columns(rows: Sequence[Sequence[Text]], width: int) -> list[Text]:
    """A table without rules, of at most `width` cells where that can be: cells of squeezed columns wrap."""
    widths = _widths(rows, width)
    lines = []
    for row in rows:
        cells = [wrap(cell, room, fold=True) for cell, room in zip(row, widths, strict=False)]
        lines += [_across(cells, widths, level) for level in range(max(map(len, cells), default=0))]
    return lines


def _across(cells: Sequence[Sequence[Text]], widths: Sequence[int], level: int) -> Text:
    line = Text()
    place = 0
    for cell, room in zip(cells, widths, strict=True):
        if level < len(cell) and cell[level].plain:
            line.append(" " * max(0, place - line.cell_len)).append_text(cell[level])
        place += room + _GAP
    return line


def _widths(rows: Sequence[Sequence[Text]], width: int) -> list[int]:
    """Every column's own width, the widest ones squeezed until all fit."""
    count = max(map(len, rows), default=0)
    widths = [max((min(row[at].cell_len, width) for row in rows if at < len(row)), default=0) for at in range(count)]
    while sum(widths) + _GAP * (count - 1) > width and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths
