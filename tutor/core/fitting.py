"""Which containers are as if a fixture had made them."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from tutor.core.command import CommandSyntaxError, parse
from tutor.core.facts_text import fill_facts
from tutor.core.lesson import Where
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts, ImageFacts
    from tutor.core.lesson import Fixture
    from tutor.core.outcome import ContainerSeen

SIGNALLED = 128
"""Codes above it are those of a process that a signal ended (DOCKER-FACTS, exit codes)."""


class Shape(Enum):
    """What a fixture leaves behind."""

    SERVER = auto()  # a container that runs on
    STOPPED = auto()  # one that ran and was stopped
    ENDED = auto()  # one that came to its end by itself


def shape_of(fixture: Fixture, command: DockerCommand) -> Shape:
    """What `command`, the fixture's, leaves behind."""
    if fixture.stopped:
        return Shape.STOPPED
    return Shape.SERVER if fixture.place is Where.TERMINAL or command.has("detach") else Shape.ENDED


def fits(seen: ContainerSeen, shape: Shape, command: DockerCommand, image: ImageFacts) -> bool:
    """Whether the container could be the fixture's; for STOPPED also one that still runs and only has to be stopped.

    One that removes itself would be removed where the lesson expects it stopped, unless the fixture asks for just that.
    """
    wanted = tuple(token.value for token in command.tail) or image.command
    if seen.image_id != image.id or seen.started != (*image.entrypoint, *wanted):
        return False
    if seen.auto_remove is not command.has("rm"):
        return False
    match shape:
        case Shape.SERVER:
            return seen.is_running
        case Shape.STOPPED:
            return seen.is_running or (seen.status == "exited" and was_stopped(seen))
        case Shape.ENDED:
            return seen.status == "exited"


def was_stopped(seen: ContainerSeen) -> bool:
    """Whether it ended in order or by a signal. One that failed by itself would fail again."""
    return seen.exit_code is not None and (seen.exit_code == 0 or seen.exit_code > SIGNALLED)


def command_of(fixture: Fixture, facts: Facts) -> DockerCommand:
    """What the fixture runs, for the image at hand.

    Raises:
        TutorError: The lesson's line is none.
    """
    variant = facts.image.variant.value if facts.image else ""
    try:
        return parse(fill_facts(fixture.variants.get(variant, fixture.run), facts))
    except CommandSyntaxError as error:
        raise TutorError(error.message, error.hint) from error


def with_container(facts: Facts, seen: ContainerSeen) -> Facts:
    """The facts with this container as the one the step speaks of."""
    return replace(
        facts,
        container=seen.name,
        started=" ".join(seen.started),
        container_id=seen.id,
        started_at=seen.started_at,
    )
