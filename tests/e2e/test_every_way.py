"""From step to step by every way there is, on a real daemon, and through kill -9: the step that comes always works."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.learner import LESSON
from tests.e2e.pupil import LEAVE, Pupil
from tutor.content import load
from tutor.core.mistakes import MISTAKES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.conftest import Home
    from tutor.core.lesson import Step

STEPS = load(Path(__file__).parents[2] / "lessons" / f"{LESSON}.md", frozenset(MISTAKES)).steps
NUMBERS = {step.id: number for number, step in enumerate(STEPS, 1)}
ENDLESS = {"boot-ghost", "boot-again"}  # what their answers start runs until it is left
KILLED = -9
ADOPTED = "is still here from an earlier session"
MADE = "To set this step up, I ran"
NOT_SET_UP = "I could not set this step up"
FINISHED = "That was the last step"

# Where the tutor is killed: after so many lines of the solution and these more, once this was said to them.
DEATHS = {
    "boot-ghost": (1, (), "Creating table: posts"),
    "inspect-cmd": (0, (), ""),
    "run-ls": (0, ("files",), "Noted: "),
    "boot-again": (1, (), "Creating table: posts"),
    "see-it": (0, (), ""),
    "list-all": (0, (), ""),
    "shell": (1, ("echo in-$((2+2))-side",), "in-4-side"),
    "logs": (0, (), ""),
    "exec-sh": (1, ("echo in-$((2+2))-side",), "in-4-side"),
    "quiz": (1, (), "Case 2 of 5"),
}
ADOPTING = {"see-it", "list-all", "logs", "exec-sh"}  # their container outlives the session that dies there
WAYS = {"restart": 0, "back": -1, "skip": 1, "next": 1}
CRASHES = 6  # ways from one step through a crash to any other: so many of all are tried
SEED = 166


@pytest.fixture
def pupil(place: Home) -> Iterator[Callable[..., Pupil]]:
    """Starts pupils; all of them are gone in the end, before their home is cleared."""
    started: list[Pupil] = []

    def start(*words: str) -> Pupil:
        started.append(Pupil(*words))
        started[-1].ask()
        return started[-1]

    yield start
    for one in started:
        one.close()
    del place


def solve(pupil: Pupil, step: Step) -> None:
    """The step at hand is this one, and what the tutor itself calls its answer passes it."""
    assert pupil.number == NUMBERS[step.id], pupil.said[-3000:]
    pupil.solve(step, after=LEAVE if step.id in ENDLESS else "")
    assert NOT_SET_UP not in pupil.said
    assert pupil.number != NUMBERS[step.id] or FINISHED in pupil.said, pupil.said[-3000:]


@pytest.mark.timeout(600)
def test_the_whole_lesson_through_ten_deaths(place: Home, pupil: Callable[..., Pupil]) -> None:
    """Killed in every section, it goes on where it was, takes over what was left, ends complete and leaves nothing."""
    one = pupil()
    for number, step in enumerate(STEPS, 1):
        if step.id in DEATHS:
            count, more, words = DEATHS[step.id]
            one.type(*one.solution()[:count], *more)
            one.wait_for(words)
            assert one.kill() == KILLED
            one = pupil()
            assert f"step {number} of {len(STEPS)}." in one.said
            assert (ADOPTED in one.words, MADE in one.words) == (step.id in ADOPTING, False), one.said
        solve(one, step)
    assert len(DEATHS) == 10
    assert f"{FINISHED}: {len(STEPS)} done, 0 skipped." in one.words
    one.type("quit")
    assert one.end() == 0, one.said[-3000:]
    assert place.is_clear()


@pytest.mark.timeout(600)
def test_a_crash_on_the_way_to_any_step(place: Home, pupil: Callable[..., Pupil]) -> None:
    """Killed with containers left over, the tutor begins at another step, before or after: that step works."""
    for step in random.Random(SEED).sample(STEPS, CRASHES + 1):  # noqa: S311 -- a sample, the same one each time
        one = pupil("--step", step.id)
        solve(one, step)
        assert one.kill() == KILLED
    assert place.run("cleanup").returncode == 0
    assert place.is_clear()


@pytest.mark.timeout(600)
def test_every_way_into_a_step_leads_to_one_that_works(place: Home, pupil: Callable[..., Pupil]) -> None:
    """Begun again, gone back to, skipped to, passed by: the step that is shown then can be solved."""
    one = pupil()
    ways = itertools.cycle(WAYS.items())
    one.ask("next")
    while one.number < len(STEPS) - 1:
        word, distance = next(ways)
        here = one.number
        one.ask(word)
        assert one.number == here + distance, one.said[-3000:]
        solve(one, STEPS[one.number - 1])
    one.type("quit")
    one.end()
    assert place.is_clear()
