"""Names, ids and times in recordings: stand-ins that are filled in to fit the learner's lesson."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tutor.core.fresh_names import fresh_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from tutor.core.outcome import ContainerSeen

TARGET = "target"
SHORT = 12
"""Digits of an id in docker's lists."""
AROUND = timedelta(hours=1)
"""Times so near to a recording's beginning are its own, and move with it; others (an image's age) are facts."""
ROLE = re.compile(r"<<(\w+)\.(?:id|short|name)>>")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?")
A_SECOND = 10**9
"""In nanoseconds, which is how finely Docker writes times."""


def made(number: int) -> str:
    """What the container that a line made is called in its recording; `number` counts from 1."""
    return f"new{number}"


def stand_ins(role: str, identity: str, name: str) -> dict[str, str]:
    """For each stand-in of a container what it stands for, the longest first."""
    return {
        f"<<{role}.id>>": identity,
        f"<<{role}.short>>": identity[:SHORT],
        f"<<{role}.name>>": name,
    }


def of(role: str, seen: ContainerSeen) -> dict[str, str]:
    """The stand-ins of this container."""
    return stand_ins(role, seen.id, seen.name)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its stand-ins filled in."""
    for stand_in, value in values.items():
        text = text.replace(stand_in, value)
    return text


def abstracted(text: str, values: Mapping[str, str]) -> str:
    """The opposite of `filled`."""
    for stand_in, value in values.items():
        text = text.replace(value, stand_in) if value else text
    return text


def anonymous(text: str, chance: Random) -> str:
    """The text with stand-ins filled in somehow: each container gets a name and an id of its own."""
    roles = tuple(dict.fromkeys(ROLE.findall(text)))
    for role, name in zip(roles, fresh_names((), chance, len(roles)), strict=False):
        text = filled(text, stand_ins(role, f"{chance.getrandbits(256):064x}", name))
    return text


def moved(text: str, begun: datetime, now: datetime) -> str:
    """The text of a recording as if it had begun `now`: times keep their order, and as many digits as they had."""
    by = now - begun

    def later(match: re.Match[str]) -> str:
        try:
            moment = datetime.fromisoformat(match[1]).replace(tzinfo=UTC)
        except ValueError:
            return match[0]
        return match[0] if abs(moment - begun) > AROUND else _shifted(moment, match[2] or "", by, match[1][10])

    return MOMENT.sub(later, text)


def _shifted(moment: datetime, fraction: str, by: timedelta, between: str) -> str:
    """A whole second and the digits after it, later; nothing is rounded off that would change the order of two."""
    nanoseconds = int(fraction.ljust(9, "0")) + (by // timedelta(microseconds=1)) * 1000
    seconds, rest = divmod(nanoseconds, A_SECOND)
    whole = (moment + timedelta(seconds=seconds)).replace(tzinfo=None).isoformat(between, "seconds")
    return f"{whole}.{rest:09d}"[: len(whole) + 1 + len(fraction)] if fraction else whole
