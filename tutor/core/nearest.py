"""The nearest of some known words to one that was typed."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_BEGINNING = 3  # letters from which on a beginning of a word stands for it


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The one of `candidates` that was most likely meant by `word`, or "" if none is near.

    A word that `word` is the beginning of (three letters or more) is near. So is one that a slip or two away: a letter
    missing, doubled, wrong, or two changed about. Upper and lower case are the same. The first wins between equals.
    """
    known = tuple(dict.fromkeys(candidates))
    typed = word.casefold()
    if len(typed) >= SHORTEST_BEGINNING:
        begun = [candidate for candidate in known if candidate.casefold().startswith(typed)]
        if begun:
            return min(begun, key=len)
    near = [(_slips(typed, candidate.casefold()), candidate) for candidate in known if _is_comparable(typed, candidate)]
    close = [(slips, candidate) for slips, candidate in near if slips <= _allowed(typed)]
    if not close:
        return ""
    return min(close, key=lambda found: (found[0], -_likeness(typed, found[1].casefold())))[1]


def _allowed(word: str) -> int:
    """How many slips a word of this length may have: one for short ones, three at most."""
    return min(1 + len(word) // 5, 3) if len(word) > 1 else 0


def _is_comparable(typed: str, candidate: str) -> bool:
    return abs(len(typed) - len(candidate)) <= _allowed(typed)


def _likeness(typed: str, known: str) -> float:
    """Of equally many slips those that leave all letters there are the likeliest."""
    return 1.0 if sorted(typed) == sorted(known) else SequenceMatcher(None, typed, known).ratio()


def _slips(typed: str, known: str) -> int:
    """The number of letters left out, put in, changed, or swapped with a neighbour (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(known) + 1))
    for row, letter in enumerate(typed, 1):
        current = [row]
        for column, other in enumerate(known, 1):
            least = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == known[column - 2] and typed[row - 2] == other:
                least = min(least, before[column - 2] + 1)
            current.append(least)
        before, above = above, current
    return above[-1]
