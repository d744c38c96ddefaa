"""Text from outside, made harmless and fit for the stream."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.chat.printable import printable, shorten

HOSTILE = st.text(st.characters(exclude_categories=[]), max_size=120)


@given(words=HOSTILE, encoding=st.sampled_from(["utf-8", "ascii", "latin-1", "cp437", "koi8-r"]))
def test_any_text_is_printable_anywhere(words: str, encoding: str) -> None:
    """Whatever was typed can be encoded, and holds no control character, no line end, nothing that hides."""
    shown = printable(words, encoding)
    shown.encode(encoding)
    assert not [character for character in shown if ord(character) < 32 or 127 <= ord(character) < 160]
    assert not set(shown) & set("\u202e\u2028\u200b\ufeff")


@pytest.mark.parametrize(
    ("typed", "encoding", "shown"),
    [
        ("\x1b[31m\x00\x7f", "utf-8", "␛[31m␀␡"),
        ("\x1b[31m\x00\x7f", "ascii", r"\x1b[31m\x00\x7f"),
        ("a\tb", "utf-8", "a b"),
        ("\x9b\u202e\ud800", "utf-8", r"\x9b\u202e\ud800"),
        ("“é” \u2013 …", "ascii", '"e" - ...'),
        ("é ✓", "latin-1", r"é \u2713"),
    ],
)
def test_what_cannot_be_shown_is_spelled_out(typed: str, encoding: str, shown: str) -> None:
    """Control characters get pictures or escapes, and what a stream lacks a likeness or an escape."""
    assert printable(typed, encoding) == shown


def test_long_text_is_cut_in_its_middle() -> None:
    """Both ends stay, and the cut is marked."""
    assert shorten("a" * 50 + "z" * 50, 20) == "a" * 12 + " … " + "z" * 5
    assert shorten("short", 20) == "short"
