"""A step where the tutor shows something: lines of the learner's own in four shells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.effects import Do, Effect, Save, Say
from tutor.core.lesson import Showing
from tutor.core.marking import mark_done
from tutor.core.message import Judgement, Options, Prose, Tone, text
from tutor.core.progress import Attempt
from tutor.core.showings import USUAL_LINE, leftovers
from tutor.core.state import About, Question, Stage, State, Turn, note
from tutor.core.steps import READ_ON, go_on
from tutor.core.tasks import ShowFourWays
from tutor.core.texts import fill
from tutor.core.verdict import VerdictKind
from tutor.core.ways_told import four_ways

if TYPE_CHECKING:
    from tutor.core.tasks import FourWays, Leftovers

DONE = "done"


def line_question(*, seen: bool = False) -> Question:
    """A line is wanted. Once something has been `seen`, `done` is an answer too."""
    choices = ((DONE, fill(text("lab.again.choice"))),) if seen else ()
    return Question(About.LINE, Options(None, "", choices))


def ask_for_line(state: State) -> Turn:
    """The guess is made: now a line of the learner's own."""
    return replace(state, question=line_question()), (note(text("watch.line", line=USUAL_LINE)),)


def line_given(state: State, question: Question, line: str) -> Turn:
    """Send the line into four new shells; Enter alone sends the usual one, `done` ends the step."""
    own = line.strip() or USUAL_LINE
    if own.lower() == DONE:
        return seen_enough(state) if question.options.choices else too_soon(state)
    return state, (note(text("watch.busy", line=own), Tone.DIM), Do(ShowFourWays(own)))


def too_soon(state: State) -> Turn:
    """Nothing has been shown yet."""
    return state, (note(text("lab.first", line=USUAL_LINE), Tone.DIM),)


def is_at(state: State, show: Showing) -> bool:
    """Whether the step at hand is the one that waits for this."""
    return state.stage is Stage.LISTENING and state.step.show is show


def ways_seen(state: State, result: FourWays) -> Turn:
    """Show what became of the line, and ask for another. Where nothing could be shown, it is asked for again.

    The first line that was shown makes the step done, wherever the learner goes from there.
    """
    question = state.question
    if not is_at(state, Showing.FOUR_WAYS) or question is None or question.about is not About.LINE:
        return state, ()
    is_first = not question.options.choices
    if result.failed or not result.ways:
        failed = note(text("watch.failed", reason=result.failed), Tone.WARNING)
        if not is_first:
            return state, (failed, note(text("lab.again")))
        state, effects = ask_for_line(state)
        return state, (failed, *effects)
    record = Attempt(state.lesson.id, state.step.id, result.line, VerdictKind.PASSED.value)
    guess = guess_compared(state)
    state, marked = mark_done(replace(state, question=line_question(seen=True), guess=""))
    told = four_ways(result, briefly=not is_first)
    return state, (Save(record), *marked, *told, *guess, note(text("lab.again")))


def seen_enough(state: State) -> Turn:
    """The verdict, and onward."""
    state, marked = mark_done(replace(state, question=None))
    shown = Judgement(
        VerdictKind.PASSED,
        None if state.step.passed else text("verdict.passed"),
        markdown=state.filled(state.step.passed),
        number=state.position + 1,
        total=state.total,
    )
    state, onward = go_on(state)
    return state, (*marked, Say(shown), *onward)


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
