"""What an example of a mistake is, and what several of them share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.core.judging import (
    BOOT,
    FACTS,
    IMAGE,
    OWN,
    cannot_start,
    created,
    ended,
    failed,
    left,
    names,
    pressed,
)
from tutor.core.facts import Facts, Variant
from tutor.core.outcome import Call, ContainerSeen, Key, Outcome

if TYPE_CHECKING:
    from tutor.core.events import Sighting
    from tutor.core.lesson import Step

BOTH = names(ghost="image", cranky_booth="container")
STOPPED = ContainerSeen(id="a1b2c3", name="cranky_booth", image="ghost", status="exited", exit_code=0)
ALIVE = replace(STOPPED, status="running", exit_code=None)
MYSQL = replace(FACTS, image=replace(IMAGE, variant=Variant.WANTS_MYSQL))


@dataclass(frozen=True, slots=True)
class Example:
    """A line typed at a step, what came of it, and what the marks must cover; `variant` where a closer sentence is."""

    mistake: str
    step: Step
    line: str
    outcome: Outcome
    marks: tuple[str, ...] = ()
    variant: str = ""
    sighting: Sighting | None = None
    facts: Facts = FACTS


def wrong(mistake: str, at: Step, line: str, outcome: Outcome, *marks: str, variant: str = "") -> Example:
    """A line that shows the mistake."""
    return Example(mistake, at, line, outcome, marks, variant)


def server(mistake: str, line: str, *marks: str, variant: str = "") -> Example:
    """A line at the first step that leaves a server running, and shows the mistake."""
    return Example(mistake, BOOT, line, left(line), marks, variant)


def program(mistake: str, line: str, code: int, *marks: str, variant: str = "") -> Example:
    """A line at the step of one's own command, whose program could not be started."""
    return Example(mistake, OWN, line, cannot_start(line, code), marks, variant)


def crashed(line: str, output: str = "connect ECONNREFUSED 127.0.0.1:3306") -> Outcome:
    """A Ghost that found no database."""
    return ended(line, exit_code=2, output=output, created=(created(line, exit_code=2),))


def busy(line: str, holder: str = "", output: str = "") -> Outcome:
    """A container that was created and could not get its port."""
    made = created(line, status="created", exit_code=None)
    return failed(125, output, created=(made,), port_holder=holder)


def call(method: str, path: str, status: int) -> tuple[Call, ...]:
    """One call that the daemon answered."""
    return (Call(method, path, status=status),)


def interrupted(line: str, at: float, **changes: object) -> Outcome:
    """A `docker run` that ended after Ctrl-C."""
    return ended(line, keys=pressed((Key.INTERRUPT, at)), **changes)


P = "docker run -p 8989:2368 ghost"
TAKEN = "Bind for 0.0.0.0:8989 failed: port is already allocated"
INSPECTED = "docker inspect -f "
