"""Sessions' locks: held for life, free after any end."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tutor.engine.locks import SessionLock, free_sessions
from tutor.errors import TutorError

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys
from pathlib import Path
from tutor.engine.locks import SessionLock
with SessionLock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(folder: Path, session: str) -> subprocess.Popen[str]:
    """Another process that holds the session's lock."""
    command = [sys.executable, "-c", HOLDER, str(folder), session]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_held_session_is_not_free_and_an_ended_one_is(tmp_path: Path) -> None:
    """Only sessions that nobody lives in are free; those never seen here are."""
    with SessionLock(tmp_path, "mine"):
        assert free_sessions(tmp_path, ["mine", "other"]) == ("other",)
    assert free_sessions(tmp_path, ["mine", "other"]) == ("mine", "other")


def test_kill_frees_the_lock_of_a_process(tmp_path: Path) -> None:
    """After kill -9 the session is free, and its file goes when that is seen."""
    with hold(tmp_path, "theirs") as process:
        assert free_sessions(tmp_path, ["theirs"]) == ()
        process.kill()
        process.wait()
        assert (tmp_path / "theirs").exists()
        assert free_sessions(tmp_path, ["theirs"]) == ("theirs",)
        assert not (tmp_path / "theirs").exists()


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    """A second holder of the same session is told so by name."""
    with SessionLock(tmp_path, "mine"), pytest.raises(TutorError, match="mine"), SessionLock(tmp_path, "mine"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_private(tmp_path: Path) -> None:
    """A new folder is for this user alone."""
    with SessionLock(tmp_path / "a" / "locks", "mine"):
        assert (tmp_path / "a" / "locks").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The error names the path and says what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(TutorError, match="file") as caught, SessionLock(tmp_path / "file" / "locks", "mine"):
        pass
    assert caught.value.hint


@pytest.mark.parametrize("session", ["../escape", "", ".", "a/b", "x" * 65, "-x"])
def test_ids_that_leave_the_folder_are_never_free(tmp_path: Path, session: str) -> None:
    """Labels are anyone's to write: an id that is no file's plain name is neither locked nor called free."""
    assert free_sessions(tmp_path, [session]) == ()
    with pytest.raises(TutorError):
        SessionLock(tmp_path, session)


def test_taking_and_looking_at_once_never_steals_a_lock(tmp_path: Path) -> None:
    """While others look for free sessions, whoever entered still holds a file that bears the name."""
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            free_sessions(tmp_path, ["busy"])

    lookers = [threading.Thread(target=look) for _ in range(2)]
    for looker in lookers:
        looker.start()
    try:
        for _ in range(50):
            with SessionLock(tmp_path, "busy"):
                assert (tmp_path / "busy").exists()
                assert free_sessions(tmp_path, ["busy"]) == ()
    finally:
        stop.set()
        for looker in lookers:
            looker.join()
