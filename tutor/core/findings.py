"""What a look at one thing found, and what cures it: the doctor's words, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from tutor.core.message import Note, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.core.message import Text


class Kind(StrEnum):
    """What was looked at, in the order in which it is told."""

    SYSTEM = "system"
    CLI = "cli"
    CONTEXT = "context"
    SOCKET = "socket"
    ENGINE = "engine"
    DISK = "disk"
    IMAGE = "image"
    PORT = "port"
    TERMINAL = "terminal"
    LOCALE = "locale"
    STORE = "store"
    OTHERS = "others"


class Health(StrEnum):
    """What it means for a lesson."""

    GOOD = "good"
    REMARK = "remark"  # worth knowing; a lesson runs all the same
    BAD = "bad"  # no lesson can run live


class Will(Enum):
    """Who runs a cure's commands."""

    DOES = auto()  # `doctor --fix`, after a yes or `--yes`
    ASKS = auto()  # `doctor --fix`, after a yes to this very command: `--yes` does not take it
    TELLS = auto()  # the learner


@dataclass(frozen=True, slots=True)
class Cure:
    """One way to make a finding good on this machine.

    `commands` can be copied into a shell; where the doctor runs them they need none. It then waits up to `patience`
    seconds for the effect, and shows the end of the file `log` if there is none.
    """

    text: Text
    commands: tuple[str, ...] = ()
    will: Will = Will.TELLS
    patience: float = 0.0
    log: str = ""

    @property
    def name(self) -> tuple[str, ...]:
        """Which cure it is, whatever its commands are by now."""
        return (self.text.key, *self.text.values.values())

    @property
    def only_waits(self) -> bool:
        """Whether all that is left is to wait for what was done before."""
        return bool(self.patience) and not self.commands


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's. `cures` are alternatives, the best first."""

    kind: Kind
    health: Health
    text: Text
    cures: tuple[Cure, ...] = ()


TONES = {Health.GOOD: Tone.GOOD, Health.REMARK: Tone.HINT, Health.BAD: Tone.ERROR}


def is_live(findings: Iterable[Finding]) -> bool:
    """Whether a lesson can run on a real daemon."""
    return first_bad(findings) is None


def first_bad(findings: Iterable[Finding]) -> Finding | None:
    """The first finding that matters: what comes after it may well be its consequence."""
    return next((finding for finding in findings if finding.health is Health.BAD), None)


def needed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, cures left only where a lesson cannot run without: the rest it asks for itself."""
    return tuple(one if one.health is Health.BAD else replace(one, cures=()) for one in findings)


def told(finding: Finding) -> tuple[Note, ...]:
    """The finding in the tutor's voice, then its cures, each with the commands to copy."""
    cures = (Note(cure.text, Tone.PLAIN, cure.commands) for cure in finding.cures)
    return (Note(finding.text, TONES[finding.health]), *cures)


def next_cure(
    findings: Iterable[Finding], done: frozenset[tuple[str, ...]], *, willing: bool
) -> tuple[Finding, Cure] | None:
    """What the doctor would do next, and for which finding.

    Args:
        findings: What there is now.
        done: The names of cures that were tried or declined.
        willing: Whether somebody is there to be asked, so that a cure that needs a yes of its own can be offered.

    Returns:
        None if it can do no more. After a bad finding that it cannot cure there is nothing: the later ones hang on it.
    """
    takes = {Will.DOES, Will.ASKS} if willing else {Will.DOES}
    for finding in findings:
        for cure in finding.cures:
            if cure.will in takes and cure.name not in done:
                return finding, cure
        if finding.health is Health.BAD:
            return None
    return None


def has_helped(cure: Cure, finding: Finding, findings: Iterable[Finding]) -> bool:
    """Whether `findings`, seen after `cure`, call for something else than it, and than patience."""
    after = [later for later in findings if later.kind is finding.kind]
    return not any(later.name == cure.name or later.only_waits for found in after for later in found.cures)


def is_cured(finding: Finding, findings: Iterable[Finding]) -> bool:
    """Whether what was looked at is now fit for a lesson."""
    return all(later.health is not Health.BAD for later in findings if later.kind is finding.kind)
