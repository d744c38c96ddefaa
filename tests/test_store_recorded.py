"""Steps done from recordings: kept apart from those done on a daemon."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tutor.core.progress import Mark, StepMark
from tutor.store import Store
from tutor.store_schema import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path


def mark(step: str, *, recorded: bool, how: Mark = Mark.DONE) -> StepMark:
    """A step of the lesson is left behind."""
    return StepMark("lesson", step, how, recorded)


def test_what_was_done_from_recordings_is_told(tmp_path: Path) -> None:
    """Of each step, and how many there are in all; also after the store was closed."""
    path = tmp_path / "progress.sqlite3"
    with closing(Store.open(path)[0]) as store:
        store.save(mark("a", recorded=True))
        store.save(mark("b", recorded=False))
        store.save(mark("c", recorded=False, how=Mark.SKIPPED))
    with closing(Store.open(path)[0]) as store:
        assert store.recorded("lesson") == {"a"}
        (row,) = store.all_progress()
        assert (row.done, row.skipped, row.recorded) == (2, 1, 1)


def test_done_live_is_done_live(tmp_path: Path) -> None:
    """A daemon's yes takes the place of a recording's, never the other way round; a skip takes nothing."""
    with closing(Store.open(tmp_path / "progress.sqlite3")[0]) as store:
        store.save(mark("a", recorded=True))
        store.save(mark("a", recorded=False, how=Mark.SKIPPED))
        assert store.recorded("lesson") == {"a"}
        store.save(mark("a", recorded=False))
        assert store.recorded("lesson") == frozenset()
        store.save(mark("a", recorded=True))
        assert store.recorded("lesson") == frozenset()
        assert store.marks("lesson") == {"a": Mark.DONE}


def test_an_older_file_had_no_recordings(tmp_path: Path) -> None:
    """A file of the first version is brought up to date: its steps were done on a daemon."""
    path = tmp_path / "progress.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("INSERT INTO marks VALUES ('lesson', 'a', 'done', '2026-01-01T00:00:00.000+00:00')")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    with closing(Store.open(path)[0]) as store:
        assert store.marks("lesson") == {"a": Mark.DONE}
        assert store.recorded("lesson") == frozenset()
