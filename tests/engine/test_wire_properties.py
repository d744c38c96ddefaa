"""The wire and a bare connection give the same, whatever is said on them and in whatever pieces it comes."""

from __future__ import annotations

import socket
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.upstream import PATIENCE, Talk, Upstream
from tutor.engine.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UPGRADE = b"Connection: Upgrade\r\nUpgrade: tcp\r\n"
BODIES = st.binary(max_size=300)
PIECES = st.sampled_from([1, 2, 7, 100, 1 << 16])


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, each as bytes; `raw` is what follows both ways once the connection is upgraded."""

    request: bytes
    answer: bytes
    raw: tuple[bytes, bytes] | None = None
    closes: bool = False


def chunked(pieces: Sequence[bytes]) -> bytes:
    """A chunked body, with an extension now and then."""
    ends = (b";x=y\r\n" if place % 3 == 2 else b"\r\n" for place in range(len(pieces)))
    framed = (b"%x%s%s\r\n" % (len(piece), end, piece) for piece, end in zip(pieces, ends, strict=True) if piece)
    return b"".join(framed) + b"0\r\n\r\n"


HEADERS = st.one_of(
    st.just(b""),
    st.integers(1, 12_000).map(lambda size: b"X-Padding: " + b"p" * size + b"\r\n"),
    st.integers(1, 60).map(lambda count: b"".join(b"X-%d: %d\r\n" % (n, n) for n in range(count))),
)
GETS = st.builds(lambda extra: b"GET /v1.41/containers/json?all=1 HTTP/1.1\r\nHost: \r\n" + extra + b"\r\n", HEADERS)
HELD = st.builds(
    lambda extra, body: b"POST /auth HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s" % (extra, len(body), body),
    HEADERS,
    BODIES,
)
STREAMED = st.lists(BODIES, max_size=4).map(
    lambda pieces: b"POST /session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(pieces)
)
STATUS = st.sampled_from([b"200 OK", b"201 Created", b"404 Not Found", b"500 Oops"])
ANSWERS = st.one_of(
    st.builds(
        lambda status, extra, body: b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, extra, len(body), body),
        STATUS,
        HEADERS,
        BODIES,
    ),
    st.builds(
        lambda status, pieces: b"HTTP/1.1 " + status + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(pieces),
        STATUS,
        st.lists(BODIES, max_size=5),
    ),
    st.sampled_from([b"HTTP/1.1 204 No Content\r\n\r\n", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"]),
)
PLAIN = st.builds(Exchange, st.one_of(GETS, HELD, STREAMED), ANSWERS)
HEADS = st.just(Exchange(b"HEAD /_ping HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"))
LAST = st.one_of(
    PLAIN,
    st.builds(
        lambda body: Exchange(
            b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n" + body, closes=True
        ),
        BODIES,
    ),
    st.builds(
        lambda body: Exchange(b"GET /info HTTP/1.1\r\nHost: x\r\n\r\n", b"\x00not HTTP\r\n\r\n" + body, closes=True),
        BODIES,
    ),
    st.builds(
        lambda ours, theirs: Exchange(
            b"POST /containers/w/attach?stdout=1 HTTP/1.1\r\nHost: \r\n%s\r\n" % UPGRADE,
            b"HTTP/1.1 101 UPGRADED\r\n%s\r\n" % UPGRADE,
            raw=(ours, theirs),
        ),
        BODIES,
        BODIES,
    ),
)
CONVERSATIONS = st.builds(lambda first, last: (*first, last), st.lists(st.one_of(PLAIN, HEADS), max_size=3), LAST)


def daemon(conversation: Sequence[Exchange], piece: int) -> Callable[[Talk], None]:
    """Answers each request once it is whole, in pieces of that size."""

    def script(talk: Talk) -> None:
        heard, due = b"", 0
        for exchange in conversation:
            due += len(exchange.request)
            while len(heard) < due:
                data = talk.receive()
                if not data:
                    return
                heard += data
            send(talk.line, exchange.answer, piece)
            if exchange.closes:
                return
            if exchange.raw:
                send(talk.line, exchange.raw[1], piece)
                while talk.receive():
                    pass
                talk.send(b"last words")

    return script


def send(line: socket.socket, data: bytes, piece: int) -> None:
    """Send it in pieces of that size, but not in more than a hundred: each takes some of the socket's room."""
    size = max(piece, len(data) // 100)
    for start in range(0, len(data), size):
        line.sendall(data[start : start + size])


class Client:
    """A client's connection, read all the time as real ones are."""

    def __init__(self, address: str) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(PATIENCE)
        self._line.connect(address)
        self._grown = threading.Condition()
        self.got = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while data := self._line.recv(1 << 16):
            with self._grown:
                self.got += data
                self._grown.notify_all()

    def hold(self, conversation: Sequence[Exchange], piece: int, *, is_pipelined: bool) -> bytes:
        """All that comes while holding this conversation; our side is closed at its end."""
        due = 0
        for exchange in conversation:
            send(self._line, exchange.request, piece)
            due += len(exchange.answer)
            if not is_pipelined or exchange.raw:
                with self._grown:
                    assert self._grown.wait_for(lambda wanted=due: len(self.got) >= wanted, PATIENCE)  # type: ignore[misc]
            if exchange.raw:
                send(self._line, exchange.raw[0], piece)
        self._line.shutdown(socket.SHUT_WR)
        self._reader.join(PATIENCE)
        self._line.close()
        return self.got


@given(CONVERSATIONS, PIECES, PIECES, st.sampled_from(["in turn", "pipelined"]))
def test_a_client_gets_what_the_bare_daemon_would_send(
    conversation: tuple[Exchange, ...], ours: int, theirs: int, manner: str
) -> None:
    """Byte for byte: chunked, upgraded, half-closed, pipelined, in single bytes, huge heads, and no HTTP at all."""
    is_pipelined = manner == "pipelined"
    with tempfile.TemporaryDirectory(prefix="tutor-") as name:
        folder = Path(name)
        script = daemon(conversation, theirs)
        with Upstream(folder / "bare", script) as bare:
            wanted = Client(str(folder / "bare")).hold(conversation, ours, is_pipelined=is_pipelined)
        with (
            Upstream(folder / "up", script) as up,
            Wire(up.endpoint, "s-1", folder / "w") as wire,
            wire.open() as line,
        ):
            address = line.docker_host.removeprefix("unix://")
            assert Client(address).hold(conversation, ours, is_pipelined=is_pipelined) == wanted
        assert up.received == bare.received
