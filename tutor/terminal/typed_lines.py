"""Counts the lines that somebody enters, from the keys as they are sent."""

from __future__ import annotations

import re

# What a terminal answers when a shell asks where the cursor stands comes among the keys, and nobody typed it.
_CURSOR_ANSWER = re.compile(rb"\x1b\[\d+;\d+R")
_ENTER = frozenset(b"\r\n")
_CLEARS = frozenset(b"\x03\x15")  # Ctrl-C and Ctrl-U leave nothing on the line


class TypedLines:
    """`count` lines were entered so far. A line on which nothing was typed is none."""

    def __init__(self) -> None:
        self.count = 0
        self._is_begun = False

    def feed(self, keys: bytes) -> None:
        """Take notice of the next keys."""
        for key in _CURSOR_ANSWER.sub(b"", keys):
            if key in _ENTER:
                self.count += self._is_begun
                self._is_begun = False
            else:
                self._is_begun = key not in _CLEARS and (self._is_begun or key != ord(" "))
