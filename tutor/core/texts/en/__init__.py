"""The English sentences, in one table out of the modules of this package. A translation is a sibling of it."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
TEXTS: Mapping[str, str] = MappingProxyType({key: words for part in PARTS for key, words in part.TEXTS.items()})
