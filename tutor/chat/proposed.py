"""The better line that the tutor proposes: greyed at an empty prompt, taken by a key, gone where it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.auto_suggest import Suggestion

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer


class Proposal:
    """A line proposed for `buffer`; "" is none. It stays until it is dropped, whatever is typed and deleted meanwhile.

    Args:
        buffer: The line being edited.
        is_shown: Whether it may stand behind the cursor. If not it can only be taken.
    """

    def __init__(self, buffer: Buffer, *, is_shown: bool) -> None:
        self._line = ""
        self._buffer = buffer
        self._is_shown = is_shown
        buffer.on_text_changed += self._show

    def put(self, line: str) -> None:
        """Propose `line` from now on."""
        self._line = line
        self._show(self._buffer)

    def drop(self) -> None:
        """Propose nothing any more."""
        if self._line:
            self._line = ""
            self._buffer.suggestion = None

    @property
    def rest(self) -> str:
        """What is still to be typed of the line; "" where something else was typed."""
        typed = self._buffer.text
        return self._line[len(typed) :] if self._line.startswith(typed) else ""

    def take(self) -> None:
        """Put the rest of it on the line."""
        rest = self.rest
        self._buffer.cursor_position = len(self._buffer.text)
        self._buffer.insert_text(rest)

    def _show(self, buffer: Buffer) -> None:
        """Let it stand behind the cursor, before a line of the history would."""
        if self._is_shown and self.rest:
            buffer.suggestion = Suggestion(self.rest)
