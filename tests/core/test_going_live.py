"""From recordings to a daemon: offered between steps, once."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from tests.core.conversation import Conversation
from tests.core.judging import FACTS
from tutor.core import effects, events, tasks
from tutor.core.going_live import spans
from tutor.core.progress import Mark, StepMark
from tutor.core.state import About
from tutor.core.texts import fill

RECORDED = replace(FACTS, recorded="recorded on a day")


def recorded(*, answers: bool, scripted: bool = False) -> Conversation:
    """A conversation from recordings, at its second step, a question."""
    talk = Conversation()
    talk.results[tasks.SeekDaemon] = tasks.DaemonSeen(answers)
    talk.tell(events.Began(replace(RECORDED, scripted=scripted)))
    talk.enter("next")
    return talk


def sought(talk: Conversation) -> int:
    """How often a daemon was looked for."""
    return sum(isinstance(one, effects.Do) and isinstance(one.task, tasks.SeekDaemon) for one in talk.everything)


def test_a_yes_goes_on_live_at_the_same_step() -> None:
    """Once a daemon answers it is offered, and a yes ends this conversation for a live one."""
    talk = recorded(answers=True)
    talk.enter("CMD")
    assert sought(talk) == 1
    talk.enter("yes")
    assert talk.done(effects.Quit) == [effects.Quit(complete=False, live=True)]
    assert talk.state.step.id == "inspect-image"


def test_a_no_is_final_and_the_step_goes_on() -> None:
    """After a no the step's own question is there again, and nobody looks for a daemon any more."""
    talk = Conversation()
    talk.results[tasks.SeekDaemon] = tasks.DaemonSeen(answers=True)
    talk.tell(events.Began(replace(RECORDED, scripted=False)))
    talk.state = replace(talk.state, asked_for="default-command")
    talk.tell(events.Began(RECORDED))
    talk.enter("node current/index.js")
    talk.enter("no")
    assert [word for word, _ in talk.state.question.options.choices] == ["files", "both", "server"]  # type: ignore[union-attr]
    talk.enter("skip")
    assert sought(talk) == 1


@pytest.mark.parametrize("scripted", [True, False])
def test_nobody_is_asked_in_vain(scripted: bool) -> None:  # noqa: FBT001 -- pytest's way
    """Without a daemon nothing is asked; a script is not asked at all."""
    talk = recorded(answers=False, scripted=scripted)
    talk.enter("CMD")
    assert sought(talk) == (not scripted)
    assert not talk.has_quit
    assert "live.ask" not in talk.keys


def test_a_step_done_from_recordings_is_marked_so() -> None:
    """The mark says that no daemon had a part in it; live, it does not."""
    talk = recorded(answers=False)
    talk.enter("CMD")
    marks = [one.record for one in talk.done(effects.Save) if isinstance(one.record, StepMark)]
    assert [mark.recorded for mark in marks] == [True]
    live = Conversation().at("which-line")
    live.enter("CMD")
    marks = [one.record for one in live.done(effects.Save) if isinstance(one.record, StepMark)]
    assert [mark.recorded for mark in marks] == [False]


def test_what_cannot_be_done_here_is_said() -> None:
    """A task that the place cannot do ends in a sentence, not in silence."""
    talk = Conversation().at("four-ways")
    talk.tell(events.Done(tasks.ListLeftovers(), tasks.Undone("There is nothing.")))
    assert "There is nothing." in talk.said


def started(*, done: tuple[str, ...], **facts: object) -> Conversation:
    """A lesson begun again after these steps were done from recordings."""
    talk = Conversation()
    marks = MappingProxyType(dict.fromkeys(done, Mark.DONE))
    talk.state = replace(talk.state, marks=marks, recorded=frozenset(done), resuming=True)
    talk.tell(events.Began(replace(FACTS, **{"scripted": False, **facts})))  # type: ignore[arg-type]
    return talk


FIRST = ("boot-ghost", "which-line", "inspect-image")


def test_what_was_done_from_recordings_is_offered_live() -> None:
    """The steps are named, save questions; after a yes they are open, and the lesson begins there."""
    talk = started(done=FIRST)
    question = talk.state.question
    assert question
    assert question.options.text
    assert fill(question.options.text).startswith("Steps 1 and 3 you did from recordings")
    assert question.options.default == "no"
    talk.enter("yes")
    assert talk.state.step.id == "boot-ghost"
    assert set(talk.state.marks) == {"which-line"}
    assert not talk.done(effects.Save)


def test_a_no_leaves_them_done() -> None:
    """Enter, like a no, goes on at the first step that is open."""
    for answer in ("no", ""):
        talk = started(done=FIRST)
        talk.enter(answer)
        assert talk.state.step.id == "inspect-cmd"
        assert set(talk.state.marks) == set(FIRST)


@pytest.mark.parametrize(
    ("done", "facts"),
    [
        (FIRST, {"scripted": True}),
        (FIRST, {"recorded": "recorded on a day"}),
        (("which-line",), {}),
        ((), {}),
    ],
)
def test_it_is_not_offered_where_it_is_of_no_use(done: tuple[str, ...], facts: dict[str, object]) -> None:
    """To a script, from recordings again, for a question alone, or where all was done live."""
    talk = started(done=done, **facts)
    assert talk.state.question is None or talk.state.question.about is not About.ANEW


def test_whoever_names_a_step_gets_it() -> None:
    """`--step` is not answered with a question; nor is a recorded lesson that goes on live."""
    talk = Conversation()
    talk.state = replace(talk.state, recorded=frozenset(FIRST), asked_for="inspect-cmd")
    talk.tell(events.Began(replace(FACTS, scripted=False)))
    assert (talk.state.step.id, talk.state.question) == ("inspect-cmd", None)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((1,), "1"), ((1, 2), "1 and 2"), ((1, 3), "1 and 3"), ((1, 2, 3, 5, 7, 8), "1 to 3, 5, 7 and 8"), ((), "")],
)
def test_numbers_as_people_say_them(numbers: tuple[int, ...], said: str) -> None:
    """Three or more in a row by their first and last."""
    assert spans(numbers) == said
