"""From what a command did to what the tutor says of it: ended, left, noticed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.calls import creates_compared
from tutor.core.coaching import missed, model_command, near_offer, way_on, worded
from tutor.core.effects import Effect, Offer, Save, Say, Unwatch
from tutor.core.events import Sighting
from tutor.core.judge import judge, told
from tutor.core.marking import mark_done
from tutor.core.message import Judgement, Tone, text
from tutor.core.mistakes.keys import KEYS
from tutor.core.outcome import Key
from tutor.core.progress import Attempt
from tutor.core.reasons import SITE_DEADLINE, sentences
from tutor.core.state import Job, Stage, State, Turn, note
from tutor.core.steps import drop_watch, go_on
from tutor.core.texts import fill
from tutor.core.verdict import Verdict, VerdictKind
from tutor.core.watching import guess_compared

if TYPE_CHECKING:
    from tutor.core.events import Ended, Left, Noticed, NotStarted
    from tutor.core.outcome import Outcome

KEY_MISTAKES = frozenset(mistake.id for mistake in KEYS)
MISSES_BEFORE_OFFER = 3
WAYS = ("hint", "solution", "skip")


def ended(state: State, event: Ended) -> Turn:
    """A terminal's program is over: judge what it did, or just mention it."""
    job = state.jobs.get(event.terminal)
    if job is None:
        return state, ()
    was_shown = state.foreground == job.number
    job = replace(job, alive=False, outcome=event.outcome)
    state = state.with_job(job)
    state = replace(state, foreground=None) if was_shown else state
    if job.refused:
        return state, (note(text("guard.stopped"), Tone.WARNING), Offer(job.command.line))
    if (was_shown and not is_earlier(state, job)) or state.awaiting == job.number:
        return concluded(state, job, event.outcome)
    return ended_elsewhere(state, job, event.outcome, was_shown=was_shown)


def is_earlier(state: State, job: Job) -> bool:
    """Whether the job was not typed at the step at hand."""
    return state.stage is not Stage.LISTENING or job.step != state.step.id


def ended_elsewhere(state: State, job: Job, outcome: Outcome, *, was_shown: bool) -> Turn:
    """A program ended that an earlier step began. If it ran in this step's container, its end is an answer to the step.

    One that ended out of sight can only be right: nobody did anything just now that could be wrong. While another
    program has the screen nothing is judged at all; that one's own end follows.
    """
    job = state.parked(job)
    code = "?" if outcome.exit_code is None else outcome.exit_code
    said = note(text("terminal.ended", number=job.place, code=code, line=job.command.line), Tone.DIM)
    if state.foreground is not None or not runs_in_target(state, outcome):
        return state, (said,)
    is_answer = was_shown or verdict_of(state, job, outcome).kind is VerdictKind.PASSED
    state, effects = judged(state, job, outcome) if is_answer else (state, ())
    return state, (said, *effects)


def runs_in_target(state: State, outcome: Outcome) -> bool:
    """Whether the program ran in the container that the step asks about."""
    passing = state.step.passing if state.stage is Stage.LISTENING else None
    if passing is None or passing.target is None or outcome.target is None:
        return False
    return outcome.target.id in {seen.id for seen in (*outcome.created, *outcome.touched)}


def not_started(state: State, event: NotStarted) -> Turn:
    """The command never ran: that is nobody's miss. The line is proposed again."""
    job = state.jobs.get(event.terminal)
    if job is None:
        return state, ()
    state, unwatched = unwatch(state, job)
    state = replace(state.with_job(replace(state.jobs[job.number], alive=False)), foreground=None)
    said = note(text("run.failed", reason=event.reason, hint=event.hint), Tone.ERROR)
    return state, (*unwatched, said, Offer(job.command.line))


def left(state: State, event: Left) -> Turn:
    """The learner is back at the tutor; the program runs on."""
    job = state.jobs.get(event.terminal)
    if job is None:
        return state, ()
    job = state.parked(replace(job, outcome=event.outcome))
    state = replace(state.with_job(job), foreground=None)
    conclude = left_again if is_earlier(state, job) else concluded
    state, effects = conclude(state, job, event.outcome)
    return state, (note(text("terminal.left", number=job.place), Tone.DIM), *effects)


def left_again(state: State, job: Job, outcome: Outcome) -> Turn:
    """A look into a program that an earlier step began.

    It answers nothing, unless it went the step's way or a key went a known wrong one.
    """
    if not runs_in_target(state, outcome):
        return state, ()
    verdict = verdict_of(state, job, outcome)
    is_answer = verdict.kind is VerdictKind.PASSED or verdict.mistake in KEY_MISTAKES
    return judged(state, job, outcome) if is_answer else (state, ())


def concluded(state: State, job: Job, outcome: Outcome) -> Turn:
    """The foreground is the tutor's again: say what the command was worth to the step at hand."""
    if state.stage is not Stage.LISTENING or job.step != state.step.id:
        return state, ()
    if job.settled:
        return passed(state, job, outcome, saved=True)
    return judged(state, job, outcome)


def noticed(state: State, event: Noticed) -> Turn:
    """A watch saw something; one that nobody waits for any more is ignored."""
    job = next((job for job in state.jobs.values() if job.watch == event.watch), None)
    if job is None or job.step != state.step.id or state.stage is not Stage.LISTENING:
        return state, ()
    job = replace(job, sighting=event.sighting, outcome=event.outcome or job.outcome)
    state = state.with_job(job)
    if event.sighting is Sighting.STARTED or job.outcome is None:
        return state, ()
    if state.foreground == job.number:
        return noticed_in_foreground(state, job, job.outcome)
    return judged(state, job, job.outcome, detail=event.detail)


def noticed_in_foreground(state: State, job: Job, outcome: Outcome) -> Turn:
    """One dim line while the program still has the screen; the full verdict comes on return."""
    verdict = verdict_of(state, job, outcome)
    match verdict.kind:
        case VerdictKind.PASSED:
            state, marked = mark_done(state.with_job(replace(job, settled=True)))
            facts = state.facts
            key = "recorded.answers" if facts.recorded else "answers.leave"
            aside = text(key, host="localhost", port=facts.port, leave=facts.leave_key)
            if job.sighting is Sighting.UNKNOWN:
                aside = text("verdict.unprobed", port=facts.port)
            return state, (Save(attempt(state, job, verdict, outcome)), *marked, note(aside, Tone.DIM))
        case VerdictKind.TIMED_OUT:
            return state, (note(text("late.leave", seconds=int(SITE_DEADLINE)), Tone.DIM),)
        case VerdictKind.NOT_YET if outcome.exit_code is None and job.sighting is not Sighting.GONE:
            reason, _ = told(verdict)
            said = fill(reason) if reason else ""
            return state, (note(text("answers.wrong", reason=said), Tone.DIM),)
        case _:
            return state, ()


def verdict_of(state: State, job: Job, outcome: Outcome) -> Verdict:
    """What the judge says of this command at the step at hand."""
    return judge(state.step, job.command, outcome, state.facts, job.sighting, model=model_command(state))


def attempt(state: State, job: Job, verdict: Verdict, outcome: Outcome) -> Attempt:
    """The record of one judged line: with the mistake, else with the key of the point that was not met."""
    line = line_of(state, job, outcome)
    why = verdict.mistake or verdict.values.get("gap", "")
    return Attempt(state.lesson.id, state.step.id, line, verdict.kind.value, why, outcome.seconds)


def seconds_of(state: State, job: Job, outcome: Outcome) -> float | None:
    """How long the line took; the whole life of what an earlier step began says nothing about this one."""
    return None if is_earlier(state, job) else outcome.seconds


def line_of(state: State, job: Job, outcome: Outcome) -> str:
    """What the learner did: the line typed at this step, or the key pressed in what an earlier step began."""
    was_interrupted = outcome.pressed(Key.INTERRUPT) is not None
    return "Ctrl-C" if is_earlier(state, job) and was_interrupted else job.command.line


def judged(state: State, job: Job, outcome: Outcome, detail: str = "") -> Turn:
    """Judge, write down, then say."""
    if state.step.passing is None:
        key = "step.question-stands" if state.question else "step.waiting"
        if outcome.exit_code and state.question:
            key = "step.question-failed"
        return state, (note(text(key, title=state.filled(state.step.title)), Tone.DIM),)
    verdict = verdict_of(state, job, outcome)
    saved = Save(attempt(state, job, verdict, outcome))
    if verdict.kind is VerdictKind.PASSED:
        state, effects = passed(state, job, outcome)
        return state, (saved, *effects)
    if verdict.kind is VerdictKind.WAITING and job.watch is not None:
        state = replace(state, awaiting=job.number)
        return state, (saved, Say(Judgement(verdict.kind, text("verdict.waiting", port=state.facts.port))))
    state, unwatched = unwatch(state, job)
    state, effects = not_passed(state, job, verdict, outcome, detail)
    return state, (saved, *unwatched, *effects)


def unwatch(state: State, job: Job) -> Turn:
    """The verdict is in: the job's watch has nothing more to say."""
    if state.awaiting == job.number:
        return drop_watch(state)
    if job.watch is None:
        return state, ()
    return state.with_job(replace(job, watch=None)), (Unwatch(job.watch),)


def passed(state: State, job: Job, outcome: Outcome, *, saved: bool = False) -> Turn:
    """The step is done: say by what, compare the guess, go on."""
    state, unwatched = unwatch(state, job)
    state, marked = (state, ()) if saved else mark_done(state)
    state = state.with_line(state.step.id, line_of(state, job, outcome))
    shown = Judgement(
        VerdictKind.PASSED,
        None if state.step.passed else text("verdict.passed"),
        markdown=state.filled(state.step.passed),
        seconds=seconds_of(state, job, outcome),
        number=state.position + 1,
        total=state.total,
    )
    unprobed: tuple[Effect, ...] = ()
    if job.sighting is Sighting.UNKNOWN:
        unprobed = (note(text("verdict.unprobed", port=state.facts.port), Tone.DIM),)
    looks = (*guess_compared(state), *creates_compared(state, job, outcome))
    state, onward = go_on(state)
    return state, (*unwatched, *marked, Say(shown), *unprobed, *looks, *onward)


def not_passed(state: State, job: Job, verdict: Verdict, outcome: Outcome, detail: str) -> Turn:
    """Say why, and the way on. Only a real miss counts as one."""
    said, way = sentences(state, verdict, outcome, detail)
    if verdict.kind is VerdictKind.NOT_YET:
        state = missed(replace(state, misses=state.misses + 1), job.command.line, said.key, job.command)
        said = worded(said, state.missed)
        state, way = way_on(state, way, verdict, outcome)
    shown = Judgement(verdict.kind, said, line=job.command.line, marks=verdict.marks, way=way, ways=WAYS)
    if verdict.kind is VerdictKind.DAEMON_DOWN:
        return state, (Say(shown), Offer(job.command.line))
    offer = state.misses == MISSES_BEFORE_OFFER and verdict.kind is VerdictKind.NOT_YET
    offered = (note(text("solution.offer"), Tone.HINT),) if offer else ()
    return state, (Say(shown), *near_offer(verdict, job.command.line), *offered)
