"""One connection of the CLI's, carried to the daemon and back: two threads, one for each direction.

The CLI's side is read request by request, as a request may have to be held, marked or refused; the daemon's side is
passed on as it comes, after a copy was read along. Bytes are never changed but where `wire_guard` says so.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.core.masking import masked_json, masked_query
from tutor.core.message import text
from tutor.core.outcome import Call
from tutor.core.texts import fill
from tutor.engine.endpoint import connect
from tutor.engine.wire_answers import Answers
from tutor.engine.wire_guard import Refusal, is_held
from tutor.engine.wire_reading import HEAD_LIMIT, KEPT, RequestReader
from tutor.engine.wire_sockets import DaemonGoneError, receive, send, shut
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.endpoint import Endpoint
    from tutor.engine.wire_guard import Guard, Owned
    from tutor.engine.wire_ledger import Ledger
    from tutor.engine.wire_reading import RequestHead

_PATIENCE = 5.0  # seconds to reach the daemon
_AWAY = 503


class Connection:
    """Both directions of one connection. `on_end` is called once, when both are done and the sockets closed."""

    def __init__(  # noqa: PLR0913 -- the parts of a line
        self,
        client: socket.socket,
        *,
        endpoint: Endpoint,
        guard: Guard,
        ledger: Ledger,
        owned: Owned,
        on_end: Callable[[Connection], None],
    ) -> None:
        self._client = client
        self._endpoint = endpoint
        self._guard = guard
        self._ledger = ledger
        self._answers = Answers(ledger, owned)
        self._on_end = on_end
        self._upstream: socket.socket | None = None
        self._is_client_done = False
        self._is_closing = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="wire: to the daemon", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Break off both directions; the threads end by it. May be called at any time, from any thread."""
        with self._lock:
            self._is_closing = True
            for line in (self._client, self._upstream):
                shut(line, socket.SHUT_RDWR)

    def join(self, timeout: float) -> None:
        """Wait for the end, at most so many seconds."""
        self._thread.join(timeout)

    def _run(self) -> None:
        try:
            upstream = self._reach()
            if upstream is not None:
                back = threading.Thread(target=self._carry_back, args=(upstream,), name="wire: back", daemon=True)
                back.start()
                try:
                    self._carry_on(upstream)
                finally:
                    back.join()
        finally:
            with self._lock:
                self._is_closing = True
                self._client.close()
                if self._upstream is not None:
                    self._upstream.close()
            self._on_end(self)

    def _reach(self) -> socket.socket | None:
        """A connection to the daemon; where there is none, the CLI is told so in its own words."""
        try:
            upstream = connect(self._endpoint, _PATIENCE)
        except (OSError, TutorError):
            self._ledger.lose_daemon()
            reader = RequestReader()
            self._read_head(reader)
            self._answer(Refusal(_AWAY, fill(text("guard.no-daemon", url=self._endpoint.url))), reader)
            return None
        upstream.settimeout(None)
        with self._lock:
            self._upstream = upstream
            if self._is_closing:
                shut(upstream, socket.SHUT_RDWR)
        return upstream

    def _carry_on(self, upstream: socket.socket) -> None:
        """The CLI's side, to its end."""
        rest: bytes | None = b""
        try:
            while rest is not None:
                rest = self._carry_request(upstream, rest)
        except DaemonGoneError:
            shut(self._client, socket.SHUT_RD)
        except BaseException:
            self.close()
            raise
        else:
            self._is_client_done = True
            shut(upstream, socket.SHUT_WR)

    def _carry_request(self, upstream: socket.socket, rest: bytes) -> bytes | None:
        """One request, or the raw stream that the connection has become; the next one's first bytes, None: no next."""
        data = rest or self._receive()
        if not data:
            return None
        self._answers.wait_for_head()
        if self._answers.is_raw:
            self._pump(upstream, data)
            return None
        reader = RequestReader()
        reader.feed(data)
        self._read_head(reader)
        if reader.head is None:
            self._refuse(Refusal(400, fill(text("guard.refused-unread"))), reader)
            return None
        return self._carry_read(upstream, reader, reader.head)

    def _carry_read(self, upstream: socket.socket, reader: RequestReader, head: RequestHead) -> bytes | None:
        decision = self._decide(reader, head)
        if isinstance(decision, Refusal):
            self._refuse(decision, reader)
            return None
        self._answers.expect(head, self._ledger.begin(_call(head, reader)))
        send(upstream, decision)
        while not reader.is_complete and not reader.is_broken:
            data = self._receive()
            if not data:
                return None
            reader.feed(data)
            send(upstream, reader.take())
        # Where the end of a broken one lies cannot be told: what the daemon makes of it is the daemon's business.
        if reader.is_broken:
            self._pump(upstream, self._receive())
            return None
        return reader.rest

    def _decide(self, reader: RequestReader, head: RequestHead) -> bytes | Refusal:
        if not is_held(head):
            return self._guard.decide(head, b"", reader.take())
        self._read_body(reader)
        if reader.size > HEAD_LIMIT:
            return Refusal(413, fill(text("guard.refused-large")))
        if not reader.is_complete:
            return Refusal(400, fill(text("guard.refused-unread")))
        return self._guard.decide(head, reader.body, reader.take())

    def _read_head(self, reader: RequestReader) -> None:
        while reader.head is None and not reader.is_broken and self._read_more(reader):
            pass

    def _read_body(self, reader: RequestReader) -> None:
        if reader.wants_continue:
            with suppress(OSError):
                self._client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        while not reader.is_complete and not reader.is_broken and reader.size <= HEAD_LIMIT:
            if not self._read_more(reader):
                return

    def _read_more(self, reader: RequestReader) -> bool:
        data = self._receive()
        reader.feed(data)
        return bool(data)

    def _pump(self, upstream: socket.socket, data: bytes) -> None:
        """Pass bytes on to the daemon, unread, until the CLI has no more."""
        while data:
            self._answers.note_sent(len(data))
            send(upstream, data)
            data = self._receive()

    def _receive(self) -> bytes:
        """The CLI's next bytes; nothing where it has gone, in whatever way."""
        return receive(self._client)

    def _refuse(self, refusal: Refusal, reader: RequestReader) -> None:
        self._answers.wait_for_all()
        self._is_client_done = True  # from here on nothing of the daemon's is to reach the CLI
        self._answer(refusal, reader)

    def _answer(self, refusal: Refusal, reader: RequestReader) -> None:
        """Answer in the daemon's place, then read on until the CLI closes: closing first could lose it the answer."""
        if reader.head is not None:
            number = self._ledger.begin(_call(reader.head, reader))
            is_refused = refusal.status != _AWAY
            self._ledger.end(number, status=refusal.status, refused=is_refused, response=refusal.body.decode())
        is_bare = reader.head is not None and reader.head.method == "HEAD"
        with suppress(OSError):
            self._client.sendall(refusal.head + (b"" if is_bare else refusal.body))
        shut(self._client, socket.SHUT_WR)
        while self._receive():
            pass

    def _carry_back(self, upstream: socket.socket) -> None:
        """The daemon's side, to its end."""
        try:
            while data := receive(upstream):
                self._answers.feed(data)
                self._client.sendall(data)
        except OSError:
            self._is_client_done = True
            shut(upstream, socket.SHUT_RDWR)
        finally:
            is_expected = self._is_client_done or self._is_closing
            if not self._answers.finish() and not is_expected:
                self._ledger.lose_daemon()
            if not is_expected:
                shut(self._client, socket.SHUT_WR)


def _call(head: RequestHead, reader: RequestReader) -> Call:
    is_json = head.header(b"content-type").startswith(b"application/json") and len(reader.body) <= KEPT
    body = reader.body.decode(errors="replace") if is_json else ""
    return Call(head.method, head.path, masked_query(head.query), masked_json(body))
