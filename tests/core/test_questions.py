"""Questions and what answers make of them."""

from __future__ import annotations

import pytest

from tests.core.conversation import Conversation
from tests.core.judging import ended
from tutor.core.effects import Run
from tutor.core.progress import Mark


@pytest.mark.parametrize("answer", ["CMD", "cmd", " Cmd ", "`CMD`", "3", "c"])
def test_every_way_to_name_a_choice_counts(answer: str) -> None:
    """The word in any case, quoted, its number, or an unmistakable beginning."""
    talk = Conversation().at("which-line")
    talk.enter(answer)
    assert talk.state.marks["which-line"] is Mark.DONE


@pytest.mark.parametrize(("answer", "reply"), [("ENTRYPOINT", "opens the door"), ("2", "note on the door")])
def test_a_wrong_choice_is_told_why_and_may_be_mended(answer: str, reply: str) -> None:
    """The reply speaks to this very choice; the question stands."""
    talk = Conversation().at("which-line")
    talk.enter(answer)
    assert reply in talk.said
    assert talk.state.question is not None
    talk.enter("CMD")
    assert talk.state.step.id == "inspect-image"


@pytest.mark.parametrize("answer", ["banana", "7", ""])
def test_what_is_no_choice_lists_the_choices(answer: str) -> None:
    """Not counted as a miss."""
    talk = Conversation().at("which-line")
    talk.enter(answer)
    assert "ENTRYPOINT" in talk.said
    assert talk.state.misses == 0


@pytest.mark.parametrize(
    "answer",
    [
        "node current/index.js",
        '["node", "current/index.js"]',
        "[node current/index.js]",
        "docker-entrypoint.sh node current/index.js",
        "'node current/index.js'",
        "  node   current/index.js ",
    ],
)
def test_a_typed_answer_counts_by_its_words(answer: str) -> None:
    """Brackets, quotes, commas and spacing do not matter."""
    talk = Conversation().at("default-command")
    talk.enter(answer)
    assert talk.state.marks.get("default-command") is Mark.DONE


def test_a_wrong_typed_answer_is_repeated_back() -> None:
    """The learner sees what was taken as the answer."""
    talk = Conversation().at("default-command")
    talk.enter("apache2")
    assert "apache2" in talk.said
    assert talk.state.misses == 1


def test_docker_lines_and_tutor_words_go_past_a_steps_question() -> None:
    """A question never locks the prompt: commands run, hints come, and it still stands."""
    talk = Conversation().at("doorman")
    talk.enter("docker ps -a --no-trunc")
    assert talk.done(Run)
    talk.tell_end()
    assert talk.keys == ["step.question-stands"]
    talk.enter("hint")
    assert talk.state.hints == 1
    talk.enter("docker-entrypoint.sh ls")
    assert talk.state.step.id == "own-command"


@pytest.mark.parametrize(("guess", "reply"), [("files", "Well seen"), ("server", "No server")])
def test_a_guess_never_fails_and_is_compared(guess: str, reply: str) -> None:
    """The reply to the guess comes after Docker has shown it."""
    talk = Conversation().at("run-ls")
    talk.enter(guess)
    assert talk.state.misses == 0
    assert reply not in talk.said
    talk.run("docker run ghost ls", ended("docker run ghost ls"))
    assert reply in talk.said
    assert talk.state.step.id == "doorman"


def test_the_guess_may_be_left_out() -> None:
    """Typing the command at once is fine."""
    talk = Conversation().at("run-ls")
    talk.run("docker run ghost ls", ended("docker run ghost ls"))
    assert talk.state.marks["run-ls"] is Mark.DONE


def test_quit_is_never_further_than_a_word() -> None:
    """Even at a question that is not the step's."""
    talk = Conversation()
    talk.begin_without_image()
    assert talk.state.question is not None
    talk.enter("quit")
    assert talk.has_quit


@pytest.mark.parametrize(
    ("line", "key"), [("exit", "line.shell-word.exit"), ("hnt", "line.near"), ("ls", "line.shell-word")]
)
def test_slips_at_a_choice_get_their_own_answer(line: str, key: str) -> None:
    """A word that is no choice is explained as anywhere else; the question stands."""
    talk = Conversation().at("which-line")
    talk.enter(line)
    assert talk.keys == [key]
    assert talk.state.question is not None
