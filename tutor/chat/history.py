"""The lines entered before, in a file of the learner's own: never a reason to stop, never a place for secrets."""

from __future__ import annotations

import fcntl
import os
import re
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prompt_toolkit.history import History

from tutor.core.masking import masked_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

KEPT = 1000  # lines
_TRIM_ABOVE = 256 * 1024  # bytes
_LONGEST = 4096  # characters: a longer line was pasted and is not searched for again

_SECRET = re.compile(
    r"""
      (?:passw|passphrase|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key)[\w-]*(?:=|\s+\S)
    | \blogin\b.*\s-\w*p     # docker login -p, -up
    | ://[^/\s:@]+:[^/\s@]+@  # a password in an address
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_secret(line: str) -> bool:
    """Whether the line seems to hold a password, a token or a key. A space in front also keeps a line private."""
    return line.startswith(" ") or _SECRET.search(line) is not None or masked_line(line) != line


class LineHistory(History):
    """Lines in a file, one each, oldest first; readable by its owner only.

    Two tutors may use one file: each line is appended under a lock, and the file is cut back to the newest `KEPT` lines
    when it is large. A file that cannot be read or written, or holds anything but lines, is never an error: then this
    session's lines are remembered in memory.
    """

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._path = path

    def append_string(self, string: str) -> None:
        """Remember a line, unless it is the newest already."""
        if self._loaded_strings[:1] != [string]:
            super().append_string(string)

    def load_history_strings(self) -> Iterable[str]:
        """The lines, newest first."""
        try:
            with _opened(self._path) as file:
                lines = _lines(_read(file))[-KEPT:]
        except OSError:
            return []
        return reversed(lines)

    def store_string(self, string: str) -> None:
        """Append the line to the file, unless it is a secret or too long to be wanted again."""
        if len(string) > _LONGEST or not string.strip() or is_secret(string):
            return
        line = string.replace("\n", " ").encode("utf-8", "replace") + b"\n"
        try:
            with _opened(self._path) as file:
                os.lseek(file, 0, os.SEEK_END)
                os.write(file, line)
                if os.fstat(file).st_size > _TRIM_ABOVE:
                    _trim(file)
        except OSError:
            return


@contextmanager
def _opened(path: Path | None) -> Iterator[int]:
    """The file, locked; made if it is not there.

    Raises:
        OSError: There is no such place, no permission, or something else of that name.
    """
    if path is None:
        raise FileNotFoundError
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise FileNotFoundError(path)
        os.fchmod(file, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _read(file: int) -> bytes:
    """The end of the file, as much as can be wanted."""
    size = os.fstat(file).st_size
    start = max(0, size - 2 * _TRIM_ABOVE)
    return os.pread(file, size - start, start)


def _lines(content: bytes) -> list[str]:
    return [line for line in content.decode("utf-8", "replace").split("\n") if line.strip()]


def _trim(file: int) -> None:
    """Keep the newest lines. They are written before the rest is cut off: whenever this is stopped, none is lost."""
    kept = _lines(_read(file))[-KEPT:]
    while sum(len(line) + 1 for line in kept) > _TRIM_ABOVE // 2:
        kept = kept[len(kept) // 2 :]
    content = "".join(f"{line}\n" for line in kept).encode("utf-8", "replace")
    os.pwrite(file, content, 0)
    os.ftruncate(file, len(content))
