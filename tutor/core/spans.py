"""Places in a typed line, and the caret drawing that points at them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` (included) to `end` (not included) of a line."""

    start: int
    end: int


