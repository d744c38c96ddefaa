"""Shells side by side: the table of what was seen, and the two wires of each; stacked where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tutor.chat.layout import columns, hang, indent, sentence, wrap
from tutor.chat.look import Ink, Look
from tutor.chat.page import GUTTER, Page
from tutor.core.message import text
from tutor.core.texts import fill

if TYPE_CHECKING:
    from tutor.core.pictures import ShellsTable, Wires

SIDE_BY_SIDE = 72  # cells: below this the shells stand under one another

_OPEN = {"stdin": ("────▸", "---->"), "terminal": ("◂───▸", "<--->")}
_CUT = ("─┤ ├─", "-| |-")


def draw_shells(table: ShellsTable, page: Page) -> list[Text]:
    """A heading, the table, and the wires; in words for a screen reader."""
    heading = indent(page.words(table.heading, Ink.STRONG, page.width - GUTTER), GUTTER)
    if page.look.plain:
        return [*heading, *indent(_in_words(table, page), GUTTER)]
    if page.width < SIDE_BY_SIDE:
        return [*heading, *_stacked(table, page), Text()]
    return [*heading, Text(), *indent(_side_by_side(table, page), GUTTER), Text()]


def _side_by_side(table: ShellsTable, page: Page) -> list[Text]:
    look = page.look
    head = _label(fill(text("ways.row.typed")), look)
    rows = [[head, *(_name(name, look) for name in table.names)]]
    rows += [[_label(question, look), *(_cell(answer, look) for answer in cells)] for question, cells in table.rows]
    if table.wires:
        rows.append([Text(" ")] * len(rows[0]))
    for wire in _drawn(table):
        rows.append([_label(_wire_name(wire), look), *(_wire(wire, one, look) for one in table.wires)])
    return columns(rows, page.width - GUTTER)


def _stacked(table: ShellsTable, page: Page) -> list[Text]:
    look, lines = page.look, list[Text]()
    for number, name in enumerate(table.names):
        rows = [[_label(question, look), _cell(cells[number], look)] for question, cells in table.rows]
        rows += [[_label(_wire_name(wire), look), _wire(wire, table.wires[number], look)] for wire in _drawn(table)]
        head = wrap(_name(name, look), page.width - GUTTER, fold=True)
        shell = [*head, *indent(columns(rows, page.width - 2 * GUTTER), GUTTER)]
        lines += [Text(), *indent(shell, GUTTER)]
    return lines


def _in_words(table: ShellsTable, page: Page) -> list[Text]:
    """A sentence for each shell: nothing to line up, nothing drawn."""
    look, lines = page.look, list[Text]()
    for number, name in enumerate(table.names):
        said = [f"{question}: {cells[number]}" for question, cells in table.rows]
        said += [f"{_wire_name(wire)}: {_state(wire, table.wires[number])}" for wire in _drawn(table)]
        words = Text(look.show(f"{name}: {', '.join(said)}."))
        lines += hang(wrap(words, page.width - 2 * GUTTER), "", " " * GUTTER)
    return lines


def _drawn(table: ShellsTable) -> tuple[str, ...]:
    return tuple(_OPEN) if table.wires else ()


def _wire_name(wire: str) -> str:
    return fill(text(f"ways.wire.{wire}"))


def _state(wire: str, of: Wires) -> str:
    return fill(text("ways.wire.open" if _is_open(wire, of) else "ways.wire.cut"))


def _is_open(wire: str, of: Wires) -> bool:
    return of.stdin if wire == "stdin" else of.terminal


def _wire(wire: str, of: Wires, look: Look) -> Text:
    """`you ────▸ sh`, or one that is cut; the same width either way."""
    is_open = _is_open(wire, of)
    drawn = (_OPEN[wire] if is_open else _CUT)[0 if look.signs else 1]
    you = look.show(fill(text("ways.wire.you")))
    return Text.assemble(f"{you} ", (drawn, Ink.GOOD if is_open else Ink.BAD), " sh")


def _name(name: str, look: Look) -> Text:
    return Text(look.show(name), style=Ink.TITLE)


def _label(words: str, look: Look) -> Text:
    return Text(look.show(words), style=Ink.DIM)


def _cell(words: str, look: Look) -> Text:
    return Text(" ").join(sentence(words, look))
