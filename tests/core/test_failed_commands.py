"""A command that Docker refused passes no step of the lesson that asks for a look at something."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.core.judging import TARGET_FACTS, did, verdict
from tutor.content import load
from tutor.core.facts_text import fill_facts
from tutor.core.mistakes import MISTAKES
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from tutor.core.lesson import Pass, Step

LESSON = load(Path(__file__).parents[2] / "lessons" / "altering-container-processes.md", frozenset(MISTAKES))


def only_looks(step: Step) -> bool:
    """Whether the step is passed by what a command printed or looked at, not by what it changed."""
    passing = step.passing
    if passing is None or passing.container is not None or passing.inside is not None:
        return False
    return passing.target is None or bool(passing.target.touched)


def printout(passing: Pass) -> str:
    """What meets all that the step asks of the output."""
    output = passing.output
    pieces = (*output.contains, output.words or "") if output else ()
    return "\n".join(fill_facts(piece, TARGET_FACTS) for piece in pieces)


LOOKING = [step for step in LESSON.steps if only_looks(step)]


def test_most_sections_have_such_a_step() -> None:
    """The lists, the logs and the inspections are among them."""
    assert {"inspect-image", "inspect-cmd", "see-it", "not-listed", "list-all", "logs"} == {step.id for step in LOOKING}


@pytest.mark.parametrize("code", [1, 2, 125, 126, 127])
@pytest.mark.parametrize("step", LOOKING, ids=lambda step: step.id)
def test_a_failed_look_is_no_look(step: Step, code: int) -> None:
    """Though all else that is asked holds: the model answer passes with code 0 and with no other."""
    assert step.passing is not None
    asked = replace(step, do=fill_facts(step.do or "", TARGET_FACTS))
    outcome = did(output=printout(step.passing))
    assert verdict(asked, asked.do or "", outcome, facts=TARGET_FACTS).kind is VerdictKind.PASSED
    failed = verdict(asked, asked.do or "", replace(outcome, exit_code=code), facts=TARGET_FACTS)
    assert failed.kind is VerdictKind.NOT_YET
