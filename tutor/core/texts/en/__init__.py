"""The English sentences, in one table. A translation is a sibling of this package."""

from __future__ import annotations

from collections import ChainMap
from types import MappingProxyType

from tutor.core.texts.en import asking, command, dialogue, guard, mistakes, place, review, transcript, ways

TEXTS = MappingProxyType(
    dict(
        ChainMap(
            asking.TEXTS,
            command.TEXTS,
            dialogue.TEXTS,
            guard.TEXTS,
            mistakes.TEXTS,
            place.TEXTS,
            review.TEXTS,
            transcript.TEXTS,
            ways.TEXTS,
        )
    ),
)
