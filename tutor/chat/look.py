"""How the chat looks here: its signs and colours, and what this terminal can show of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Self

from tutor.chat.printable import can_carry, printable, printable_lines
from tutor.core.texts import words

if TYPE_CHECKING:
    from collections.abc import Mapping


class Ink(StrEnum):
    """Every style of the chat, in rich's words: one accent, three colours for verdicts, and weight."""

    PLAIN = ""
    DIM = "dim"
    ACCENT = "cyan"
    TITLE = "bold cyan"
    STRONG = "bold"
    EMPHASIS = "italic"
    GOOD = "green"
    WARNING = "yellow"
    BAD = "red"


class Sign(Enum):
    """What stands in the gutter left of a turn: (Unicode, ASCII, ink). For `--plain` there are words."""

    NONE = ("", "", Ink.PLAIN)
    PASSED = ("✓", "ok:", Ink.GOOD)
    NOT_YET = ("✗", "no:", Ink.BAD)
    ELSEWHERE = ("→", "->", Ink.ACCENT)
    WAITING = ("…", "..", Ink.ACCENT)
    UNCHECKED = ("?", "?", Ink.WARNING)
    DAEMON_DOWN = ("!", "!", Ink.BAD)
    TIMED_OUT = ("…", "..", Ink.WARNING)
    HINT = ("•", "*", Ink.ACCENT)
    WARNING = ("!", "!", Ink.WARNING)
    ERROR = ("✗", "!!", Ink.BAD)
    DONE = ("✓", "ok", Ink.GOOD)
    SKIPPED = ("–", "-", Ink.DIM)  # noqa: RUF001 -- the dash is the sign
    HERE = ("›", ">", Ink.ACCENT)  # noqa: RUF001 -- the sign of the prompt
    TODO = ("·", ".", Ink.DIM)
    RUNNING = ("●", "*", Ink.GOOD)


class Mark(Enum):
    """The other characters of the chat: (Unicode, ASCII)."""

    PROMPT = ("›", ">")  # noqa: RUF001 -- the sign of the prompt
    CONTINUED = ("…", ".")
    CUT = ("…", "...")
    BETWEEN = ("·", "-")
    BULLET = ("•", "*")


_NEEDED = "".join(entry.value[0] for kind in (Sign, Mark) for entry in kind)
_NO_ESCAPES = frozenset({"", "dumb", "unknown"})
_FEW_GLYPHS = frozenset({"linux", "vt100", "vt102", "vt220"})  # consoles whose fonts lack the signs


@dataclass(frozen=True, slots=True)
class Look:
    """What may be used here.

    `colour`: colours; `styled`: escape sequences at all (bold, dim); `signs`: the Unicode signs; `plain`: words for a
    screen reader in place of signs and drawings; `dumb`: a terminal that knows no escape sequence, so that lines are
    read as the terminal itself edits them; `encoding`: what the stream can carry.
    """

    colour: bool = True
    styled: bool = True
    signs: bool = True
    plain: bool = False
    dumb: bool = False
    encoding: str = "utf-8"

    @classmethod
    def for_environment(
        cls, environ: Mapping[str, str], stream_encoding: str | None, *, is_tty: bool, plain: bool
    ) -> Self:
        """The look for a stream.

        Args:
            environ: The environment: NO_COLOR (any non-empty value, as no-color.org has it) and TERM are read.
            stream_encoding: What the stream says it encodes to; None is taken for ASCII.
            is_tty: Whether the stream is a terminal.
            plain: Whether `--plain` was asked for.
        """
        term = environ.get("TERM", "")
        encoding = stream_encoding or "ascii"
        styled = is_tty and term not in _NO_ESCAPES and not plain
        return cls(
            colour=styled and not environ.get("NO_COLOR"),
            styled=styled,
            signs=term not in _FEW_GLYPHS and can_carry(encoding, _NEEDED),
            plain=plain,
            dumb=is_tty and term in _NO_ESCAPES,
            encoding=encoding,
        )

    @property
    def indent(self) -> str:
        """What stands before the tutor's words, as wide as the prompt."""
        return "  "

    def sign(self, sign: Sign) -> str:
        """The sign as it is written here: a character, letters, or a word."""
        character, letters, _ = sign.value
        if self.plain:
            return "" if sign is Sign.NONE else words(f"sign.{sign.name.lower().replace('_', '-')}")
        return character if self.signs else letters

    def ink(self, sign: Sign) -> Ink:
        """The style of the sign."""
        return sign.value[2]

    def mark(self, mark: Mark) -> str:
        """The character, or what stands for it here."""
        return mark.value[0 if self.signs else 1]

    def show(self, text: str) -> str:
        """`text` on one line, harmless, as this stream can carry it."""
        return printable(text, self.encoding)

    def show_lines(self, text: str) -> list[str]:
        """The lines of `text`, harmless, as this stream can carry them. At least one."""
        return printable_lines(text, self.encoding)
