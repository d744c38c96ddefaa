"""Opens the progress file, whatever state it is in: the lesson never waits for its notebook.

What can go wrong, and what then: a damaged file is set aside under a told name and a new one begun; a file of a newer
program is left alone; what cannot be written is read as far as that is possible. In the last two cases progress is kept
in memory for as long as the program runs.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.store_schema import TOUCH_ALL, NewerStoreError, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

PATIENCE = 5.0  # seconds to wait for another tutor's transaction, which takes milliseconds
# SQLITE_ERROR: the tables are not those that its version says.
DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR"})
COMPANIONS = ("-wal", "-shm")  # what SQLite keeps beside a file in WAL mode


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to the file, or to memory (`is_file` false), and what the learner is to be told."""

    connection: sqlite3.Connection
    is_file: bool
    notices: tuple[str, ...] = ()


def open_file(path: Path, now: datetime) -> Opened:
    """Open the progress file, made new if there is none. Never fails; `now` names a file that is set aside."""
    try:
        return Opened(_connect(path), is_file=True)
    except NewerStoreError:
        return Opened(memory(), is_file=False, notices=(words("store.newer", path=path),))
    except (OSError, sqlite3.Error) as error:
        return _replace(path, now) if is_damage(error) else _read_only(path, error)


def memory() -> sqlite3.Connection:
    """An empty store that ends with the program."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(connection)
    return connection


def copy_in_memory(source: sqlite3.Connection) -> sqlite3.Connection:
    """All that can be read of `source`, as a store in memory; an empty one if that is nothing."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        source.backup(copy)
        migrate(copy)
    except (sqlite3.Error, NewerStoreError):
        copy.close()
        return memory()
    return copy


def is_damage(error: Exception) -> bool:
    """Whether the file itself is broken, and not just out of reach."""
    name = getattr(error, "sqlite_errorname", "")
    return any(name == damage or name.startswith(f"{damage}_") for damage in DAMAGED)


def in_words(error: Exception) -> str:
    """The trouble as the end of a sentence: `database or disk is full`."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
    return str(error)


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # typed lines can hold passwords: nobody else reads them
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    migrate(connection)
    connection.execute(TOUCH_ALL)
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorname = "SQLITE_CORRUPT"
        raise error
    # WAL: readers and a writer do not wait for each other. Where the file system cannot (some network homes), SQLite
    # keeps its older way, which is slower and as safe.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL would survive kill -9 too, but not a power cut right after a verdict. FULL costs one flush to disk per
    # typed command, a few milliseconds beside the third of a second that docker takes.
    connection.execute("PRAGMA synchronous = FULL")


def _replace(path: Path, now: datetime) -> Opened:
    """Set the damaged file aside and begin a new one; if another tutor did so meanwhile, use what it began."""
    try:
        with _alone(path):
            aside = None
            try:
                connection = _connect(path)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                aside = _set_aside(path, now)
                connection = _connect(path)
    except (OSError, sqlite3.Error) as error:
        return _read_only(path, error)
    notice = words("store.damaged", path=aside)
    return Opened(connection, is_file=True, notices=(notice,) if aside else ())


def _set_aside(path: Path, now: datetime) -> Path:
    name = f"{path.stem}.corrupt-{now:%Y-%m-%dT%H%M%S}"
    aside = path.with_name(f"{name}{path.suffix}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{name}-{count}{path.suffix}")
    path.rename(aside)
    for companion in COMPANIONS:  # left behind, they would be taken for the new file's
        with suppress(FileNotFoundError):
            path.with_name(path.name + companion).rename(aside.with_name(aside.name + companion))
    return aside


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Of several tutors that find the same damaged file, one at a time is in here."""
    lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _read_only(path: Path, error: Exception) -> Opened:
    """What the file holds, in memory: it cannot be written, but what was done before still counts."""
    notice = words("store.trouble", detail=in_words(error))
    # The second way is for a folder where SQLite cannot put its companions; it does not look for another's writes.
    for mode in ("mode=ro", "immutable=1"):
        with suppress(sqlite3.Error, ValueError, NewerStoreError):
            source = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=PATIENCE)
            try:
                source.execute("SELECT 1 FROM marks LIMIT 0")  # a file that cannot be read so would be copied empty
                copy = copy_in_memory(source)
                migrate(copy)  # an older file's progress counts too
                copy.execute(TOUCH_ALL)
                return Opened(copy, is_file=False, notices=(notice,))
            finally:
                source.close()
    return Opened(memory(), is_file=False, notices=(notice,))
