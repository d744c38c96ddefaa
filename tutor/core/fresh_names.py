"""Names for made-up containers, in the manner of those that Docker gives: an adjective and a surname."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tutor.core.facts import Facts

ADJECTIVES = (
    "agile", "brisk", "candid", "cheerful", "cosy", "curious", "daring", "eager", "gentle", "hopeful", "jolly",
    "keen", "lively", "mellow", "merry", "nimble", "patient", "placid", "plucky", "quiet", "sunny", "tidy", "wry",
)  # fmt: skip
SURNAMES = (
    "babbage", "bell", "boole", "cantor", "cerf", "clarke", "conway", "erlang", "faraday", "galois", "gauss",
    "hertz", "huffman", "kepler", "leibniz", "mendel", "neumann", "newell", "nyquist", "ohm", "perlis", "volta",
)  # fmt: skip


class Chance(Protocol):
    """What shuffles: `random.Random` does."""

    def sample(self, population: Sequence[str], k: int) -> list[str]:
        """`k` of them in any order."""


def fresh_names(taken: Collection[str], chance: Chance, count: int = 3) -> tuple[str, ...]:
    """`count` different names that are not among `taken`, with no word in two of them: nobody is to mix them up."""
    adjectives = chance.sample(ADJECTIVES, len(ADJECTIVES))
    surnames = chance.sample(SURNAMES, len(SURNAMES))
    free = [name for name in map("_".join, zip(adjectives, surnames, strict=False)) if name not in taken]
    return tuple(free[:count])


@dataclass(frozen=True, slots=True)
class FreshPlace:
    """Find another port and other names, so that a drill cannot be answered by scrolling up."""


@dataclass(frozen=True, slots=True)
class FreshFacts:
    """The facts with what is fresh in them; as they were where nothing else is free."""

    facts: Facts
