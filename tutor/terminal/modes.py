"""What a program's output switched on in a terminal, so that exactly this can be switched off, and on again.

Numbers and sequences are those of xterm's "Control Sequences"; the keyboard protocol is kitty's.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import NamedTuple

from tutor.terminal.plain import split_unfinished, without_sequences

ALTERNATE_SCREENS = frozenset({47, 1047, 1049})
# Private modes that outlive a program which ends without tidying up, and whether a terminal begins with them on.
_BEGINS_ON = {
    1: False,  # cursor keys send application sequences
    5: False,  # reverse video
    6: False,  # origin
    7: True,  # wrap
    9: False,  # mouse, the oldest protocol
    25: True,  # the cursor is shown
    45: False,  # reverse wrap
    66: False,  # application keypad
    1000: False,  # mouse, with its variants up to 1006, 1015 and 1016
    1001: False,
    1002: False,
    1003: False,
    1004: False,  # focus reports
    1005: False,
    1006: False,
    1015: False,
    1016: False,
    2004: False,  # bracketed paste
    2026: False,  # synchronized output: the screen stands still
    **dict.fromkeys(ALTERNATE_SCREENS, False),
}
_SWITCH = re.compile(
    rb"\x1b(?:"
    rb"\[\?(?P<modes>[\d;]+)(?P<to>[hl])"
    rb"|\[(?P<colour>[\d;:]*)m"
    rb"|(?P<keypad>[=>])"
    rb"|\[(?P<region>[\d;]*)r"
    rb"|\((?P<charset>[0-9A-Za-z])"
    rb"|\[(?P<cursor>\d*) q"
    rb"|\[4(?P<insert>[hl])"
    rb"|\[>(?P<pushed>\d*)u"
    rb"|\[<(?P<popped>\d*)u"
    rb"|\[>4(?:;(?P<other_keys>\d+))?m"
    rb"|(?P<afresh>c|\[!p)"
    rb")",
)


class _Off(NamedTuple):
    """What switches something off, and the values that say it is off."""

    sequence: bytes
    values: frozenset[bytes]


_OFF = {
    "colour": _Off(b"\x1b[0m", frozenset({b""})),
    "keypad": _Off(b"\x1b>", frozenset({b">"})),
    "region": _Off(b"\x1b7\x1b[r\x1b8", frozenset({b""})),  # by itself it would move the cursor
    "charset": _Off(b"\x1b(B", frozenset({b"B"})),
    "cursor": _Off(b"\x1b[0 q", frozenset({b"", b"0"})),
    "insert": _Off(b"\x1b[4l", frozenset({b"l"})),
    "pushed": _Off(b"\x1b[<9u", frozenset()),
    "other_keys": _Off(b"\x1b[>4m", frozenset({b"", b"0"})),
}
_ERASED = re.compile(rb"\x1b\[2K|\r(?:\x1b\[m)?\x1b\[0?[KJ]")
_STRING = re.compile(rb"\x1b[\]PX^_]")
_STRING_END = re.compile(rb"[\x07\x18\x1a\x1b]")  # CAN, SUB and the ESC of any other sequence end it as well
_ENDED = b"\x1b\\"
"""Ends a string; after half of any other sequence it begins one that does nothing (ECMA-48, ST)."""

_VISIBLE = re.compile(rb"[^\x00-\x1f\x7f]")


class ScreenModes:
    """The state of a terminal after some output, as far as it must be put back."""

    def __init__(self) -> None:
        self._private: dict[int, bool] = {}  # only what differs from a new terminal
        self._others: dict[str, tuple[bytes, bytes]] = {}  # what: how it is switched on, and off
        self._rest = b""
        self._is_in_string = False  # a title, a sixel, … that has not ended: it swallows what follows
        self._is_written = False  # something stands on the cursor's line
        self._was_written = False  # … on the main screen's, while the alternate one is shown

    def copy(self) -> ScreenModes:
        """The same state, on its own from now on."""
        twin = copy.copy(self)
        twin._private = dict(self._private)  # noqa: SLF001 - the twin is of this very class
        twin._others = dict(self._others)  # noqa: SLF001 - as above
        return twin

    @property
    def is_alternate(self) -> bool:
        """Whether a full-screen program holds the alternate screen."""
        return not ALTERNATE_SCREENS.isdisjoint(self._private)

    @property
    def is_line_start(self) -> bool:
        """Whether nothing stands on the cursor's line: printing here breaks no line."""
        return not self._is_written and not self.is_alternate

    @property
    def colour(self) -> bytes:
        """The sequence that sets the present colours, empty if they are the terminal's own."""
        return self._others.get("colour", (b"", b""))[0]

    def feed(self, data: bytes) -> None:
        """Take notice of the next piece of output, wherever it was cut."""
        self._note_string(self._rest + data)
        data, self._rest = split_unfinished(self._rest + data)
        done = 0
        for match in _SWITCH.finditer(data) if b"\x1b" in data else ():
            was_alternate = self.is_alternate
            self._switch(match)
            if self.is_alternate != was_alternate:
                self._change_screen(data[done : match.start()])
                done = match.end()
        self._note_shift(data)
        self._note_line(data[done:])

    def reset(self) -> bytes:
        """What puts back exactly the state of a new terminal; empty if nothing was changed."""
        half = _ENDED if self._rest or self._is_in_string else b""
        others = b"".join(off for _, (_, off) in sorted(self._others.items()))
        return half + others + b"".join(_private(mode, on=not on) for mode, on in self._screen_last())

    def again(self) -> bytes:
        """What brings a new terminal into this state."""
        private = b"".join(_private(mode, on=on) for mode, on in reversed(self._screen_last()))
        return private + b"".join(on for _, (on, _) in sorted(self._others.items()))

    def _screen_last(self) -> list[tuple[int, bool]]:
        return sorted(self._private.items(), key=lambda item: (item[0] in ALTERNATE_SCREENS, item))

    def _switch(self, match: re.Match[bytes]) -> None:
        what, sequence = match.lastgroup or "other_keys", match[0]
        value = match[what] or b""
        match what:
            case "to":
                self._set_private(match["modes"], on=value == b"h")
            case "afresh":
                self._private.clear()
                self._others.clear()
            case "popped":
                self._others.pop("pushed", None)
            case _ if value in _OFF[what].values or (what == "colour" and not value.strip(b"0;")):
                self._others.pop(what, None)
            case _:
                self._others[what] = (sequence, _OFF[what].sequence)

    def _note_string(self, data: bytes) -> None:
        begun = max((found.end() for found in _STRING.finditer(data)), default=0) if b"\x1b" in data else 0
        if begun or self._is_in_string:
            self._is_in_string = not _STRING_END.search(data, begun)

    def _note_shift(self, data: bytes) -> None:
        """Apart from the rest: a pattern that all begins with ESC is found ten times faster."""
        shifted, unshifted = data.rfind(b"\x0e"), data.rfind(b"\x0f")
        if shifted > unshifted:
            self._others["shift"] = (b"\x0e", b"\x0f")
        elif unshifted >= 0:
            self._others.pop("shift", None)

    def _set_private(self, modes: bytes, *, on: bool) -> None:
        for mode in (int(word) for word in modes.split(b";") if word):
            if on is _BEGINS_ON.get(mode, on):
                self._private.pop(mode, None)
            else:
                self._private[mode] = on

    def _change_screen(self, before: bytes) -> None:
        if self.is_alternate:
            self._note_line(before)
            self._was_written = self._is_written
        else:
            self._is_written = self._was_written

    def _note_line(self, data: bytes) -> None:
        start = data.rfind(b"\n") + 1
        for erased in _ERASED.finditer(data, start):
            start = erased.end()
        if start:
            self._is_written = False
        self._is_written = self._is_written or bool(_VISIBLE.search(without_sequences(data[start:])))


def _private(mode: int, *, on: bool) -> bytes:
    return b"\x1b[?%d%c" % (mode, b"h" if on else b"l")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a screen must show before the live output: `modes` to bring about, then `replay` to print."""

    modes: ScreenModes
    replay: bytes
