"""Small changes to a typed line, to propose a better one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.core.spans import Span


def without(line: str, spans: Iterable[Span]) -> str:
    """The line without `spans` (ordered, apart from each other), and without the second blank at each seam."""
    kept: list[str] = []
    place = 0
    for span in spans:
        kept.append(_after(kept, line[place : span.start]))
        place = span.end
    kept.append(_after(kept, line[place:]))
    return "".join(kept).strip()


def _after(kept: list[str], piece: str) -> str:
    ends_blank = not kept or not kept[-1] or kept[-1][-1].isspace()
    return piece.lstrip() if ends_blank and kept else piece


def replaced(line: str, changes: Iterable[tuple[Span, str]]) -> str:
    """The line with each span (ordered, apart from each other) replaced by its text."""
    pieces: list[str] = []
    place = 0
    for span, text in changes:
        pieces += (line[place : span.start], text)
        place = span.end
    return "".join((*pieces, line[place:])).strip()
