"""Lesson files: a valid one loads as it is meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.lesson_texts import FORMAT_PAGE, HEAD, MISTAKES, READ, documented, small
from tutor.content import lint, load, parse_lesson, schema
from tutor.core.lesson import Circumstance, CommandWanted, InsideWanted, Showing, Status, StepKind, TargetWanted, Where
from tutor.core.mistakes import MISTAKES as JUDGED

if TYPE_CHECKING:
    from pathlib import Path


def test_the_documented_example_loads_and_has_no_findings() -> None:
    """What the documentation shows must be a lesson that could be shipped."""
    lesson = parse_lesson(documented(), "first-look.md", MISTAKES)
    assert lint(lesson) == ()
    assert (lesson.id, lesson.title, lesson.image, lesson.minutes) == ("first-look", "A first look", "ghost", 5)
    assert [(step.section, step.title, step.id) for step in lesson.steps] == [
        ("Starting", "Boot Ghost", "boot-ghost"),
        ("Starting", "Which command?", "which-command"),
        ("Looking and removing", "Files, or a server?", "run-ls"),
        ("Looking and removing", "Remove it", "remove"),
        ("Inside", "Step inside", "step-inside"),
        ("Inside", "Pull the plug", "pull-the-plug"),
        ("Inside", "Four doors", "four-doors"),
        ("Inside", "Once more", "once-more"),
        ("Inside", "What you saw", "what-you-saw"),
    ]
    assert lesson.summary == "Start a container, see it, take it away."
    assert lesson.intro == "In five minutes you start a container, look at it, and remove it."
    assert lesson.outro == "`docker run --help` shows the rest."


def test_every_part_of_a_step_becomes_its_value() -> None:
    """Texts must stay as written, and numbers and true or false must become what the judge compares with."""
    boot, which, run_ls, remove, *_ = parse_lesson(documented(), "first-look.md", MISTAKES).steps
    assert boot.kind is StepKind.DO
    assert boot.do == "docker run -p {{port}}:2368 ghost"
    assert boot.passing
    assert boot.passing.answers is True
    assert boot.passing.container
    assert boot.passing.container.command is CommandWanted.DEFAULT
    assert (boot.passing.container.running, boot.passing.container.tty) == (True, None)
    assert boot.passing.container.published == "2368/tcp"
    assert [(one.mistake, one.given) for one in boot.wrong][2] == ("port-taken", (Circumstance.PORT_TAKEN,))
    assert boot.variants["wants-mysql"].do == "docker run -e NODE_ENV=development -p {{port}}:2368 ghost"
    assert documented().split("\n")[boot.line_number - 1] == "## Boot Ghost"
    assert which.ask
    assert [(choice.word, choice.right) for choice in which.ask.choices] == [("cmd", True), ("expose", False)]
    assert run_ls.passing
    assert run_ls.passing.container
    assert run_ls.passing.container.command == ("ls",)
    assert run_ls.passing.container.exit == "0"
    assert run_ls.passing.output
    assert run_ls.passing.output.without == ("Creating table",)
    assert remove.needs == ("stopped-ls",)


def test_every_part_of_a_visit_a_show_and_a_quiz_becomes_its_value() -> None:
    """What is typed inside, what must be seen there, what is shown and asked must come as it is written."""
    *_, inside, plug, doors, again, saw = parse_lesson(documented(), "first-look.md", MISTAKES).steps
    assert (inside.type, inside.stops) == (("ls", "exit"), ("boot-ghost",))
    assert inside.passing
    assert inside.passing.inside == InsideWanted(lines=1, entered=True, saw=("current",))
    assert inside.passing.target == TargetWanted(status=Status.RUNNING)
    assert [(wrong.type, wrong.given) for wrong in inside.wrong] == [
        (("ls", "exit"), ()),
        ((), (Circumstance.TARGET_STOPPED,)),
    ]
    assert plug.optional
    assert (doors.show, saw.show) == (Showing.FOUR_WAYS, Showing.CHEAT_SHEET)
    assert [bool(case.choices) for case in again.cases] == [True, False]
    assert again.cases[1].answers == ("docker rm {{name-2}}", "docker container rm {{name-2}}")


def test_fixtures_say_where_their_command_stays() -> None:
    """`in: terminal` must be kept, and detached must be what is meant without it."""
    head = HEAD.replace("---\n#", "").replace(
        "minutes: 5\n",
        "minutes: 5\nfixtures:\n  one: {run: docker run a, in: terminal}\n  two: {run: docker run b, stopped: true}\n",
    )
    fixtures = parse_lesson(small("## A\n" + READ.format(id="a"), head), "small.md", MISTAKES).fixtures
    assert [(fixture.name, fixture.place, fixture.stopped) for fixture in fixtures.values()] == [
        ("one", Where.TERMINAL, False),
        ("two", Where.DETACHED, True),
    ]


def test_prose_goes_where_it_is_read() -> None:
    """Text of the first section opens the lesson; that of a later one opens its first step; code stays untouched."""
    body = (
        "opening\n\n## A\nof a\n\n### not a step\n\n    # not a section\n" + READ.format(id="a")
        + "# Two\nof two\n## B\nof b\n~~~sh\n# a comment\n~~~\n" + READ.format(id="b")
    )  # fmt: skip
    lesson = parse_lesson(small(body, HEAD + "before\n"), "small.md", MISTAKES)
    assert lesson.intro == "before\n\nopening"
    assert [step.prose for step in lesson.steps] == [
        "of a\n\n### not a step\n\n    # not a section",
        "of two\n\nof b\n~~~sh\n# a comment\n~~~",
    ]
    assert lesson.outro == ""


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path: Path, end: str) -> None:
    """A file saved on another system must load as the same lesson."""
    path = tmp_path / "first-look.md"
    path.write_bytes(b"\xef\xbb\xbf" + documented().replace("\n", end).encode())
    assert load(path, MISTAKES) == parse_lesson(documented(), str(path), MISTAKES)


def test_lint_names_what_a_lesson_still_lacks() -> None:
    """A valid lesson that helps too little must get a finding at each such step, by line."""
    body = (
        "## A\n```step\nid: a\nkind: do\ndo: docker rm {{container}}\npass: {exit: 0}\nhints: [x, x]\n```\n"
        "## B\nb\n```step\nid: b\nkind: question\nask: {text: x, choices: "
        "[{word: y, text: y, right: true, say: y}, {word: z, text: z}]}\n```\n"
    )
    head = HEAD.replace("minutes: 5\n", "minutes: 5\nfixtures:\n  idle: {run: docker run ghost}\n")
    lesson = parse_lesson(small(body, head), "big.md", MISTAKES)
    assert [(finding.file, finding.line, finding.message) for finding in lint(lesson)] == [
        ("big.md", 1, "No step needs the fixture `idle`."),
        ("big.md", 1, "The file is named `big`, the lesson `small`: they should be the same."),
        ("big.md", 11, "`a` gives one hint twice: each must say more than the one before."),
        ("big.md", 11, "`a` has 0 of at least 2 wrong answers."),
        ("big.md", 11, "`a` has no text."),
        ("big.md", 11, "`a` says nothing when it passes."),
        ("big.md", 11, "`a` speaks of {{container}} but needs no fixture, so that none may be there."),
        ("big.md", 19, "`b` says nothing to the choice `z`."),
    ]


SHIPPED = sorted((FORMAT_PAGE.parent.parent / "lessons").glob("*.md"))


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_a_shipped_lesson_loads_and_has_no_findings(path: Path) -> None:
    """What learners get must be whole: enough hints and wrong answers everywhere, and every name known."""
    assert lint(load(path, frozenset(JUDGED))) == ()


def test_there_is_a_shipped_lesson() -> None:
    """The test above must have something to look at."""
    assert "altering-container-processes" in [path.stem for path in SHIPPED]


def test_the_schema_knows_every_key_and_is_json() -> None:
    """An editor must be able to check a block with it: all keys, unknown ones refused, kinds by name."""
    made = json.loads(json.dumps(schema()))
    step = made["$defs"]["StepShape"]
    assert step["additionalProperties"] is False
    assert step["required"] == ["id", "kind"]
    assert {"pass", "hints", "wrong", "variants"} <= step["properties"].keys()
    assert made["$defs"]["StepKind"]["enum"] == sorted(kind.value for kind in StepKind)


def test_the_documentation_names_every_key() -> None:
    """A key that can be written must be explained."""
    text = FORMAT_PAGE.read_text(encoding="utf-8").partition("````\n\n")[2]
    parts = json.loads(json.dumps(schema()))["$defs"]
    keys = {key for part in parts.values() for key in part.get("properties", {})}
    assert {key for key in keys if f"`{key}`" not in text} == set()
