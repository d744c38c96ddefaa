"""What was said, typed and run, as values: the whole dialogue, with what the daemon showed of each command."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tutor.core.masking import masked_line, masked_text, masked_word

if TYPE_CHECKING:
    from tutor.core.outcome import ContainerSeen, ExecSeen, Outcome
    from tutor.core.state import Job

MOST_OUTPUT = 16 * 1024  # characters of one command's output that are kept: its end


class Kind(StrEnum):
    """Who did it."""

    SAID = "said"  # the tutor, as drawn at 80 columns, colours as escape sequences
    TYPED = "typed"  # the learner, at the tutor's prompt
    RAN = "ran"  # a command: what it printed, and the evidence


@dataclass(frozen=True, slots=True)
class ContainerShown:
    """A container that a command made or touched; ids and image digests are whole."""

    id: str
    name: str
    image: str
    image_id: str
    status: str
    command: tuple[str, ...]
    started: tuple[str, ...]  # path and arguments of process 1
    exit_code: int | None
    started_at: str
    ports: tuple[str, ...]  # 8989->2368/tcp
    made: bool  # by this command, else it was there


@dataclass(frozen=True, slots=True)
class ExecShown:
    """A process that a command started in a container that was there."""

    container: str
    name: str
    command: tuple[str, ...]
    exit_code: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of one command. `exit_code` is None while it runs; `cut` characters of its output were not kept."""

    line: str
    terminal: int
    exit_code: int | None
    seconds: float
    keys: tuple[str, ...] = ()
    containers: tuple[ContainerShown, ...] = ()
    execs: tuple[ExecShown, ...] = ()
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn of the dialogue, at a step of a lesson."""

    lesson: str
    step: str
    kind: Kind
    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An entry, when it came (UTC, ISO 8601, milliseconds), and in which session."""

    time: str
    session: str
    entry: Entry


def ran(lesson: str, step: str, job: Job, outcome: Outcome, known: str = "") -> Entry:
    """The entry of a command that ended or was left; `known` is the output that an earlier entry of it has."""
    output = outcome.output.removeprefix(known)
    # Its last lines, whole, for a secret stands in one line: a megabyte is not gone through for the end of it.
    end = masked_text(output[output.rfind("\n", 0, max(0, len(output) - MOST_OUTPUT)) + 1 :])
    kept = end[-MOST_OUTPUT:]
    made = {container.id for container in outcome.created}
    seen = {container.id: container for container in (*outcome.created, *outcome.touched)}
    evidence = Evidence(
        masked_line(job.command.line),
        job.number,
        outcome.exit_code,
        round(outcome.seconds, 3),
        tuple(press.key.value for press in outcome.keys),
        tuple(_container(container, made=container.id in made) for container in seen.values()),
        tuple(_exec(process) for process in outcome.execs),
        max(0, len(output) - len(kept)),
    )
    return Entry(lesson, step, Kind.RAN, kept, evidence)


def _container(seen: ContainerSeen, *, made: bool) -> ContainerShown:
    return ContainerShown(
        seen.id,
        seen.name,
        seen.image,
        seen.image_id,
        seen.status,
        tuple(map(masked_word, seen.command)),
        tuple(map(masked_word, seen.started)),
        seen.exit_code,
        seen.started_at,
        tuple(f"{binding.host_port}->{binding.container_port}" for binding in seen.bindings),
        made,
    )


def _exec(seen: ExecSeen) -> ExecShown:
    return ExecShown(seen.container, seen.name, tuple(map(masked_word, seen.command)), seen.exit_code)
