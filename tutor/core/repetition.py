"""Never the same sentence twice in a row: what was said to the line before is put in other words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.effects import Effect, Say
from tutor.core.events import Typed
from tutor.core.message import Judgement, Marked, Note, Text
from tutor.core.texts.en import TEXTS

if TYPE_CHECKING:
    from tutor.core.events import Event
    from tutor.core.state import State, Turn


def varied(state: State, event: Event, effects: tuple[Effect, ...]) -> Turn:
    """The same effects, with `KEY.again` for each sentence KEY that was said to the line before, where there is one."""
    if isinstance(event, Typed):
        state = replace(state, said=(), said_before=state.said)
    changed = tuple(_varied(effect, state.said_before) for effect in effects)
    spoken = tuple(said for effect in changed if (said := _sentence(effect)) is not None)
    return replace(state, said=(*state.said, *spoken)), changed


def _sentence(effect: Effect) -> Text | None:
    match effect:
        case Say(message=(Note() | Marked() | Judgement()) as message):
            return message.text
        case _:
            return None


def _varied(effect: Effect, before: tuple[Text, ...]) -> Effect:
    match effect:
        case Say(message=(Note() | Marked() | Judgement()) as message):
            said = message.text
            if said is None or said not in before or f"{said.key}.again" not in TEXTS:
                return effect
            return Say(replace(message, text=Text(f"{said.key}.again", said.values)))
        case _:
            return effect
