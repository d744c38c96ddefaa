"""What comes back for review, and the conversation over it: the same code, other marks."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from tests.core.conversation import LESSON, Conversation
from tests.core.judging import FACTS, printed
from tutor.core import tasks
from tutor.core.effects import Do, Quit, Save
from tutor.core.fresh_names import FreshFacts, FreshPlace
from tutor.core.message import Note, StepCard
from tutor.core.progress import Attempt, Mark, Reviewed, StepMark
from tutor.core.review import drills, due_steps, troubled
from tutor.core.state import Stage, State

if TYPE_CHECKING:
    from collections.abc import Mapping

CMD = "docker inspect -f '{{.Config.Cmd}}' ghost"
ALL_DONE: Mapping[str, Mark] = MappingProxyType({step.id: Mark.DONE for step in LESSON.steps})
FRESH = replace(FACTS, port=9123, names=("calm_otter",))


def attempt(step: str, verdict: str = "not yet") -> Attempt:
    """A line that went wrong."""
    return Attempt(LESSON.id, step, "docker ps", verdict)


def due(**marks: Mark) -> list[str]:
    """What comes back with these marks where `inspect-cmd` and `boot-ghost` gave trouble."""
    found = due_steps(
        LESSON, {step.replace("_", "-"): mark for step, mark in marks.items()}, frozenset({"inspect-cmd", "boot-ghost"})
    )
    return [step.id for step in found]


def reviewing(*steps: str, **changes: object) -> Conversation:
    """A lesson that is done, with trouble at these steps; its fresh place is at port 9123."""
    talk = Conversation(marks=ALL_DONE, trouble=frozenset(steps), asked_for="see-it", **changes)
    talk.results[FreshPlace] = FreshFacts(FRESH)
    talk.results[tasks.Prepare] = tasks.Prepared(FRESH)
    return talk.begin()


def saved(talk: Conversation) -> list[object]:
    """What was written down last."""
    return [effect.record for effect in talk.effects if isinstance(effect, Save)]


def test_trouble_is_trouble_until_it_is_reviewed() -> None:
    """A review forgives what was before it, and nothing after it."""
    trouble = {"a": "2026-01-01", "e": "2026-01-01", "f": "2026-01-03"}
    assert troubled(trouble, {"e": "2026-01-02", "f": "2026-01-02"}) == {"a", "f"}


def test_what_is_done_with_trouble_or_skipped_comes_back() -> None:
    """In the lesson's order; what is still open does not, nor what was read, nor an optional step passed by."""
    assert due(inspect_cmd=Mark.DONE, run_ls=Mark.SKIPPED, inspect_image=Mark.DONE) == ["inspect-cmd", "run-ls"]
    assert due(inspect_cmd=Mark.SKIPPED, boot_ghost=Mark.DONE) == ["boot-ghost", "inspect-cmd"]
    assert due(pull_the_plug=Mark.SKIPPED, take_home=Mark.SKIPPED, four_ways=Mark.SKIPPED) == []


def test_a_drill_is_the_step_with_a_short_text() -> None:
    """Judge, needs and answers are the step's own."""
    (drill,) = drills(LESSON, [step for step in LESSON.steps if step.id == "stop-it"]).steps
    (step,) = (step for step in LESSON.steps if step.id == "stop-it")
    assert drill.prose == step.drill != ""
    assert (drill.passing, drill.needs, drill.do, drill.hints) == (step.passing, step.needs, step.do, step.hints)


@pytest.mark.parametrize("step", [step for step in LESSON.steps if step.do], ids=lambda step: step.id)
def test_every_command_of_the_lesson_has_a_drill(step: object) -> None:
    """Short, and without giving the command away."""
    drill, do = step.drill, step.do  # type: ignore[attr-defined]  # a Step
    assert drill
    assert do not in drill
    assert len(drill) < 160


def test_the_word_leads_into_the_drills_and_back() -> None:
    """With a fresh port; after the last one the lesson stands where it was."""
    talk = reviewing("inspect-cmd")
    talk.enter("review")
    assert talk.state.is_review
    assert [step.id for step in talk.state.lesson.steps] == ["inspect-cmd"]
    assert talk.state.facts.port == 9123
    assert "9123" in talk.said
    talk.run(CMD, printed("[node current/index.js]\n"))
    assert not talk.state.is_review
    assert talk.state.step.id == "see-it"
    assert talk.state.stage is Stage.LISTENING
    assert [message.title for message in talk.messages if isinstance(message, StepCard)] == ["See it run"]


def test_a_need_is_made_anew_once_in_a_review() -> None:
    """So its name is fresh; the drills after it may share what it made."""
    talk = reviewing("see-it", "stop-it")
    talk.results[tasks.Prepare] = tasks.Prepared(
        FRESH, ("docker run ghost",), met=(tasks.Met("running-ghost", "calm_otter", tasks.How.MADE),)
    )
    talk.enter("review")
    talk.enter("skip")
    prepared = [do.task for do in talk.everything if isinstance(do, Do) and isinstance(do.task, tasks.Prepare)]
    assert [task.fresh for task in prepared] == [frozenset(), {"running-ghost"}, frozenset()]


def test_a_drill_that_passes_is_reviewed_and_does_not_come_back() -> None:
    """It is written down, and forgiven in the running conversation too."""
    talk = reviewing("inspect-cmd")
    talk.enter("review")
    talk.run(CMD, printed("[node current/index.js]\n"))
    assert Reviewed(LESSON.id, "inspect-cmd") in saved(talk)
    assert talk.state.trouble == frozenset()
    talk.enter("review")
    assert talk.keys == ["review.none"]


def test_a_drill_that_is_missed_stays_due() -> None:
    """Leaving the review by its word keeps it for another time."""
    talk = reviewing("inspect-cmd")
    talk.enter("review")
    talk.run("docker inspect -f .Config.Cmd ghost", printed(".Config.Cmd\n"))
    assert talk.state.is_review
    talk.enter("review")
    assert not talk.state.is_review
    assert talk.state.trouble == {"inspect-cmd"}


def test_skipping_a_drill_writes_no_mark() -> None:
    """The step is done in the lesson; it just comes back another time."""
    talk = reviewing("inspect-cmd", "see-it")
    talk.enter("review")
    talk.enter("skip")
    assert [record for record in saved(talk) if isinstance(record, StepMark)] == []
    assert talk.state.is_review


def test_a_skipped_step_is_done_once_its_drill_passes() -> None:
    """In the lesson's own marks, here and on disk."""
    talk = reviewing()
    talk.state = talk.state.with_mark("inspect-cmd", Mark.SKIPPED)
    talk.enter("review")
    talk.run(CMD, printed("[node current/index.js]\n"))
    assert StepMark(LESSON.id, "inspect-cmd", Mark.DONE) in saved(talk)
    assert talk.state.marks["inspect-cmd"] is Mark.DONE


def test_trouble_in_the_lesson_itself_comes_back() -> None:
    """A hint now is a drill later, without a look into the store."""
    talk = reviewing()
    talk.enter("hint")
    assert talk.state.trouble == {"see-it"}


def test_quit_in_a_review_keeps_the_lessons_place() -> None:
    """What is said of the place is the lesson's."""
    talk = reviewing("inspect-cmd")
    talk.enter("review")
    talk.enter("quit")
    assert talk.done(Quit) == [Quit(complete=True)]
    assert talk.keys == ["quit.complete"]


def test_a_returning_learner_is_told_what_comes_back() -> None:
    """In one line, with the word."""
    talk = reviewing("inspect-cmd", "boot-ghost", resuming=True)
    assert "review.due" in talk.keys


def test_a_review_by_itself_begins_with_a_fresh_place_and_ends() -> None:
    """`docker-tutor review`: no lesson to go back to."""
    steps = due_steps(LESSON, ALL_DONE, frozenset({"inspect-cmd"}))
    talk = Conversation()
    talk.results[FreshPlace] = FreshFacts(FRESH)
    talk.state = State(drills(LESSON, steps), trouble=frozenset({"inspect-cmd"}), is_review=True)
    talk.begin()
    assert [type(do.task) for do in talk.done(Do)] == [FreshPlace]
    assert talk.state.step.id == "inspect-cmd"
    talk.enter("quit")
    assert talk.keys == ["review.kept"]
    talk.run(CMD, printed("[node current/index.js]\n"))
    assert talk.state.stage is Stage.FINISHED
    assert "review.done" in talk.keys
    talk.enter("quit")
    assert talk.done(Quit) == [Quit(complete=True)]


def test_the_cheat_sheet_is_a_word_too() -> None:
    """Empty at first; with lines it names the command that keeps them."""
    talk = reviewing()
    talk.enter("cheatsheet")
    assert talk.keys == ["cheat-sheet.empty"]
    talk.state = talk.state.with_line("inspect-cmd", CMD)
    talk.enter("cheat-sheet")
    assert CMD in talk.said
    assert "docker-tutor cheatsheet -o FILE" in talk.said


def test_the_transcript_is_a_word_too() -> None:
    """It names the commands that print this lesson's conversation."""
    talk = reviewing()
    talk.enter("transcript")
    assert talk.keys == ["transcript.where"]
    said = talk.messages[-1]
    assert isinstance(said, Note)
    assert said.commands == ("docker-tutor transcript", "docker-tutor transcript --format html -o transcript.html")
