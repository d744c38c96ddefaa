"""A pipe to oneself: any thread, or a signal handler, wakes a loop that waits in `select`."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


class Wake:
    """A flag that `select` can wait for. Safe from any thread and from signal handlers; ends with `close` or `with`."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        # Re-entrant: a signal handler may call `set` while its own thread is in the middle of it.
        self._lock = threading.RLock()
        self._is_open = True

    @property
    def fd(self) -> int:
        """The descriptor that is readable while the flag is set."""
        return self._reader

    def set(self) -> None:
        """Make `fd` readable. Nothing happens after `close`."""
        with self._lock:
            if self._is_open:
                # A full pipe is readable already.
                with contextlib.suppress(BlockingIOError):
                    os.write(self._writer, b"\0")

    def clear(self) -> None:
        """Make `fd` unreadable again. Look at what was announced after this, never before it."""
        with self._lock, contextlib.suppress(BlockingIOError):
            while self._is_open and os.read(self._reader, 4096):
                pass

    def close(self) -> None:
        """Give both descriptors back. A second call does nothing."""
        with self._lock:
            if self._is_open:
                self._is_open = False
                os.close(self._reader)
                os.close(self._writer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
