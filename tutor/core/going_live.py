"""From recordings to the real Docker: within a lesson once one answers, and later, for what was done without."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.effects import Effect, Quit, Say
from tutor.core.lesson import StepKind
from tutor.core.message import Options, Tone, text
from tutor.core.state import About, Question, Stage, State, Turn, note
from tutor.core.steps import ask
from tutor.core.texts import fill, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tutor.core.tasks import DaemonSeen

HANDS_ON = frozenset({StepKind.DO, StepKind.PREDICT, StepKind.INSIDE, StepKind.WATCH})
"""Steps that are another thing with a daemon; a question is answered alike without one."""
FEW = 2
"""From so many more numbers on, a row is told by its first and last."""


def daemon_seen(state: State, result: DaemonSeen) -> Turn:
    """A daemon answers by now: offer it, once. The step's own question waits meanwhile."""
    if not result.answers or state.stage is not Stage.LISTENING:
        return state, ()
    choices = (("yes", fill(text("live.yes"))), ("no", fill(text("live.no"))))
    options = Options(text("live.ask"), "", choices, "yes")
    return replace(state, question=Question(About.LIVE, options)), (Say(options),)


def live_answered(state: State, word: str) -> Turn:
    """A yes leaves this conversation for a live one at the same step; after a no it is not asked again."""
    if word == "yes":
        quits: tuple[Effect, ...] = (note(text("live.going"), Tone.DIM), Quit(complete=False, live=True))
        return state, quits
    return ask(replace(state, stays_recorded=True), (note(text("live.stays"), Tone.DIM),))


def done_from_recordings(state: State) -> tuple[int, ...]:
    """The numbers of the steps that were done from recordings and never live, of those that a daemon makes better."""
    steps = enumerate(state.lesson.steps, 1)
    return tuple(number for number, step in steps if step.kind in HANDS_ON and step.id in state.recorded)


def offers_anew(state: State) -> bool:
    """Whether the learner can be asked to do such steps live. Whoever named a step, or sends a script, wants that."""
    facts = state.facts
    is_free = not facts.recorded and not facts.scripted and not state.asked_for and not state.is_review
    return is_free and bool(done_from_recordings(state))


def ask_anew(state: State) -> Turn:
    """Say which steps were done from recordings, and offer to do them live."""
    choices = (("yes", fill(text("anew.yes"))), ("no", fill(text("anew.no"))))
    numbers = done_from_recordings(state)
    asked = text("anew.ask.one", step=numbers[0]) if len(numbers) == 1 else text("anew.ask", steps=spans(numbers))
    options = Options(asked, "", choices, "no")
    return replace(state, question=Question(About.ANEW, options)), (Say(options),)


def reopened(state: State) -> State:
    """The conversation with these steps open again. The store keeps them as done until they are done live."""
    again = {state.lesson.steps[number - 1].id for number in done_from_recordings(state)}
    marks = {step: mark for step, mark in state.marks.items() if step not in again}
    return replace(state, marks=MappingProxyType(marks), recorded=frozenset())


def spans(numbers: Sequence[int]) -> str:
    """Ascending numbers as people say them: `1 to 4, 6 and 7`."""
    runs = [
        (str(first), str(last)) if last < first + FEW else (words("anew.from-to", first=first, last=last),)
        for first, last in _runs(numbers)
    ]
    said = [word for run in runs for word in dict.fromkeys(run)]
    return words("anew.and", some=", ".join(said[:-1]), last=said[-1]) if said[1:] else "".join(said)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    breaks = [place for place, (one, other) in enumerate(pairwise(numbers), 1) if other != one + 1]
    for start, end in pairwise((0, *breaks, len(numbers))):
        if start < end:
            yield numbers[start], numbers[end - 1]
