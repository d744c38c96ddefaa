"""The English sentences, in one table. A translation is a sibling of this package."""

from __future__ import annotations

from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from tutor.core.texts.en import (  # noqa: F401 -- gathered below by being modules, so that each is named once
    asking,
    authoring,
    calls,
    care,
    chat,
    coaching,
    command,
    dialogue,
    doctor,
    doing,
    explain,
    guard,
    lesson_errors,
    lesson_rules,
    lint,
    mistakes,
    pictures,
    place,
    recorded,
    review,
    store,
    tools,
    transcript,
    trouble,
    usage,
    ways,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = tuple(part for part in tuple(globals().values()) if isinstance(part, ModuleType))
TEXTS: Mapping[str, str] = MappingProxyType({key: words for part in PARTS for key, words in part.TEXTS.items()})
