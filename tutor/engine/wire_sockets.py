"""Sockets whose other end may be gone at any time: that is an answer here, not an error."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

_CHUNK = 1 << 16  # bytes


class DaemonGoneError(Exception):
    """The daemon takes no more bytes. What it has said until now is still carried back."""


def receive(line: socket.socket) -> bytes:
    """The next bytes; none where the other end has gone, in whatever way."""
    try:
        return line.recv(_CHUNK)
    except OSError:
        return b""


def send(upstream: socket.socket, data: bytes) -> None:
    """Send all of it to the daemon.

    Raises:
        DaemonGoneError: It does not take it.
    """
    try:
        upstream.sendall(data)
    except OSError as error:
        raise DaemonGoneError from error


def shut(line: socket.socket | None, direction: int) -> None:
    """Shut a direction down, where there is something left to shut."""
    if line is not None:
        with suppress(OSError):
            line.shutdown(direction)
