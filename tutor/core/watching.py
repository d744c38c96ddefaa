"""A step where the tutor shows something: the learner's own line in four shells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.effects import Do, Effect, Save, Say
from tutor.core.lesson import Showing
from tutor.core.message import Judgement, Options, Prose, Tone, text
from tutor.core.progress import Attempt
from tutor.core.showings import USUAL_LINE, four_ways, leftovers
from tutor.core.state import About, Question, Stage, State, Turn, note
from tutor.core.steps import READ_ON, go_on, mark_done
from tutor.core.tasks import ShowFourWays
from tutor.core.texts import fill
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from tutor.core.tasks import FourWays, Leftovers


def ask_for_line(state: State) -> Turn:
    """The guess is made: now a line of the learner's own."""
    state = replace(state, question=Question(About.LINE, Options(None, "", ())))
    return state, (note(text("watch.line", line=USUAL_LINE)),)


def line_given(state: State, line: str) -> Turn:
    """Send the line into the four shells; Enter alone sends the usual one."""
    own = line.strip() or USUAL_LINE
    return state, (note(text("watch.busy", line=own), Tone.DIM), Do(ShowFourWays(own)))


def is_at(state: State, show: Showing) -> bool:
    """Whether the step at hand is the one that waits for this."""
    return state.stage is Stage.LISTENING and state.step.show is show


def ways_seen(state: State, result: FourWays) -> Turn:
    """Show what became of the line; then the step is done. Where nothing could be shown, it is asked for again."""
    if not is_at(state, Showing.FOUR_WAYS):
        return state, ()
    if result.failed or not result.ways:
        state, effects = ask_for_line(state)
        return state, (note(text("watch.failed", reason=result.failed), Tone.WARNING), *effects)
    record = Attempt(state.lesson.id, state.step.id, result.line, VerdictKind.PASSED.value)
    table = four_ways(state, result)
    guess = guess_compared(state)
    state, marked = mark_done(replace(state, question=None))
    shown = Judgement(
        VerdictKind.PASSED,
        None if state.step.passed else text("verdict.passed"),
        markdown=state.filled(state.step.passed),
        number=state.position + 1,
        total=state.total,
    )
    state, onward = go_on(state)
    return state, (Save(record), *marked, *table, *guess, Say(shown), *onward)


def leftovers_listed(state: State, result: Leftovers) -> Turn:
    """What the clean-up will remove, if the step that shows it is still open."""
    return state, (leftovers(result), READ_ON) if is_at(state, Showing.LEFTOVERS) else ()


def guess_compared(state: State) -> tuple[Effect, ...]:
    """What the tutor replies to the guess, now that Docker has shown it."""
    if not state.guess or state.step.ask is None:
        return ()
    choice = next((choice for choice in state.step.ask.choices if choice.word == state.guess), None)
    if choice is None:
        return ()
    guess = fill(text("answer.guess.compare", guess=state.filled(choice.text)))
    return (Say(Prose(f"{guess} {state.filled(choice.say)}".strip())),)
