"""Where lesson files are, and which there are."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.errors import LessonError
from tutor.lessonfile.parse import parse_front
from tutor.lessonfile.problems import nearest_hint, quoted
from tutor.lessonfile.shapes import NAME
from tutor.lessonfile.source import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LESSONS_VARIABLE = "DOCKER_TUTOR_LESSONS"
SUFFIX = ".md"
STEP_FENCE = re.compile(r"\n {0,3}(?:`{3,}|~{3,})[ \t]*step[ \t]*(?=\n)")


@dataclass(frozen=True, slots=True)
class LessonEntry:
    """A lesson in a list: `minutes` it takes and how many `steps` it has.

    `error` is what is wrong with its front matter, "" if nothing; then `id` and `title` are the file's name and the
    numbers are 0. The steps themselves are counted, not read: a lesson without an error here may still fail to load.
    """

    id: str
    title: str
    path: Path
    minutes: int
    steps: int
    error: str = ""


def lesson_roots(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders where lessons are looked for, first match wins; some may not exist.

    In order: those in `DOCKER_TUTOR_LESSONS` (separated as in PATH), the learner's own `lessons` in the user data
    folder (platformdirs), and those that came with the program: `tutor/lessons` when
    installed, the checkout's `lessons` else.
    """
    from platformdirs import user_data_path  # noqa: PLC0415 -- 7 ms

    named = [Path(part).expanduser() for part in environ.get(LESSONS_VARIABLE, "").split(os.pathsep) if part]
    package = Path(__file__).resolve().parent.parent
    installed, checkout = package / "lessons", package.parent / "lessons"
    own = user_data_path("docker-tutor", appauthor=False) / "lessons"
    return (*named, own, installed if installed.is_dir() else checkout)


def find(name_or_path: str, roots: Sequence[Path]) -> Path:
    """The file of a lesson.

    Args:
        name_or_path: A lesson's id; or the path of a file, known by its `.md`, which is not looked for in `roots`.
        roots: The folders to look in, best first.

    Raises:
        LessonError: There is none, or this is no name a lesson could have (`../x`): no name leads out of `roots`.
    """
    if name_or_path.endswith(SUFFIX):
        return Path(name_or_path).expanduser()
    if not re.fullmatch(NAME, name_or_path):
        raise LessonError(words("lessons.no-name", name=quoted(name_or_path)), words("lessons.no-name.cure"))
    for root in roots:
        if (path := root / f"{name_or_path}{SUFFIX}").is_file():
            return path
    entries = available(roots)
    found = next((entry.path for entry in entries if entry.id == name_or_path), None)
    if found:
        return found
    hint = nearest_hint(name_or_path, [entry.id for entry in entries])
    raise LessonError(words("lessons.unknown", name=quoted(name_or_path)), hint or words("lessons.see"))


def available(roots: Sequence[Path]) -> tuple[LessonEntry, ...]:
    """Every lesson in these folders, by title; of two with one id, the one in the earlier folder."""
    found: dict[str, LessonEntry] = {}
    for path in _files(roots):
        entry = _entry(path)
        found.setdefault(entry.id, entry)
    return tuple(sorted(found.values(), key=lambda entry: (entry.title.casefold(), entry.id)))


def _files(roots: Sequence[Path]) -> Iterator[Path]:
    for root in roots:
        try:
            paths = sorted(root.glob(f"*{SUFFIX}"))
        except OSError:  # a folder that may not be looked into has no lessons for us
            continue
        # README.md, _draft.md and the like lie beside lessons, and are none.
        yield from (path for path in paths if re.fullmatch(NAME, path.stem))


def _entry(path: Path) -> LessonEntry:
    try:
        text = read_text(path)
        front = parse_front(text, str(path))
    except LessonError as error:
        return LessonEntry(path.stem, path.stem, path, 0, 0, error.message)
    return LessonEntry(front.id, front.title, path, front.minutes, len(STEP_FENCE.findall(text)))
