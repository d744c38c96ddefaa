"""Progress on disk: every attempt, which steps are done or skipped, and what the tutor's commands made.

One SQLite file for all lessons and all tutors of this user. Each record is one transaction, on disk when the call
returns: a kill -9 behind it loses nothing. When the file cannot be written any more (full disk), the lesson goes on
with a copy in memory; that is told once, and every later record tries again to bring all that is missing to the file.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, assert_never

from tutor import store_schema as schema
from tutor.core.events import StoreTrouble
from tutor.core.progress import Attempt, Mark, Record, Reviewed, StepMark
from tutor.core.texts import words
from tutor.errors import TutorError
from tutor.store_files import Opened, copy_in_memory, in_words, open_file
from tutor.store_rows import Forgotten, LessonProgress, Owned, PastAttempt, evidence_written, past_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tutor.core.transcript import Entry, PastEntry

DATA_VARIABLE = "DOCKER_TUTOR_DATA"
FILE_NAME = "progress.sqlite3"


@dataclass(frozen=True, slots=True)
class _Change:
    sql: str
    values: tuple[str | float | None, ...]


class StoreError(TutorError):
    """The progress file cannot be read, or not be changed where the learner asked for just that."""


def default_path(environ: Mapping[str, str]) -> Path:
    """Where progress is kept: in the folder that `DOCKER_TUTOR_DATA` names, else in platformdirs' user data folder."""
    if folder := environ.get(DATA_VARIABLE):
        return Path(folder).expanduser().absolute() / FILE_NAME
    from platformdirs import user_data_path  # noqa: PLC0415 -- 7 ms, not needed where the folder is given

    return user_data_path("docker-tutor", appauthor=False) / FILE_NAME


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Store:
    """Progress, open. Its methods may be called from any thread."""

    def __init__(self, opened: Opened, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.RLock()
        self._home = opened.connection
        self._is_file = opened.is_file
        self._copy: sqlite3.Connection | None = None  # in memory, while the file cannot be written
        self._unsaved: list[_Change] = []  # in the copy, not in the file
        self._is_told = False  # a disk that is full now and then is no news each time

    @classmethod
    def open(cls, path: Path, now: Callable[[], datetime] = utc_now) -> tuple[Store, tuple[str, ...]]:
        """Open the store of that file, made new if there is none, and what the learner is to be told of it.

        Never fails: a damaged file is set aside and a new one begun; a file that cannot be written, or was written by a
        newer program, is left alone, and progress lasts as long as this store is open. Each comes with a sentence.
        """
        opened = open_file(path, now())
        return cls(opened, now), opened.notices

    @property
    def is_saving(self) -> bool:
        """Whether what is saved now would be there tomorrow."""
        return self._is_file and self._copy is None

    def save(self, record: Record) -> StoreTrouble | None:
        """Write it down for good. The trouble, if that fails for the first time; the record is kept in memory then."""
        match record:
            case Attempt():
                values = (record.lesson, record.step, record.line, record.verdict, record.mistake, record.seconds)
                return self._write(_Change(schema.SAVE_ATTEMPT, (self._time(), *values)))
            case StepMark():
                marked = (record.lesson, record.step, record.mark.value, record.recorded)
                return self._write(_Change(schema.SAVE_MARK, (*marked, self._time())))
            case Reviewed():
                return self._write(_Change(schema.SAVE_REVIEW, (record.lesson, record.step, self._time())))
            case _:
                assert_never(record)

    def marks(self, lesson: str) -> Mapping[str, Mark]:
        """Which of the lesson's steps are done or skipped.

        Raises:
            StoreError: The file cannot be read; so do all methods that read.
        """
        rows = self._read(schema.MARKS, lesson)
        return MappingProxyType({step: Mark(mark) for step, mark in rows})

    def recorded(self, lesson: str) -> frozenset[str]:
        """Which of the lesson's steps were done from recordings."""
        return frozenset(step for (step,) in self._read(schema.RECORDED, lesson))

    def attempts(self, lesson: str) -> tuple[PastAttempt, ...]:
        """Everything typed in the lesson, oldest first."""
        return tuple(PastAttempt(time, Attempt(*values)) for time, *values in self._read(schema.ATTEMPTS, lesson))

    def has_attempts(self, lesson: str) -> bool:
        """Whether anything was typed in the lesson."""
        return bool(self._read(schema.IS_BEGUN, lesson)[0][0])

    def passed_lines(self, lesson: str) -> Mapping[str, str]:
        """The last line that each step was passed with, by the step's id."""
        return MappingProxyType(dict(self._read(schema.PASSED_LINES, lesson)))

    def last_times(self, lesson: str, verdicts: Collection[str]) -> Mapping[str, str]:
        """When each step last got one of these verdicts; steps that never did are not there."""
        return MappingProxyType(dict(self._read(schema.LAST_TIMES, lesson, f"|{'|'.join(verdicts)}|")))

    def reviewed(self, lesson: str) -> Mapping[str, str]:
        """When each of the lesson's steps was reviewed last."""
        return MappingProxyType(dict(self._read(schema.REVIEWS, lesson)))

    def log(self, session: str, entries: Sequence[tuple[str, Entry]]) -> StoreTrouble | None:
        """Keep these turns of the dialogue, each with its time; the oldest go where there are very many."""
        rows = ((time, session, it.lesson, it.step, it.kind, it.text, it.evidence) for time, it in entries)
        changes = [_Change(schema.SAVE_ENTRY, (*row[:6], evidence_written(row[6]))) for row in rows]
        return self._write(*changes, _Change(schema.FORGET_OLD_ENTRIES, (schema.MOST_ENTRIES,))) if changes else None

    def dialogue(self, lesson: str) -> tuple[PastEntry, ...]:
        """All that was said, typed and run in the lesson, oldest first."""
        return tuple(past_entry(*row) for row in self._read(schema.DIALOGUE, lesson))

    def all_progress(self) -> tuple[LessonProgress, ...]:
        """Every lesson that was begun, the one worked on last first."""
        return tuple(LessonProgress(*row) for row in self._read(schema.ALL_PROGRESS))

    def reset(self, lesson: str | None = None) -> Forgotten:
        """Forget the progress of one lesson, or of all, and what was said in it. What is owned stays known.

        Raises:
            StoreError: The file cannot be changed.
        """
        with self._lock:
            rows = [row for row in self.all_progress() if lesson in (None, row.lesson)]
            self._forget(*(_Change(forget, (lesson,)) for forget in schema.FORGET))
        return Forgotten(sum(row.done + row.skipped for row in rows), sum(row.attempts for row in rows))

    def own(self, session: str, kind: str, id: str, name: str) -> StoreTrouble | None:  # noqa: A002 -- the daemon's word
        """Remember that this session's commands made it. Twice is once, with the later name."""
        return self._write(_Change(schema.OWN, (kind, id, name, session, self._time())))

    def owned(self) -> tuple[Owned, ...]:
        """All that was made and not yet disowned, oldest first."""
        return tuple(Owned(*row) for row in self._read(schema.OWNED))

    def disown(self, ids: Iterable[str]) -> StoreTrouble | None:
        """Forget these: they are removed, or not ours any more."""
        return self._write(*(_Change(schema.DISOWN, (id_,)) for id_ in ids))

    def close(self) -> None:
        """Give the file back; what it could not take before is offered to it once more."""
        with self._lock:
            if self._unsaved:
                self._write()
            for connection in (self._home, self._copy):
                if connection:
                    connection.close()

    def _time(self) -> str:
        return self._now().isoformat(timespec="milliseconds")

    def _read(self, sql: str, *values: str) -> Sequence[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._current().execute(sql, tuple(map(_storable, values))).fetchall()
        except sqlite3.Error as error:
            message = words("store.unreadable", reason=in_words(error))
            raise StoreError(message, words("store.unreadable.cure")) from error

    def _current(self) -> sqlite3.Connection:
        return self._copy or self._home

    def _write(self, *changes: _Change) -> StoreTrouble | None:
        with self._lock:
            try:
                _apply(self._home, (*self._unsaved, *changes))
            except sqlite3.Error as error:
                return self._keep(changes, error)
            self._drop_copy()
            return None

    def _keep(self, changes: Sequence[_Change], error: sqlite3.Error) -> StoreTrouble | None:
        is_news, self._is_told = not self._is_told, True
        self._copy = self._copy or copy_in_memory(self._home)
        _apply(self._copy, changes)
        self._unsaved += changes
        return StoreTrouble(in_words(error)) if is_news else None

    def _drop_copy(self) -> None:
        self._unsaved.clear()
        if self._copy:
            self._copy.close()
            self._copy = None

    def _forget(self, *changes: _Change) -> None:
        try:
            if not self._is_file:
                raise sqlite3.OperationalError(words("store.not-writable"))
            _apply(self._home, (*self._unsaved, *changes))
        except sqlite3.Error as error:
            message = words("store.not-forgotten", reason=in_words(error))
            raise StoreError(message, words("store.not-forgotten.cure")) from error
        self._drop_copy()


def _apply(connection: sqlite3.Connection, changes: Sequence[_Change]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for change in changes:
            connection.execute(change.sql, tuple(map(_storable, change.values)))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _storable(value: str | float | None) -> str | float | None:
    """A line from a terminal that is not UTF-8 can hold half characters (U+DC80 …), which SQLite does not take."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
