"""A recorded program: to a terminal it is a child like any other, that prints, reads keys, and ends."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from tutor.recorded.screenplay import Cue, Line, Print, Rest, Sight, after_rest

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPT, END_OF_INPUT, ENTER = 0x03, 0x04, frozenset(b"\r\n")
TURN = 2.5
"""Seconds at a shell's prompt after which the recording types its next line, if nobody has begun one."""
SCRIPTED_TURN = 10.0
"""The same where a script's lines are on their way: they come after 0.4 s of silence, on a busy machine later."""
BY_SIGNAL = 128


@dataclass(frozen=True, slots=True)
class Tempo:
    """How a recording is played: with its pauses or without; `turn` is how long a line's typing waits."""

    paused: bool = True
    turn: float = TURN


class PlayedProgram:
    """Plays cues in a thread of its own, from `begin` on.

    Args:
        script: What to play.
        code: The exit code of its end; None where Ctrl-C did not end it, and nothing else did.
        tempo: How fast.
        on_sight: Called from the thread where a watch saw something.
    """

    def __init__(
        self,
        script: tuple[Cue, ...],
        code: int | None,
        tempo: Tempo,
        on_sight: Callable[[Sight], object] = lambda _: None,
    ) -> None:
        self._script = script
        self._code = code or 0
        self._beyond = None if code is None else after_rest(script)
        self._tempo = tempo
        self._on_sight = on_sight
        self._end_code: int | None = None
        ours, self._stage = socket.socketpair()
        ours.setblocking(False)  # noqa: FBT003 -- the socket's own way of saying it
        self._ours: socket.socket | None = ours
        self._told, self._teller = socket.socketpair()
        for end in (self._stage, self._teller):
            end.setblocking(False)  # noqa: FBT003 -- see above
        self._is_hurried = not tempo.paused
        self._is_interrupted = self._is_ending = False
        self._entered = 0
        self._has_begun_line = False
        self._ordered: int | None = None  # the exit code that somebody else ended it with
        self._thread = threading.Thread(target=self._live, name="recording", daemon=True)

    def begin(self) -> None:
        """Start playing. Once."""
        self._thread.start()

    @property
    def fd(self) -> int:
        """The terminal's end. Never blocks; -1 after `close`."""
        return self._ours.fileno() if self._ours else -1

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        return self._end_code

    def signal_group(self, number: signal.Signals, *, even_without_leader: bool = False) -> None:
        """SIGINT does what Ctrl-C does, any other signal ends it."""
        del even_without_leader
        if number is signal.SIGINT:
            self._tell(bytes([INTERRUPT]))
        elif number is not signal.SIGWINCH:
            self.leave_off(BY_SIGNAL + number)

    def leave_off(self, code: int) -> None:
        """End it here and now with this code: what it was attached to has ended."""
        self._ordered = code if self._ordered is None else self._ordered
        self._tell(b"\0")

    def resize(self, rows: int, columns: int) -> None:
        """A recording keeps its size."""

    @property
    def is_echoing(self) -> bool:
        """Keys are never shown: what was typed stands in the recording."""
        return False

    def announce_size(self) -> None:
        """A recording paints nothing anew."""

    def unread(self) -> bytes:
        """Nothing: every key is heard, it makes the recording go faster."""
        return b""

    def close(self) -> None:
        """Give the descriptors back."""
        for end in (self._ours, self._told, self._teller):
            if end is not None:
                end.close()
        self._ours = None

    def _tell(self, keys: bytes) -> None:
        with contextlib.suppress(OSError):
            self._teller.send(keys)

    def _live(self) -> None:
        code = self._code
        try:
            code = self._play()
        except OSError:
            code = BY_SIGNAL + signal.SIGHUP
        finally:
            self._end_code = code
            with contextlib.suppress(OSError):
                self._stage.shutdown(socket.SHUT_RDWR)
            self._stage.close()

    def _play(self) -> int:
        place = 0
        while place < len(self._script) and self._ordered is None:
            if self._is_interrupted and not self._is_ending and self._beyond is not None:
                place, self._is_ending = self._beyond, True
                continue
            self._show(self._script[place])
            place += 1
        return self._code if self._ordered is None else self._ordered

    def _show(self, cue: Cue) -> None:
        match cue:
            case Print(after, data):
                self._wait(after, lambda: self._is_hurried)
                self._write(data if self._goes_on or self._is_ending else b"")
            case Line():
                self._take_turn()
            case Rest():
                self._wait(None, lambda: False)
            case Sight():
                self._on_sight(cue)
            case unknown:
                assert_never(unknown)

    def _take_turn(self) -> None:
        """Until the learner entered a line, whatever it says, or has not begun one for a while."""
        until = time.monotonic() + self._tempo.turn
        while not self._entered and self._goes_on and (self._has_begun_line or time.monotonic() < until):
            self._listen(max(0.0, until - time.monotonic()) if not self._has_begun_line else None)
        self._entered = max(0, self._entered - 1)
        self._is_hurried = not self._tempo.paused or self._entered > 0

    @property
    def _goes_on(self) -> bool:
        return self._ordered is None and (self._is_ending or not self._is_interrupted)

    def _wait(self, seconds: float | None, is_over: Callable[[], bool]) -> None:
        """Until `is_over`, the time is up (None: never), or the program is interrupted or ended."""
        until = None if seconds is None else time.monotonic() + seconds
        while self._goes_on and not is_over() and (until is None or time.monotonic() < until):
            self._listen(None if until is None else max(0.0, until - time.monotonic()))
        self._listen(0.0)

    def _listen(self, seconds: float | None) -> None:
        readable, _, _ = select.select([self._stage, self._told], [], [], seconds)
        if self._told in readable:
            self._hear(self._told.recv(4096))
        if self._stage in readable:
            keys = self._stage.recv(4096)
            if not keys:
                self.leave_off(BY_SIGNAL + signal.SIGHUP)
            self._hear(keys)

    def _hear(self, keys: bytes) -> None:
        for key in keys:
            match key:
                case 0:
                    pass
                case _ if key == INTERRUPT:
                    self._is_interrupted = self._beyond is not None
                    self._is_hurried = True
                case _ if key == END_OF_INPUT:
                    self._entered, self._is_hurried = self._entered + len(self._script), True
                case _ if key in ENTER:
                    self._entered, self._has_begun_line, self._is_hurried = self._entered + 1, False, True
                case _:
                    self._has_begun_line = self._is_hurried = True

    def _write(self, data: bytes) -> None:
        """Print all of it, however slowly it is read; the keys are heard meanwhile."""
        while data and self._ordered is None:
            _, writable, _ = select.select([], [self._stage], [], 0.1)
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(self._stage.fileno(), data) :] if writable else data
            self._listen(0.0)
