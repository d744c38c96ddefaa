"""Recordings on disk: found, read, small, and telling nothing of where they were made."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.recorded.theatre import LESSON
from tutor.core.cast import read_cast
from tutor.errors import TutorError
from tutor.recorded.shelf import ABOUT, folder_of, has_recordings, open_shelf, read_shelf

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 300_000  # bytes: what a wheel and a checkout can bear for one lesson
FOLDER = folder_of(LESSON.id, LESSON.path)
PLACES = re.compile(r"/(?:home|root|Users|tmp|work|builds|var/cells)/[\w.-]")
ADDRESS = re.compile(r"\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+\b")


def test_the_lesson_has_recordings() -> None:
    """They are found by the lesson's id; a lesson that has none is said to have none."""
    assert has_recordings(LESSON.id)
    assert not has_recordings("another-lesson", LESSON.path)
    with pytest.raises(TutorError, match="no recordings"):
        open_shelf("another-lesson")


def test_they_are_small() -> None:
    """All files of the lesson together."""
    assert FOLDER
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LARGEST


def test_they_tell_nothing_of_the_machine() -> None:
    """No folder of a user's or a builder's, no address of a network, no session's id stands in them."""
    assert FOLDER
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not PLACES.search(text), path.name
        assert not ADDRESS.search(text), path.name
        assert not re.search(r"docker-tutor\.session\W+(?!recorded)\w", text), path.name


def test_every_recording_can_be_read() -> None:
    """Each is a cast with an end, and says when it was made; nothing but the listed stand-ins is in it."""
    shelf = open_shelf(LESSON.id, LESSON.path)
    for one in shelf.recordings:
        assert read_cast(one.cast, one.name).events or one.sheet.end, one.name
        assert one.sheet.end or one.sheet.rest, one.name
        assert set(re.findall(r"<<(\w+?)\d*\.(?:id|short|name)>>", one.cast)) <= {"target", "new"}, one.name


@pytest.mark.parametrize("damage", ["{", '{"lesson": 5}', ""])
def test_a_broken_file_is_named(tmp_path: Path, damage: str) -> None:
    """The error names the file and how to make it anew."""
    assert FOLDER
    copy = tmp_path / "recordings"
    shutil.copytree(FOLDER, copy)
    (copy / ABOUT).write_text(damage)
    with pytest.raises(TutorError, match=ABOUT) as error:
        read_shelf(copy)
    assert "author record" in error.value.hint


def test_a_missing_cast_is_named(tmp_path: Path) -> None:
    """A sheet without its cast is an error, not an empty screen."""
    assert FOLDER
    copy = tmp_path / "recordings"
    shutil.copytree(FOLDER, copy)
    gone = min(copy.glob("*.cast"))
    gone.unlink()
    with pytest.raises(TutorError, match=gone.name):
        read_shelf(copy)
