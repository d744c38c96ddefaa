"""How a conversation begins and is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.conversation import LESSON, Conversation
from tests.core.judging import FACTS, IMAGE, left
from tutor.core import events, tasks
from tutor.core.effects import Do, Quit
from tutor.core.facts import ImageKind
from tutor.core.progress import Mark
from tutor.core.state import About, Stage
from tutor.core.tasks import GetImage


def fetched(talk: Conversation) -> list[bool]:
    """For each image that was asked for, whether it was the official one."""
    return [effect.task.official for effect in talk.done(Do) if isinstance(effect.task, GetImage)]


def test_a_newcomer_is_told_what_this_gives_and_how_long_it_takes() -> None:
    """Welcome, length, one line of facts, then the first step."""
    talk = Conversation().begin()
    assert talk.keys[:2] == ["welcome.new", "welcome.length"]
    assert "welcome.place" in talk.keys
    assert talk.state.stage is Stage.LISTENING


def test_a_returning_learner_gets_one_line_and_the_step() -> None:
    """No introduction twice."""
    talk = Conversation(resuming=True, marks={"boot-ghost": Mark.DONE}).begin()
    assert talk.keys[0] == "welcome.back"
    assert "step 2 of" in talk.said
    assert talk.state.step.id == "which-line"


def test_a_missing_image_is_the_learners_choice() -> None:
    """Nothing is pulled or made without a word; Enter takes the small one."""
    talk = Conversation()
    talk.begin_without_image()
    assert talk.state.question is not None
    assert talk.state.question.about is About.IMAGE
    assert fetched(talk) == []
    talk.enter("")
    assert fetched(talk) == [False]
    assert talk.state.step.id == "boot-ghost"


@pytest.mark.parametrize(("choice", "official"), [("official", True), ("stand-in", False)])
def test_an_image_named_beforehand_is_not_asked_about(choice: str, official: bool) -> None:  # noqa: FBT001 -- a parameter
    """`--image` answers the question."""
    talk = Conversation(image_choice=choice)
    talk.begin_without_image()
    assert fetched(talk) == [official]


def test_an_image_that_did_not_come_asks_again() -> None:
    """The reason is said, and the other choice is still there."""
    talk = Conversation()
    talk.results[GetImage] = tasks.GotImage(replace(FACTS, image=None), failed="no route to host")
    talk.begin_without_image()
    talk.enter("official")
    assert "no route to host" in talk.said
    assert talk.state.question is not None
    assert talk.state.question.about is About.IMAGE


def test_a_script_without_an_image_ends() -> None:
    """Nobody is there to choose another."""
    talk = Conversation()
    talk.results[GetImage] = tasks.GotImage(replace(FACTS, image=None), failed="no busybox")
    talk.tell(events.Began(replace(FACTS, image=None, scripted=True)))
    assert talk.done(Quit) == [Quit(complete=False)]


def test_a_stand_in_is_called_one() -> None:
    """It is never passed off as the real image."""
    talk = Conversation()
    talk.tell(events.Began(replace(FACTS, image=replace(IMAGE, kind=ImageKind.STAND_IN))))
    assert "stand-in" in talk.said


def test_another_port_is_said() -> None:
    """Where 8989 is taken, the lesson's port stands in the facts and in the step."""
    talk = Conversation()
    talk.tell(events.Began(replace(FACTS, port=8991)))
    assert "welcome.port" in talk.keys
    assert "port 8991 of your machine" in talk.said


def test_a_finished_lesson_can_be_walked_again() -> None:
    """Complete: said so, and `back` leads into it."""
    talk = Conversation(resuming=True, marks={step.id: Mark.DONE for step in LESSON.steps}).begin()
    assert "welcome.done" in talk.keys
    talk.enter("back")
    assert talk.state.step.id == LESSON.steps[-1].id


def test_leaving_names_what_will_be_stopped() -> None:
    """Ctrl-D with a server in the background says which line ends."""
    talk = Conversation().at("inspect-cmd")
    talk.enter("docker run ghost")
    talk.tell(events.Left(1, left("docker run ghost")))
    talk.tell(events.Closed(events.Reason.END))
    assert "docker run ghost" in str(talk.messages)
