"""The English sentences, in one table. A translation is a sibling of this package."""

from __future__ import annotations

from collections import ChainMap
from types import MappingProxyType

from tutor.core.texts.en import command, dialogue, guard, mistakes, pictures, place, ways

TEXTS = MappingProxyType(
    dict(
        ChainMap(
            command.TEXTS,
            dialogue.TEXTS,
            guard.TEXTS,
            mistakes.TEXTS,
            pictures.TEXTS,
            place.TEXTS,
            ways.TEXTS,
        )
    ),
)
