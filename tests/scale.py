"""How much a test does: a little in `make test`, a lot in `make soak`, by the same code."""

from __future__ import annotations

import os
import random

SOAK = "TUTOR_SOAK"
"""Set by `make soak`."""

SEED = "TUTOR_SEED"
"""What random choices begin with; by default they are the same each time. A failure names it."""


def is_soaking() -> bool:
    """Whether there is time for much."""
    return bool(os.environ.get(SOAK))


def scaled(few: int, many: int) -> int:
    """`few`, or under `make soak` `many`."""
    return many if is_soaking() else few


def chances(name: str) -> random.Random:
    """Random choices for the test of that name, the same in each run with the same seed."""
    return random.Random(f"{os.environ.get(SEED, '7')} {name}")  # noqa: S311 -- examples, not secrets
