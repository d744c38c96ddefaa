"""What stands under the prompt."""

from __future__ import annotations

from tests.core.conversation import LESSON, Conversation
from tests.core.judging import left, printed
from tutor.core import events
from tutor.core.views import view_of


def test_the_bottom_line_follows_the_conversation() -> None:
    """Lesson, step, what runs, and the key that matters."""
    talk = Conversation().at("inspect-cmd")
    view = view_of(talk.state)
    assert (view.title, view.number, view.total, view.key_hint) == (
        talk.state.lesson.title,
        4,
        len(LESSON.steps),
        "hint",
    )
    talk.enter("docker run ghost")
    talk.tell(events.Left(1, left("docker run ghost")))
    assert [(one.number, one.label) for one in view_of(talk.state).terminals] == [(1, "docker run ghost")]


def test_a_question_puts_its_choices_first() -> None:
    """They are what Tab completes and what the bottom line names."""
    view = view_of(Conversation().at("which-line").state)
    assert view.words[:3] == ("ENTRYPOINT", "EXPOSE", "CMD")
    assert view.key_hint == "ENTRYPOINT / EXPOSE / CMD"


def test_after_three_misses_the_key_is_the_solution() -> None:
    """The one word that helps changes with the need."""
    talk = Conversation().at("inspect-cmd")
    for _ in range(3):
        talk.run("docker inspect -f .Config.Cmd ghost", printed(".Config.Cmd\n"))
    assert view_of(talk.state).key_hint == "solution"
