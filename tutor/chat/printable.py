"""Text that came from outside, made harmless and fit for the stream it goes to."""

from __future__ import annotations

import re
import unicodedata

# Control characters, what reorders or hides its neighbours (direction marks, zero-width spaces, line separators, the
# byte order mark), and half characters. The joiners U+200C and U+200D stay: emoji and scripts are made of them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]",
)
_LIKENESS = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u2022": "*",
        "\u00b7": "-",
        "\u00d7": "x",
        "\u2192": "->",
        "\u2190": "<-",
        "\u203a": ">",
        "\u2265": ">=",
        "\u2264": "<=",
        "\u00a0": " ",
    },
)


def printable(text: str, encoding: str = "utf-8") -> str:
    r"""`text` on one line, as `encoding` can carry it: nothing in it moves a cursor or hides.

    A tab becomes one space, a control character its picture (␛) or its escape (`\x1b`), whatever else `encoding`
    lacks its nearest likeness or its escape.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = _UNSAFE.sub(lambda match: _reveal(match[0], encoding), text)
    return shown if can_carry(encoding, shown) else _liken(shown, encoding)


def printable_lines(text: str, encoding: str = "utf-8") -> list[str]:
    """Each line of `text`, made printable. At least one."""
    return [printable(line, encoding) for line in text.replace("\r\n", "\n").split("\n")]


def shorten(text: str, limit: int) -> str:
    """`text` of at most `limit` characters, a cut in its middle marked by … ."""
    if len(text) <= limit:
        return text
    tail = limit // 4
    return f"{text[: limit - tail - 3]} … {text[-tail:]}"


def can_carry(encoding: str, text: str) -> bool:
    """Whether every character of `text` exists in `encoding`. An unknown encoding carries nothing."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _reveal(character: str, encoding: str) -> str:
    code = ord(character)
    if character == "\t":
        return " "
    picture = chr(0x2421) if code == ord("\x7f") else chr(0x2400 + code)
    if (code < ord(" ") or code == ord("\x7f")) and can_carry(encoding, picture):
        return picture
    return _escape(character)


def _liken(text: str, encoding: str) -> str:
    return "".join(part if can_carry(encoding, part) else _like(part, encoding) for part in text)


def _like(character: str, encoding: str) -> str:
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", character.translate(_LIKENESS))
        if not unicodedata.combining(part)
    )
    return bare if bare and bare.isascii() and can_carry(encoding, bare) else _escape(character)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
