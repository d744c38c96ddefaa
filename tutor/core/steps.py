"""How a step begins, how it is left behind, and what comes after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from tutor.core.effects import Do, Effect, Say, Stop, Unwatch
from tutor.core.lesson import Afterwards, Showing, StepKind, VariantOfStep
from tutor.core.marking import mark_done
from tutor.core.message import Prose, StepCard, Tone, text
from tutor.core.posing import place_in_quiz, step_question
from tutor.core.progress import Mark
from tutor.core.review import due, outer_again
from tutor.core.showings import USUAL_LINE, cheat_sheet
from tutor.core.state import About, Job, Stage, State, Turn, note
from tutor.core.tasks import GatherTimeline, How, ListLeftovers, Prepare, SeekDaemon

if TYPE_CHECKING:
    from tutor.core.tasks import Met, Prepared

PLAIN = VariantOfStep()
READ_ON = note(text("step.read"), Tone.DIM)


def variant(state: State) -> VariantOfStep:
    """What is different in this step for the image at hand."""
    image = state.facts.image
    return state.step.variants.get(image.variant.value, PLAIN) if image else PLAIN


def model_line(state: State) -> str:
    """The step's model answer with the facts filled in; "" where there is nothing to run."""
    return state.filled(variant(state).do or state.step.do or "")


def begin(state: State, position: int) -> Turn:
    """Go to the step at `position`: end what must not run beside it, meet its needs, then show it."""
    state, unwatched = drop_watch(state)
    state = replace(
        state,
        position=position,
        stage=Stage.PREPARING,
        question=None,
        hints=0,
        misses=0,
        guess="",
        held=None,
        missed=None,
        is_elsewhere_told=False,
        cases=tuple(range(len(state.lesson.steps[position].cases))),
    )
    state, stopped = stop_earlier(state)
    if not state.step.needs:
        state, effects = present(state)
        return state, (*unwatched, *stopped, *effects)
    fixtures = tuple(state.lesson.fixtures[name] for name in state.step.needs)
    task = Prepare(fixtures, state.next_terminal, state.unmade.intersection(state.step.needs))
    return state, (*unwatched, *stopped, Do(task))


def stop_earlier(state: State) -> Turn:
    """Stop what was typed at the steps that this one names, where it still runs, and say so."""
    effects: tuple[Effect, ...] = ()
    for job in state.alive():
        if job.step in state.step.stops:
            state = state.with_job(replace(job, alive=False))
            said = note(text("step.stopped", line=job.command.line, number=job.place), Tone.DIM)
            effects = (*effects, Stop(job.number), said)
    return state, effects


def drop_watch(state: State) -> Turn:
    """Stop waiting for what the step before waited for."""
    job = state.jobs.get(state.awaiting) if state.awaiting is not None else None
    state = replace(state, awaiting=None)
    if job is None or job.watch is None:
        return state, ()
    return state.with_job(replace(job, watch=None)), (Unwatch(job.watch),)


def prepared(state: State, result: Prepared) -> Turn:
    """The step's needs are met, or could not be: say so, and show the step either way."""
    state = replace(
        state,
        facts=result.facts,
        next_terminal=state.next_terminal + len(result.opened),
        unmade=state.unmade.difference(met.fixture for met in result.met),
    )
    said = tuple(effect for met in result.met for effect in adopted(met))
    if result.made:
        said = (*said, note(text("step.prepared", lines=""), Tone.DIM, *result.made))
    for number, command in result.opened:
        job = state.parked(Job(number, command, ""))
        state = state.with_job(job)
        said = (*said, note(text("step.opened", number=job.place, line=command.line), Tone.DIM))
    if result.failed:
        said = (*said, note(text("step.not-prepared", reason=result.failed), Tone.WARNING))
    state, effects = present(state)
    return state, (*said, *effects)


def adopted(met: Met) -> tuple[Effect, ...]:
    """What is said of a container that was there already, where the learner would wonder."""
    if met.how is How.STOPPED:
        return (note(text("step.need-stopped", name=met.container), Tone.DIM),)
    if met.is_left_over:
        return (note(text("step.adopted", name=met.container), Tone.DIM),)
    return ()


def present(state: State) -> Turn:
    """Show the step and ask its question."""
    step, different = state.step, variant(state)
    is_new = state.section != step.section
    body = "\n\n".join(part for part in (step.prose, different.say) if part)
    card = StepCard(
        state.position + 1, state.total, step.section if is_new else "", state.filled(step.title), state.filled(body)
    )
    optional = (note(text("step.optional"), Tone.DIM),) if step.optional else ()
    state = replace(state, stage=Stage.LISTENING, section=step.section)
    return ask(state, (Say(card), *optional, *shown(state)))


def shown(state: State) -> tuple[Effect, ...]:
    """What the step shows at once beside its prose."""
    match state.step.show:
        case Showing.CHEAT_SHEET:
            return (cheat_sheet(state), READ_ON)
        case Showing.LEFTOVERS:
            return (Do(ListLeftovers()),)
        case Showing.FOUR_WAYS | Showing.CALLS:  # these wait for the learner's line
            return ()
        case None:
            return (READ_ON,) if state.step.kind is StepKind.READ else ()
        case show:
            assert_never(show)


def ask(state: State, before: tuple[Effect, ...] = ()) -> Turn:
    """Ask the step's own question, if it has one; of a quiz the case at hand."""
    question = step_question(state)
    state = replace(state, question=question)
    if question is None:
        return state, before
    if question.about is About.LINE:
        return state, (*before, note(text("watch.line", line=USUAL_LINE)))
    return state, (*before, *place_in_quiz(state), Say(question.options))


def go_on(state: State) -> Turn:
    """The step at hand is behind: show what the lesson wants shown after it, then go to the next."""
    match state.step.after:
        case Afterwards.TIMELINE if state.stage is Stage.LISTENING:
            state, unwatched = drop_watch(state)
            state = replace(state, stage=Stage.PREPARING, question=None)
            return state, (*unwatched, Do(GatherTimeline(onward=True)))
        case _:
            return onward_from(state)


def read_on(state: State) -> Turn:
    """A step to read was read."""
    state, marked = mark_done(state)
    state, effects = go_on(state)
    return state, (*marked, *effects)


def onward_from(state: State) -> Turn:
    """To the step after; after the last one to the first that is still open, or to the end."""
    if state.position + 1 < state.total:
        state, effects = begin(state, state.position + 1)
        return state, (*effects, *seek_daemon(state))
    left_open = [place for place, step in enumerate(state.lesson.steps) if is_open(state, place) and not step.optional]
    if not left_open:
        return finish(state)
    titles = ", ".join(state.filled(state.lesson.steps[place].title) for place in left_open)
    state, effects = begin(state, left_open[0])
    return state, (note(text("finish.open", titles=titles)), *effects)


def seek_daemon(state: State) -> tuple[Effect, ...]:
    """Between two steps of a lesson from recordings: a daemon may have come. A script cannot be asked."""
    facts = state.facts
    return (Do(SeekDaemon()),) if facts.recorded and not facts.scripted and not state.stays_recorded else ()


def is_open(state: State, position: int) -> bool:
    """Whether the step at `position` is neither done nor skipped."""
    return state.lesson.steps[position].id not in state.marks


def first_open(state: State) -> int:
    """Where to resume: the first step that is neither done nor skipped, else the last one."""
    return next((place for place in range(state.total) if is_open(state, place)), state.total - 1)


def finish(state: State) -> Turn:
    """Every step is behind: the lesson's closing words."""
    if state.is_review:
        return review_left(state)
    state, unwatched = drop_watch(state)
    state = replace(state, stage=Stage.FINISHED, question=None)
    done = sum(mark is Mark.DONE for mark in state.marks.values())
    skipped = sum(mark is Mark.SKIPPED for mark in state.marks.values())
    outro = (Say(Prose(state.filled(state.lesson.outro))),) if state.lesson.outro else ()
    return state, (
        *unwatched,
        note(text("finish.complete", done=done, skipped=skipped), Tone.GOOD),
        *outro,
        *((note(text("review.after", count=len(due(state))), Tone.HINT),) if due(state) else ()),
        note(text("finish.leave"), Tone.DIM),
    )


def review_left(state: State) -> Turn:
    """The drills are behind, or were left: back to the lesson, if one was interrupted for them."""
    state, unwatched = drop_watch(state)
    done = sum(mark is Mark.DONE for mark in state.marks.values())
    said = (*unwatched, note(text("review.done", done=done, total=state.total), Tone.GOOD))
    if state.outer is None:
        return replace(state, stage=Stage.FINISHED, question=None), (*said, note(text("finish.leave"), Tone.DIM))
    state = outer_again(state, state.outer)
    if state.stage is Stage.FINISHED:
        return state, (*said, note(text("finish.leave"), Tone.DIM))
    state, effects = begin(state, state.position)
    return state, (*said, *effects)
