"""From a path to text: everything that can be wrong with a file before its content is looked at."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.errors import LessonError
from tutor.lessonfile.problems import LessonFileError, Problem

if TYPE_CHECKING:
    from pathlib import Path

MAXIMUM_BYTES = 1024 * 1024

# Control characters would reach the learner's terminal as commands, and U+0085, U+2028 and U+2029 are line ends to YAML
# but not to Markdown or an editor, so that no line number would be right. YAML takes none of these outside quotes.
FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read_text(path: Path) -> str:
    """The file's text, line ends made one character, a leading byte order mark dropped.

    Raises:
        LessonError: It is missing, no regular file, unreadable, larger than 1 MiB, not UTF-8, or holds characters
            that no lesson needs.
    """
    return clean_text(_read_bytes(path), str(path))


def clean_text(content: bytes, file: str) -> str:
    """The text in a lesson file's bytes; `file` is its name for errors.

    Raises:
        LessonError: As `read_text`.
    """
    if len(content) > MAXIMUM_BYTES:
        raise LessonError(words("lesson-file.large", file=file), words("lesson-file.large.cure"))
    text = _decode(content, file).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if bad := FORBIDDEN.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        message = words("lesson-file.character", code=f"U+{ord(bad[0]):04X}")
        raise LessonFileError(file, [Problem(line, message, words("lesson-file.character.cure"))])
    return text


def _decode(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", content[: error.start])) + 1
        message = words("lesson-file.bytes", byte=f"0x{content[error.start]:02X}")
        raise LessonFileError(file, [Problem(line, message, words("lesson-file.bytes.cure"))]) from error


def _read_bytes(path: Path) -> bytes:
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for its writer.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise LessonError(words("lesson-file.no-file", path=path), words("lesson-file.no-file.cure"))
            return file.read(MAXIMUM_BYTES + 1)
    except FileNotFoundError as error:
        raise LessonError(words("lesson-file.missing", path=path), words("lessons.see")) from error
    except (OSError, ValueError) as error:
        message = words("lesson-file.unreadable", path=path, reason=getattr(error, "strerror", None) or error)
        raise LessonError(message, words("lesson-file.unreadable.cure")) from error
