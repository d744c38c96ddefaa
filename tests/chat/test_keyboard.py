"""The keyboard: bursts of characters."""

from __future__ import annotations

from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from tutor.chat.keyboard import gather_bursts


def test_a_burst_of_characters_is_one_paste() -> None:
    """Where a terminal has no bracketed paste, 100 kB come as a few pastes; the keys around them stay keys."""
    burst = [KeyPress(letter, letter) for letter in "x" * 100]
    enter = KeyPress(Keys.ControlM, "\r")
    gathered = gather_bursts([KeyPress("a", "a"), enter, *burst, enter])
    assert gathered == [KeyPress("a", "a"), enter, KeyPress(Keys.BracketedPaste, "x" * 100), enter]
