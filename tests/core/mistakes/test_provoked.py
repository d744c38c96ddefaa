"""No mistake of the table is known from imagination alone: a live test makes each of them."""

from __future__ import annotations

from tests.live import test_early_key_live, test_mistakes_live
from tests.live.test_lines import LESSON, ROWS
from tutor.authoring.checks import plan
from tutor.core.facts import Variant
from tutor.core.mistakes import MISTAKES


def provoked() -> set[str]:
    """The mistakes that the tables of the live tests expect, and those that proving the lesson expects."""
    proved = {check.mistake for variant in Variant for check in plan(LESSON, variant)}
    typed = {row.mistake for row in ROWS}
    judged = {row[2] for row in (*test_mistakes_live.WRONG, *test_mistakes_live.UNFINISHED)}
    pressed = {mistake for _, mistake in test_early_key_live.EARLY}
    return proved | typed | judged | pressed


def test_each_mistake_is_made_for_real() -> None:
    """The table of mistakes and what is provoked on a real daemon are the same."""
    assert set(MISTAKES) - provoked() == set()
