"""A terminal in the foreground of a script: its lines are typed when a careful person would type them."""

from __future__ import annotations

import select
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tutor.core.outcome import Key
from tutor.terminal.passthrough import SILENCE, Departure
from tutor.terminal.plain import PlainStream
from tutor.terminal.screen import Console
from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.terminal.terminals import Terminal

_TICK = 0.05  # seconds between two looks at the script, the clock and the step
_SCREEN = 24  # lines shown again of what was missed


class ForegroundLines(Protocol):
    """A script, seen from a program in the foreground."""

    def is_ready(self) -> bool:
        """Whether the next entry, or the script's end, can be had without waiting."""

    def next_for_foreground(self) -> bytes | Key | None:
        """Take the next entry: a line without its end, or a key. None: it is the tutor's, or the script is over."""

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""

    def give_up(self, seconds: float) -> None:
        """The next line, which is the tutor's, was held for `seconds` and the program still runs."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds (DESIGN.md "Scripted"; `chatty` and the two of the script's end are ours)."""

    quiet: float = 0.4  # of silence after output, then the next line is typed
    silent: float = 5.0  # … where there is no output at all
    chatty: float = 10.0  # … where the output never pauses
    ending: float = 10.0  # for the end, after `exit`, ^C or ^D
    addressed: float = 60.0  # for the end, where the next line is the tutor's
    last_quiet: float = 10.0  # of silence after the script's end, then the program is left


class ScriptedForeground:
    """Runs a script's lines against the foreground.

    Args:
        lines: The script.
        output: Descriptor that the program's output is copied to, without escape sequences.
        attend: Called when `wake` is readable, at the start of a line or after 0.3 s of silence; it must make `wake`
            unreadable.
        wake: A descriptor, -1 for none.
        is_waiting: Whether the step still waits for something; lines are held while it does. The step's own deadline
            must end that.
        patience: How long to wait for what.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the five ends of a visit; they have nothing in common to be grouped by
        self,
        lines: ForegroundLines,
        output: int,
        attend: Callable[[], None],
        wake: int,
        is_waiting: Callable[[], bool],
        patience: Patience | None = None,
    ) -> None:
        self._lines = lines
        self._console = Console(output=output)
        self._attend = attend
        self._wake = wake
        self._is_waiting = is_waiting
        self._patience = patience or Patience()

    def run(self, terminal: Terminal) -> Departure:
        """Keep `terminal` in the foreground until its program ends or the script leaves it, or has nothing for it.

        At the script's end the program may run on until it ends, is quiet for 10 s, or 60 s have passed: then it is
        left.

        Raises:
            Hangup: Nobody reads the output any more.
            Exception: Whatever `attend` or a signal handler raises; the program runs on.
        """
        with Wake() as news:
            visit = _Visit(terminal, self._lines, self._patience)
            scene = terminal.bring_forward(news, _SCREEN)
            try:
                self._print(visit, scene.replay)
                return self._stay(visit, news)
            finally:
                terminal.send_back(0)

    def _stay(self, visit: _Visit, news: Wake) -> Departure:
        is_called = False
        while True:
            self._print(visit, visit.terminal.take())
            if visit.terminal.is_all_taken:
                return self._finish(visit, Departure.ENDED)
            if is_called and (visit.is_line_start or visit.since_output >= SILENCE):
                self._break_line(visit)
                self._attend()
                is_called = False
            if self._is_waiting():
                visit.hold()
            elif visit.move() is Departure.LEFT:
                return self._finish(visit, Departure.LEFT)
            is_called = self._wait(news, is_called=is_called)

    def _wait(self, news: Wake, *, is_called: bool) -> bool:
        """Wait for news, for a moment at most. Returns whether `attend` is called for."""
        sources = [news.fd, self._wake] if self._wake >= 0 and not is_called else [news.fd]
        readable, _, _ = select.select(sources, [], [], _TICK)
        if news.fd in readable:
            news.clear()
        return is_called or self._wake in readable

    def _print(self, visit: _Visit, data: bytes) -> None:
        if data:
            self._console.write(visit.plain(data))

    def _break_line(self, visit: _Visit) -> None:
        if not visit.is_line_start:
            self._console.write(b"\n")
            visit.is_line_start = True

    def _finish(self, visit: _Visit, departure: Departure) -> Departure:
        self._console.write(visit.rest())
        self._break_line(visit)
        return departure


class _Visit:
    """One program's stay in the foreground, and when the script may speak."""

    def __init__(self, terminal: Terminal, lines: ForegroundLines, patience: Patience) -> None:
        self.terminal = terminal
        self.is_line_start = True
        self._lines = lines
        self._patience = patience
        self._stream = PlainStream()
        self._last_output = self._last_turn = time.monotonic()
        self._has_printed = False  # since the last turn
        self._ending_since: float | None = None
        self._unserved_since: float | None = None

    @property
    def since_output(self) -> float:
        """Seconds since the last output."""
        return time.monotonic() - self._last_output

    @property
    def silence(self) -> float:
        """Seconds since the last output, or since the last turn where there was none."""
        return min(self.since_output, time.monotonic() - self._last_turn)

    def plain(self, data: bytes) -> bytes:
        """The output as it is shown; notes that there was some."""
        self._last_output, self._has_printed = time.monotonic(), True
        return self._noted(self._stream.feed(data))

    def rest(self) -> bytes:
        """What of the output was held back."""
        return self._noted(self._stream.finish())

    def hold(self) -> None:
        """The step waits: the script's time has not begun."""
        self._last_turn = time.monotonic()

    def move(self) -> Departure | None:
        """Type the script's next line if its time has come. LEFT: the program is left."""
        if self._unserved_since is not None:
            return self._wait_unserved(self._unserved_since)
        if not self._is_due() or not self._lines.is_ready():
            return None
        entry = self._lines.next_for_foreground()
        self._last_turn, self._has_printed, self._ending_since = time.monotonic(), False, None
        match entry:
            case None:
                self._unserved_since = self._last_turn
            case Key.LEAVE:
                self.terminal.note(Key.LEAVE)
                return Departure.LEFT
            case Key():
                self._type(b"\x03" if entry is Key.INTERRUPT else b"\x04", ends=True)
            case bytes():
                self._type(entry + b"\r", ends=entry.split()[:1] == [b"exit"])
        return None

    def _type(self, keys: bytes, *, ends: bool) -> None:
        self.terminal.send(keys)
        self._ending_since = self._last_turn if ends else None

    def _is_due(self) -> bool:
        if self._ending_since is not None:
            return time.monotonic() - self._ending_since >= self._patience.ending
        if time.monotonic() - self._last_turn >= self._patience.chatty:
            return True
        return self.silence >= (self._patience.quiet if self._has_printed else self._patience.silent)

    def _wait_unserved(self, since: float) -> Departure | None:
        waited = time.monotonic() - since
        if not self._lines.is_at_end:
            if waited < self._patience.addressed:
                return None
            self._lines.give_up(self._patience.addressed)
            return Departure.LEFT
        is_over = waited >= self._patience.addressed or self.silence >= self._patience.last_quiet
        return Departure.LEFT if is_over else None

    def _noted(self, shown: bytes) -> bytes:
        if shown:
            self.is_line_start = shown.endswith(b"\n")
        return shown
