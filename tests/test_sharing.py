"""Tests that share one daemon do not disturb each other, and those that need it alone have it alone."""

from __future__ import annotations

import fcntl
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from tests.sharing import daemon_shared, in_order

if TYPE_CHECKING:
    from pathlib import Path

PATIENT = 60


def could(folder: Path, how: int) -> bool:
    """Whether somebody else could have it now in that way."""
    with (folder / "daemon.lock").open("a") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.mark.parametrize(("alone", "beside"), [(False, True), (True, False)])
def test_who_may_have_it_beside(tmp_path: Path, *, alone: bool, beside: bool) -> None:
    """Others may share it with one that shares, nobody with one that has it alone; afterwards anybody."""
    with daemon_shared(tmp_path, alone=alone):
        assert could(tmp_path, fcntl.LOCK_SH) is beside
        assert not could(tmp_path, fcntl.LOCK_EX)
    assert could(tmp_path, fcntl.LOCK_EX)


def test_whoever_wants_it_alone_comes_before_whoever_comes_later(tmp_path: Path) -> None:
    """A worker that goes from test to test does not keep another one waiting for ever."""
    came: list[str] = []

    def take(name: str, *, alone: bool) -> threading.Thread:
        def work() -> None:
            with daemon_shared(tmp_path, alone=alone):
                came.append(name)

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    with daemon_shared(tmp_path, alone=False):
        first = take("alone", alone=True)
        with (tmp_path / "daemon.next").open("a") as file:
            while True:  # until the one that wants it alone stands in the queue
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    break
                fcntl.flock(file, fcntl.LOCK_UN)
        second = take("later", alone=False)
    first.join(PATIENT)
    second.join(PATIENT)
    assert came == ["alone", "later"]


def test_what_takes_long_comes_first() -> None:
    """The parts that need the daemon in their order, then the others in theirs."""
    ids = ["tests/chat/b.py::x", "tests/e2e/a.py::x", "tests/test_a.py::x", "tests/trust/a.py::x", "tests/live/a.py::x"]
    items = cast("list[pytest.Item]", [SimpleNamespace(nodeid=one) for one in ids])
    assert [one.nodeid for one in in_order(items)] == [ids[4], ids[3], ids[1], ids[0], ids[2]]
