"""One terminal: a program, what it printed, and who looks at it."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

from tutor.core.outcome import Key, KeyPress
from tutor.terminal.modes import Scene, ScreenModes
from tutor.terminal.plain import only_colours, plain_text
from tutor.terminal.reader import Reader
from tutor.terminal.tail import LIMIT, Tail
from tutor.terminal.typed_ahead import TypedAhead
from tutor.terminal.typed_lines import TypedLines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.terminal.reader import Program
    from tutor.terminal.wake import Wake

    Tap = Callable[[float, bytes, bool], None]

NEWBORN = 2.0  # seconds that the first output waits for somebody who looks, before it goes by unseen
_PANE = 64 * 1024  # bytes read ahead of the screen; what is more waits in the child, as with any slow terminal
_KEYS = 256  # presses remembered
_KEY_BYTES = {0x03: Key.INTERRUPT, 0x04: Key.END_OF_INPUT}


class Terminal:
    """A program and its pseudo-terminal, from its start to long after its end. Safe to use from any thread.

    `line` is what was typed, `started` a `time.monotonic()`, `on_key` told of keys that matter, `lines` counts those
    entered into it, `ahead` is what no program took. By `Terminals.start`.
    """

    def __init__(self, number: int, line: str, child: Program, on_end: Callable[[int], None]) -> None:
        self.number, self.line = number, line
        self.started = time.monotonic()
        self.on_key: Callable[[Key], None] = lambda _: None
        self.ahead = TypedAhead()
        self._finished = 0.0
        self._child = child
        self._on_end = on_end
        self._reader = Reader(child, self, f"terminal {number}")
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._exit_code: int | None = None
        self._tail, self._modes = Tail(), ScreenModes()
        self._keys: list[KeyPress] = []
        self.lines = TypedLines()
        self._last_output: float | None = None
        self._pane: bytearray | None = bytearray()  # None: nobody looks, output goes by
        self._viewer: Wake | None = None
        self._shown = 0  # bytes of the output that were shown, when last somebody looked
        self._is_ending = False
        self._tap: Tap | None = None

    def begin(self) -> None:
        """Start reading. Once, by `Terminals`."""
        self._reader.start()

    @property
    def is_alive(self) -> bool:
        """False once the program ended and all its output was read."""
        return not self._ended.is_set()

    @property
    def exit_code(self) -> int | None:
        """The program's exit code, 128 + signal if a signal ended it, None while it runs."""
        return self._exit_code

    @property
    def seconds(self) -> float:
        """How long it ran, or has run so far."""
        return (self._finished or time.monotonic()) - self.started

    def record_to(self, tap: Tap) -> None:
        """Tell `tap` of all bytes from the beginning on, from whichever thread: seconds, bytes, whether typed."""
        with self._lock:
            self._tap = tap
            tap(0.0, self._tail.content(), False)  # noqa: FBT003 -- printed, not typed

    def output(self) -> bytes:
        """The last 1 MiB at most of what it printed, untouched."""
        with self._lock:
            return self._tail.content()

    def text(self) -> str:
        r"""`output()` as a reader saw it: no escape sequences, `\n` line ends, whole lines only if it was cut."""
        with self._lock:
            content, is_cut = self._tail.content(), self._tail.is_cut
        return plain_text(content[content.find(b"\n", 0, LIMIT // 16) + 1 :] if is_cut else content)

    def keys(self) -> tuple[KeyPress, ...]:
        """The keys that matter, in the order they were sent; the first 256 of them."""
        with self._lock:
            return tuple(self._keys)

    @property
    def silence(self) -> float | None:
        """Seconds since it last printed something; None if it never did."""
        return None if self._last_output is None else time.monotonic() - self._last_output

    @property
    def is_echoing(self) -> bool:
        """Whether this terminal itself shows what is typed; a program can have turned that off."""
        return self.is_alive and self._child.is_echoing

    def note(self, key: Key) -> None:
        """Remember that `key` was pressed now."""
        with self._lock:
            if len(self._keys) < _KEYS:
                self._keys.append(KeyPress(key, self.seconds))

    def send(self, data: bytes) -> None:
        """Type `data`. Never waits; what the program has not taken yet is kept. After its end nobody takes it."""
        if not self.is_alive:
            self.ahead.add(data)
            return
        for key in filter(None, map(_KEY_BYTES.get, data)):
            self.note(key)
            self.on_key(key)
        self.lines.feed(data)
        if self._tap:
            self._tap(self.seconds, data, True)  # noqa: FBT003 -- typed
        self._reader.send(data)

    @property
    def unsent(self) -> int:
        """Bytes that the program has not taken yet."""
        return self._reader.unsent

    def resize(self, rows: int, columns: int) -> None:
        """Give it another size."""
        with self._lock:
            if self.is_alive:
                self._child.resize(rows, columns)

    def announce_size(self) -> None:
        """Tell the program to look at the size again and to repaint."""
        with self._lock:
            if self.is_alive:
                self._child.announce_size()

    def wait(self, deadline: float) -> bool:
        """Wait at most `deadline` seconds for the end. True if it ended and all its output was read."""
        return self._ended.wait(deadline)

    def end(self, grace: float = 2.0) -> None:
        """Stop the program and all it started: SIGTERM, after `grace` seconds SIGKILL. Returns when all is closed."""
        self.ask_to_end()
        self._ended.wait(grace)
        # It may be gone and have left others behind. Its group's id cannot have been given away in this short time.
        self._child.signal_group(signal.SIGKILL, even_without_leader=self._is_ending)
        self._reader.join()

    def interrupt(self) -> None:
        """Send SIGINT, as Ctrl-C would, though nobody pressed it: it is not among the `keys`. Returns at once."""
        self._child.signal_group(signal.SIGINT)

    def ask_to_end(self) -> None:
        """Send SIGTERM, and let its output go by so that it can end. Returns at once."""
        with self._lock:
            if not self.is_alive:
                return
            self._is_ending = True
        self._reader.look_again()
        self._child.signal_group(signal.SIGTERM)

    def bring_forward(self, viewer: Wake, rows: int) -> Scene:
        """Somebody looks from now on: `viewer` is set when there is output to `take`, and at the end.

        Args:
            viewer: Set from the reader's thread; stays the caller's.
            rows: How many lines at most of what was missed are shown again.
        """
        with self._lock:
            self._viewer = viewer
            viewer.set()
            if self._pane is not None:  # nothing was missed yet
                return Scene(ScreenModes(), b"")
            self._pane = bytearray()
            replay = b"" if self._modes.is_alternate else only_colours(self._tail.lines_since(self._shown, rows))
            return Scene(self._modes.copy(), replay)

    def take(self) -> bytes:
        """The output that came since the last call. The caller shows it."""
        with self._lock:
            if not self._pane:
                return b""
            taken = bytes(self._pane)
            self._pane.clear()
        if len(taken) >= _PANE:
            self._reader.look_again()
        return taken

    @property
    def is_all_taken(self) -> bool:
        """Whether it ended and `take` gave everything out."""
        with self._lock:
            return not self.is_alive and not self._pane

    def unfinished_line(self) -> bytes:
        """What stands on the last line, a shell's prompt for instance, with its colours."""
        with self._lock:
            return only_colours(self._tail.lines_since(self._tail.total, 1))

    def send_back(self, unshown: int) -> None:
        """Nobody looks any more. `unshown` bytes of what `take` gave out did not reach the screen."""
        with self._lock:
            self._shown = self._tail.total - len(self._pane or b"") - unshown
            self._pane, self._viewer = None, None
        self._reader.look_again()

    def has_room(self) -> bool:
        """For the reader: whether output may be read now, or must wait for the screen."""
        with self._lock:
            if self._viewer is None and time.monotonic() > self.started + NEWBORN:
                self._pane = None
            return self._is_ending or self._pane is None or len(self._pane) < _PANE

    def keep(self, data: bytes) -> None:
        """For the reader: the next piece of output."""
        with self._lock:
            self._tail.add(data)
            self._modes.feed(data)
            self._last_output = time.monotonic()
            if self._tap:
                self._tap(self.seconds, data, False)  # noqa: FBT003 -- printed
            if self._pane is not None and len(self._pane) < LIMIT:
                is_news = not self._pane  # who has not taken what was there before will look again anyway
                self._pane += data
                if self._viewer and is_news:
                    self._viewer.set()

    def finish(self, exit_code: int) -> None:
        """For the reader: that was all."""
        with self._lock:
            self._exit_code = exit_code
            self._finished = time.monotonic()
            self.ahead.add(self._child.unread() + self._reader.take_unsent())
            self._child.close()
            self._ended.set()
            if self._viewer:
                self._viewer.set()
        self._on_end(self.number)
