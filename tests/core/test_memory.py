"""A conversation that lasts for days does not grow by what is long over."""

from __future__ import annotations

from dataclasses import replace

from tests.core.judging import INSPECT
from tutor.core.command import parse
from tutor.core.lesson import Lesson
from tutor.core.state import REMEMBERED, Job, State

COMMAND = parse("docker ps")


def test_only_the_newest_ended_jobs_are_kept() -> None:
    """Those that run, the one on the screen and the one that is waited for stay, however old they are."""
    lesson = Lesson(id="a", title="A", image="ghost", minutes=1, steps=(INSPECT,))
    state = State(lesson, foreground=2, awaiting=3)
    for number in range(1, 100):
        state = state.with_job(Job(number, COMMAND, "a", alive=number == 1))
    assert list(state.jobs) == [1, 2, 3, *range(100 - REMEMBERED, 100)]
    state = state.with_job(replace(state.jobs[1], alive=False))
    assert 1 in state.jobs
