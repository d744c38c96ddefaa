"""The tables of the progress file, how an older file becomes a newer one, and what is asked of the tables.

`MIGRATIONS[n]` leads from version n to n + 1; the version is SQLite's `user_version`. A migration that has been
released is never changed: a new one is added behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE attempts (
            number INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            line TEXT NOT NULL,
            verdict TEXT NOT NULL,
            mistake TEXT NOT NULL,
            seconds REAL NOT NULL
        )
        """,
        "CREATE INDEX attempts_of_lesson ON attempts (lesson, number)",
        """
        CREATE TABLE marks (
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            mark TEXT NOT NULL CHECK (mark IN ('done', 'skipped')),
            time TEXT NOT NULL,
            PRIMARY KEY (lesson, step)
        )
        """,
        """
        CREATE TABLE owned (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            session TEXT NOT NULL,
            time TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        )
        """,
    ),
    (  # a step done from recordings is done, but not on a daemon
        "ALTER TABLE marks ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0",
    ),
    (
        """
        CREATE TABLE reviews (
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            time TEXT NOT NULL,
            PRIMARY KEY (lesson, step)
        )
        """,
        """
        CREATE TABLE dialogue (
            number INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            session TEXT NOT NULL,
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            evidence TEXT NOT NULL
        )
        """,
        "CREATE INDEX dialogue_of_lesson ON dialogue (lesson, number)",
    ),
)
VERSION = len(MIGRATIONS)

SAVE_ATTEMPT = "INSERT INTO attempts (time, lesson, step, line, verdict, mistake, seconds) VALUES (?, ?, ?, ?, ?, ?, ?)"
SAVE_MARK = """
    INSERT INTO marks (lesson, step, mark, recorded, time) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (lesson, step) DO UPDATE SET mark = excluded.mark, recorded = excluded.recorded, time = excluded.time
    WHERE excluded.mark = 'done' AND (marks.mark = 'skipped' OR excluded.recorded < marks.recorded)
"""
SAVE_REVIEW = """
    INSERT INTO reviews (lesson, step, time) VALUES (?, ?, ?)
    ON CONFLICT (lesson, step) DO UPDATE SET time = excluded.time
"""
SAVE_ENTRY = """
    INSERT INTO dialogue (time, session, lesson, step, kind, text, evidence) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
MOST_ENTRIES = 20_000  # turns of all lessons together: some forty times the whole first lesson
FORGET_OLD_ENTRIES = "DELETE FROM dialogue WHERE number <= (SELECT max(number) FROM dialogue) - ?"
OWN = """
    INSERT INTO owned (kind, id, name, session, time) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, session = excluded.session, time = excluded.time
"""
ALL_PROGRESS = """
    SELECT lesson, sum(mark = 'done'), sum(mark = 'skipped'), sum(mark = 'attempt'), max(time), sum(recorded)
    FROM (
        SELECT lesson, mark, recorded, time FROM marks UNION ALL SELECT lesson, 'attempt', 0, time FROM attempts
    )
    GROUP BY lesson ORDER BY max(time) DESC, lesson
"""
ATTEMPTS = """
    SELECT time, lesson, step, line, verdict, mistake, seconds FROM attempts WHERE lesson = ? ORDER BY number
"""
# Of a hundred thousand attempts the last of each step are wanted, not all: to make values of all takes seconds.
IS_BEGUN = "SELECT EXISTS (SELECT 1 FROM attempts WHERE lesson = ?)"
PASSED_LINES = """
    SELECT step, line FROM attempts WHERE number IN (
        SELECT max(number) FROM attempts WHERE lesson = ? AND verdict = 'passed' GROUP BY step
    ) ORDER BY number
"""
LAST_TIMES = """
    SELECT step, max(time) FROM attempts
    WHERE lesson = ? AND instr(?, '|' || verdict || '|') GROUP BY step
"""
MARKS = "SELECT step, mark FROM marks WHERE lesson = ?"
REVIEWS = "SELECT step, time FROM reviews WHERE lesson = ?"
DIALOGUE = """
    SELECT time, session, lesson, step, kind, text, evidence FROM dialogue WHERE lesson = ? ORDER BY number
"""
RECORDED = "SELECT step FROM marks WHERE lesson = ? AND recorded"
OWNED = "SELECT session, kind, id, name, time FROM owned ORDER BY time, rowid"
DISOWN = "DELETE FROM owned WHERE id = ?"
# Without a lesson, all of them.
FORGET = (
    "DELETE FROM marks WHERE lesson = coalesce(?, lesson)",
    "DELETE FROM attempts WHERE lesson = coalesce(?, lesson)",
    "DELETE FROM reviews WHERE lesson = coalesce(?, lesson)",
    "DELETE FROM dialogue WHERE lesson = coalesce(?, lesson)",
)
TOUCH_ALL = "SELECT 1 FROM attempts, marks, owned, reviews, dialogue LIMIT 0"


class NewerStoreError(Exception):
    """The file was written by a newer program, which may mean anything by its tables."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to this program's version, in one transaction that no other tutor can come between.

    Raises:
        NewerStoreError: It is newer already; nothing was changed.
        sqlite3.Error: It cannot be read or written.
    """
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statements in MIGRATIONS[_known_version(connection) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(TOUCH_ALL)  # another program's file has other tables: it stays as it is
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _known_version(connection: sqlite3.Connection) -> int:
    version = _version(connection)
    if version > VERSION:
        raise NewerStoreError
    return version


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
