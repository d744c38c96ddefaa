"""One background terminal: a child, its one reader thread, and what it printed."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.outcome import Key, KeyPress
from tutor.terminal.modes import ScreenModes
from tutor.terminal.plain import only_colours, plain_text
from tutor.terminal.tail import LIMIT, Tail
from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.terminal.child import Child

NEWBORN = 2.0  # seconds that the first output waits for somebody who looks, before it goes by unseen
_PANE = 64 * 1024  # bytes read ahead of the screen; what is more waits in the child, as with any slow terminal
_LOOK = 0.5  # seconds of silence after which is looked whether the child still lives
_PIECE = 64 * 1024
_KEYS = 256  # presses remembered
_KEY_BYTES = {0x03: Key.INTERRUPT, 0x04: Key.END_OF_INPUT}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a screen must show before the live output: `modes` to bring about, then `replay` to print."""

    modes: ScreenModes
    replay: bytes


class Terminal:
    """A program and its pseudo-terminal, from its start to long after its end. Safe to use from any thread.

    `number` is the terminal's, `line` what was typed, `started` a `time.monotonic()`. Made by `Terminals.start`.
    """

    def __init__(self, number: int, line: str, child: Child, on_end: Callable[[int], None]) -> None:
        self.number = number
        self.line = line
        self.started = time.monotonic()
        self._finished = 0.0
        self._child = child
        self._on_end = on_end
        self._lock = threading.Lock()
        self._wake = Wake()
        self._ended = threading.Event()
        self._exit_code: int | None = None
        self._tail = Tail()
        self._modes = ScreenModes()
        self._outbox = bytearray()
        self._keys: list[KeyPress] = []
        self._pane: bytearray | None = bytearray()  # None: nobody looks, output goes by
        self._viewer: Wake | None = None
        self._shown = 0  # bytes of the output that were shown, when last somebody looked
        self._is_ending = False
        # A daemon: a tutor that crashes must not wait for its children for ever.
        self._reader = threading.Thread(target=self._live, name=f"terminal {number}", daemon=True)

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

    def note(self, key: Key) -> None:
        """Remember that `key` was pressed now."""
        with self._lock:
            if len(self._keys) < _KEYS:
                self._keys.append(KeyPress(key, self.seconds))

    def send(self, data: bytes) -> None:
        """Type `data`. Never waits; what the program has not taken yet is kept. Nothing happens after its end."""
        for byte in data:
            if byte in _KEY_BYTES:
                self.note(_KEY_BYTES[byte])
        with self._lock:
            if self.is_alive:
                self._outbox += data
                self._wake.set()

    @property
    def unsent(self) -> int:
        """Bytes that the program has not taken yet."""
        return len(self._outbox)

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

    def end(self, grace: float) -> None:
        """Stop the program and all it started: SIGTERM, after `grace` seconds SIGKILL. Returns when all is closed."""
        self.ask_to_end()
        self._ended.wait(grace)
        # It may be gone and have left others behind. Its group's id cannot have been given away in this short time.
        self._child.signal_group(signal.SIGKILL, even_without_leader=self._is_ending)
        if threading.current_thread() is not self._reader:
            self._reader.join()

    def ask_to_end(self) -> None:
        """Send SIGTERM, and let its output go by so that it can end. Returns at once."""
        with self._lock:
            if self._ended.is_set():
                return
            self._is_ending = True
            self._wake.set()
        self._child.signal_group(signal.SIGTERM)

    def bring_forward(self, viewer: Wake, rows: int) -> Scene:
        """Somebody looks from now on: `viewer` is set when there is output to `take`, and at the end.

        Args:
            viewer: Set from the reader thread; stays the caller's.
            rows: How many lines at most of what was missed are shown again.
        """
        with self._lock:
            self._viewer = viewer
            viewer.set()
            self._wake.set()
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
            self._wake.set()
            return taken

    @property
    def is_all_taken(self) -> bool:
        """Whether it ended and `take` gave everything out."""
        with self._lock:
            return self._ended.is_set() and not self._pane

    def unfinished_line(self) -> bytes:
        """What stands on the last line, a shell's prompt for instance, with its colours."""
        with self._lock:
            return only_colours(self._tail.lines_since(self._tail.total, 1))

    def send_back(self, unshown: int) -> None:
        """Nobody looks any more. `unshown` bytes of what `take` gave out did not reach the screen."""
        with self._lock:
            self._shown = self._tail.total - len(self._pane or b"") - unshown
            self._pane, self._viewer = None, None
            self._wake.set()

    def _live(self) -> None:
        try:
            self._read_to_end()
        finally:
            code = self._reap()
            with self._lock:
                self._exit_code = code
                self._finished = time.monotonic()
                self._outbox.clear()
                self._wake.close()
                self._child.close()
                self._ended.set()
                if self._viewer:
                    self._viewer.set()
            self._on_end(self.number)

    def _reap(self) -> int:
        """The exit code of a child that closed its terminal: mostly it is there already."""
        pause = 0.001
        while (code := self._child.poll()) is None:
            time.sleep(pause)
            pause = min(2 * pause, _LOOK)
        return code

    def _read_to_end(self) -> None:
        strangers = 0  # bytes read after the child's own end: others hold its terminal open
        while strangers < LIMIT:
            is_reading = self._has_room()
            readable, writable = self._select(is_reading=is_reading)
            if writable:
                self._write()
            is_gone = self._child.poll() is not None
            if self._child.fd in readable:
                data = self._read()
                if data == b"":
                    return
                self._keep(data or b"")
                strangers += len(data or b"") if is_gone else 0
            elif is_gone and is_reading and not readable:
                return

    def _select(self, *, is_reading: bool) -> tuple[list[int], list[int]]:
        fd = self._child.fd
        sources = [fd, self._wake.fd] if is_reading else [self._wake.fd]
        readable, writable, _ = select.select(sources, [fd] if self._outbox else [], [], _LOOK)
        if self._wake.fd in readable:
            self._wake.clear()
        return readable, writable

    def _has_room(self) -> bool:
        with self._lock:
            if self._pane is not None and self._viewer is None and time.monotonic() > self.started + NEWBORN:
                self._pane = None
            return self._is_ending or self._pane is None or len(self._pane) < _PANE

    def _read(self) -> bytes | None:
        """The next bytes, b"" at the end, None if there are none just now."""
        try:
            return os.read(self._child.fd, _PIECE)
        except BlockingIOError:
            return None
        except OSError:  # EIO: Linux says so when the last program closed the terminal
            return b""

    def _write(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            del self._outbox[: os.write(self._child.fd, self._outbox[:_PIECE])]

    def _keep(self, data: bytes) -> None:
        with self._lock:
            self._tail.add(data)
            self._modes.feed(data)
            if self._pane is not None and len(self._pane) < LIMIT:
                self._pane += data
                if self._viewer:
                    self._viewer.set()
