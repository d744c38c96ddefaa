"""Where recordings lie, and what is read of them. `tutor.recorded.library` finds the one that a line asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tutor.core.facts import ImageFacts  # noqa: TC001 -- read by msgspec
from tutor.core.tasks import FourWays
from tutor.core.texts import words
from tutor.errors import TutorError

FORMAT = 1
FOLDER = "recordings"
ABOUT = "about.json"
TASKS = "tasks.json"
RESULTS: dict[str, type[Any]] = {"ShowFourWays": FourWays}
"""The tasks whose results are recorded, by name, with the type of the result."""


class About(msgspec.Struct, frozen=True):
    """When and with what a lesson was recorded. `steps` has a digest of what each step said then, by the step's id."""

    lesson: str
    date: str
    engine: str
    cli: str
    port: int
    image: ImageFacts
    steps: dict[str, str]
    format: int = FORMAT


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """What belongs to one cast.

    `key` and `subject` say for what line about what container it stands, `steps` where it was typed, `typed` the lines
    given to the program; `begun` is when, in UTC. `rest` is the outcome where the program was left running, `end` that
    of its end: both as the data of an `Outcome`, stand-ins in place.
    """

    key: str
    line: str
    begun: str
    subject: str = ""
    steps: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    made: int = 0
    rest: dict[str, Any] | None = None
    end: dict[str, Any] | None = None


@dataclass(frozen=True)
class Recording:
    """One sheet and the text of its cast, both with stand-ins."""

    name: str
    sheet: Sheet
    cast: str


@dataclass(frozen=True)
class Shelf:
    """All recordings of one lesson; `results` are those of tasks, as plain data, by the task's name."""

    folder: Path
    about: About
    recordings: tuple[Recording, ...]
    results: dict[str, Any]


def roots() -> tuple[Path, ...]:
    """Where recordings may lie: beside the lessons that came with the program."""
    package = Path(__file__).resolve().parent.parent
    return (package / "lessons" / FOLDER, package.parent / "lessons" / FOLDER)


def folder_of(lesson_id: str, lesson_path: str = "") -> Path | None:
    """The folder with the lesson's recordings: beside the lesson's own file, else where the program's lie."""
    beside = (Path(lesson_path).parent / FOLDER,) if lesson_path else ()
    return next((root / lesson_id for root in (*beside, *roots()) if (root / lesson_id / ABOUT).is_file()), None)


def has_recordings(lesson_id: str, lesson_path: str = "") -> bool:
    """Whether the lesson can be taken without Docker."""
    return folder_of(lesson_id, lesson_path) is not None


def open_shelf(lesson_id: str, lesson_path: str = "") -> Shelf:
    """Read the lesson's recordings.

    Raises:
        TutorError: There are none, or a file of them is broken; the message names it.
    """
    folder = folder_of(lesson_id, lesson_path)
    if folder is None:
        raise TutorError(words("shelf.none", lesson=lesson_id), words("shelf.none.cure", lesson=lesson_id))
    return read_shelf(folder)


def read_shelf(folder: Path) -> Shelf:
    """Read the recordings in that folder.

    Raises:
        TutorError: A file of them is missing or broken; the message names it.
    """
    about: About = _decoded(folder / ABOUT, About)
    if about.format != FORMAT:
        raise TutorError(words("shelf.format", folder=folder, theirs=about.format, ours=FORMAT), words("shelf.anew"))
    results: dict[str, Any] = _decoded(folder / TASKS, dict) if (folder / TASKS).is_file() else {}
    sheets = sorted(path for path in folder.glob("*.json") if path.name not in {ABOUT, TASKS})
    return Shelf(folder, about, tuple(map(_recording, sheets)), results)


def _recording(path: Path) -> Recording:
    cast = path.with_suffix(".cast")
    return Recording(path.stem, _decoded(path, Sheet), _text(cast).decode("utf-8", "replace"))


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = words("shelf.unreadable", path=path, reason=error.strerror)
        raise TutorError(message, words("shelf.anew")) from error


def _decoded(path: Path, kind: type[Any]) -> Any:  # noqa: ANN401 -- what `kind` says
    try:
        return msgspec.json.decode(_text(path), type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise TutorError(words("shelf.broken", path=path, reason=error), words("shelf.anew")) from error
