"""Sockets for this user alone; and the other end of one may be gone at any time: that is an answer, not an error."""

from __future__ import annotations

import os
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

from tutor.core.texts import words
from tutor.errors import TutorError

_CHUNK = 1 << 16  # bytes
_LONGEST_PATH = 100
"""Bytes: a socket's path may have 107 on Linux (unix(7)) and 103 on macOS."""

_ROOM = 20  # bytes for our folder's and the socket's name below the given folder
_WAITING = 64  # connections that may wait to be taken


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


def private_folder(folder: Path) -> Path:
    """A new folder for this user alone, in `folder` or, where paths in it would be too long, in the system's own.

    Raises:
        TutorError: It cannot be made.
    """
    try:
        fits = len(os.fsencode(folder.absolute())) + _ROOM <= _LONGEST_PATH
        if fits:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix="wire-", dir=folder.absolute() if fits else None))
    except OSError as error:
        message = words("trouble.no-folder", folder=folder, reason=error.strerror)
        raise TutorError(message, words("trouble.cure.space")) from error


def listen(path: Path) -> socket.socket:
    """A socket at that path, for this user alone.

    Raises:
        TutorError: It cannot be made.
    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen(_WAITING)
    except OSError as error:
        listener.close()
        message = words("trouble.no-socket-file", path=path, reason=error.strerror)
        raise TutorError(message, words("trouble.cure.space")) from error
    return listener
