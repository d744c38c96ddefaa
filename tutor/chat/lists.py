"""Lists and questions, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tutor.chat.layout import columns, hang, indent, sentence, wrap
from tutor.chat.look import Ink, Look, Sign
from tutor.chat.page import GUTTER, Page

if TYPE_CHECKING:
    from tutor.core.message import Listing, Options, Row

_COMFORT = 32  # cells: explanations narrower than this are shown below their words
_SIGN_OF_STATE = {
    "done": Sign.DONE,
    "skipped": Sign.SKIPPED,
    "here": Sign.HERE,
    "todo": Sign.TODO,
    "running": Sign.RUNNING,
}


def draw_listing(listing: Listing, page: Page) -> list[Text]:
    """A heading, then a table without rules: signs of state, then the columns.

    For a screen reader every row is a sentence of its own, its state at the end.
    """
    heading = indent(page.words(listing.heading, Ink.STRONG, page.width - GUTTER), GUTTER)
    if page.look.plain:
        return [*heading, *indent([_row_in_words(row, page.look) for row in listing.rows], GUTTER)]
    rows = [[_sign(row.state, page.look), *_cells(row, page.look)] for row in listing.rows]
    if any(listing.columns):
        rows.insert(0, [Text(), *(Text(page.look.show(name), style=Ink.DIM) for name in listing.columns)])
    has_signs = any(row[0].plain for row in rows)
    table = columns(rows if has_signs else [row[1:] for row in rows], page.width - GUTTER)
    return [*heading, *indent(table, GUTTER)]


def _sign(state: str, look: Look) -> Text:
    sign = _SIGN_OF_STATE.get(state, Sign.NONE)
    return Text(look.sign(sign), style=look.ink(sign))


def _cells(row: Row, look: Look) -> list[Text]:
    """The cells; the row one stands at in bold, what is left out dimmed."""
    ink = {"here": Ink.STRONG, "skipped": Ink.DIM}.get(row.state, Ink.PLAIN)
    return [Text(" ").join(sentence(cell, look, ink)) for cell in row.cells]


def _row_in_words(row: Row, look: Look) -> Text:
    words = ", ".join(look.show(cell) for cell in row.cells if cell)
    state = look.sign(_SIGN_OF_STATE.get(row.state, Sign.NONE))
    return Text(f"{words} ({state})" if state else words)


def draw_options(options: Options, page: Page) -> list[Text]:
    """A question, then its choices one below the other; what Enter takes is marked."""
    room = page.width - GUTTER
    question = page.words(options.text, Ink.PLAIN, room) if options.text else []
    question += page.markdown(options.markdown, Ink.PLAIN, room)
    choices = [_choice(word, meaning, options, page) for word, meaning in options.choices]
    return [*indent(question, GUTTER), *_choices(choices, page)]


def _choices(choices: list[tuple[Text, Text]], page: Page) -> list[Text]:
    """Words and explanations side by side; below each other where that would squeeze the explanations."""
    if page.look.plain:
        lines = [line for choice in choices for line in _told(choice, page.width - 4)]
        return indent(lines, GUTTER)
    room = page.width - 2 * GUTTER
    beside = room - GUTTER - max((word.cell_len for word, _ in choices), default=0)
    if beside >= _COMFORT or all(explained.cell_len <= beside for _, explained in choices):
        return indent(columns(choices, room), 2 * GUTTER)
    stacked = [line for word, explained in choices for line in (word, *indent(wrap(explained, room - GUTTER), GUTTER))]
    return indent(stacked, 2 * GUTTER)


def _told(choice: tuple[Text, Text], room: int) -> list[Text]:
    return hang(wrap(Text(": ").join(filter(len, choice)), room), "", "  ")


def _choice(word: str, meaning: str, options: Options, page: Page) -> tuple[Text, Text]:
    meaning = "" if meaning == word else meaning
    explained = Text(" ").join(sentence(meaning, page.look))
    if word == options.default:
        explained.append(" (Enter)" if meaning else "(Enter)", style=Ink.DIM)
    return Text(page.look.show(word), style=Ink.TITLE), explained
