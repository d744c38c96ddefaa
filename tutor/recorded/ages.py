"""How long ago, in docker's words: the ages in a recorded list are those of the learner's own containers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = 60, 3600, 24, 7 * 24, 30 * 24, 365 * 24
"""The first two in seconds, the others in hours: docker counts in hours from the second one on."""
STATUS = re.compile(r"(Up|Exited \(\d+\)) .+?( ago)?((?: \(.*\))?)")
"""A status with an age in it; what docker may add stands in brackets. `Created` has none."""
CREATED_COLUMN, STATUS_COLUMN = "CREATED", "STATUS"


@dataclass(frozen=True, slots=True)
class Age:
    """In seconds: since a container was made, and since it runs or ended."""

    made: float
    standing: float


def ago(seconds: float) -> str:
    """An age as docker has it (`HumanDuration` of docker/go-units)."""
    hours = int(seconds / HOUR + 0.5)
    if seconds < HOUR:
        return _minutes(int(seconds))
    if hours == 1:
        return "About an hour"
    for many, one, name in ((48, 1, "hours"), (2 * WEEK, DAY, "days"), (2 * MONTH, WEEK, "weeks")):
        if hours < many:
            return f"{hours // one} {name}"
    return f"{hours // MONTH} months" if hours < 2 * YEAR else f"{int(seconds / HOUR) // YEAR} years"


def _minutes(seconds: int) -> str:
    if seconds < MINUTE:
        return "Less than a second" if seconds < 1 else "1 second" if seconds == 1 else f"{seconds} seconds"
    return "About a minute" if seconds < 2 * MINUTE else f"{seconds // MINUTE} minutes"


def aged(title: str, cell: str, age: Age) -> str:
    """The cell of a column of `docker ps` with this age in place of the recording's."""
    if title == CREATED_COLUMN:
        return f"{ago(age.made)} ago"
    status = STATUS.fullmatch(cell) if title == STATUS_COLUMN else None
    return f"{status[1]} {ago(age.standing)}{status[2] or ''}{status[3]}" if status else cell
