"""Which question a step poses; of a quiz, which case, and whether it was asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tutor.core.lesson import StepKind
from tutor.core.message import Options, Tone, text
from tutor.core.state import About, Question, State, note

if TYPE_CHECKING:
    from tutor.core.effects import Effect


def place_in_quiz(state: State) -> tuple[Effect, ...]:
    """Which case this is, and whether it was asked before."""
    if not state.cases:
        return ()
    if (state.step.id, state.cases[0]) in state.missed_cases:
        return (note(text("quiz.again"), Tone.DIM),)
    total = len(state.step.cases)
    return (note(text("quiz.case", number=state.cases[0] + 1, total=total), Tone.DIM),)


def step_question(state: State) -> Question | None:
    """The question that the step at hand asks."""
    asked = state.asked
    if asked is None:
        return Question(About.LINE, Options(None, "", ())) if state.step.kind is StepKind.WATCH else None
    choices = tuple((choice.word, state.filled(choice.text)) for choice in asked.choices)
    options = Options(None, state.filled(asked.text), choices)
    match state.step.kind:
        case StepKind.PREDICT | StepKind.WATCH:
            return Question(About.GUESS, options)
        case StepKind.QUESTION | StepKind.QUIZ:
            return Question(About.CHOICE if choices else About.SHORT, options)
        case StepKind.DO | StepKind.INSIDE | StepKind.READ:
            return None
        case kind:
            assert_never(kind)
