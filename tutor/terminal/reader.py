"""The one thread that reads a child's output, for the whole of its life, and types what is sent to it."""

from __future__ import annotations

import contextlib
import os
import select
import threading
import time
from typing import TYPE_CHECKING, Protocol

from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    import signal

_LOOK = 0.5  # seconds of silence after which is looked whether the child still lives
_PIECE = 64 * 1024  # bytes handed on or typed at once
_READ = 8 * 1024  # bytes asked for at once: a pseudo-terminal gives 4 KiB, and what is asked for is set aside
_STRANGERS = 1024 * 1024  # bytes that others, holding the terminal open, may print after the child's end


class Listener(Protocol):
    """Whom the reader serves. All three are called from its thread."""

    def has_room(self) -> bool:
        """Whether output may be read now; else it waits in the child."""

    def keep(self, data: bytes) -> None:
        """The next piece of output."""

    def finish(self, exit_code: int) -> None:
        """All output was read, the child was reaped, its terminal is about to be closed. Called once."""


class Program(Protocol):
    """What runs in a terminal: a child of ours, or something that behaves like one."""

    @property
    def fd(self) -> int:
        """Our end. Never blocks; -1 after `close`."""

    @property
    def is_echoing(self) -> bool:
        """Whether its terminal itself shows what is typed into it."""

    def poll(self) -> int | None:
        """The exit code, None while it runs. Never waits."""

    def signal_group(self, number: signal.Signals, *, even_without_leader: bool = False) -> None:
        """Send a signal to it and to what it started."""

    def resize(self, rows: int, columns: int) -> None:
        """Give it another size."""

    def announce_size(self) -> None:
        """Tell it to look at the size again."""

    def unread(self) -> bytes:
        """After its end: what was typed and it never read."""

    def close(self) -> None:
        """Give the descriptor back."""


class Reader:
    """Reads `child` to the end of its output and reaps it. `send` and `look_again` are safe from any thread."""

    def __init__(self, child: Program, listener: Listener, name: str) -> None:
        self._child = child
        self._listener = listener
        self._wake = Wake()
        self._lock = threading.Lock()
        self._outbox = bytearray()
        # A daemon: a tutor that crashes must not wait for its children for ever.
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)

    def start(self) -> None:
        """Begin. Once."""
        self._thread.start()

    def join(self) -> None:
        """Wait until the thread is gone; returns at once in the thread itself."""
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def send(self, data: bytes) -> None:
        """Type `data`, as soon as the child takes it. Never waits."""
        with self._lock:
            self._outbox += data
        self._wake.set()

    @property
    def unsent(self) -> int:
        """Bytes that the child has not taken yet."""
        return len(self._outbox)

    def take_unsent(self) -> bytes:
        """The same bytes: they will not be typed any more."""
        with self._lock:
            unsent = bytes(self._outbox)
            self._outbox.clear()
            return unsent

    def look_again(self) -> None:
        """The answer of `has_room` may have changed."""
        self._wake.set()

    def _live(self) -> None:
        try:
            self._read_to_end()
        finally:
            code = self._reap()
            self._wake.close()
            self._listener.finish(code)

    def _read_to_end(self) -> None:
        strangers, is_gone, next_look = 0, False, 0.0
        while strangers < _STRANGERS:
            is_reading = self._listener.has_room()
            if time.monotonic() >= next_look:
                # Before reading: where then nothing comes, a child that is gone can have printed nothing more.
                is_gone, next_look = self._child.poll() is not None, time.monotonic() + _LOOK
            readable, writable = self._select(is_reading=is_reading)
            if writable:
                self._write()
            if self._child.fd in readable:
                data = self._read()
                if data == b"":
                    return
                self._listener.keep(data or b"")
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

    def _read(self) -> bytes | None:
        """All that is there, at most 64 KiB or so; b"" at the end, None if there is nothing just now.

        A pseudo-terminal gives 4 KiB at a time, and is filled anew meanwhile: to hand each of them on alone would cost
        more than to read it.
        """
        found: list[bytes] = []
        size, fd = 0, self._child.fd
        try:
            while size < _PIECE and (data := os.read(fd, _READ)):
                found.append(data)
                size += len(data)
        except BlockingIOError:
            return b"".join(found) or None
        except OSError:  # EIO: Linux says so when the last program closed the terminal
            return b"".join(found)
        return b"".join(found)

    def _write(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            del self._outbox[: os.write(self._child.fd, self._outbox[:_PIECE])]

    def _reap(self) -> int:
        """The exit code of a child that closed its terminal: mostly it is there already."""
        pause = 0.001
        while (code := self._child.poll()) is None:
            time.sleep(pause)
            pause = min(2 * pause, _LOOK)
        return code
