"""A quiz, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.later import (
    FACTS,
    conversation,
)
from tutor.core import effects
from tutor.core.progress import Mark


def test_a_quiz_asks_each_case_and_missed_ones_again() -> None:
    """One after the other, with fresh names; a miss comes back at the end and is counted."""
    talk = conversation(facts=FACTS).at("quiz")
    assert "Case 1 of 3." in talk.said
    talk.state = replace(talk.state, facts=FACTS)
    talk.enter("nothing")
    assert "until it is removed" in talk.said
    assert "Case 2 of 3." in talk.said
    talk.enter("remove shy_noether")
    assert "Case 3 of 3." in talk.said
    talk.enter("-t")
    assert "quiz.again" in talk.keys
    assert talk.state.cases == (0, 2)
    talk.enter("stopped")
    assert "It stays." in talk.said
    talk.enter("-i")
    assert talk.state.marks["quiz"] is Mark.DONE
    assert "1 of 3 right at the first try." in talk.said
    assert "All of them." in talk.said


def test_leaving_a_quiz_forgets_no_miss() -> None:
    """Back and forth, all cases are asked again, and what was missed before is counted; `restart` begins anew."""
    talk = conversation(facts=FACTS).at("quiz")
    talk.enter("nothing")
    talk.enter("back")
    talk.enter("next")
    assert talk.state.cases == (0, 1, 2)
    answers = ("stopped", "docker rm NAME-2", "-i")
    for line in answers:
        talk.enter(line)
    assert "2 of 3 right at the first try." in talk.said
    talk = conversation(facts=FACTS).at("quiz")
    talk.enter("nothing")
    talk.enter("restart")
    for line in answers:
        talk.enter(line)
    assert "3 of 3 right at the first try." in talk.said


def test_the_solution_in_a_quiz_is_that_of_the_case_at_hand() -> None:
    """Not of the first one for ever."""
    talk = conversation().at("quiz")
    talk.enter("stopped")
    talk.enter("solution")
    assert "docker rm NAME-2" in talk.said


@pytest.mark.parametrize("line", ["docker rm NAME-2", "docker container rm NAME-2", "docker  rm 'NAME-2'"])
def test_a_docker_line_can_be_the_answer(line: str) -> None:
    """Where one is asked for, it is an answer in any spelling and never runs."""
    talk = conversation().at("quiz")
    talk.enter("stopped")
    talk.enter(line)
    assert not talk.done(effects.Run)
    assert talk.state.cases == (2,)


@pytest.mark.parametrize("line", ["docker rmi NAME-2", "docker rm -f NAME-2", "docker rm NAME-1", "docker rm |"])
def test_another_docker_line_is_another_answer(line: str) -> None:
    """It does not run either: the names are made up."""
    talk = conversation().at("quiz")
    talk.enter("stopped")
    talk.enter(line)
    assert not talk.done(effects.Run)
    assert talk.state.cases == (2, 1)
