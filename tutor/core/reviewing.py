"""A review as a conversation: how it begins, from the lesson or by itself, and how it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.effects import Do, Effect
from tutor.core.fresh_names import FreshPlace
from tutor.core.message import Tone, text
from tutor.core.review import due, inner
from tutor.core.state import Stage, State, Turn, note
from tutor.core.steps import begin, drop_watch, review_left

if TYPE_CHECKING:
    from tutor.core.fresh_names import FreshFacts


def review(state: State) -> Turn:
    """The word: into the review, or out of it again."""
    if state.is_review:
        return review_left(state)
    if state.stage not in {Stage.LISTENING, Stage.FINISHED}:
        return state, ()
    if not due(state):
        return state, (note(text("review.none"), Tone.DIM),)
    return state, (Do(FreshPlace()),)


def refreshed(state: State, result: FreshFacts) -> Turn:
    """There are a fresh port and fresh names: begin with the first drill."""
    state, unwatched = drop_watch(state)
    drills = state if state.is_review else inner(state)
    drills = drills.with_facts(result.facts)
    said = welcome(drills)
    drills, effects = begin(drills, 0)
    return drills, (*unwatched, *said, *effects)


def welcome(state: State) -> tuple[Effect, ...]:
    """How many drills there are, and with which port."""
    count, port = state.total, state.facts.port
    key = "review.welcome.one" if count == 1 else "review.welcome"
    way_back = () if state.outer is None else (note(text("review.way-back"), Tone.DIM),)
    return (note(text(key, count=count, port=port)), *way_back)


def told_due(state: State) -> tuple[Effect, ...]:
    """That something comes back, where something does."""
    count = 0 if state.is_review else len(due(state))
    if not count:
        return ()
    return (note(text("review.due.one" if count == 1 else "review.due", count=count), Tone.DIM),)
