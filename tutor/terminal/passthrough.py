"""A terminal in the foreground: bytes both ways untouched, until it ends or the learner leaves it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import struct
import termios
import time
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from tutor.core.outcome import Key
from tutor.terminal.modes import ScreenModes
from tutor.terminal.screen import Console, Hangup, RawMode, Signals, hang_ups
from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.terminal.terminals import Terminal

__all__ = ["Console", "Departure", "Hangup", "foreground"]

SILENCE = 0.3  # seconds of silence after which the tutor may say something, even where a line is unfinished
FLOOD = 10.0  # seconds after which it does so at the next line's start, where the output never pauses
_NUDGE = 0.15  # seconds for which a full-screen program gets another size, so that it repaints
_PIECE = 16 * 1024  # bytes written at once: a slow screen must not keep us long from the keys
_BATCH = 4096  # keys taken at once
_UNSENT = 1024 * 1024  # bytes; a pipe waits when the program has this many still to read. A person never does.


class Departure(Enum):
    """How a foreground came to its end."""

    ENDED = auto()  # the program ended, and all it printed was shown
    LEFT = auto()  # the learner left it running


def foreground(  # noqa: PLR0913, PLR0917 -- a visit is told everything once
    terminal: Terminal,
    console: Console,
    leave_key: bytes = b"\x1d",
    attend: Callable[[], None] = lambda: None,
    wake: int = -1,
    flood: float = FLOOD,
) -> Departure:
    """Give the learner's terminal to `terminal`'s program until it ends or is left. For the main thread.

    The caller flushes its own output before. What was typed behind the leave key stays in the learner's terminal
    for whoever reads next. Returning to a terminal shows the last screenful of what was missed, or the unfinished
    line if nothing was.

    Args:
        terminal: Which one.
        console: The learner's side. Raw mode if both ends are a terminal; else Ctrl-C comes as SIGINT and is sent on.
        leave_key: The bytes that the leave key sends.
        attend: Called when `wake` is readable, in the output's first pause, or at a line's start where there is none;
            never over a full-screen program. Ordinary printing works in it. It must make `wake` unreadable.
        wake: A descriptor, -1 for none.
        flood: Seconds to wait for such a pause.

    Raises:
        Hangup: The learner's terminal went away; the program runs on.
        Exception: Whatever `attend` or a signal handler raises. The terminal is put back before.
    """
    with Wake() as news:
        passage = _Passage(terminal, console, _spellings(leave_key), _Summons(attend, wake, flood), news)
        raw = passage.raw
        with passage.signals.noted(interrupts=not raw.is_on), raw.entered():
            try:
                passage.begin()
                return passage.run()
            finally:
                passage.leave()


@dataclass(frozen=True, slots=True)
class _Summons:
    """How the tutor asks for the screen: `wake` becomes readable, then `attend` is called."""

    attend: Callable[[], None]
    wake: int
    flood: float


class _Passage:
    """One stay in the foreground."""

    def __init__(
        self, terminal: Terminal, console: Console, leave_keys: tuple[bytes, ...], summons: _Summons, news: Wake
    ) -> None:
        self.raw = RawMode(console)
        self.signals = Signals(news)
        self._terminal = terminal
        self._console = console
        self._leave_keys = leave_keys
        self._attend = summons.attend
        self._wake = summons.wake
        self._flood = summons.flood
        self._news = news
        self._called_at: float | None = None
        self._has_input = True
        self._unshown = b""
        self._last_output = time.monotonic()
        self._nudged: float | None = None
        self._shown = ScreenModes()

    def begin(self) -> None:
        rows, columns = self._console.size()
        scene = self._terminal.bring_forward(self._news, max(1, rows - 1))
        self._shown = scene.modes
        self._console.write(scene.modes.again() + scene.replay)
        if scene.modes.is_alternate:
            self._terminal.resize(max(1, rows - 1), columns)
            self._nudged = time.monotonic() + _NUDGE
        else:
            self._terminal.resize(rows, columns)
            self._terminal.announce_size()

    def run(self) -> Departure:
        while True:
            self._heed_signals()
            self._heed_call()
            self._unshown = self._unshown or self._terminal.take()
            if not self._unshown and self._terminal.is_all_taken:
                return Departure.ENDED
            readable, writable = self._select()
            if writable:
                self._show()
            if self._console.input in readable and self._pass_keys():
                self._terminal.note(Key.LEAVE)
                return Departure.LEFT

    def leave(self) -> None:
        self._terminal.send_back(len(self._unshown))
        closing = self._shown.reset()
        self._shown.feed(closing)  # out of a full-screen program, the line before it counts
        with contextlib.suppress(Hangup):
            self._console.write(closing + (b"" if self._shown.is_line_start else b"\r\n"))

    def _select(self) -> tuple[list[int], list[int]]:
        sources = [self._news.fd]
        if self._has_input and (self._console.has_terminal_input or self._terminal.unsent < _UNSENT):
            sources.append(self._console.input)
        if self._wake >= 0 and self._called_at is None:
            sources.append(self._wake)
        outputs = [self._console.output] if self._unshown else []
        readable, writable, _ = select.select(sources, outputs, [], self._patience())
        if self._news.fd in readable:
            self._news.clear()
        if self._wake in readable:
            self._called_at = time.monotonic()
        return readable, writable

    def _patience(self) -> float | None:
        """How long to wait for news at most, None for as long as it takes."""
        moments = [self._nudged] if self._nudged else []
        if self._called_at is not None and not self._shown.is_alternate:
            moments.append(self._last_output + SILENCE)
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _show(self) -> None:
        end = self._unshown.rfind(b"\n", 0, _PIECE) + 1 if self._is_flooded else 0
        piece = self._unshown[: end or _PIECE]
        self._console.write(piece)
        self._unshown = self._unshown[len(piece) :]
        self._shown.feed(piece)
        self._last_output = time.monotonic()

    @property
    def _is_flooded(self) -> bool:
        """Whether the tutor has waited long enough for a pause in the output."""
        return self._called_at is not None and time.monotonic() - self._called_at >= self._flood

    def _heed_signals(self) -> None:
        if self.signals.hung_up:
            raise Hangup
        if self.signals.interrupted:
            self.signals.interrupted = False
            self._terminal.send(b"\x03")
        if self.signals.resized or (self._nudged and time.monotonic() >= self._nudged):
            self.signals.resized, self._nudged = False, None
            self._terminal.resize(*self._console.size())

    def _heed_call(self) -> None:
        # In the middle of a flood what is said would be gone before it is read: better in its first pause.
        is_silent = not self._unshown and time.monotonic() - self._last_output >= SILENCE
        is_time = is_silent or (self._is_flooded and self._shown.is_line_start)
        if self._called_at is None or self._shown.is_alternate or not is_time:
            return
        self._called_at = None
        broken = not self._shown.is_line_start
        colour = self._shown.colour
        self._console.write((b"\x1b[0m" if colour else b"") + (b"\r\n" if broken else b""))
        with self.raw.printing():
            self._attend()
        self._console.write(colour + (self._terminal.unfinished_line() if broken else b""))

    def _pass_keys(self) -> bool:
        """Pass on what was typed. True if the leave key was in it; what stands behind that is not read."""
        with hang_ups():
            keys = _read_keys(self._console.input, self._leave_keys)
        leave = next((key for key in self._leave_keys if keys.endswith(key)), b"")
        if keys:
            self._terminal.send(keys.removesuffix(leave))
        elif self.raw.is_on:
            raise Hangup
        else:  # a pipe's end, or Ctrl-D where there is no raw mode
            self._has_input = self._console.has_terminal_input
            self._terminal.send(b"\x04")
        return bool(leave)


def _read_keys(fd: int, leave_keys: tuple[bytes, ...]) -> bytes:
    """What can be read now, up to and including the first leave key; b"" at the end of input.

    One byte at a time, so that what stands behind the leave key stays where it is, for the prompt.
    """
    keys = os.read(fd, 1)
    for _ in range(min(_waiting(fd), _BATCH)):
        if not keys or keys.endswith(leave_keys):
            break
        keys += os.read(fd, 1)
    return keys


def _waiting(fd: int) -> int:
    """How many bytes can be read at once, without waiting."""
    try:
        return int(struct.unpack("i", fcntl.ioctl(fd, termios.FIONREAD, b"\0\0\0\0"))[0])
    except OSError:  # a file or device that cannot tell
        return 0


def _spellings(leave_key: bytes) -> tuple[bytes, ...]:
    """What the key sends, plain and under the keyboard protocols a program inside may have switched on.

    These are kitty's and xterm's modifyOtherKeys: there Ctrl-] arrives as its character's code and "Ctrl".
    """
    if len(leave_key) != 1 or leave_key[0] >= 0x20:  # noqa: PLR2004 - below stand the control characters
        return (leave_key,)
    code = ord(chr(leave_key[0] | 0x40).lower())
    return (leave_key, b"\x1b[%d;5u" % code, b"\x1b[27;5;%d~" % code)
