"""What each tutor word does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.conversation import LESSON, Conversation
from tests.core.judging import left
from tutor.core import events
from tutor.core.effects import Return, Save
from tutor.core.lesson import StepKind
from tutor.core.message import Listing
from tutor.core.progress import Mark
from tutor.core.words import Word


def test_hints_come_one_by_one_and_the_last_stays() -> None:
    """Each is stronger; after the last it is said again in other words, and `solution` is named."""
    talk = Conversation().at("boot-ghost")
    said = []
    for _ in range(4):
        talk.enter("hint")
        said.append(talk.said)
    assert len(set(said[:3])) == 3
    assert said[2].splitlines()[0] == said[3].splitlines()[0]
    assert said[2] != said[3]
    assert "hint.last.again" in talk.keys


def test_the_solution_has_the_facts_filled_in() -> None:
    """It can be typed as it stands."""
    talk = Conversation().at("boot-ghost")
    talk.enter("solution")
    assert "docker run -p 8989:2368 ghost" in talk.said


def test_a_questions_solution_is_its_answer() -> None:
    """Choice or typed."""
    talk = Conversation().at("which-line")
    talk.enter("solution")
    assert "CMD" in talk.said
    talk = Conversation().at("doorman")
    talk.enter("solution")
    assert "docker-entrypoint.sh ls" in talk.said


@pytest.mark.parametrize("step", [step.id for step in LESSON.steps])
def test_skip_shows_the_answer_and_goes_on(step: str) -> None:
    """Every step can be skipped; it is marked, and its answer shown if it has one."""
    talk = Conversation().at(step)
    talk.enter("skip")
    assert talk.state.marks[step] is Mark.SKIPPED
    shown = {StepKind.QUESTION: "step.skipped.answer"}
    shown |= dict.fromkeys((StepKind.WATCH, StepKind.QUIZ, StepKind.READ), "step.skipped.plain")
    kind = LESSON.steps[LESSON.index(step) or 0].kind
    assert shown.get(kind, "step.skipped") in talk.keys


def test_back_and_next_walk_without_marking() -> None:
    """They change where the learner is, never what is done."""
    talk = Conversation().at("inspect-cmd")
    talk.enter("back")
    assert talk.state.step.id == "inspect-image"
    talk.enter("next")
    assert talk.state.step.id == "inspect-cmd"
    assert not talk.state.marks
    assert not talk.done(Save)


def test_the_ends_of_the_lesson_are_said() -> None:
    """No step before the first, none after the last."""
    talk = Conversation().at("boot-ghost")
    talk.enter("back")
    assert talk.keys == ["step.first"]
    talk = Conversation(lesson=replace(LESSON, steps=LESSON.steps[:1])).at("boot-ghost")
    talk.enter("next")
    assert talk.keys == ["step.last"]


def test_next_after_what_there_is_to_read_is_enter() -> None:
    """Whoever goes on with the word has read it as well."""
    talk = Conversation().at(next(step.id for step in LESSON.steps if step.kind is StepKind.READ))
    step = talk.state.step.id
    talk.enter("next")
    assert talk.state.marks[step] is Mark.DONE
    assert talk.done(Save)


def test_restart_forgets_hints_and_misses() -> None:
    """The step begins anew."""
    talk = Conversation().at("boot-ghost")
    talk.enter("hint")
    talk.enter("restart")
    assert (talk.state.hints, talk.state.misses) == (0, 0)
    assert "Boot Ghost" in talk.said


def test_steps_show_what_is_done() -> None:
    """One row a step with its state."""
    talk = Conversation(marks={"boot-ghost": Mark.DONE, "which-line": Mark.SKIPPED}).begin()
    talk.enter("steps")
    [listing] = [message for message in talk.messages if isinstance(message, Listing)]
    assert [row.state for row in listing.rows][:4] == ["done", "skipped", "here", "todo"]


def test_progress_counts() -> None:
    """Done, skipped, and where."""
    talk = Conversation(marks={"boot-ghost": Mark.DONE, "which-line": Mark.SKIPPED}).begin()
    talk.enter("progress")
    assert f"1 of {len(LESSON.steps)} steps done, 1 skipped" in talk.said


def test_terminal_goes_back_to_what_runs() -> None:
    """By number, or without one where only one runs; else the running ones are named."""
    talk = Conversation().at("inspect-cmd")
    talk.enter("terminal 1")
    assert talk.keys == ["terminal.none"]
    talk.enter("docker run ghost")
    talk.tell(events.Left(1, left("docker run ghost")))
    talk.enter("terminals")
    assert "docker run ghost" in talk.said
    talk.enter("terminal 7")
    assert talk.keys == ["terminal.unknown"]
    talk.enter("terminal")
    assert talk.done(Return) == [Return(1)]
    assert talk.state.foreground == 1


def test_help_names_every_word() -> None:
    """Nothing that can be typed is a secret."""
    talk = Conversation().begin()
    talk.enter("help")
    assert all(word.value in talk.said for word in Word)
    assert "Ctrl-]" in talk.said
