"""A daemon made for one test: it answers each connection as it is told to, and keeps what it was sent."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Self

from tutor.engine.endpoint import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE = 10.0
"""Seconds until a test that waits for bytes that do not come gives up."""


class Talk:
    """One connection that the made daemon has taken."""

    def __init__(self, line: socket.socket, received: bytearray) -> None:
        self.line = line
        self._received = received
        self._left = b""

    def receive(self) -> bytes:
        """Some bytes; none at the end."""
        data = self._left or self.line.recv(1 << 16)
        self._left = b""
        self._received += data
        return data

    def request(self) -> bytes:
        """One whole request with a Content-Length or without a body; b"" at the end."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.receive()
            if not more:
                return data
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        wanted = int(lengths[0].split(b":")[1]) if lengths else 0
        while len(body) < wanted:
            body += self.receive()
        return head + b"\r\n\r\n" + body

    def send(self, data: bytes) -> None:
        """Send it all."""
        self.line.sendall(data)

    def send_bytewise(self, data: bytes) -> None:
        """Send it byte by byte."""
        for place in range(len(data)):
            self.line.sendall(data[place : place + 1])


class Upstream:
    """Listens on a unix socket; `script` is run on each connection, in a thread of its own."""

    def __init__(self, path: Path, script: Callable[[Talk], None]) -> None:
        self.endpoint = Endpoint(f"unix://{path}")
        self.received = bytearray()
        self._script = script
        self._path = path
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen()
        self._threads: list[threading.Thread] = []
        self._is_closing = False
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            line, _ = self._listener.accept()
            if self._is_closing:
                line.close()
                return
            thread = threading.Thread(target=self._talk, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, line: socket.socket) -> None:
        line.settimeout(PATIENCE)
        with line:
            self._script(Talk(line, self.received))

    def settle(self) -> None:
        """Wait until every connection has ended."""
        for thread in self._threads:
            thread.join(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closing = True
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
            knock.connect(str(self._path))
        self._thread.join(PATIENCE)
        self.settle()
        self._listener.close()
