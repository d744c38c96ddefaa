"""Progress, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tutor.core.masking import masked_line


class Mark(StrEnum):
    """How a step was left behind."""

    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line typed at one step, and what became of it, secrets hidden. The store adds the time of day."""

    lesson: str
    step: str
    line: str
    verdict: str
    mistake: str = ""  # its id, else the key of the point that was not met (gap.…)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Whoever makes one: no password gets into the store."""
        object.__setattr__(self, "line", masked_line(self.line))


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step is done or skipped. A later DONE replaces a SKIPPED, never the other way round.

    `recorded`: it was done with recordings in the daemon's place. Done live later, it is done live.
    """

    lesson: str
    step: str
    mark: Mark
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A drill of this step was passed. The store adds the time of day: what went wrong before it is forgiven."""

    lesson: str
    step: str


Record = Attempt | StepMark | Reviewed
"""What is written down of a lesson."""
