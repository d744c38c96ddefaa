"""The English sentences, in one table. A translation is a sibling of this package."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.texts.en import (
    asking,
    calls,
    chat,
    coaching,
    command,
    dialogue,
    doctor,
    explain,
    guard,
    mistakes,
    pictures,
    place,
    recorded,
    review,
    store,
    transcript,
    ways,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = (
    asking,
    calls,
    chat,
    coaching,
    command,
    dialogue,
    doctor,
    explain,
    guard,
    mistakes,
    pictures,
    place,
    recorded,
    review,
    store,
    transcript,
    ways,
)
TEXTS: Mapping[str, str] = MappingProxyType({key: words for part in PARTS for key, words in part.TEXTS.items()})
