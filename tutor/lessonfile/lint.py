"""What a valid lesson still lacks to be a good one. None of it keeps a lesson from being taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.facts import Fact
from tutor.core.facts_text import fact_words
from tutor.core.lesson import StepKind
from tutor.lessonfile.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.lesson import Lesson, Step

FEWEST_HINTS = 2
FEWEST_WRONG = 2
TYPED = frozenset({StepKind.DO, StepKind.PREDICT, StepKind.INSIDE})  # kinds that are answered with a command


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to better: in `file`, at the step whose heading is on `line` (1 for the lesson as a whole)."""

    file: str
    line: int
    message: str


def lint(lesson: Lesson) -> tuple[Finding, ...]:
    """The lesson's findings, by line; a lesson that is shipped has none."""
    whole = [Finding(lesson.path, 1, message) for message in _about_lesson(lesson)]
    steps = [
        Finding(lesson.path, step.line_number, f"{quoted(step.id)} {message}")
        for step in lesson.steps
        for message in _about_step(step)
    ]
    return tuple(sorted(whole + steps))


def _about_lesson(lesson: Lesson) -> Iterator[str]:
    name = Path(lesson.path).stem
    if lesson.path and name != lesson.id:
        yield f"The file is named {quoted(name)}, the lesson {quoted(lesson.id)}: they should be the same."
    needed = {name for step in lesson.steps for name in step.needs}
    for fixture in lesson.fixtures:
        if fixture not in needed:
            yield f"No step needs the fixture {quoted(fixture)}."


def _about_step(step: Step) -> Iterator[str]:
    if not (step.prose or step.ask or step.cases):
        yield "has no text."
    if step.kind in TYPED:
        yield from _about_answer(step)
    for choice in (choice for ask in (step.ask, *step.cases) if ask for choice in ask.choices):
        if not choice.say:
            yield f"says nothing to the choice {quoted(choice.word)}."


def _about_answer(step: Step) -> Iterator[str]:
    if len(step.hints) < FEWEST_HINTS:
        yield f"has {len(step.hints)} of at least {FEWEST_HINTS} hints."
    if len(set(step.hints)) < len(step.hints):
        yield "gives one hint twice: each must say more than the one before."
    if len(step.wrong) < FEWEST_WRONG:
        yield f"has {len(step.wrong)} of at least {FEWEST_WRONG} wrong answers."
    if not step.passed:
        yield "says nothing when it passes."
    if not step.needs and any(word == Fact.CONTAINER for word, _ in fact_words(step.do or "")):
        yield "speaks of {{container}} but needs no fixture, so that none may be there."
