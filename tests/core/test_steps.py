"""How steps begin and are left behind."""

from __future__ import annotations

from dataclasses import replace

from tests.core.conversation import DOORMAN_FACTS, LESSON, TWO_SECTIONS, Conversation
from tests.core.judging import FACTS, IMAGE
from tutor.core import effects, events, tasks
from tutor.core.facts import Variant
from tutor.core.message import StepCard
from tutor.core.progress import Mark
from tutor.core.state import State
from tutor.core.steps import first_open, model_line


def test_a_section_is_announced_once() -> None:
    """The first step of a section carries its title, the next does not."""
    talk = Conversation().begin()
    cards = [message for message in talk.messages if isinstance(message, StepCard)]
    assert [card.section for card in cards] == ["Creating a container"]
    talk.enter("skip")
    assert [card.section for card in talk.messages if isinstance(card, StepCard)] == [""]


def test_needs_are_met_before_the_step_is_shown() -> None:
    """The fixture is asked for, what was run is said, and the facts it made stand in the step's text."""
    talk = Conversation().at("doorman")
    wanted = [effect.task for effect in talk.done(effects.Do) if isinstance(effect.task, tasks.Prepare)]
    assert [fixture.name for task in wanted for fixture in task.fixtures] == ["listed-files"]
    assert "docker run ghost ls" in talk.said
    assert "keen_babbage" in talk.said


def test_a_need_that_cannot_be_met_is_said_and_the_step_is_shown() -> None:
    """Never stuck: the reason, then the step all the same."""
    talk = Conversation()
    talk.results[tasks.Prepare] = tasks.Prepared(FACTS, failed="the daemon said no")
    talk.at("doorman")
    assert "step.not-prepared" in talk.keys
    assert talk.state.step.id == "doorman"
    assert any(isinstance(message, StepCard) for message in talk.messages)


def test_the_image_decides_the_variant() -> None:
    """An image that wants MySQL gets the step's other command and the reason for it."""
    facts = replace(FACTS, image=replace(IMAGE, variant=Variant.WANTS_MYSQL))
    talk = Conversation()
    talk.tell(events.Began(facts))
    assert model_line(talk.state) == "docker run -e NODE_ENV=development -p 8989:2368 ghost"
    assert "MySQL" in talk.said


def test_resuming_begins_at_the_first_open_step() -> None:
    """Done and skipped steps are behind; with all behind it is the last one."""
    marks = {LESSON.steps[0].id: Mark.DONE, LESSON.steps[1].id: Mark.SKIPPED}
    assert first_open(State(LESSON, marks=marks)) == 2
    assert first_open(State(LESSON, marks={step.id: Mark.DONE for step in LESSON.steps})) == len(LESSON.steps) - 1


def test_after_the_last_step_the_open_ones_come_back() -> None:
    """Passing the last step with others open names them and goes to the first of them."""
    marks = {step.id: Mark.DONE for step in TWO_SECTIONS.steps if step.id not in {"which-line", "own-command"}}
    talk = Conversation(lesson=TWO_SECTIONS, marks=marks).at("own-command")
    talk.enter("skip")
    assert "finish.open" in talk.keys
    assert talk.state.step.id == "which-line"


def test_skipping_never_takes_back_what_was_done() -> None:
    """A done step stays done."""
    talk = Conversation(marks={"boot-ghost": Mark.DONE}).at("boot-ghost")
    talk.enter("skip")
    assert talk.state.marks["boot-ghost"] is Mark.DONE
    assert talk.state.facts == FACTS


def test_prepared_facts_stay() -> None:
    """What the needs made is known from then on."""
    assert Conversation().at("doorman").state.facts == DOORMAN_FACTS
