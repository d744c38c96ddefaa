"""Reads HTTP along as it passes, with h11, from a copy of the bytes; nothing here sends or holds anything.

What the first version learned (DOCKER-FACTS, "The daemon's side"): a parser's error may not stop the bytes, a 101 ends
HTTP on the connection, and HEAD, 204 and 304 have no body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import h11

HEAD_LIMIT = 1 << 20
"""Bytes of a head, or of a body that is read whole. Go's server takes as much head; h11's 16 KiB are too few."""

KEPT = 256 * 1024
"""Bytes of a JSON body that are kept for the record; of a longer one none are."""

_VERSION = re.compile(r"^/v(\d+)\.(\d+)(?=/)")
_RAW = b"application/vnd.docker.raw-stream"


@dataclass(frozen=True, slots=True)
class RequestHead:
    """A request's first lines. `target` is as sent; `path` has neither version nor query."""

    method: str
    target: str
    headers: tuple[tuple[bytes, bytes], ...]

    @property
    def path(self) -> str:
        """`/containers/create`."""
        return _VERSION.sub("", self.target.partition("?")[0])

    @property
    def query(self) -> str:
        """What follows the question mark."""
        return self.target.partition("?")[2]

    @property
    def api_version(self) -> tuple[int, ...] | None:
        """`(1, 41)` of `/v1.41/…`; None where the path names none."""
        match = _VERSION.match(self.target)
        return (int(match[1]), int(match[2])) if match else None

    def header(self, name: bytes) -> bytes:
        """The value of header `name` (lower case), empty if there is none."""
        return next((value for key, value in self.headers if key.lower() == name), b"")


class RequestReader:
    """Reads one request. `raw` is every byte of it so far, `rest` what came after its end."""

    def __init__(self) -> None:
        self._parser = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT)
        self._body = bytearray()
        self._fed = bytearray()
        self.head: RequestHead | None = None
        self.is_complete = False
        self.is_broken = False
        self.wants_continue = False
        self.size = 0

    def feed(self, data: bytes) -> None:
        """Take the next bytes."""
        self._fed += data
        try:
            self._parser.receive_data(data)
            while not self.is_complete and self._take(self._parser.next_event()):
                pass
            self.wants_continue = self._parser.they_are_waiting_for_100_continue
        except h11.ProtocolError:
            self.is_broken = True

    def _take(self, event: object) -> bool:
        """Note one event; whether more may follow at once."""
        match event:
            case h11.Request():
                headers = tuple((bytes(name), bytes(value)) for name, value in event.headers.raw_items())
                target = event.target.decode("latin-1")
                self.head = RequestHead(event.method.decode("ascii"), target, headers)
            case h11.Data():
                self.size += len(event.data)
                if self.size <= HEAD_LIMIT:
                    self._body += event.data
            case h11.EndOfMessage():
                self.is_complete = True
            case _:
                return False
        return True

    @property
    def body(self) -> bytes:
        """The body so far, without its framing, at most 1 MiB of it."""
        return bytes(self._body)

    def take(self) -> bytes:
        """The request's bytes since the last `take`, as they came."""
        raw = self._fed[: len(self._fed) - len(self.rest)]
        del self._fed[: len(raw)]
        return bytes(raw)

    @property
    def rest(self) -> bytes:
        """Bytes that came after the end of this request."""
        return bytes(self._parser.trailing_data[0]) if self.is_complete else b""


class ResponseReader:
    """Reads the answer to one request.

    `is_switched`: from here on the connection no longer speaks HTTP; `is_broken`: it could not be read, only passed on.
    """

    def __init__(self, request: RequestHead) -> None:
        self._parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_LIMIT)
        upgrade = request.header(b"upgrade")
        headers = [(b"host", b""), *([(b"connection", b"upgrade"), (b"upgrade", upgrade)] if upgrade else [])]
        self._body = bytearray()
        self._is_json = False
        self.status = 0
        self.is_complete = False
        self.is_switched = False
        self.is_broken = False
        try:
            self._parser.send(h11.Request(method=request.method, target=b"/", headers=headers))
            self._parser.send(h11.EndOfMessage())
        except h11.ProtocolError:
            self.is_broken = True

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes, `b""` for the end of the connection; return those that belong to the next answer."""
        try:
            self._parser.receive_data(data)
            while not self.is_complete and not self.is_switched and self._take(self._parser.next_event()):
                pass
        except h11.ProtocolError:
            self.is_broken = True
        return bytes(self._parser.trailing_data[0]) if self.is_complete and not self.is_broken else b""

    def _take(self, event: object) -> bool:
        match event:
            case h11.InformationalResponse(status_code=101):
                self.status, self.is_switched = 101, True
            case h11.Response():
                self._begin(event)
            case h11.Data():
                if self._is_json and len(self._body) <= KEPT:
                    self._body += event.data
            case h11.EndOfMessage():
                self.is_complete = True
            case h11.InformationalResponse():
                pass
            case _:
                return False
        return True

    def _begin(self, response: h11.Response) -> None:
        kind = next((value for name, value in response.headers if name == b"content-type"), b"")
        framed = any(name in {b"content-length", b"transfer-encoding"} for name, _ in response.headers)
        self.status = response.status_code
        self._is_json = kind.startswith(b"application/json")
        self.is_switched = kind.startswith(_RAW) and not framed  # how attach answers a client that asks no upgrade

    @property
    def unread(self) -> bytes:
        """What came after the head of an answer that ended HTTP on the connection."""
        return bytes(self._parser.trailing_data[0])

    @property
    def text(self) -> str:
        """The JSON body so far, "" if it is none or too long."""
        return "" if len(self._body) > KEPT else self._body.decode(errors="replace")
