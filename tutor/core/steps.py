"""How a step begins, how it is left behind, and what comes after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from tutor.core.effects import Do, Effect, Save, Say, Unwatch
from tutor.core.lesson import StepKind, VariantOfStep
from tutor.core.message import Options, Prose, StepCard, Tone, text
from tutor.core.progress import Mark, StepMark
from tutor.core.state import About, Question, Stage, State, Turn, note
from tutor.core.tasks import Prepare

if TYPE_CHECKING:
    from tutor.core.tasks import Prepared

PLAIN = VariantOfStep()


def variant(state: State) -> VariantOfStep:
    """What is different in this step for the image at hand."""
    image = state.facts.image
    return state.step.variants.get(image.variant.value, PLAIN) if image else PLAIN


def model_line(state: State) -> str:
    """The step's model answer with the facts filled in; "" where there is nothing to run."""
    return state.filled(variant(state).do or state.step.do or "")


def begin(state: State, position: int) -> Turn:
    """Go to the step at `position`: first meet its needs, then show it."""
    state, unwatched = drop_watch(state)
    state = replace(
        state, position=position, stage=Stage.PREPARING, question=None, hints=0, misses=0, guess="", held=None
    )
    if not state.step.needs:
        state, effects = present(state)
        return state, (*unwatched, *effects)
    fixtures = tuple(state.lesson.fixtures[name] for name in state.step.needs)
    return state, (*unwatched, Do(Prepare(fixtures, state.next_terminal)))


def drop_watch(state: State) -> Turn:
    """Stop waiting for what the step before waited for."""
    job = state.jobs.get(state.awaiting) if state.awaiting is not None else None
    state = replace(state, awaiting=None)
    if job is None or job.watch is None:
        return state, ()
    return state.with_job(replace(job, watch=None)), (Unwatch(job.watch),)


def prepared(state: State, result: Prepared) -> Turn:
    """The step's needs are met, or could not be: say so, and show the step either way."""
    state = replace(state, facts=result.facts, next_terminal=state.next_terminal + len(result.opened))
    said: tuple[Effect, ...] = ()
    if result.made:
        said = (note(text("step.prepared", lines=""), Tone.DIM, *result.made),)
    if result.failed:
        said = (*said, note(text("step.not-prepared", reason=result.failed), Tone.WARNING))
    state, effects = present(state)
    return state, (*said, *effects)


def present(state: State) -> Turn:
    """Show the step and ask its question."""
    step, different = state.step, variant(state)
    is_new = state.section != step.section
    body = "\n\n".join(part for part in (step.prose, different.say) if part)
    card = StepCard(
        state.position + 1, state.total, step.section if is_new else "", state.filled(step.title), state.filled(body)
    )
    state = replace(state, stage=Stage.LISTENING, section=step.section)
    return ask(state, (Say(card),))


def ask(state: State, before: tuple[Effect, ...] = ()) -> Turn:
    """Ask the step's own question, if it has one."""
    question = step_question(state)
    state = replace(state, question=question)
    return state, (*before, Say(question.options)) if question else before


def step_question(state: State) -> Question | None:
    """The question that the step at hand asks."""
    asked = state.step.ask
    if asked is None:
        return None
    choices = tuple((choice.word, state.filled(choice.text)) for choice in asked.choices)
    options = Options(None, state.filled(asked.text), choices)
    match state.step.kind:
        case StepKind.PREDICT:
            return Question(About.GUESS, options)
        case StepKind.QUESTION:
            return Question(About.CHOICE if choices else About.SHORT, options)
        case StepKind.DO | StepKind.READ:
            return None
        case kind:
            assert_never(kind)


def mark_done(state: State) -> Turn:
    """Write down that the step is done."""
    mark = StepMark(state.lesson.id, state.step.id, Mark.DONE)
    return state.with_mark(state.step.id, Mark.DONE), (Save(mark),)


def mark_skipped(state: State) -> Turn:
    """Write down that the step was skipped, unless it was done before."""
    if state.marks.get(state.step.id) is Mark.DONE:
        return state, ()
    mark = StepMark(state.lesson.id, state.step.id, Mark.SKIPPED)
    return state.with_mark(state.step.id, Mark.SKIPPED), (Save(mark),)


def go_on(state: State) -> Turn:
    """To the step after; after the last one to the first that is still open, or to the end."""
    if state.position + 1 < state.total:
        return begin(state, state.position + 1)
    left_open = [place for place, step in enumerate(state.lesson.steps) if is_open(state, place) and not step.optional]
    if not left_open:
        return finish(state)
    titles = ", ".join(state.filled(state.lesson.steps[place].title) for place in left_open)
    state, effects = begin(state, left_open[0])
    return state, (note(text("finish.open", titles=titles)), *effects)


def is_open(state: State, position: int) -> bool:
    """Whether the step at `position` is neither done nor skipped."""
    return state.lesson.steps[position].id not in state.marks


def first_open(state: State) -> int:
    """Where to resume: the first step that is neither done nor skipped, else the last one."""
    return next((place for place in range(state.total) if is_open(state, place)), state.total - 1)


def finish(state: State) -> Turn:
    """Every step is behind: the lesson's closing words."""
    state, unwatched = drop_watch(state)
    state = replace(state, stage=Stage.FINISHED, question=None)
    done = sum(mark is Mark.DONE for mark in state.marks.values())
    skipped = sum(mark is Mark.SKIPPED for mark in state.marks.values())
    outro = (Say(Prose(state.filled(state.lesson.outro))),) if state.lesson.outro else ()
    return state, (
        *unwatched,
        note(text("finish.complete", done=done, skipped=skipped), Tone.GOOD),
        *outro,
        note(text("finish.leave"), Tone.DIM),
    )
