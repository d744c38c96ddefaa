"""The learner typed the step's command in another terminal: seen, and asked for here, once a step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.coaching import model_command
from tutor.core.expectations import container_points
from tutor.core.message import Tone, text
from tutor.core.outcome import Outcome
from tutor.core.state import Stage, State, Turn, note

if TYPE_CHECKING:
    from tutor.core.events import StartedElsewhere
    from tutor.core.outcome import ContainerSeen


def started_elsewhere(state: State, event: StartedElsewhere) -> Turn:
    """Say that it was seen, if it is what the step asks for and nothing of it runs here."""
    is_waiting = state.stage is Stage.LISTENING and state.foreground is None and state.awaiting is None
    if not is_waiting or state.is_elsewhere_told or not fits(state, event.container):
        return state, ()
    said = note(text("elsewhere.seen", name=event.container.name), Tone.HINT)
    return replace(state, is_elsewhere_told=True), (said,)


def fits(state: State, container: ContainerSeen) -> bool:
    """Whether the container is one that the step asks for. How it ends is not known yet, and not asked."""
    wanted = state.step.passing.container if state.step.passing else None
    model = model_command(state)
    if wanted is None or model is None:
        return False
    asked = replace(wanted, running=None, exit=None, removed=None)
    outcome = Outcome(None, created=(container,))
    return not any(container_points(asked, model, outcome, state.facts))
