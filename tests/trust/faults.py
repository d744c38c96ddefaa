"""A socket between the tutor and the daemon where one kind of call goes wrong, in a way that a test chooses."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Self

from tests.e2e.switch import CHUNK, pump

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = re.compile(rb"^([A-Z]+) (?:/v[\d.]+)?(/\S*) HTTP/1\.1\r\n")
BEGINNING = 90  # bytes of an answer: not even its head
PAUSE = 1.5  # seconds that a slow daemon takes
WHOLE = b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
COMPLAINT = b'{"message":"the test has broken it"}'


class Way(Enum):
    """How a call goes wrong."""

    CLOSED = "closed"  # before any answer
    CUT = "cut"  # in the middle of the answer
    GARBAGE = "garbage"
    ERROR = "500"
    SILENT = "silent"  # no answer, ever
    SLOW = "slow"  # the right answer, late


@dataclass(frozen=True, slots=True)
class Fault:
    """Calls like `GET /images/.*/json` go wrong in that way."""

    way: Way
    call: str

    def hits(self, data: bytes) -> bool:
        """Whether these first bytes of a request are of such a call."""
        match = REQUEST.match(data)
        called = f"{match[1].decode()} {match[2].decode().partition('?')[0]}" if match else ""
        return re.fullmatch(self.call, called) is not None


class FaultyDaemon:
    """Forwards connections at `path` to the daemon's socket; `fault` may be set and taken away at any time."""

    def __init__(self, path: Path, daemon: str) -> None:
        self.url = f"unix://{path}"
        self.fault: Fault | None = None
        self.hits = 0
        self._daemon = daemon
        self._mended = threading.Event()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(64)
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.mend()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def break_(self, fault: Fault) -> None:
        """From now on such calls go wrong."""
        self._mended.clear()
        self.fault, self.hits = fault, 0

    def mend(self) -> None:
        """All is well; who waits for an answer loses the connection."""
        self.fault = None
        self._mended.set()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as daemon, contextlib.suppress(OSError):
            daemon.connect(self._daemon)
            back = threading.Thread(target=pump, args=(daemon, client), daemon=True)
            while data := client.recv(CHUNK):
                fault = self.fault
                if fault is not None and fault.hits(data):
                    self.hits += 1
                    if not self._go_wrong(fault.way, client, daemon, data):
                        return
                if back.ident is None:
                    back.start()
                daemon.sendall(data)
            with contextlib.suppress(OSError):
                daemon.shutdown(socket.SHUT_WR)
            if back.ident is not None:
                back.join()

    def _go_wrong(self, way: Way, client: socket.socket, daemon: socket.socket, data: bytes) -> bool:
        """Whether the connection goes on after it, and the request to the daemon."""
        match way:
            case Way.GARBAGE:
                client.sendall(b"\x00\xff\x1b[2J no HTTP at all\r\n\r\n" * 3)
            case Way.ERROR:
                client.sendall(WHOLE % (len(COMPLAINT), COMPLAINT))
            case Way.SILENT:
                self._mended.wait()
            case Way.SLOW:
                return not self._mended.wait(PAUSE)
            case Way.CUT:
                with socket.socket(socket.AF_UNIX) as other:  # of the first one somebody else reads already
                    other.connect(self._daemon)
                    other.sendall(data)
                    client.sendall(other.recv(CHUNK)[:BEGINNING])
            case _:
                pass
        for line in (client, daemon):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        return False
