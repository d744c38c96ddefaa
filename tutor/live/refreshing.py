"""Another port and other names for a review, so that no drill is answered by scrolling up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.fresh_names import fresh_names
from tutor.engine.daemon import guarded
from tutor.engine.ports import HIGHEST, TRIES, USUAL
from tutor.errors import TutorError
from tutor.live.place import lesson_port

if TYPE_CHECKING:
    from random import Random

    from tutor.core.facts import Facts
    from tutor.live.place import Place

WIDE = 900  # ports above the lesson's usual one that a review may have


def refreshed(place: Place, facts: Facts, chance: Random) -> Facts:
    """The facts with another port, and with names that no container has. Where none can be found, they stay."""
    try:
        with guarded("doing.list-containers"):
            listed = place.client.containers(all=True)
        port = lesson_port(place, min(USUAL + 1 + chance.randrange(WIDE), HIGHEST - TRIES))
    except TutorError:
        return facts
    taken = {name.removeprefix("/") for one in listed for name in one.get("Names") or ()}
    return replace(facts, port=port, names=fresh_names(taken.union(facts.names), chance))
