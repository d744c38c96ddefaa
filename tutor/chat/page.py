"""What a message is drawn on: the look and the width, and the few shapes that every turn is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from tutor.chat.carets import draw_marks
from tutor.chat.layout import continued, hang, indent, right, sentence, wrap
from tutor.chat.look import Ink, Look, Sign
from tutor.chat.printable import shorten
from tutor.core import texts
from tutor.core.message import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.core.message import Text as Sentence
    from tutor.core.spans import Span

GUTTER = 2  # cells left of every turn, for its sign
_MEASURE = 88  # cells: longer lines are hard to read
_NARROW = 60  # cells: below this every cell counts
_LEAST = 20  # cells: narrower terminals fold
_LONGEST_VALUE = 400  # characters of one word or line quoted in a sentence


@dataclass(frozen=True, slots=True)
class Page:
    """The look, and the width in cells that words may fill."""

    look: Look
    width: int

    @property
    def line_indent(self) -> int:
        """Where a typed line stands: a little further in than the words about it."""
        if self.look.plain:
            return GUTTER
        return GUTTER + (4 if self.width >= _NARROW - GUTTER else 2)

    def words(self, text: Sentence, ink: str, room: int) -> list[Text]:
        """The sentence in `room` cells; what is quoted in it is cut to a length one can read."""
        short = replace(text, values={name: shorten(value, _LONGEST_VALUE) for name, value in text.values.items()})
        return [piece for line in sentence(texts.fill(short), self.look, ink) for piece in wrap(line, room)]

    def markdown(self, markdown: str, ink: str, room: int) -> list[Text]:
        """The lesson's words in `room` cells."""
        if not markdown.strip():
            return []
        from tutor.chat.markdown import draw_markdown  # noqa: PLC0415 -- its parser loads when there is some

        return draw_markdown(markdown, self.look, room, ink)

    def turn(self, sign: Sign, text: Sentence | None, markdown: str = "", ink: str = Ink.PLAIN) -> list[Text]:
        """A turn of the tutor's: its sign in the gutter, then its words."""
        mark = self._gutter(sign)
        room = self.width - max(GUTTER, mark.cell_len)
        rest = GUTTER if self.look.plain else max(GUTTER, mark.cell_len)
        lines = self.words(text, ink, room) if text else []
        return hang(lines + self.markdown(markdown, ink, room) or [Text()], mark, " " * rest)

    def _gutter(self, sign: Sign) -> Text:
        written = self.look.sign(sign)
        return Text(f"{written} " if written else " " * GUTTER, style=self.look.ink(sign))

    def marked_line(self, line: str, marks: Sequence[Span], ink: str) -> list[Text]:
        """What was typed, and what of it matters."""
        return indent(draw_marks(line, marks, self.width - self.line_indent, self.look, ink), self.line_indent)

    def commands(self, commands: Sequence[str]) -> list[Text]:
        """Commands to copy, each on lines of its own."""
        room = self.width - self.line_indent
        lines = (line for command in commands for line in self.look.show_lines(command))
        parts = [Text(part, style=Ink.ACCENT) for line in lines for part in continued(line, room)]
        return indent(parts, self.line_indent)

    def with_place(self, lines: list[Text], place: str) -> list[Text]:
        """`place` at the right end of the first line, or of a paragraph's last, where it fits; else on its own line."""
        text = Text(self.look.show(place), style=Ink.DIM)
        is_paragraph = all(line.plain for line in lines)
        for at in (0, len(lines) - 1) if is_paragraph else (0,):
            room = self.width - lines[at].cell_len - cell_len(text.plain)
            if room >= GUTTER:
                return [*lines[:at], Text.assemble(lines[at], " " * room, text), *lines[at + 1 :]]
        return [*lines, right(text, self.width)]


def page_for(look: Look, width: int) -> Page:
    """The page for a terminal `width` cells wide: a margin where there is room for one, never wider than one reads."""
    return Page(look, min(width - GUTTER, _MEASURE) if width >= _NARROW else max(width, _LEAST))


def sign_of_tone(tone: Tone) -> Sign:
    """The sign before a note of this tone."""
    match tone:
        case Tone.PLAIN | Tone.DIM:
            return Sign.NONE
        case Tone.GOOD:
            return Sign.PASSED
        case Tone.HINT:
            return Sign.HINT
        case Tone.WARNING:
            return Sign.WARNING
        case Tone.ERROR:
            return Sign.ERROR


def ink_of_tone(tone: Tone) -> Ink:
    """The style of a note's words."""
    return Ink.DIM if tone is Tone.DIM else Ink.PLAIN
