"""The way from each step to each, and whatever else may happen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.conversation import WAYS, Conversation
from tests.core.judging import TARGET_ID, did, visited
from tests.core.later import (
    FACTS,
    LATER,
    SERVER,
    STOPPED,
    conversation,
    server_ended,
    server_in_terminal,
)
from tutor.core import events, tasks
from tutor.core.effects import Do
from tutor.core.progress import Mark
from tutor.core.state import Stage

STEPS = [step.id for step in LATER.steps]


def prepared(talk: Conversation) -> list[tuple[str, ...]]:
    """The fixtures that were asked for last, task by task."""
    wanted = [effect.task for effect in talk.done(Do) if isinstance(effect.task, tasks.Prepare)]
    return [tuple(fixture.name for fixture in task.fixtures) for task in wanted]


def test_an_optional_step_is_offered_and_next_passes_it_by() -> None:
    """It says what it is; `next` counts it as skipped, so that it does not come back."""
    talk = conversation().at("pull-the-plug")
    assert "step.optional" in talk.keys
    talk.enter("next")
    assert talk.state.step.id == "four-ways"
    assert talk.state.marks["pull-the-plug"] is Mark.SKIPPED


def test_an_optional_step_never_blocks_the_end() -> None:
    """With all others behind, the lesson is complete."""
    marks = {step: Mark.DONE for step in STEPS if step not in {"pull-the-plug", "rest"}}
    talk = conversation(marks=marks).at("rest")
    talk.enter("")
    assert talk.state.stage is Stage.FINISHED
    assert talk.state.is_complete


@pytest.mark.parametrize("word", ["skip", "next", "back", "restart"])
@pytest.mark.parametrize("step", STEPS[1:-1])
def test_every_way_into_a_step_meets_its_needs_first(step: str, word: str) -> None:
    """However the learner comes to a step, what it needs is asked for before it is shown."""
    talk = conversation().at(step)
    talk.enter(word)
    needs = talk.state.step.needs
    assert prepared(talk) == ([needs] if needs else [])


WORDS = st.sampled_from(
    ["skip", "back", "next", "restart", "hint", "solution", "two", "", "echo hi", "stopped", "-i", "docker ps",
     "docker stop cranky_booth", "docker exec -it cranky_booth sh", SERVER, "terminal 1", "terminal"]
)  # fmt: skip
ENDS = st.sampled_from(
    [
        events.Ended(number, outcome)
        for number in (1, 2, 3)
        for outcome in (STOPPED, server_ended(), visited(), did(), did(code=1), server_ended(target=None))
    ]
    + [events.Left(number, outcome) for number in (1, 2) for outcome in (did(code=None), visited(exit_code=None))]
    + [
        events.Done(tasks.ShowFourWays("x"), tasks.FourWays("x", WAYS)),
        events.Done(tasks.ListLeftovers(), tasks.Leftovers()),
        events.Done(tasks.Prepare((), 1), tasks.Prepared(FACTS, failed="no")),
        events.Closed(events.Reason.END),
    ]
)


@given(st.sampled_from(STEPS), st.lists(WORDS.map(events.Typed) | ENDS, max_size=25))
def test_no_order_of_events_breaks_a_later_step(start: str, happenings: list[events.Event]) -> None:
    """Whatever happens in whatever order: a state inside the lesson, every sentence fillable, needs met on entry."""
    talk = conversation()
    talk.results[tasks.Prepare] = server_in_terminal()
    talk.at(start)
    for event in happenings:
        before = (talk.state.position, talk.state.stage)
        talk.tell(event)
        assert isinstance(talk.said, str)
        assert 0 <= talk.state.position < len(STEPS)
        assert set(talk.state.cases) <= set(range(len(talk.state.step.cases)))
        if (talk.state.position, talk.state.stage) != before and talk.state.stage is Stage.LISTENING:
            assert prepared(talk)[-1:] == ([talk.state.step.needs] if talk.state.step.needs else [])


def test_the_containers_id_is_the_steps() -> None:
    """The examples speak of the container that the facts name."""
    assert server_ended().created[0].id == FACTS.container_id == TARGET_ID
