"""Transcripts and cheat sheets: what was kept, in four forms."""

from __future__ import annotations

import json
import re
from contextlib import closing
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.core.conversation import LESSON
from tests.core.judging import FACTS, ended, printed
from tutor.chat.ansi import as_ansi
from tutor.cli import main
from tutor.commands.transcript import formatted
from tutor.core.cheat_sheet import cheat_sheet_markdown
from tutor.core.command import parse
from tutor.core.events import Ended, Left, Typed
from tutor.core.message import Note, text
from tutor.core.progress import Attempt
from tutor.core.state import Job, State
from tutor.core.transcript import MOST_OUTPUT, Kind, PastEntry, ran
from tutor.diary import Diary
from tutor.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 3, 4, 12, 0, 0, 5000, tzinfo=UTC)
RUN = "docker run -e DB_PASSWORD=hunter2 ghost ls"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store where the command would look for it."""
    monkeypatch.setenv("DOCKER_TUTOR_DATA", str(tmp_path))
    opened, _ = Store.open(tmp_path / "progress.sqlite3", lambda: NOON)
    with closing(opened) as new:
        yield new


def kept(store: Store) -> tuple[PastEntry, ...]:
    """A short dialogue: a line, what it did, and what was said of it."""
    diary = Diary(store, "s1", lambda: NOON, as_ansi)
    state = State(LESSON).with_job(Job(1, parse(RUN), LESSON.steps[0].id))
    diary.heard(state, Typed(RUN))
    diary.heard(state, Ended(1, ended(RUN, exit_code=0, output="DB_PASSWORD=hunter2\n<b>files</b> ```\n")))
    diary.said(state, Note(text("verdict.passed")))
    assert diary.keep() is None
    return store.dialogue(LESSON.id)


class Balanced(HTMLParser):
    """Every tag that is opened is closed, in order; what is loaded from elsewhere is noted."""

    VOID = ("meta", "!doctype")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.foreign += [str(value) for name, value in attrs if name in {"src", "href"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It is the one opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect what is read."""
        self.text += data


def test_the_dialogue_is_kept_with_its_evidence(store: Store) -> None:
    """Typed, ran, said, in order, with times; the container with its whole id and digest."""
    entries = kept(store)
    assert [past.entry.kind for past in entries] == [Kind.TYPED, Kind.RAN, Kind.SAID]
    assert {past.time for past in entries} == {"2026-03-04T12:00:00.005+00:00"}
    evidence = entries[1].entry.evidence
    assert evidence is not None
    (container,) = evidence.containers
    assert (evidence.exit_code, container.made) == (0, True)
    seen = ended(RUN).created[0]
    assert (container.id, container.image_id) == (seen.id, seen.image_id)


@pytest.mark.parametrize("form", ["md", "html", "json", "cast"])
def test_no_form_tells_a_secret(store: Store, form: str) -> None:
    """Neither the typed line nor what Docker printed of it."""
    written = formatted(form, LESSON.id, LESSON.title, kept(store))
    assert "hunter2" not in written
    assert "DB_PASSWORD=***" in re.sub(r"<[^>]*>", "", written) or form == "cast"


def test_a_page_is_whole_and_needs_nothing_else(store: Store) -> None:
    """What was printed is only text in it, whatever it looks like."""
    page = Balanced()
    page.feed(formatted("html", LESSON.id, LESSON.title, kept(store)))
    page.close()
    assert page.open == []
    assert page.foreign == []
    assert "<b>files</b>" in page.text
    assert "exit code 0" in page.text
    assert ended(RUN).created[0].id in page.text


def test_markdown_has_the_evidence_below_each_command(store: Store) -> None:
    """And a fence that no backticks in the output can end."""
    written = formatted("md", LESSON.id, LESSON.title, kept(store))
    fences = [line for line in written.splitlines() if line.startswith("````")]
    assert fences == ["````text", "````"]
    assert written.index("<b>files</b>") < written.index("*exit code 0") < written.index("Done.")
    assert f"`{ended(RUN).created[0].id}`" in written
    assert "\x1b" not in written


def test_json_is_for_programs(store: Store) -> None:
    """By session and turn, without colours."""
    data = json.loads(formatted("json", LESSON.id, LESSON.title, kept(store)))
    (session,) = data["sessions"]
    assert [turn["kind"] for turn in session["entries"]] == ["typed", "ran", "said"]
    assert session["entries"][1]["evidence"]["exit_code"] == 0
    assert session["entries"][2]["text"].strip() == "Done."


def test_a_cast_can_be_played(store: Store) -> None:
    """An asciicast of version 2: times never go back, and put together it is what was on the screen."""
    header, *events = map(json.loads, formatted("cast", LESSON.id, LESSON.title, kept(store)).splitlines())
    assert (header["version"], header["width"], header["height"]) == (2, 80, 24)
    times = [time for time, _, _ in events]
    assert times == sorted(times)
    screen = "".join(piece for _, kind, piece in events if kind == "o")
    assert "docker run -e DB_PASSWORD=*** ghost ls\r\n" in screen
    assert "\n" not in screen.replace("\r\n", "")


def test_long_output_is_cut_and_that_is_told(store: Store) -> None:
    """Its end is kept."""
    job = Job(1, parse("docker logs blog"), "logs")
    entry = ran(LESSON.id, "logs", job, printed("x" * 100 + "y" * MOST_OUTPUT))
    assert entry.text == "y" * MOST_OUTPUT
    store.log("s1", [("2026-03-04T12:00:00.005+00:00", entry)])
    assert "(the first 100 characters were not kept)" in formatted("md", "x", "X", store.dialogue(LESSON.id))


def test_a_secret_at_the_edge_of_what_is_kept_is_hidden() -> None:
    """The lines around the cut are read whole, be there line ends or not."""
    job = Job(1, parse("docker logs blog"), "logs")
    for filler in ("x" * 50 + "\n", "x"):
        before, after = filler * 2 * MOST_OUTPUT, "y" * (MOST_OUTPUT - 10)
        entry = ran(LESSON.id, "logs", job, printed(f"{before} PASSWORD={'s3cret' * 9} {after}"))
        assert "s3cret" not in entry.text
        assert entry.text.endswith(after)


def test_what_goes_on_after_it_was_left_is_told_once(store: Store) -> None:
    """The second entry of a terminal has only what came since the first."""
    diary = Diary(store, "s1", lambda: NOON, as_ansi)
    state = State(LESSON).with_job(Job(1, parse("docker run ghost"), "x"))
    diary.heard(state, Left(1, printed("first\n")))
    diary.heard(state, Ended(1, printed("first\nsecond\n")))
    diary.keep()
    assert [past.entry.text for past in store.dialogue(LESSON.id)] == ["first\n", "second\n"]


def test_attempts_are_kept_without_their_secrets(store: Store) -> None:
    """The progress file holds no password that was typed at a step."""
    store.save(Attempt(LESSON.id, "run-ls", RUN, "passed"))
    assert store.attempts(LESSON.id)[0].attempt.line == "docker run -e DB_PASSWORD=*** ghost ls"


def test_reset_forgets_what_was_said_and_reviewed(store: Store) -> None:
    """Of the lesson that was named, and of no other."""
    kept(store)
    other = ran("other", "x", Job(1, parse("docker ps"), "x"), printed(""))
    store.log("s1", [("2026-03-04T12:00:00.005+00:00", other)])
    store.reset(LESSON.id)
    assert store.dialogue(LESSON.id) == ()
    assert len(store.dialogue("other")) == 1


def test_a_cheat_sheet_has_ones_own_lines_by_section() -> None:
    """Only steps that ask for a command, in the lesson's order."""
    lines = {"inspect-image": "docker image inspect ghost", "boot-ghost": "docker run -p8989:2368 ghost"}
    sheet = cheat_sheet_markdown(LESSON, lines, FACTS)
    assert sheet.index("## Creating a container") < sheet.index("    docker run -p8989") < sheet.index("image inspect")
    assert cheat_sheet_markdown(LESSON, {}, FACTS) == ""


def test_a_file_that_exists_is_never_written_over(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first call writes it, the second says so and ends with the code for wrong usage."""
    kept(store)
    store.save(Attempt(LESSON.id, "inspect-image", "docker inspect ghost", "passed"))
    for command in ("transcript", "cheatsheet"):
        path = tmp_path / f"{command}.md"
        assert main([command, LESSON.id, "-o", str(path)]) == 0
        written = path.read_text(encoding="utf-8")
        assert main([command, LESSON.id, "-o", str(path)]) == 2
        assert "exists" in capsys.readouterr().err
        assert path.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("command", ["transcript", "cheatsheet", "review"])
def test_without_a_lesson_the_one_worked_on_last_is_meant(
    store: Store, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where none was begun, that is said and nothing breaks."""
    assert main([command]) == (0 if command == "review" else 2)
    kept(store)
    store.save(Attempt(LESSON.id, "inspect-image", "docker inspect ghost", "passed"))
    capsys.readouterr()
    assert main([command]) == 0
    assert (LESSON.title in capsys.readouterr().out) is (command != "review")
