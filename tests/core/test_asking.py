"""A question to the tutor: what counts as one, and what is said to it."""

from __future__ import annotations

import pytest

from tests.core.conversation import Conversation
from tests.core.judging import FACTS
from tutor.core import tasks
from tutor.core.concept import AskConcepts, Concept, ConceptsFound
from tutor.core.effects import Do
from tutor.core.words import Asked, DockerLine, TutorWord, Word, read_line

VOLUME = Concept("volume", "Volume", (), "docker volume ls", "https://docs.docker.com/x", "Not in {{image}}.")


def asking(step: str, **result: object) -> Conversation:
    """A conversation at this step; what is asked finds this."""
    conversation = Conversation()
    conversation.results[AskConcepts] = ConceptsFound("q", **result)  # type: ignore[arg-type]  # its fields
    return conversation.at(step)


def asked(conversation: Conversation) -> list[str]:
    """What was looked up last."""
    return [do.task.question for do in conversation.done(Do) if isinstance(do.task, AskConcepts)]


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("what is a volume?", Asked("what is a volume?")),
        ("what is CMD", Asked("what is CMD")),
        ("is it running?", Asked("is it running?")),
        ("volumes?", Asked("volumes?")),
        ("find out what a volume is?", Asked("find out what a volume is?")),
        ("ask what is a volume", TutorWord(Word.ASK, "what is a volume")),
        ("ask", TutorWord(Word.ASK)),
        ("hint?", TutorWord(Word.HINT)),
        ("?", TutorWord(Word.HELP)),
        ("docker ps ?", DockerLine("docker ps ?")),
    ],
)
def test_what_is_a_question(line: str, reading: object) -> None:
    """A line for docker stays one, a tutor word too."""
    assert read_line(line) == reading


def test_a_card_is_read_with_a_command_and_a_link() -> None:
    """Facts filled in."""
    conversation = asking("inspect-image", concept=VOLUME)
    conversation.enter("what is a volume?")
    assert asked(conversation) == ["what is a volume?"]
    assert "Not in ghost." in conversation.said
    assert "docker volume ls" in conversation.said
    assert "https://docs.docker.com/x" in conversation.said


def test_the_step_is_told_as_context() -> None:
    """Its section, title and command."""
    conversation = asking("inspect-cmd", concept=VOLUME)
    conversation.enter("ask what are the braces for")
    (task,) = (do.task for do in conversation.done(Do))
    assert isinstance(task, AskConcepts)
    assert "Only the default command" in task.context
    assert ".Config.Cmd" in task.context


def test_no_answer_is_admitted_with_what_is_nearest() -> None:
    """And without anything near, Docker's own pages are named."""
    conversation = asking("inspect-image", near=("Volume", "Tags"))
    conversation.enter("what is swarm?")
    assert conversation.keys == ["ask.near"]
    assert "Volume; Tags" in conversation.said
    conversation.results[AskConcepts] = ConceptsFound("q")
    conversation.enter("what is swarm?")
    assert conversation.keys == ["ask.unknown"]


def test_a_lookup_that_fails_is_said() -> None:
    """An SQLite without full-text search, say."""
    conversation = asking("inspect-image", failed="no such module: fts5")
    conversation.enter("what is swarm?")
    assert conversation.keys == ["ask.failed"]


def test_ask_alone_says_how() -> None:
    """Nothing is looked up."""
    conversation = asking("inspect-image")
    conversation.enter("ask")
    assert conversation.keys == ["ask.what"]


def test_an_answer_stays_an_answer() -> None:
    """A choice with a question mark behind it is a choice; what is right at a short answer is right."""
    conversation = asking("which-line", concept=VOLUME)
    conversation.enter("EXPOSE?")
    assert asked(conversation) == []
    assert conversation.state.misses == 1
    conversation = asking("default-command", concept=VOLUME)
    conversation.enter("node current/index.js?")
    assert asked(conversation) == []


def test_a_question_at_a_short_answer_is_no_miss() -> None:
    """The step's question still stands."""
    conversation = asking("default-command", concept=VOLUME)
    conversation.enter("what is a volume?")
    assert asked(conversation) == ["what is a volume?"]
    assert conversation.state.misses == 0
    assert conversation.state.question is not None


def test_what_goes_into_the_four_shells_is_no_question() -> None:
    """The line is theirs, whatever its end."""
    conversation = asking("four-ways", concept=VOLUME)
    conversation.enter("two")
    conversation.enter("echo are you there?")
    assert asked(conversation) == []
    assert next(type(do.task) for do in conversation.done(Do)) is tasks.ShowFourWays


def test_a_question_while_the_tutor_waits_for_a_yes_brings_the_choices_back() -> None:
    """Which image? A beginner may ask what an image is first."""
    conversation = asking("inspect-image", concept=VOLUME)
    conversation.begin_without_image()
    conversation.enter("what is an image?")
    assert asked(conversation) == ["what is an image?"]
    assert "stand-in" in conversation.said
    conversation.enter("stand-in")
    assert conversation.state.facts == FACTS
