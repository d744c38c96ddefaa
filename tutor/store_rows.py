"""What is read from the progress file, as values, and how evidence is written into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.transcript import Entry, Evidence, Kind, PastEntry

if TYPE_CHECKING:
    from tutor.core.progress import Attempt


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """An attempt and when it was saved: UTC, ISO 8601, milliseconds."""

    time: str
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far a lesson is: steps done, steps skipped, lines typed; `last` is when anything was last saved for it.

    `recorded` of the steps were done from recordings.
    """

    lesson: str
    done: int
    skipped: int
    attempts: int
    last: str
    recorded: int = 0


@dataclass(frozen=True, slots=True)
class Owned:
    """Something the tutor's commands made: `kind` is container, volume or the like, `id` the daemon's own."""

    session: str
    kind: str
    id: str
    name: str
    time: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much a reset removed."""

    marks: int
    attempts: int


def evidence_written(evidence: Evidence | None) -> str:
    """The evidence as JSON, "" where there is none."""
    import msgspec  # noqa: PLC0415 -- not needed before the first command has ended

    return msgspec.json.encode(evidence).decode() if evidence else ""


def past_entry(  # noqa: PLR0913, PLR0917 -- the columns of a row
    time: str, session: str, lesson: str, step: str, kind: str, text: str, evidence: str
) -> PastEntry:
    """The entry that stands in a row."""
    import msgspec  # noqa: PLC0415 -- only a transcript needs it

    shown = msgspec.json.decode(evidence, type=Evidence) if evidence else None
    return PastEntry(time, session, Entry(lesson, step, Kind(kind), text, shown))
