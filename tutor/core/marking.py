"""Writing down that a step is done or skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.effects import Save
from tutor.core.progress import Mark, Reviewed, StepMark

if TYPE_CHECKING:
    from tutor.core.state import State, Turn


def mark_done(state: State) -> Turn:
    """Write down that the step is done; of a drill, that the step was reviewed too."""
    lesson, step = state.lesson.id, state.step.id
    mark = StepMark(lesson, step, Mark.DONE, recorded=bool(state.facts.recorded))
    reviewed = (Save(Reviewed(lesson, step)),) if state.is_review else ()
    return state.with_mark(step, Mark.DONE), (Save(mark), *reviewed)


def mark_skipped(state: State) -> Turn:
    """Write down that the step was skipped, unless it was done before. A drill that is skipped just stays due."""
    if state.is_review:
        return state.with_mark(state.step.id, Mark.SKIPPED), ()
    if state.marks.get(state.step.id) is Mark.DONE:
        return state, ()
    mark = StepMark(state.lesson.id, state.step.id, Mark.SKIPPED)
    return state.with_mark(state.step.id, Mark.SKIPPED), (Save(mark),)
