"""What went over one line, in order, for whoever asks or waits."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.outcome import Call


class Ledger:
    """Calls by number, written by the pumps' threads and read by others."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._carried: dict[int, tuple[int, int]] = {}  # by number; apart, as it grows with every piece of output
        self._changed = threading.Condition()
        self._is_closed = False
        self.daemon_lost = False

    def begin(self, call: Call) -> int:
        """Write down a call that is about to go on; its number."""
        with self._changed:
            self._calls.append(replace(call, started=time.monotonic()))
            self._changed.notify_all()
            return len(self._calls) - 1

    def change(self, number: int, **fields: Any) -> None:  # noqa: ANN401 -- fields of Call
        """Write down what became of it."""
        with self._changed:
            self._calls[number] = replace(self._calls[number], **fields)
            self._changed.notify_all()

    def count(self, number: int, sent: int, received: int) -> None:
        """Write down how much more its raw stream carried. Nobody waits for that."""
        with self._changed:
            before = self._carried.get(number, (0, 0))
            self._carried[number] = (before[0] + sent, before[1] + received)

    def end(self, number: int, **fields: Any) -> None:  # noqa: ANN401 -- fields of Call
        """Write down its end."""
        self.change(number, ended=time.monotonic(), **fields)

    def lose_daemon(self) -> None:
        """Write down that the daemon went away before it had answered."""
        with self._changed:
            self.daemon_lost = True
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing will follow: who waits need not."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def calls(self) -> tuple[Call, ...]:
        """All of them, as of now."""
        with self._changed:
            for number, (sent, received) in self._carried.items():
                self._calls[number] = replace(self._calls[number], sent=sent, received=received)
            return tuple(self._calls)

    def wait_for(self, predicate: Callable[[Call], bool], deadline: float) -> Call | None:
        """See `Line.wait_for`."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._first(predicate) is not None, deadline)
            return self._first(predicate)

    def wait_until_none(self, predicate: Callable[[Call], bool], deadline: float) -> None:
        """Wait until no call fits, at most so many seconds; `predicate` as for `wait_for`."""
        with self._changed:
            self._changed.wait_for(lambda: self._first(predicate) is None, deadline)

    def _first(self, predicate: Callable[[Call], bool]) -> Call | None:
        return next(filter(predicate, self._calls), None)
