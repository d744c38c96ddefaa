"""The lives of the session's containers, shown when asked for, and by itself where the lesson says so."""

from __future__ import annotations

import json
from dataclasses import asdict

from tutor.core.effects import Do, Effect, Say
from tutor.core.lifelines import Timeline
from tutor.core.message import Tone, text
from tutor.core.pictures import Lifelines, Verbatim
from tutor.core.state import State, Turn, note
from tutor.core.steps import onward_from
from tutor.core.tasks import GatherTimeline, Undone

AS_JSON = "--json"


def ask_for_timeline(state: State, argument: str) -> Turn:
    """The word `timeline`: look, and show it."""
    return state, (Do(GatherTimeline(as_json=argument == AS_JSON)),)


def gathered(state: State, task: GatherTimeline, result: Timeline | Undone) -> Turn:
    """Show it; where it stood between two steps, go on to the next. By itself an empty one is not worth a word."""
    if isinstance(result, Undone):
        result = Timeline(failed=result.reason)
    shown = told(result, as_json=task.as_json) if result.lives or not task.onward else ()
    if not task.onward:
        return state, shown
    state, onward = onward_from(state)
    return state, (*shown, *onward)


def told(result: Timeline, *, as_json: bool) -> tuple[Effect, ...]:
    """The picture, or its numbers for another program."""
    if as_json:
        return (Say(Verbatim(tuple(json.dumps(asdict(result), indent=2, ensure_ascii=False).splitlines()))),)
    if result.failed:
        return (note(text("timeline.failed", reason=result.failed), Tone.WARNING),)
    if not result.lives:
        return (note(text("timeline.empty"), Tone.DIM),)
    return (Say(Lifelines(text("timeline.heading"), result)),)
