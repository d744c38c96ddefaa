"""Sheets, as lines: entries with a remark at the right end, and below each its details by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tutor.chat.layout import hang, indent, wrap
from tutor.chat.look import Ink
from tutor.chat.page import GUTTER, Page

if TYPE_CHECKING:
    from tutor.core.message import Entry, Sheet

_NAMES = 12  # cells: names longer than this do not move the values of all others to the right


def draw_sheet(sheet: Sheet, page: Page) -> list[Text]:
    """The heading, then the entries. For a screen reader the remark follows its entry in the same sentence."""
    lines = indent(page.words(sheet.heading, Ink.STRONG, page.width - GUTTER), GUTTER)
    for entry in sheet.entries:
        lines += _title(entry, page)
        lines += indent([line for name, value in entry.details for line in _detail(name, value, page)], 2 * GUTTER)
    return lines


def _title(entry: Entry, page: Page) -> list[Text]:
    title, aside = page.look.show(entry.title), page.look.show(entry.aside)
    room = page.width - GUTTER
    if page.look.plain:
        return indent(wrap(Text(", ".join(filter(None, (title, aside)))), room), GUTTER)
    lines = indent(wrap(Text(title, style=Ink.ACCENT), room, fold=True), GUTTER)
    return page.with_place(lines, aside) if aside else lines


def _detail(name: str, value: str, page: Page) -> list[Text]:
    room = page.width - 2 * GUTTER
    shown = Text(page.look.show(value))
    if not name:
        return wrap(shown, room, fold=True)
    if page.look.plain:
        return hang(wrap(Text(f"{page.look.show(name)}: ").append_text(shown), room - 2), "", "  ")
    before = Text(f"{page.look.show(name):<{_NAMES}}  ", style=Ink.DIM)
    return hang(wrap(shown, room - before.cell_len, fold=True), before, " " * before.cell_len)
