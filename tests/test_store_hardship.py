"""The progress file in hard times: cut anywhere, any page of it rubbish, thousands of attempts, a clock set back."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.scale import scaled
from tests.test_store import NOON, attempt, child, opened
from tutor.core.progress import Mark, StepMark
from tutor.store import Store

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096  # bytes, SQLite's own
EACH = scaled(500, 5_000)
EVERY = scaled(4, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the progress file is."""
    return tmp_path / "data" / "progress.sqlite3"


@pytest.fixture
def well(path: Path) -> bytes:
    """A file of many pages, all well."""
    with closing(opened(path)) as store:
        for number in range(900):
            store.save(attempt(f"docker run --name number-{number} ghost ls"))
        store.save(StepMark("first", "look", Mark.DONE))
    return path.read_bytes()


def carries_on(path: Path, content: bytes) -> None:
    """With this file: opened without an error; set aside whole and told, or read; and what is saved now is kept."""
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    path.write_bytes(content)
    store, notices = Store.open(path, lambda: NOON)
    with closing(store):
        assert store.is_saving
        aside = list(path.parent.glob("*.corrupt-*.sqlite3"))
        assert len(notices) == len(aside) <= 1
        assert all(one.read_bytes() == content for one in aside)
        if not aside:
            assert len(store.attempts("first")) <= 900
        assert store.save(attempt("after it")) is None
    with closing(opened(path)) as again:
        assert again.attempts("first")[-1].attempt.line == "after it"


@pytest.mark.timeout(1200)
def test_cut_at_any_page(path: Path, well: bytes) -> None:
    """Whatever is missing at its end, the file is set aside as it is or used, and the lesson goes on."""
    assert len(well) > 20 * PAGE
    for length in range(0, len(well), PAGE * EVERY):
        carries_on(path, well[:length])
        carries_on(path, well[: length + 1])


@pytest.mark.timeout(1200)
def test_any_page_rubbish(path: Path, well: bytes) -> None:
    """A page of rubbish anywhere: the same."""
    for start in range(0, len(well), PAGE * EVERY):
        carries_on(path, well[:start] + b"\xa5" * PAGE + well[start + PAGE :])


@pytest.mark.timeout(1200)
def test_thousands_of_attempts_of_two_tutors(path: Path) -> None:
    """Two programs that write as fast as they can: every line of both is there, each one's in its own order."""
    code = f"""
store, notices = Store.open(Path(sys.argv[1]))
for number in range({EACH}):
    trouble = store.save(Attempt("first", sys.argv[2], str(number), "passed"))
    if trouble: print(trouble)
print(notices, store.is_saving)
"""
    processes = [child(code, str(path), name) for name in ("left", "right")]
    for process in processes:
        printed, errors = process.communicate(timeout=1000)
        assert printed == "() True\n", errors
    with closing(opened(path)) as store:
        attempts = [entry.attempt for entry in store.attempts("first")]
    for name in ("left", "right"):
        assert [one.line for one in attempts if one.step == name] == [str(number) for number in range(EACH)]


def test_a_clock_set_back_changes_no_order(path: Path) -> None:
    """Attempts come back in the order they were made in, whatever the clock said."""
    moments = (datetime(2026, 3, 4, tzinfo=UTC) - timedelta(days=400 * number) for number in range(1_000))
    store, _ = Store.open(path, lambda: next(moments))
    with closing(store):
        for number in range(20):
            store.save(attempt(str(number)))
        store.save(StepMark("first", "look", Mark.DONE))
    with closing(opened(path)) as again:
        assert [entry.attempt.line for entry in again.attempts("first")] == [str(number) for number in range(20)]
        assert again.marks("first") == {"look": Mark.DONE}


def test_an_older_file_becomes_a_newer_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next program's migration, whatever it adds, keeps all that was there; today's file is its older one."""
    with closing(opened(path)) as store:
        store.save(attempt("kept"))
    from tutor import store_schema  # noqa: PLC0415 -- patched below

    later = (*store_schema.MIGRATIONS, ("ALTER TABLE attempts ADD COLUMN mood TEXT NOT NULL DEFAULT ''",))
    monkeypatch.setattr(store_schema, "MIGRATIONS", later)
    monkeypatch.setattr(store_schema, "VERSION", len(later))
    with closing(opened(path)) as newer:
        assert [entry.attempt.line for entry in newer.attempts("first")] == ["kept"]
        assert newer.save(attempt("added")) is None
    monkeypatch.undo()
    store, notices = Store.open(path)
    with closing(store):
        assert "newer" in notices[0]
