"""Does the container that a step's `needs` made stand as the step wants it, whichever command did it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.lesson import Status
from tutor.core.outcome import Key
from tutor.core.texts import words
from tutor.core.unmet import Point, Unmet, unmet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.lesson import TargetWanted
    from tutor.core.outcome import ContainerSeen, Outcome

MAKING = frozenset({"run", "create"})  # commands that name an image first
STOPPED = frozenset({"exited", "dead"})
GONE = frozenset({"removed", "removing"})


def is_called(word: str, name: str, identity: str) -> bool:
    """Whether `word` means this container: its name, with or without a slash, or the beginning of its id."""
    return bool(word) and (word.removeprefix("/") == name or identity.startswith(word))


def is_about_target(command: DockerCommand, outcome: Outcome, facts: Facts) -> bool:
    """Whether the command named the step's container without being refused, or is what runs in it."""
    seen = {container.id for container in (*outcome.created, *outcome.touched)}
    entered = {visit.container for visit in outcome.execs}
    if facts.container_id and facts.container_id in seen | entered:
        return True
    was_cut_off = outcome.pressed(Key.INTERRUPT) is not None  # `logs -f` ends no other way
    if outcome.exit_code not in (None, 0) and not was_cut_off:
        return False
    return any(is_called(word.value, facts.container, facts.container_id) for word in command.arguments)


def target_points(wanted: TargetWanted, command: DockerCommand, outcome: Outcome, facts: Facts) -> Iterator[Unmet]:
    """The unmet points of the step's container."""
    target = outcome.target
    if target is None:
        yield unmet(Point.UNKNOWN, "unchecked.target", name=facts.container or words("container.unnamed"))
        return
    points = tuple(state_points(wanted, target, facts))
    if wanted.touched and not is_about_target(command, outcome, facts):
        points = (untouched(target, command, outcome, facts), *points)
    if points:
        yield from misnamed(command, outcome, facts)
    yield from points


def untouched(target: ContainerSeen, command: DockerCommand, outcome: Outcome, facts: Facts) -> Unmet:
    """That the command was about something else; or about this container, and Docker did not do it."""
    if any(is_called(word.value, facts.container, facts.container_id) for word in command.arguments):
        return unmet(Point.CODE, "gap.command-exit", exit=outcome.exit_code, wanted="0")
    return unmet(Point.TARGET, "gap.target-untouched", name=target.name)


def state_points(wanted: TargetWanted, target: ContainerSeen, facts: Facts) -> Iterator[Unmet]:
    """The unmet points of how the container is now."""
    if wanted.status is not None:
        yield from status_point(wanted.status, target)
    if wanted.restarted is not None and is_status(Status.RUNNING, target):
        yield from restarted_point(target, facts, wanted=wanted.restarted)


def misnamed(command: DockerCommand, outcome: Outcome, facts: Facts) -> Iterator[Unmet]:
    """That the command was to be about a container, and none is called so."""
    typed = command.arguments[0].value if command.arguments and command.name not in MAKING else ""
    if typed and outcome.exit_code not in (None, 0) and not is_called(typed, facts.container, facts.container_id):
        yield unmet(Point.TARGET, "gap.target-unnamed", typed=typed, name=facts.container)


def is_status(wanted: Status, target: ContainerSeen) -> bool:
    """Whether the container is so now."""
    match wanted:
        case Status.RUNNING:
            return target.is_running
        case Status.EXITED:
            return target.status in STOPPED
        case Status.REMOVED:
            return target.status in GONE


def status_point(wanted: Status, target: ContainerSeen) -> Iterator[Unmet]:
    """The point of running, being stopped or being removed. Each pair of the two has its own sentence."""
    if is_status(wanted, target):
        return
    wants = wanted.value
    if target.status in GONE:
        yield unmet(Point.TARGET, f"gap.target.{wants}.removed", name=target.name)
    elif target.is_running:
        yield unmet(Point.TARGET, f"gap.target.{wants}.running", name=target.name)
    elif target.status in STOPPED:
        yield unmet(Point.TARGET, f"gap.target.{wants}.exited", name=target.name)
    else:
        yield unmet(Point.TARGET, f"gap.target.{wants}", name=target.name, status=target.status)


def restarted_point(target: ContainerSeen, facts: Facts, *, wanted: bool) -> Iterator[Unmet]:
    """The point of having been started again.

    One container's starts only ever follow each other: another time than the one that was noted is a later one,
    however an engine writes its times.
    """
    is_same = not facts.container_id or target.id == facts.container_id
    restarted = is_same and target.started_at != facts.started_at
    if restarted is not wanted:
        key = "gap.target-not-restarted" if wanted else "gap.target-restarted"
        yield unmet(Point.TARGET, key, name=target.name)
