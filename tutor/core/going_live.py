"""A lesson from recordings goes on with the real Docker, once one answers and the learner wants it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.effects import Effect, Quit, Say
from tutor.core.message import Options, Tone, text
from tutor.core.state import About, Question, Stage, State, Turn, note
from tutor.core.steps import ask
from tutor.core.texts import fill

if TYPE_CHECKING:
    from tutor.core.tasks import DaemonSeen


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
