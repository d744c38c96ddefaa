"""What comes back for review: steps that were missed, hinted or skipped, as a lesson of short drills.

A drill is the step itself, with its own judge, needs and answers; only its text is shorter. So a review is a
conversation like any other, over a lesson that is put together here and whose marks are its own.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.effects import Save
from tutor.core.lesson import Step, StepKind
from tutor.core.message import text
from tutor.core.progress import Attempt, Mark, Reviewed
from tutor.core.state import NO_LINES, NO_MARKS, Stage, State
from tutor.core.texts import fill
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.core.effects import Effect
    from tutor.core.lesson import Lesson

DRILLED = frozenset({StepKind.DO, StepKind.PREDICT, StepKind.INSIDE, StepKind.QUESTION, StepKind.QUIZ})
TROUBLE = frozenset({VerdictKind.NOT_YET.value, "hint", "solution"})


def troubled(trouble: Mapping[str, str], reviewed: Mapping[str, str]) -> frozenset[str]:
    """The steps that went wrong, or needed help, since their last review.

    Args:
        trouble: When each step last had one of the verdicts of `TROUBLE`; times are texts of one form that sorts.
        reviewed: When each step was reviewed last.
    """
    return frozenset(step for step, time in trouble.items() if time > reviewed.get(step, ""))


def due_steps(lesson: Lesson, marks: Mapping[str, Mark], trouble: frozenset[str]) -> tuple[Step, ...]:
    """The steps that come back, in the lesson's order. One that is still open is the lesson's own business."""
    return tuple(step for step in lesson.steps if step.kind in DRILLED and _is_due(step, marks, trouble))


def _is_due(step: Step, marks: Mapping[str, Mark], trouble: frozenset[str]) -> bool:
    mark = marks.get(step.id)
    was_skipped = mark is Mark.SKIPPED and not step.optional  # what may be passed by is not held against anybody
    return was_skipped or (mark is Mark.DONE and step.id in trouble)


def due(state: State) -> tuple[Step, ...]:
    """What of the state's lesson comes back."""
    return due_steps(state.lesson, state.marks, state.trouble)


def drills(lesson: Lesson, steps: Iterable[Step]) -> Lesson:
    """A lesson of these steps alone, each with its short text."""
    section = fill(text("review.section"))
    short = tuple(replace(step, section=section, prose=step.drill or step.prose, optional=False) for step in steps)
    return replace(lesson, title=fill(text("review.title", title=lesson.title)), steps=short, intro="", outro="")


def noted(state: State, effects: Iterable[Effect]) -> State:
    """The state that knows of the trouble which was just written down, or forgiven."""
    trouble = state.trouble
    for effect in effects:
        match effect:
            case Save(Attempt(step=step, verdict=verdict)) if verdict in TROUBLE:
                trouble |= {step}
            case Save(Reviewed(step=step)):
                trouble -= {step}
            case _:
                pass
    return state if trouble == state.trouble else replace(state, trouble=trouble)


def inner(state: State) -> State:
    """The conversation over the drills, in the midst of the lesson."""
    return replace(
        state,
        lesson=drills(state.lesson, due(state)),
        marks=NO_MARKS,
        lines=NO_LINES,
        position=0,
        stage=Stage.STARTING,
        is_review=True,
        outer=state,
        unmade=frozenset(state.lesson.fixtures),
    )


def outer_again(state: State, outer: State) -> State:
    """The lesson as it was left, with all that has happened meanwhile."""
    passed = {step: mark for step, mark in state.marks.items() if mark is Mark.DONE}
    return replace(
        state,
        lesson=outer.lesson,
        marks=MappingProxyType({**outer.marks, **passed}),
        lines=MappingProxyType({**outer.lines, **state.lines}),
        position=outer.position,
        stage=outer.stage,
        section="",
        question=None,
        is_review=False,
        outer=None,
        unmade=frozenset(),
    )
