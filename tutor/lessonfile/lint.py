"""What a valid lesson still lacks to be a good one. None of it keeps a lesson from being taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.facts import Fact
from tutor.core.facts_text import fact_words
from tutor.core.lesson import StepKind
from tutor.core.message import Text, text
from tutor.core.texts import words
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
        Finding(lesson.path, step.line_number, about(step, said)) for step in lesson.steps for said in _about_step(step)
    ]
    return tuple(sorted(whole + steps))


def about(step: Step, said: Text) -> str:
    """The sentence, the step's id in its place `{step}`."""
    return words(said.key, **said.values, step=quoted(step.id))


def _about_lesson(lesson: Lesson) -> Iterator[str]:
    name = Path(lesson.path).stem
    if lesson.path and name != lesson.id:
        yield words("lint.other-name", file=quoted(name), lesson=quoted(lesson.id))
    needed = {name for step in lesson.steps for name in step.needs}
    for fixture in lesson.fixtures:
        if fixture not in needed:
            yield words("lint.idle-fixture", fixture=quoted(fixture))


def _about_step(step: Step) -> Iterator[Text]:
    if not (step.prose or step.ask or step.cases):
        yield text("lint.no-text")
    if step.kind in TYPED:
        yield from _about_answer(step)
    for choice in (choice for ask in (step.ask, *step.cases) if ask for choice in ask.choices):
        if not choice.say:
            yield text("lint.mute-choice", choice=quoted(choice.word))


def _about_answer(step: Step) -> Iterator[Text]:
    if len(step.hints) < FEWEST_HINTS:
        yield text("lint.few-hints", count=len(step.hints), fewest=FEWEST_HINTS)
    if len(set(step.hints)) < len(step.hints):
        yield text("lint.same-hint")
    if len(step.wrong) < FEWEST_WRONG:
        yield text("lint.few-wrong", count=len(step.wrong), fewest=FEWEST_WRONG)
    if not step.passed:
        yield text("lint.mute-pass")
    if not step.needs and any(word == Fact.CONTAINER for word, _ in fact_words(step.do or "")):
        yield text("lint.no-container")
