"""The file of entered lines: what it keeps, what it never keeps, and that it never fails."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from tutor.chat.history import LineHistory, is_secret


def remembered(path: Path) -> list[str]:
    """The lines in the file, oldest first."""
    return list(LineHistory(path).load_history_strings())[::-1]


def test_lines_outlive_the_session(tmp_path: Path) -> None:
    """Lines come back newest first, the same line once in a row, in a file that only its owner reads."""
    path = tmp_path / "made" / "history"
    history = LineHistory(path)
    for line in ("docker ps", "docker ps", "hint", "docker ps", "é 🐳", ""):
        history.append_string(line)
    assert remembered(path) == ["docker ps", "hint", "docker ps", "é 🐳"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_older_file_is_closed_to_others(tmp_path: Path) -> None:
    """A file that others could read no longer can be."""
    path = tmp_path / "history"
    path.write_text("docker ps\n")
    path.chmod(0o644)
    LineHistory(path).store_string("hint")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "line",
    [
        "docker run -e MYSQL_ROOT_PASSWORD=x mysql",
        "docker run --env=API_KEY=x ghost",
        "docker login -u me -p x",
        "docker login -px",
        "docker login --password x",
        "docker build --build-arg GITHUB_TOKEN=x .",
        "docker pull https://me:x@example.org/ghost",
        " docker run ghost",
    ],
)
def test_secrets_are_not_written(tmp_path: Path, line: str) -> None:
    """A line with a password, a token or a key, or with a space in front, never reaches the file."""
    LineHistory(tmp_path / "history").store_string(line)
    assert is_secret(line)
    assert remembered(tmp_path / "history") == []


@pytest.mark.parametrize("line", ["docker run -p 8989:2368 ghost", "docker login", "docker inspect -f '{{.Id}}' x"])
def test_ordinary_lines_are_no_secrets(line: str) -> None:
    """What the lesson teaches is remembered."""
    assert not is_secret(line)


def test_a_very_long_line_is_not_kept(tmp_path: Path) -> None:
    """A pasted 100 kB line does not fill the file."""
    LineHistory(tmp_path / "history").store_string("x" * 100_000)
    assert remembered(tmp_path / "history") == []


def test_the_file_stays_small(tmp_path: Path) -> None:
    """However much is entered, the file is bounded, and the newest lines are in it."""
    path = tmp_path / "history"
    history = LineHistory(path)
    for number in range(400):
        history.store_string(f"{number} {'x' * 1000}")
    assert path.stat().st_size < 300_000
    assert remembered(path)[-1].startswith("399 ")
    assert len(remembered(path)) > 50


def test_a_file_of_anything_is_read(tmp_path: Path) -> None:
    """Broken UTF-8, NUL bytes and a missing line end at the end are no error."""
    path = tmp_path / "history"
    path.write_bytes(b"docker ps\n\xff\xfe\x00\n\n\nhint")
    lines = remembered(path)
    assert lines[0] == "docker ps"
    assert lines[-1] == "hint"


def test_a_place_that_cannot_be_used_is_no_error(tmp_path: Path) -> None:
    """A folder, a pipe, a path through a file, or no place at all: lines are remembered for this session only."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "folder", tmp_path / "pipe", tmp_path / "file" / "history", Path("/proc/history"), None):
        history = LineHistory(path)
        history.append_string("docker ps")
        assert history.get_strings() == ["docker ps"]
        assert list(history.load_history_strings()) == []


def _write(path: Path, name: str) -> None:
    history = LineHistory(path)
    for number in range(200):
        history.store_string(f"{name} {number}")


def test_two_tutors_share_the_file(tmp_path: Path) -> None:
    """Two processes that write at once lose and mix no line."""
    path = tmp_path / "history"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(path, name)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    lines = remembered(path)
    for name in ("one", "two"):
        assert [line for line in lines if line.startswith(name)] == [f"{name} {number}" for number in range(200)]
