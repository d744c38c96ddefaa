"""What came of a check, and how that is told."""

from __future__ import annotations

import pytest

from tutor.authoring.checks import Check
from tutor.authoring.notebook import NOTHING, Listener, Notebook
from tutor.authoring.results import Came, Result, as_data, summary, told
from tutor.core.message import Judgement, Note, text
from tutor.core.progress import Attempt, Mark, StepMark
from tutor.core.spans import Span
from tutor.core.verdict import VerdictKind

RIGHT = Check(step="boot", name="do", lines=("docker run ghost",), passes=True)
WRONG = Check(step="boot", name="wrong 1", lines=("docker run gohst",), mistake="image-missing")
UNTOUCHED = Check(step="boot", name="untouched", lines=("", "docker version"))


@pytest.mark.parametrize(
    ("check", "came", "well"),
    [
        (RIGHT, Came(verdict="passed"), True),
        (RIGHT, Came(verdict="not yet"), False),
        (RIGHT, Came(verdict="passed", left=("volume x",)), False),
        (RIGHT, Came(verdict="passed", trouble="the port was busy"), False),
        (WRONG, Came(verdict="not yet", mistake="image-missing"), True),
        (WRONG, Came(verdict="elsewhere", mistake="image-missing"), True),
        (WRONG, Came(verdict="not yet", mistake="no-publish"), False),
        (WRONG, Came(verdict="passed", mistake="image-missing"), False),
        (WRONG, Came(), False),
        (UNTOUCHED, Came(), True),
        (UNTOUCHED, Came(verdict="elsewhere"), True),
        (UNTOUCHED, Came(verdict="passed"), False),
    ],
)
def test_well_is_what_was_wanted_and_nothing_left(check: Check, came: Came, well: bool) -> None:  # noqa: FBT001 -- a parameter
    """The wanted verdict, the wanted mistake, no trouble, nothing behind."""
    assert Result(check, check.lines, came).is_well is well


def test_what_is_well_takes_one_line() -> None:
    """Nobody reads a hundred paragraphs of good news."""
    assert list(told(Result(RIGHT, RIGHT.lines, Came(verdict="passed", said=("Fine.",))))) == [
        "ok      boot: do  passed"
    ]


def test_what_is_not_well_tells_all_that_helps() -> None:
    """What was typed, expected and came; what the tutor said and docker printed; what was left."""
    came = Came(verdict="not yet", mistake="no-publish", said=("✗ No way in.",), printed="1\n2\n", left=("volume x",))
    lines = list(told(Result(WRONG, WRONG.lines, came)))
    assert lines[0] == "NOT OK  boot: wrong 1"
    shown = "\n".join(lines)
    for piece in (
        "docker run gohst",
        "mistake image-missing",
        "not yet, mistake no-publish",
        "✗ No way in.",
        "volume x",
    ):
        assert piece in shown
    assert "not well" in summary([Result(WRONG, WRONG.lines, came)])


def test_the_data_tells_the_same() -> None:
    """Expected and come, apart."""
    data = as_data(Result(WRONG, WRONG.lines, Came(verdict="not yet", mistake="image-missing")))
    assert (data["ok"], data["expected"]["mistake"], data["mistake"]) == (True, "image-missing", "image-missing")


def test_a_right_case_of_a_quiz_is_no_pass() -> None:
    """Only the step's own mark is; without any attempt nothing was judged."""
    notebook = Notebook()
    assert notebook.verdict() == (NOTHING, "")
    notebook.save(Attempt("lesson", "quiz", "stopped", VerdictKind.PASSED.value))
    assert notebook.verdict() == ("not yet", "")
    notebook.save(StepMark("lesson", "quiz", Mark.DONE))
    assert notebook.verdict() == ("passed", "")


def test_the_listener_hears_answers_only() -> None:
    """Not the step itself, nor what is said because this lesson has but one; what could not be prepared is kept."""
    begun: list[bool] = []
    listener = Listener(lambda: bool(begun))
    listener.say(Note(text("step.not-prepared", reason="no daemon")))
    begun.append(True)
    judged = Judgement(VerdictKind.NOT_YET, text("answer.wrong"), line="docker run gohst", marks=(Span(11, 16),))
    listener.say(judged)
    listener.say(Note(text("finish.leave")))
    assert listener.answers == [judged]
    assert listener.marked() == ("gohst",)
    assert listener.unprepared == "no daemon"
