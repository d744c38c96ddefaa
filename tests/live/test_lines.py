"""Real lines of learners, typed live at the lesson's steps, and what the tutor makes of each: `lines.tsv`."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tutor.authoring.another_image import renaming, with_image
from tutor.authoring.attempt import Bench, attempt, nowhere
from tutor.authoring.checks import Check
from tutor.authoring.proving import own_ports, prove
from tutor.content import load
from tutor.core.mistakes import MISTAKES
from tutor.live.place import open_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.authoring.results import Result
    from tutor.core.lesson import Lesson

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("lines.tsv")
BETWEEN = " ⏎ "
FEWEST = 250


@dataclass(frozen=True)
class Row:
    """One row of the table; its number makes it unique."""

    number: int
    step: str
    lines: tuple[str, ...]
    verdict: str
    mistake: str


def rows() -> Iterator[Row]:
    """The table, without its comments."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        written = (line for line in file if not line.startswith("#"))
        for number, row in enumerate(csv.DictReader(written, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            yield Row(number, row["step"], tuple(row["lines"].split(BETWEEN)), row["verdict"], row["mistake"] or "")


ROWS = tuple(rows())
LESSON = load(ROOT / "lessons" / "altering-container-processes.md", frozenset(MISTAKES))


@pytest.fixture(scope="module")
def lesson(ghost_image: str) -> Lesson:
    """The lesson, about the tests' own stand-in."""
    return with_image(LESSON, ghost_image)


@pytest.fixture(scope="module")
def came(lesson: Lesson, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[int, Result]]:
    """What came of each row: all of them typed, some side by side, each from a clean start."""
    place = open_place(os.environ)
    locks, output = tmp_path_factory.mktemp("s"), nowhere()
    bench = Bench(place, locks, lambda session: locks / f"{session}.wire", own_ports(place), output)
    rename = renaming(LESSON.image, lesson.image)
    checks = {
        row.number: Check(step=row.step, name=str(row.number), lines=tuple(map(rename, row.lines))) for row in ROWS
    }
    results = {int(result.check.name): result for result in prove(bench, lesson, checks.values())}
    # A learner types alone. What did not come as it should in company is typed once more without it.
    strange = [row.number for row in ROWS if not is_as_told(row, results[row.number])]
    yield results | {number: attempt(bench, lesson, checks[number]) for number in strange}
    os.close(output)
    place.client.close()


def is_as_told(row: Row, result: Result) -> bool:
    """Whether verdict and mistake are those of the table, nothing kept the line from being typed, nothing is left."""
    came = result.came
    return (came.verdict, came.mistake, came.trouble, came.left) == (row.verdict, row.mistake, "", ())


def test_the_table_is_about_the_whole_lesson() -> None:
    """Every step that is answered with a line has rows, and the table is as long as was promised."""
    assert len(ROWS) >= FEWEST
    assert {step.id for step in LESSON.steps if step.do} <= {row.step for row in ROWS}
    assert len({(row.step, row.lines) for row in ROWS}) == len(ROWS)


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.step}: {BETWEEN.join(row.lines)}")
def test_a_line_is_judged_as_it_should_be(row: Row, came: Mapping[int, Result]) -> None:
    """Verdict and mistake are those of the table; nothing kept the line from being typed, and nothing is left."""
    result = came[row.number].came
    assert (result.verdict, result.mistake) == (row.verdict, row.mistake), "\n".join(result.said) + result.printed
    assert (result.trouble, result.left) == ("", ())
