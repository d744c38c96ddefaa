"""Which sessions live: each holds a lock on a file named after it, and the kernel lets go of it however it ends."""

from __future__ import annotations

import fcntl
import os
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from tutor.core.texts import words
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

SESSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""What a session's id may look like. Labels on a daemon are anyone's to write, and the id becomes a file's name."""

GLANCE = 0.5
"""Seconds in which somebody's look at a lock is certainly over: it takes some microseconds."""
PAUSE = 0.005


class SessionLock:
    """Holds the lock of `session` from `with` to its end. The lock ends with the process, kill -9 included.

    Args:
        folder: Where the locks lie; made if it is not there, for this user only (0700).
        session: The session's id.

    Raises (on entering):
        TutorError: Another process holds this very lock, or the folder cannot be written.
    """

    def __init__(self, folder: Path, session: str) -> None:
        self._folder = folder
        self._path = folder / _checked(session)
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = self._take_patiently()
        except BlockingIOError as error:
            raise TutorError(words("trouble.locked", session=self._path.name)) from error
        except OSError as error:
            message = words("trouble.no-lock", path=self._path, reason=error.strerror)
            raise TutorError(message, words("trouble.no-lock.cure", folder=self._folder)) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            _drop(self._path, descriptor)

    def _take_patiently(self) -> int:
        """The locked file. Who only looks whether we live holds the lock for a moment: that is waited for."""
        until = time.monotonic() + GLANCE
        while True:
            try:
                descriptor = self._take()
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise
                time.sleep(PAUSE)
                continue
            if descriptor is not None:
                return descriptor

    def _take(self) -> int | None:
        """The locked file, or None if it was removed between opening and locking: then there is one more try."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise
        if _is_there(self._path, descriptor):
            return descriptor
        os.close(descriptor)
        return None


def free_sessions(folder: Path, sessions: Iterable[str]) -> tuple[str, ...]:
    """Those of `sessions` that no process lives in. Their lock files, left by a crash, are removed.

    A session whose id could not be a tutor's, or whose lock cannot be looked at, is not called free.
    """
    return tuple(session for session in dict.fromkeys(sessions) if _is_free(folder, session))


def living_sessions(folder: Path) -> tuple[str, ...]:
    """The sessions that a process lives in, as far as their locks lie in `folder`."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return ()
    return tuple(name for name in names if SESSION.fullmatch(name) and not _is_free(folder, name))


def _is_free(folder: Path, session: str) -> bool:
    if not SESSION.fullmatch(session):
        return False
    path = folder / session
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return False
    _drop(path, descriptor)
    return True


def _drop(path: Path, descriptor: int) -> None:
    """Remove the file while its lock is still held, so nobody is left with a lock on a file without a name."""
    try:
        if _is_there(path, descriptor):
            with suppress(OSError):
                path.unlink()
    finally:
        os.close(descriptor)


def _is_there(path: Path, descriptor: int) -> bool:
    """Whether `path` still names the open file."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _checked(session: str) -> str:
    if not SESSION.fullmatch(session):
        raise TutorError(words("trouble.no-session-id", session=repr(session)))
    return session
