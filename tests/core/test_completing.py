"""What can come next on a line: what is asked for, what fits, what comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.conversation import Conversation
from tutor.core.completing import Candidate, Sought, first_words, fitting, from_grammar, read_answer, sought
from tutor.core.view import View
from tutor.core.views import view_of

PRINTED = "--init\tRun an init\n--interactive\tKeep  STDIN open\nghost\n_activeHelp_ try this\n:4\n"


def words(candidates: tuple[Candidate, ...]) -> list[str]:
    """Just the words."""
    return [one.word for one in candidates]


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("", Sought("")),
        ("doc", Sought("doc")),
        ("hi", Sought("hi")),
        ("docker ", Sought("", ("docker",))),
        ("docker run --in", Sought("--in", ("docker", "run"))),
        ("sudo docker st", Sought("st", ("docker",))),
        ("  docker 'stop' x", Sought("x", ("docker", "stop"))),
    ],
)
def test_the_word_under_the_cursor_is_completed(before: str, place: Sought) -> None:
    """With the words before it, as the CLI would receive them."""
    assert sought(before) == place


@pytest.mark.parametrize(
    "before",
    ["docker run 'gh", 'docker run "gh"', "docker ps | gr", "hint ", "ls -", "docker run gh\\", "docker `"],
)
def test_what_cannot_be_completed_is_left_alone(before: str) -> None:
    """Inside quotes, behind shell syntax, after another word than docker."""
    assert sought(before) is None


@given(st.text(max_size=40))
def test_no_line_is_too_strange(before: str) -> None:
    """Whatever stands there, it is looked at and nothing breaks."""
    place = sought(f"docker {before}")
    assert place is None or fitting(place, from_grammar(place), ()) is not None


def test_the_clis_answer_is_read() -> None:
    """Words and their meanings; its own last line and its advice are none."""
    assert read_answer(PRINTED) == (
        Candidate("--init", "Run an init"),
        Candidate("--interactive", "Keep STDIN open"),
        Candidate("ghost"),
    )


def test_what_begins_so_fits_and_the_steps_own_comes_first() -> None:
    """The CLI does not filter; the order is else its own, which is by state for containers."""
    candidates = tuple(map(Candidate, ("alpha", "gin", "ghost", "gnu")))
    place = Sought("g", ("docker", "run"))
    assert words(fitting(place, candidates, ("ghost", "nowhere"))) == ["ghost", "gin", "gnu"]


def test_a_name_is_not_offered_twice() -> None:
    """What stands on the line already; flags may be repeated."""
    candidates = tuple(map(Candidate, ("blog", "shop", "--env")))
    assert words(fitting(Sought("", ("docker", "stop", "--env", "blog")), candidates, ())) == ["shop", "--env"]


def test_the_answer_is_not_put_in() -> None:
    """What the step is about orders the list; it adds nothing to it."""
    assert fitting(Sought("", ("docker", "run", "ghost")), (), ("ls",)) == ()


def test_the_grammar_answers_where_the_cli_does_not() -> None:
    """Commands, those of a group, and flags."""
    assert "run" in words(from_grammar(Sought("r", ("docker",))))
    assert "ls" in words(from_grammar(Sought("", ("docker", "container"))))
    assert "--interactive" in words(from_grammar(Sought("--in", ("docker", "container", "run"))))
    assert from_grammar(Sought("gh", ("docker", "run"))) == ()


def test_a_line_begins_with_docker_or_a_word_of_the_tutor() -> None:
    """In any case."""
    assert words(fitting(Sought("HI"), first_words(View(words=("hint", "skip"))), ())) == ["hint"]
    assert "docker" in words(first_words(View()))


def test_a_step_is_about_its_container_its_image_and_its_words() -> None:
    """They come first in every list."""
    talk = Conversation().at("doorman")
    assert view_of(talk.state).about[:2] == ("keen_babbage", "ghost")
    talk = Conversation().at("boot-ghost")
    assert {"run", "-p", "--publish", "ghost"} <= set(view_of(talk.state).about)
