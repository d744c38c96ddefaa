"""A disk that is full in the middle of a lesson: a real, small file system, in a mount of the test's own."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.e2e.learner import COMMAND, LESSON

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Home

NOT_COMPLETE = 3
TIMES = 24
LINE = "docker inspect ghost"
SCRIPT = """
mount -t tmpfs -o size=160k tmpfs {disk}
"$@"
code=$?
cat /dev/zero >{disk}/rest 2>/dev/null
wc -c <{disk}/rest >{copy}/room
rm {disk}/rest
cp -r {disk}/. {copy}
exit $code
"""
ROOM_LEFT = 16 * 1024  # bytes: too little for what came next


def apart() -> list[str]:
    """What gives a program mounts of its own; where the kernel allows none, a failure under CI, else a skip."""
    words = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("this kernel gives us no mounts of our own (unshare)")
    return words


def test_the_disk_fills_up_in_the_middle(place: Home, tmp_path: Path) -> None:
    """It is told once, every line has its verdict all the same, and what had been stored by then is there and whole."""
    disk, copy = tmp_path / "disk", tmp_path / "copy"
    disk.mkdir()
    copy.mkdir()
    start = (str(COMMAND), "start", LESSON, "--image", "stand-in", "--step", "own-command")
    done = subprocess.run(
        [*apart(), "sh", "-c", SCRIPT.format(disk=disk, copy=copy), "sh", *start],
        input=f"{LINE}\n" * TIMES,
        env={**os.environ, "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": str(disk)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    said = " ".join(done.stdout.split())
    assert done.returncode == NOT_COMPLETE, said + done.stderr
    assert int((copy / "room").read_text()) < ROOM_LEFT
    assert said.count("Your progress cannot be saved: ") == 1, said
    shown = len(re.findall("^→ ", done.stdout, re.MULTILINE))
    assert shown == TIMES, done.stdout
    stored = attempts(copy / "docker-tutor" / "progress.sqlite3")
    assert 0 < len(stored) < TIMES
    assert stored == [LINE] * len(stored)
    assert place.is_clear()
    following = goes_on(place, copy)
    assert "Welcome back." in following
    assert "was damaged" not in following


def goes_on(place: Home, copy: Path) -> str:
    """What the next start says, where there is room again."""
    shutil.copytree(copy / "docker-tutor", place.store.parent)
    return place.script("quit").stdout


def attempts(path: Path) -> list[str]:
    """The lines in that file, which has to be whole."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [line for (line,) in connection.execute("SELECT line FROM attempts ORDER BY number")]
