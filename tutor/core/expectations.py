"""Does what a command did meet what a step asks for? The answer is the list of points that it does not meet.

Everything is compared by what the daemon recorded, nothing by how the line was spelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, assert_never

from tutor.core.expected_output import filled, output_points
from tutor.core.expected_target import target_points
from tutor.core.expected_visit import visit_points
from tutor.core.facts_text import fill_facts
from tutor.core.lesson import CommandWanted
from tutor.core.publishing import is_published, with_protocol
from tutor.core.references import is_made_from
from tutor.core.unmet import Point, Unmet, unmet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.lesson import ContainerWanted, Pass
    from tutor.core.outcome import ContainerSeen, Outcome

OWN = "own"
# Codes that say that docker, not the program, ended it: refused, not executable, not found (`docker run --help`).
DOCKERS_CODES = frozenset({125, 126, 127})
CANNOT_START = frozenset({126, 127})
REFUSED = 125
ENDED = frozenset({"exited", "dead", "removed", "removing"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A container, what is asked of it, and how it came to be."""

    wanted: ContainerWanted
    container: ContainerSeen
    command: DockerCommand
    outcome: Outcome
    facts: Facts


def unmet_points(passing: Pass, command: DockerCommand, outcome: Outcome, facts: Facts) -> tuple[Unmet, ...]:
    """Every point of `passing` that does not hold, the most telling first; empty if all hold.

    Whether the site answers is not looked at here: that takes a watch.

    Raises:
        KeyError: `passing` holds a bare word in double braces that is no fact. A loaded lesson has none.
    """
    return tuple(_points(passing, command, outcome, facts))


def _points(passing: Pass, command: DockerCommand, outcome: Outcome, facts: Facts) -> Iterator[Unmet]:
    if passing.container is not None:
        yield from container_points(passing.container, command, outcome, facts)
    if passing.target is not None:
        yield from target_points(passing.target, command, outcome, facts)
    if passing.inside is not None:
        if passing.container is None and not passing.inside.entered and outcome.container is None:
            yield no_container(outcome)
            return
        yield from visit_points(passing.inside, command, outcome, facts)
    if passing.output is not None:
        yield from output_points(passing.output, command, outcome, facts)
    if passing.exit is not None:
        yield from code_point(passing.exit, outcome.exit_code)


def container_points(
    wanted: ContainerWanted, command: DockerCommand, outcome: Outcome, facts: Facts
) -> Iterator[Unmet]:
    """The unmet points of the container that the command created."""
    if outcome.container is None:
        yield no_container(outcome)
        return
    if is_refused(outcome.container, outcome):
        yield unmet(Point.CONTAINER, "gap.refused-start", exit=REFUSED)
        return
    evidence = Evidence(wanted, outcome.container, command, outcome, facts)
    yield from image_point(evidence)
    yield from command_point(evidence)
    yield from published_point(evidence)
    yield from stream_points(evidence)
    yield from running_point(evidence)
    yield from exit_point(evidence)
    yield from removed_point(evidence)


def no_container(outcome: Outcome) -> Unmet:
    """That there is no container, and as far as it is known why."""
    match outcome.exit_code:
        case None:
            return unmet(Point.CONTAINER, "gap.no-container-yet")
        case 0:
            return unmet(Point.CONTAINER, "gap.no-container")
        case code:
            return unmet(Point.CONTAINER, "gap.no-container-failed", exit=code)


def is_refused(container: ContainerSeen, outcome: Outcome) -> bool:
    """Whether Docker made the container and then could not start it."""
    never_ran = container.exit_code is None and not container.started_at and not container.is_running
    return outcome.exit_code == REFUSED and never_ran


def image_point(evidence: Evidence) -> Iterator[Unmet]:
    """The point of the image, if it is another."""
    if evidence.wanted.image is None:
        return
    wanted = fill_facts(evidence.wanted.image, evidence.facts)
    if not is_made_from(evidence.container, wanted, evidence.facts):
        yield unmet(Point.IMAGE, "gap.image", image=evidence.container.image, wanted=wanted)


def command_point(evidence: Evidence) -> Iterator[Unmet]:
    """The point of what the container was told to start (Config.Cmd), if it is another."""
    wanted, image = evidence.wanted.command, evidence.facts.image
    started = evidence.container.command
    match wanted:
        case None:
            return
        case CommandWanted.DEFAULT | CommandWanted.OWN if image is None:
            yield unmet(Point.UNKNOWN, "unchecked.image")
        case CommandWanted.DEFAULT if image is not None:
            if started != image.command:
                yield other_command(evidence, "gap.command-default", " ".join(image.command))
        case CommandWanted.OWN:
            is_flag = bool(started) and started[0].startswith("-")  # a flag for Docker that went inside is no program
            if not started or is_flag or (image is not None and started == image.command):
                yield other_command(evidence, "gap.command-own", "")
        case CommandWanted():
            return
        case tuple():
            words = filled(wanted, evidence.facts)
            if not starts_as(started, words):
                yield other_command(evidence, "gap.command", " ".join(words))
        case _:
            assert_never(wanted)


def other_command(evidence: Evidence, key: str, wanted: str) -> Unmet:
    """The unmet point of the command; `--entrypoint` explains it where it was used."""
    container = evidence.container
    if container.own_entrypoint:
        return unmet(Point.COMMAND, "gap.entrypoint", started=" ".join(container.started) or container.image)
    started = " ".join(container.command)
    return unmet(Point.COMMAND, key if started else "gap.command-none", started=started, wanted=wanted)


def starts_as(started: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether the program is the wanted one (`/bin/ls` is `ls`) and every further word wanted is present."""
    if not wanted:
        return not started
    if not started or PurePosixPath(started[0]).name != PurePosixPath(wanted[0]).name:
        return False
    return all(started[1:].count(word) >= wanted[1:].count(word) for word in wanted[1:])


def published_point(evidence: Evidence) -> Iterator[Unmet]:
    """The point that the container port is reached at the lesson's port, if it is not."""
    wanted, facts = evidence.wanted.published, evidence.facts
    if wanted is not None and not is_published(evidence.command, evidence.outcome, wanted, facts.port):
        port = with_protocol(wanted).removesuffix("/tcp")
        yield unmet(Point.PUBLISHED, "gap.published", port=facts.port, wanted=port)


def stream_points(evidence: Evidence) -> Iterator[Unmet]:
    """The points of terminal and keyboard that are other than wanted."""
    wanted, container = evidence.wanted, evidence.container
    if wanted.tty is not None and container.tty is not wanted.tty:
        yield unmet(Point.TTY, "gap.tty" if wanted.tty else "gap.no-tty")
    if wanted.stdin is not None and container.open_stdin is not wanted.stdin:
        yield unmet(Point.STDIN, "gap.stdin" if wanted.stdin else "gap.no-stdin")


def running_point(evidence: Evidence) -> Iterator[Unmet]:
    """The point of running, or of having ended. A container removed at its end has ended."""
    container, wanted = evidence.container, evidence.wanted.running
    if wanted is None or (wanted and container.is_running) or (not wanted and container.status in ENDED):
        return
    if container.status == "created":
        yield unmet(Point.RUNNING, "gap.never-started", name=container.name)
    elif not wanted:
        yield unmet(Point.RUNNING, "gap.still-running", name=container.name)
    elif container.status in ENDED:
        code = "unknown" if container.exit_code is None else container.exit_code
        yield unmet(Point.RUNNING, "gap.running", name=container.name, exit=code)
    else:
        yield unmet(Point.RUNNING, "gap.status", name=container.name, status=container.status)


def exit_point(evidence: Evidence) -> Iterator[Unmet]:
    """The point of the code that the container's process ended with."""
    container, wanted = evidence.container, evidence.wanted.exit
    if wanted is None:
        return
    code = container_exit(evidence)
    if container.status not in ENDED and container.status != "created":
        if evidence.wanted.running is not False:
            yield unmet(Point.EXIT, "gap.still-running", name=container.name)
    elif code is None:
        yield unmet(Point.UNKNOWN, "unchecked.exit", name=container.name)
    elif container.status == "created" and code not in CANNOT_START:
        yield unmet(Point.EXIT, "gap.never-started", name=container.name)
    elif not is_code(code, wanted):
        key = "gap.exit-own" if wanted == OWN else "gap.exit"
        yield unmet(Point.EXIT, key, name=container.name, exit=code, wanted=wanted)


def container_exit(evidence: Evidence) -> int | None:
    """The process's code. Podman forgets it with `--rm`; then the attached command's own is the same one."""
    code = evidence.container.exit_code
    is_told = evidence.container.status == "created" or not evidence.command.has("detach")
    return evidence.outcome.exit_code if code is None and is_told else code


def is_code(code: int, wanted: str) -> bool:
    """Whether `code` is the wanted one, or any of the process's own where `own` is wanted."""
    return code not in DOCKERS_CODES if wanted == OWN else str(code) == wanted


def removed_point(evidence: Evidence) -> Iterator[Unmet]:
    """The point of being removed at the end, or kept. Docker removes an ended `--rm` container a moment later."""
    container, wanted = evidence.container, evidence.wanted.removed
    is_removed = container.status in {"removed", "removing"} or (container.auto_remove and container.status in ENDED)
    if wanted is True and not is_removed:
        key = "gap.removed" if container.status in ENDED else "gap.still-running"
        yield unmet(Point.REMOVED, key, name=container.name)
    if wanted is False and is_removed:
        yield unmet(Point.REMOVED, "gap.kept", name=container.name)


def code_point(wanted: str, code: int | None) -> Iterator[Unmet]:
    """The point of the docker command's own exit code."""
    if code is None:
        yield unmet(Point.CODE, "gap.command-running")
    elif not is_code(code, wanted):
        yield unmet(Point.CODE, "gap.command-exit", exit=code, wanted="0" if wanted == OWN else wanted)
