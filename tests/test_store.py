"""The progress file: nothing saved is lost, and no state of the disk keeps a learner from the lesson."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.progress import Attempt, Mark, StepMark
from tutor.store import Store, StoreError, default_path
from tutor.store_files import _read_only
from tutor.store_rows import Owned
from tutor.store_schema import MIGRATIONS, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 3, 4, 12, 0, 0, 5000, tzinfo=UTC)


def attempt(line: str = "docker ps", step: str = "look", lesson: str = "first") -> Attempt:
    """An attempt that passed."""
    return Attempt(lesson, step, line, "passed", seconds=0.25)


def opened(path: Path) -> Store:
    """The store of that file, which must open without a word."""
    store, notices = Store.open(path, lambda: NOON)
    assert notices == ()
    return store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a progress file would be, in a folder that is not there yet."""
    return tmp_path / "data" / "progress.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A store of a new file."""
    with closing(opened(path)) as new:
        yield new


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Another Python process running `code`, its output piped."""
    start = "import sys; from pathlib import Path; from tutor.store import *; from tutor.core.progress import *\n"
    return subprocess.Popen(
        [sys.executable, "-c", start + code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def output(process: subprocess.Popen[str]) -> list[str]:
    """The lines that the process printed; it must end well."""
    printed, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return printed.splitlines()


def test_what_was_saved_is_there_after_reopening(path: Path, store: Store) -> None:
    """Attempts and marks must come back as they were given, in order, with the time in UTC."""
    assert store.save(attempt("docker ps")) is None
    assert store.save(Attempt("first", "look", "docker p", "not yet", "typo", 1.5)) is None
    assert store.save(StepMark("first", "look", Mark.DONE)) is None
    store.close()
    with closing(opened(path)) as again:
        past = again.attempts("first")
        assert [entry.attempt for entry in past] == [
            attempt("docker ps"),
            Attempt("first", "look", "docker p", "not yet", "typo", 1.5),
        ]
        assert past[0].time == "2026-03-04T12:00:00.005+00:00"
        assert again.marks("first") == {"look": Mark.DONE}
        assert again.marks("second") == {}


@pytest.mark.parametrize(
    ("marks", "kept"),
    [
        ((Mark.SKIPPED, Mark.DONE), Mark.DONE),
        ((Mark.DONE, Mark.SKIPPED), Mark.DONE),
        ((Mark.SKIPPED, Mark.SKIPPED), Mark.SKIPPED),
    ],
)
def test_done_replaces_skipped_and_never_the_other_way(store: Store, marks: tuple[Mark, ...], kept: Mark) -> None:
    """A step once done must stay done."""
    for mark in marks:
        store.save(StepMark("first", "look", mark))
    assert store.marks("first") == {"look": kept}


def test_all_progress_has_the_latest_lesson_first(path: Path) -> None:
    """Lessons must be counted each for itself, the one worked on last first, attempts without a mark included."""
    times = iter(NOON.replace(minute=minute) for minute in range(10))
    store, _ = Store.open(path, lambda: next(times))
    with closing(store):
        store.save(StepMark("first", "a", Mark.DONE))
        store.save(StepMark("first", "b", Mark.SKIPPED))
        store.save(attempt(lesson="second"))
        rows = [(row.lesson, row.done, row.skipped, row.attempts, row.last) for row in store.all_progress()]
    assert rows == [
        ("second", 0, 0, 1, "2026-03-04T12:03:00.005+00:00"),
        ("first", 1, 1, 0, "2026-03-04T12:02:00.005+00:00"),
    ]


def test_reset_forgets_one_lesson_or_all_and_says_how_much(store: Store) -> None:
    """A reset must leave other lessons and what is owned alone."""
    for lesson in ("first", "second"):
        store.save(attempt(lesson=lesson))
        store.save(StepMark(lesson, "look", Mark.DONE))
    store.own("s1", "container", "abc", "happy_ant")
    forgotten = store.reset("first")
    assert (forgotten.marks, forgotten.attempts) == (1, 1)
    assert (store.marks("first"), store.attempts("first")) == ({}, ())
    assert [row.lesson for row in store.all_progress()] == ["second"]
    assert store.reset().attempts == 1
    assert store.reset().attempts == 0
    assert [row.id for row in store.owned()] == ["abc"]


def test_owned_objects_are_remembered_until_disowned(path: Path, store: Store) -> None:
    """Owning twice must be once, the later name counting; the same id of another kind is another thing."""
    store.own("s1", "container", "abc", "")
    store.own("s1", "container", "abc", "happy_ant")
    store.own("s2", "volume", "def", "def")
    store.close()
    with closing(opened(path)) as again:
        time = "2026-03-04T12:00:00.005+00:00"
        assert again.owned() == (
            Owned("s1", "container", "abc", "happy_ant", time),
            Owned("s2", "volume", "def", "def", time),
        )
        assert again.disown(["abc", "unknown"]) is None
        assert [row.id for row in again.owned()] == ["def"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("docker run 'x'; DROP TABLE attempts; --", None),
        ("nul \0 and escape \x1b[31m", None),
        ("é 🐳 " + "x" * 100_000, None),
        ("half \udcff", "half \\udcff"),
        ("", None),
    ],
)
def test_any_line_can_be_saved(store: Store, line: str, kept: str | None) -> None:
    """A line must come back as typed, whatever is in it; what is no text at all comes back as its escape."""
    assert store.save(attempt(line)) is None
    assert store.attempts("first")[0].attempt.line == (line if kept is None else kept)


def test_only_the_learner_can_read_the_file(path: Path, store: Store) -> None:
    """Typed lines can hold passwords: the file must be private."""
    store.save(attempt())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_record_survives_kill_9_right_after_it(path: Path) -> None:
    """What `save` returned for must be in the file even if the program is killed at once."""
    code = """
store, _ = Store.open(Path(sys.argv[1]))
for number in range(1000):
    store.save(Attempt("first", "look", f"line {number}", "passed"))
    print(number, flush=True)
"""
    process = child(code, str(path))
    assert process.stdout
    for _ in range(20):
        told = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    told = max([told, *map(int, process.stdout.read().split())])
    process.communicate()
    with closing(opened(path)) as store:
        lines = [entry.attempt.line for entry in store.attempts("first")]
    assert lines[: told + 1] == [f"line {number}" for number in range(told + 1)]


def test_two_tutors_at_once_lose_nothing(path: Path) -> None:
    """Two programs writing to one file, begun by both at once, must both be heard in full."""
    code = """
store, notices = Store.open(Path(sys.argv[1]))
troubles = [store.save(Attempt("first", sys.argv[2], str(number), "passed")) for number in range(150)]
print(notices, set(troubles))
"""
    processes = [child(code, str(path), name) for name in ("left", "right")]
    assert [output(process) for process in processes] == [["() {None}"]] * 2
    with closing(opened(path)) as store:
        attempts = [entry.attempt for entry in store.attempts("first")]
    for name in ("left", "right"):
        assert [one.line for one in attempts if one.step == name] == [str(number) for number in range(150)]


def test_threads_share_a_store(store: Store) -> None:
    """What the wire's threads own while the session saves must all be there."""

    def own(name: str) -> None:
        for number in range(40):
            store.own("s1", "container", f"{name}{number}", "")

    threads = [threading.Thread(target=own, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for _ in range(40):
        store.save(attempt())
    for thread in threads:
        thread.join()
    assert (len(store.owned()), len(store.attempts("first"))) == (120, 40)


def damage_start(path: Path) -> None:
    """The file is no database any more."""
    path.write_bytes(b"this is not a database" * 1000)


def damage_middle(path: Path) -> None:
    """The file begins well; the page where the tables' names stand is rubbish behind its header."""
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)


def damage_leaf(path: Path) -> None:
    """The header and the first page are well; all the others are rubbish."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def cut_short(path: Path) -> None:
    """The file's end is missing."""
    path.write_bytes(path.read_bytes()[:5000])


def other_tables(path: Path) -> None:
    """A fine database, of another program."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE marks (x); PRAGMA user_version = 1;")


@pytest.mark.parametrize("damage", [damage_start, damage_middle, damage_leaf, cut_short, other_tables])
def test_a_damaged_file_is_set_aside_and_told(path: Path, damage: object) -> None:
    """The damaged file must be kept as it is under the told name, and a new one must work."""
    assert callable(damage)
    with closing(opened(path)) as store:
        for number in range(200):
            store.save(attempt(f"line {number}"))
    damage(path)
    broken = path.read_bytes()
    store, notices = Store.open(path, lambda: NOON)
    with closing(store):
        aside = path.with_name("progress.corrupt-2026-03-04T120000.sqlite3")
        assert notices == (f"Your progress file was damaged. It is kept as {aside}, and a new one is begun.",)
        assert aside.read_bytes() == broken
        assert store.attempts("first") == ()
        assert store.is_saving
        store.save(attempt("anew"))
    with closing(opened(path)) as store:
        assert [entry.attempt.line for entry in store.attempts("first")] == ["anew"]


def test_what_another_tutor_keeps_beside_a_damaged_file_goes_with_it(path: Path) -> None:
    """A write-ahead log that is in use must neither be played into the new file nor be lost."""
    with closing(opened(path)) as other:
        other.save(attempt("of the other"))
        damage_start(path)
        store, notices = Store.open(path, lambda: NOON)
        with closing(store):
            aside = path.with_name("progress.corrupt-2026-03-04T120000.sqlite3")
            assert len(notices) == 1
            assert aside.with_name(aside.name + "-wal").stat().st_size > 0
            assert store.attempts("first") == ()
            assert store.save(attempt("anew")) is None
    with closing(opened(path)) as again:
        assert [entry.attempt.line for entry in again.attempts("first")] == ["anew"]


def test_a_second_damaged_file_gets_a_name_of_its_own(path: Path) -> None:
    """Setting aside twice within a second must not overwrite the first."""
    path.parent.mkdir()
    for count in (1, 2):
        path.write_bytes(b"damaged" * 1000 * count)
        store, notices = Store.open(path, lambda: NOON)
        store.close()
        assert len(notices) == 1
    sizes = {file.name: file.stat().st_size for file in path.parent.glob("*.corrupt-*")}
    assert sizes == {
        "progress.corrupt-2026-03-04T120000.sqlite3": 7000,
        "progress.corrupt-2026-03-04T120000-2.sqlite3": 14000,
    }


def test_tutors_that_find_the_damaged_file_together_set_it_aside_once(path: Path) -> None:
    """No one may take the new file of the other for the damaged one: what both save must be there."""
    path.parent.mkdir()
    damage_start(path)
    code = """
store, notices = Store.open(Path(sys.argv[1]))
store.save(Attempt("first", "look", sys.argv[2], "passed"))
print(len(notices))
"""
    processes = [child(code, str(path), str(number)) for number in range(4)]
    assert sorted(output(process)[0] for process in processes) == ["0", "0", "0", "1"]
    assert len(list(path.parent.glob("*.corrupt-*"))) == 1
    with closing(opened(path)) as store:
        assert sorted(entry.attempt.line for entry in store.attempts("first")) == ["0", "1", "2", "3"]


def test_the_file_of_a_newer_program_is_left_alone(path: Path) -> None:
    """Its bytes must stay, the learner must be told, and the lesson must go on in memory."""
    opened(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    store, notices = Store.open(path)
    with closing(store):
        assert len(notices) == 1
        assert "newer" in notices[0]
        assert str(path) in notices[0]
        assert store.save(StepMark("first", "look", Mark.DONE)) is None
        assert store.marks("first") == {"look": Mark.DONE}
        assert not store.is_saving
        with pytest.raises(StoreError, match="cannot be forgotten"):
            store.reset()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_folder_that_cannot_be_made_is_told_and_the_lesson_goes_on(tmp_path: Path) -> None:
    """Where no file can be, progress must last as long as the program, and the place must be named."""
    (tmp_path / "file").write_text("")
    store, notices = Store.open(tmp_path / "file" / "progress.sqlite3")
    with closing(store):
        assert len(notices) == 1
        assert str(tmp_path / "file") in notices[0]
        assert store.save(attempt()) is None
        assert len(store.attempts("first")) == 1


def test_a_read_only_home_still_shows_what_was_done(path: Path) -> None:
    """Progress from before must count, the trouble must be told once, and nothing in the folder may change."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "progress.sqlite3"
        with closing(opened(path)) as store:
            store.save(StepMark("first", "look", Mark.DONE))
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        code = """
import os
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)  # root may write anywhere
store, notices = Store.open(Path(sys.argv[1]))
trouble = store.save(StepMark("first", "next", Mark.DONE))
print(len(notices), "Permission denied" in notices[0], trouble, sorted(store.marks("first")))
"""
        assert output(child(code, str(path))) == ["1 True None ['look', 'next']"]
        assert [file.name for file in Path(folder).iterdir()] == ["progress.sqlite3"]
        Path(folder).chmod(0o755)


def test_a_full_disk_is_told_once_and_made_up_for_when_there_is_room(path: Path) -> None:
    """While no byte can be written, saves must be kept in memory; with room again, none may be missing."""
    code = """
import resource
store, notices = Store.open(Path(sys.argv[1]))
store.save(StepMark("first", "before", Mark.DONE))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
troubles = [store.save(StepMark("first", name, Mark.DONE)) for name in "abc"]
print([bool(trouble and trouble.detail) for trouble in troubles], store.is_saving, sorted(store.marks("first")))
try:
    store.reset()
except StoreError as error:
    print(error.message.startswith("Your progress cannot be forgotten: "))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(store.save(StepMark("first", "d", Mark.DONE)), store.is_saving)
"""
    assert output(child(code, str(path))) == [
        "[True, False, False] False ['a', 'b', 'before', 'c']",
        "True",
        "None True",
    ]
    with closing(opened(path)) as store:
        assert sorted(store.marks("first")) == ["a", "b", "before", "c", "d"]


def test_a_file_locked_for_too_long_is_trouble_not_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program holding the file must cost no record: closing brings what is missing."""
    monkeypatch.setattr("tutor.store_files.PATIENCE", 0.05)
    store = opened(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        trouble = store.save(attempt("kept"))
        assert trouble is not None
        assert trouble.detail == "database is locked"
        other.execute("ROLLBACK")
    store.close()
    with closing(opened(path)) as again:
        assert [entry.attempt.line for entry in again.attempts("first")] == ["kept"]


def test_a_closed_store_says_so_in_words(path: Path) -> None:
    """Reading what cannot be read must be a TutorError, not one of sqlite's."""
    store = opened(path)
    store.close()
    with pytest.raises(StoreError, match="cannot be read"):
        store.marks("first")


def test_the_place_of_the_file() -> None:
    """The variable must win; without it the file is in a folder of the tutor's own."""
    assert default_path({"DOCKER_TUTOR_DATA": "/some/where"}) == Path("/some/where/progress.sqlite3")
    assert default_path({}).parent.name == "docker-tutor"


LESSONS = st.sampled_from(["one", "two"])
STEPS = st.sampled_from(["a", "b", "c"])
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("mark"), LESSONS, STEPS, st.sampled_from(Mark)),
        st.tuples(st.just("try"), LESSONS, STEPS, st.text(max_size=5)),
        st.tuples(st.just("reset"), st.one_of(st.none(), LESSONS)),
        st.tuples(st.just("own"), STEPS),
        st.tuples(st.just("disown"), STEPS),
        st.tuples(st.just("reopen")),
    ),
    max_size=25,
)


class Model:
    """What a store must hold, in plain dicts and lists."""

    def __init__(self) -> None:
        self.marks: dict[tuple[str, str], Mark] = {}
        self.attempts: list[Attempt] = []
        self.owned: set[str] = set()

    def mark(self, lesson: str, step: str, mark: Mark) -> None:
        """As `save` of a mark."""
        if self.marks.get((lesson, step)) is not Mark.DONE:
            self.marks[lesson, step] = mark

    def reset(self, lesson: str | None) -> None:
        """As `reset`."""
        self.marks = {key: mark for key, mark in self.marks.items() if lesson not in (None, key[0])}
        self.attempts = [one for one in self.attempts if lesson not in (None, one.lesson)]


def perform(operation: tuple[object, ...], store: Store, model: Model, path: Path) -> Store:
    """One operation on both; the store to go on with."""
    match operation:
        case ("mark", str(lesson), str(step), Mark() as mark):
            store.save(StepMark(lesson, step, mark))
            model.mark(lesson, step, mark)
        case ("try", str(lesson), str(step), str(line)):
            store.save(attempt(line, step, lesson))
            model.attempts.append(attempt(line, step, lesson))
        case ("reset", None | str() as lesson):
            store.reset(lesson)
            model.reset(lesson)
        case ("own", str(name)):
            store.own("s", "container", name, name)
            model.owned.add(name)
        case ("disown", str(name)):
            store.disown([name])
            model.owned.discard(name)
        case _:
            store.close()
            return opened(path)
    return store


@given(OPERATIONS)
def test_any_sequence_of_operations_holds_what_a_model_holds(operations: list[tuple[object, ...]]) -> None:
    """After any operations, reopening between them included, the store must hold what plain dicts would."""
    model = Model()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "progress.sqlite3"
        store = opened(path)
        for operation in operations:
            store = perform(operation, store, model, path)
        for lesson in ("one", "two"):
            assert store.marks(lesson) == {step: mark for (of, step), mark in model.marks.items() if of == lesson}
            assert [entry.attempt for entry in store.attempts(lesson)] == [
                one for one in model.attempts if one.lesson == lesson
            ]
        assert {row.id for row in store.owned()} == model.owned
        assert sum(row.done + row.skipped for row in store.all_progress()) == len(model.marks)
        store.close()


def test_an_older_file_that_cannot_be_written_still_counts(path: Path) -> None:
    """Its progress is shown, though it lacks the newer tables; the file stays as it was."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("INSERT INTO marks VALUES ('first', 'look', 'done', '2026-03-04')")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    before = path.read_bytes()
    opened_so = _read_only(path, PermissionError(13, "Permission denied"))
    with closing(Store(opened_so, lambda: NOON)) as store:
        assert store.marks("first") == {"look": Mark.DONE}
        assert store.dialogue("first") == ()
    assert path.read_bytes() == before
