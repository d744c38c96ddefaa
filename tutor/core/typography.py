"""Characters that come along when a command is copied from a printed page: they look right and are not."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from unicodedata import category

from tutor.core.spans import Span

DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b"
CURLY = MappingProxyType({**dict.fromkeys(DOUBLE_QUOTES, '"'), **dict.fromkeys(SINGLE_QUOTES, "'")})
DASHES = "\u2014\u2015\u2e3a\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d"  # em and en dashes, hyphens, minus
INVISIBLE = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A sign, what it is called where it cannot be shown, and what a command line needs in its place."""

    kind: str  # the end of its sentence's key
    span: Span
    found: str
    instead: str


def with_plain_dash(word: str) -> str:
    """The word as a flag, if it begins with a dash of any print."""
    return f"-{word[1:]}" if word[:1] and word[0] in DASHES else word


def lookalike(line: str, at: int) -> Lookalike | None:
    """The lookalike at `at`, outside of quotes; None if the character is fine. An apostrophe in a word is fine."""
    character = line[at]
    span = Span(at, at + 1)
    code = f"U+{ord(character):04X}"
    if character in CURLY:
        inside = line[at - 1 : at].isalnum() and line[at + 1 : at + 2].isalnum()
        return None if inside else Lookalike("curly-quote", span, character, CURLY[character])
    if character in INVISIBLE:
        return Lookalike("invisible", span, code, "")
    if category(character) in {"Zs", "Zl", "Zp"}:
        return Lookalike("odd-blank", span, code, " ")
    return None
