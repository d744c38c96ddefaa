"""From the conversation's state to what stands under the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.coaching import model_command
from tutor.core.replies import is_step_question
from tutor.core.state import About, Stage
from tutor.core.verdicts import MISSES_BEFORE_OFFER
from tutor.core.view import TerminalView, View
from tutor.core.words import Word

if TYPE_CHECKING:
    from tutor.core.state import State


def view_of(state: State) -> View:
    """The lesson, the step, what runs, and the one key that matters now."""
    question = state.question
    choices = tuple(word for word, _ in question.options.choices) if question else ()
    words = tuple(word.value for word in Word)
    if question is not None and not is_step_question(question):
        words = ("quit",)
    listening = state.stage is Stage.LISTENING
    return View(
        title=state.lesson.title,
        number=state.position + 1 if listening else 0,
        total=state.total,
        terminals=tuple(TerminalView(job.place, job.command.line) for job in state.alive()),
        key_hint=key_hint(state),
        words=(*choices, *words),
        about=step_words(state) if listening else (),
        extra=state.extra,
        leave_key=state.facts.leave_key,
        refusal="no" if question is not None and question.about is About.GUARD else "",
    )


def step_words(state: State) -> tuple[str, ...]:
    """What the step is about: its container, its image, the words of its model answer."""
    model, image = model_command(state), state.facts.image
    names = (state.facts.container, image.name if image else "")
    flags = (f"--{use.name}" for use in model.flags) if model else ()
    return tuple(filter(None, (*names, *(model.argv if model else ()), *flags)))


def key_hint(state: State) -> str:
    """The one word or key that helps most just now."""
    if state.question is not None and state.question.options.choices:
        return " / ".join(word for word, _ in state.question.options.choices)
    if state.stage is Stage.FINISHED:
        return "quit"
    if state.misses >= MISSES_BEFORE_OFFER:
        return "solution"
    return "hint"
