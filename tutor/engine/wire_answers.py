"""The answers that are due on one connection: read along in order, and written down as they come."""

from __future__ import annotations

import json
import threading
from collections import deque
from typing import TYPE_CHECKING

from tutor.engine.wire_reading import ResponseReader

if TYPE_CHECKING:
    from tutor.engine.wire_guard import Owned
    from tutor.engine.wire_ledger import Ledger
    from tutor.engine.wire_reading import RequestHead

_CREATED = 201


class Answers:
    """Fed by the thread that carries back; the thread that carries on waits on it."""

    def __init__(self, ledger: Ledger, owned: Owned) -> None:
        self._ledger = ledger
        self._owned = owned
        self._due: deque[tuple[ResponseReader, RequestHead, int]] = deque()
        self._changed = threading.Condition()
        self._is_over = False
        self._is_blind = False
        self.is_raw = False  # the connection speaks HTTP no more

    def expect(self, head: RequestHead, number: int) -> None:
        """A request is about to go out; `number` is the ledger's."""
        with self._changed:
            if self._is_over:
                self._ledger.end(number)
                self._ledger.lose_daemon()
                return
            self._due.append((ResponseReader(head), head, number))

    def wait_for_head(self) -> None:
        """Until it is known what the connection is after the last request: HTTP still, or raw."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_over or self._is_blind or not self._due or self._due[-1][0].status > 0
            )

    def wait_for_all(self) -> None:
        """Until every answer has gone through."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._is_blind or not self._due)

    def feed(self, data: bytes) -> None:
        """Read along. What cannot be read is left unread: these bytes are passed on whatever becomes of this."""
        with self._changed:
            if self.is_raw:  # the most bytes by far, and nobody waits for them
                self._count(received=len(data))
                return
            while data and self._due and not self.is_raw and not self._is_blind:
                data = self._feed_first(data)
            if self.is_raw:
                self._count(received=len(data))
            self._changed.notify_all()

    def note_sent(self, size: int) -> None:
        """So many bytes go to the daemon, on a connection that speaks HTTP no more."""
        with self._changed:
            if self.is_raw:
                self._count(sent=size)

    def finish(self) -> bool:
        """The daemon's side has ended; whether every answer had come to its end before, or does by this."""
        with self._changed:
            could_read = not self.is_raw and not self._is_blind
            if self._due and could_read:
                self._feed_first(b"")
            is_whole = not self._due or not could_read
            for reader, _, number in self._due:
                self._ledger.end(number, status=reader.status)
            self._due.clear()
            self._is_over = True
            self._changed.notify_all()
            return is_whole

    def _count(self, sent: int = 0, received: int = 0) -> None:
        """Write down what the raw stream carried more; it belongs to the request that is answered last."""
        if self._due and (sent or received):
            self._ledger.count(self._due[0][2], sent, received)

    def _feed_first(self, data: bytes) -> bytes:
        reader, head, number = self._due[0]
        rest = reader.feed(data)
        if reader.is_broken:
            self._is_blind = True
            if not reader.status:  # what came is no answer at all
                self._ledger.lose_daemon()
            self.is_raw = bool(head.header(b"upgrade"))
        self.is_raw = self.is_raw or reader.is_switched
        if reader.is_complete:
            self._note_made(head, reader)
            self._due.popleft()
            self._ledger.end(number, status=reader.status, response=reader.text)
        elif reader.status:
            self._ledger.change(number, status=reader.status)
        return reader.unread if reader.is_switched else rest

    def _note_made(self, head: RequestHead, reader: ResponseReader) -> None:
        if head.path != "/containers/create" or reader.status != _CREATED:
            return
        try:
            self._owned.add(str(json.loads(reader.text)["Id"]))
        except (ValueError, KeyError, TypeError):
            return  # then the guard asks the daemon whose it is, as for any other
