"""Shows messages: each becomes lines, and only the console prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO, assert_never

from rich.console import Console
from rich.text import Text

from tutor.chat.explained import draw_explained
from tutor.chat.layout import even
from tutor.chat.lists import draw_listing, draw_options
from tutor.chat.page import Page, page_for
from tutor.chat.sheets import draw_sheet
from tutor.chat.shells import draw_shells
from tutor.chat.timeline import draw_timeline
from tutor.chat.turns import draw_judgement, draw_marked, draw_note, draw_prose, draw_step_card
from tutor.core.message import Judgement, Listing, Marked, Message, Note, Options, Prose, Sheet, StepCard
from tutor.core.pictures import Explained, Lifelines, ShellsTable, Verbatim

if TYPE_CHECKING:
    from tutor.chat.look import Look


class Voice:
    """The tutor's voice: the only one who prints messages."""

    def __init__(self, console: Console, look: Look) -> None:
        self._console = console
        self._look = look

    def say(self, message: Message) -> None:
        """Print `message`. Its lines are of the console's width already; what may not be broken the terminal folds.

        Raises:
            KeyError: A sentence is not in the table of texts, or a value for it is missing.
        """
        for line in draw(message, self._look, self._console.width):
            self._console.print(line, soft_wrap=True)


def console_for(look: Look, stream: TextIO, width: int | None = None) -> Console:
    """A console on `stream` that uses what `look` allows: `width` in cells, None for the terminal's own."""
    return Console(
        file=stream,
        width=width,
        force_terminal=look.styled,
        color_system="standard" if look.styled else None,
        no_color=not look.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},  # an exported COLUMNS would go before the terminal's own width, and stay when that changes
    )


def draw(message: Message, look: Look, width: int) -> list[Text]:
    """The lines that show `message` on a terminal `width` cells wide.

    Raises:
        KeyError: A sentence is not in the table of texts, or a value for it is missing.
    """
    return [even(line, width) for line in _drawn(message, page_for(look, width))]


def _drawn(message: Message, page: Page) -> list[Text]:  # noqa: C901, PLR0911, PLR0912 -- one per kind
    match message:
        case Note():
            return draw_note(message, page)
        case Prose():
            return draw_prose(message, page)
        case StepCard():
            return draw_step_card(message, page)
        case Marked():
            return draw_marked(message, page)
        case Judgement():
            return draw_judgement(message, page)
        case Listing():
            return draw_listing(message, page)
        case Options():
            return draw_options(message, page)
        case Explained():
            return draw_explained(message, page)
        case Sheet():
            return draw_sheet(message, page)
        case ShellsTable():
            return draw_shells(message, page)
        case Lifelines():
            return draw_timeline(message, page)
        case Verbatim():
            return [Text(line) for line in message.lines]
        case _:
            assert_never(message)
