"""Lines that are a slip away from a good one, and what Tab makes of each: `near_misses.tsv`."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.core.conversation import LESSON, Conversation
from tests.core.judging import cannot_start, failed, refused_create
from tutor.core.command import parse
from tutor.core.effects import Offer, Run

if TYPE_CHECKING:
    from tutor.core.outcome import Outcome

TABLE = Path(__file__).with_name("near_misses.tsv")
NOT_FOUND = 127


def rows() -> list[dict[str, str]]:
    """The table, without its comments."""
    written = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return list(csv.DictReader(written, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = rows()


def refusal(line: str, how: str) -> Outcome:
    """What Docker makes of a line that it is given."""
    if how == "no program":
        return cannot_start(line, NOT_FOUND)
    calls = refused_create(404) if parse(line).name == "run" else ()
    return failed(125 if calls else 1, "Error: No such image or object", calls=calls)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['step']}: {row['line']}")
def test_the_better_line_is_proposed(row: dict[str, str]) -> None:
    """One proposal or none; Docker runs just what it has to refuse, and what is proposed is a line that can be read."""
    talk = Conversation().at(row["step"])
    if talk.state.question is not None:
        talk.enter(LESSON.steps[talk.state.position].ask.choices[0].word)  # type: ignore[union-attr]  # a guess is asked
    talk.enter(row["line"])
    assert bool(talk.done(Run)) == bool(row["refused"])
    if row["refused"]:
        talk.run(row["line"], refusal(row["line"], row["refused"]))
    assert [offer.line for offer in talk.done(Offer)] == [row["proposed"]][: bool(row["proposed"])]
    assert not row["proposed"] or parse(row["proposed"])


def test_the_table_is_about_the_lesson() -> None:
    """Each row is there once, and its step is one of the lesson's."""
    assert len({(row["step"], row["line"]) for row in ROWS}) == len(ROWS)
    assert {row["step"] for row in ROWS} <= {step.id for step in LESSON.steps}
