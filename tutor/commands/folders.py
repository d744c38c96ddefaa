"""Where sessions keep what lasts no longer than they do: their locks and their sockets."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.engine.locks import living_sessions
from tutor.engine.ownership import is_from_here
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.environment import Environment

SOCKETS = ".wire"
LONGEST = 70  # bytes of a socket folder's path; a socket's own path may have 103 on macOS (unix(4)), 107 on Linux


def lock_folder(environment: Environment) -> Path:
    """Where sessions hold their locks: beside the progress, or among the temporary files where that is read-only.

    Raises:
        TutorError: Neither can be written.
    """
    folder = environment.state_folder / "sessions"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return spare_folder()
    return folder if os.access(folder, os.W_OK) else spare_folder()


def spare_folder() -> Path:
    """A folder of this user's own among the temporary files.

    Raises:
        TutorError: It cannot be made, or somebody else has made it: then it is not to be trusted.
    """
    folder = Path(tempfile.gettempdir()) / f"docker-tutor-{os.getuid()}"
    cure = words("trouble.folder.cure")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
    except OSError as error:
        message = words("trouble.folder", folder=folder, reason=error.strerror)
        raise TutorError(message, cure) from error
    if about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise TutorError(words("trouble.folder-shared", folder=folder), cure)
    return folder


def socket_folder(locks: Path, session: str) -> Path:
    """Where this session's sockets lie; its name tells the next start whose they were.

    Raises:
        TutorError: There is no place for it.
    """
    folder = locks / f"{session}{SOCKETS}"
    return folder if len(os.fsencode(folder)) <= LONGEST else spare_folder() / folder.name


def clear_sockets(locks: Path) -> None:
    """Remove the socket folders of sessions that nobody is in any more."""
    living = living_sessions(locks)
    places = [locks]
    with suppress(TutorError):
        places.append(spare_folder())
    for folder in (folder for place in places for folder in place.glob(f"*{SOCKETS}")):
        session = folder.name.removesuffix(SOCKETS)
        if session not in living and is_from_here(session, locks):
            shutil.rmtree(folder, ignore_errors=True)
