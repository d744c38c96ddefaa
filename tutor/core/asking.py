"""A question to the tutor, `ask …` or a line that ends in `?`: looked up among the concept cards, and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.answers import is_answer
from tutor.core.concept import AskConcepts
from tutor.core.effects import Do, Effect, Say
from tutor.core.message import Prose, Tone, text
from tutor.core.state import STEP_QUESTIONS, About, Stage, State, Turn, note
from tutor.core.steps import model_line
from tutor.core.words import Asked, read_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.concept import Concept, ConceptsFound


def ask_concepts(state: State, question: str) -> Turn:
    """Have it looked up, with what the step is about beside it."""
    if not question:
        return state, (note(text("ask.what"), Tone.HINT),)
    return state, (Do(AskConcepts(question, context(state))),)


def context(state: State) -> str:
    """What the learner is busy with, in words: the section, the step, its command."""
    if state.stage is not Stage.LISTENING:
        return ""
    return " ".join((state.step.section, state.step.title, model_line(state)))


def is_for_cards(state: State, line: str) -> bool:
    """Whether a line at a question that takes any words asks something itself, with a question mark.

    What is right stays an answer, and so does all that is sent into the four shells.
    """
    question, asked = state.question, state.asked
    if question is None or question.about is not About.SHORT or not line.rstrip().endswith("?"):
        return False
    wanted = [state.filled(answer) for answer in asked.answers] if asked else []
    return isinstance(read_line(line), Asked) and not is_answer(line.rstrip("? "), wanted)


def concepts_found(state: State, result: ConceptsFound) -> Turn:
    """The card, or that there is none; then what was asked before, if an answer is still due."""
    effects = answer(result, state.filled)
    question = state.question
    if question is not None and question.about not in STEP_QUESTIONS:
        effects = (*effects, Say(question.options))
    return state, effects


def answer(result: ConceptsFound, filled: Callable[[str], str]) -> tuple[Effect, ...]:
    """What is said to the question; `filled` puts the facts into a card's words."""
    if result.failed:
        return (note(text("ask.failed", reason=result.failed), Tone.WARNING),)
    if result.concept is not None:
        return card(result.concept, filled)
    if not result.near:
        return (note(text("ask.unknown", question=result.question), Tone.HINT),)
    titles = "; ".join(result.near)
    return (note(text("ask.near", question=result.question, titles=titles), Tone.HINT),)


def card(concept: Concept, filled: Callable[[str], str]) -> tuple[Effect, ...]:
    """A card as it is read: title, a few sentences, one command to try, Docker's own page."""
    return (
        Say(Prose(f"**{concept.title}**\\\n{filled(concept.markdown)}")),
        note(text("ask.try"), Tone.DIM, filled(concept.attempt)),
        note(text("ask.link", link=concept.link), Tone.DIM),
    )
