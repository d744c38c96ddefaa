"""What a rule of the mistakes' table looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.command import TokenKind
from tutor.core.expected_target import is_called
from tutor.core.lesson import ContainerWanted, TargetWanted
from tutor.core.references import is_lesson_image
from tutor.core.spans import Span
from tutor.core.unmet import Point, Unmet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.command import DockerCommand, FlagUse, Token
    from tutor.core.events import Sighting
    from tutor.core.facts import Facts
    from tutor.core.lesson import Step
    from tutor.core.outcome import ContainerSeen, Outcome

CREATING = frozenset({"run", "create"})
INSPECTING = frozenset({"inspect", "image inspect", "container inspect"})
REFUSED_BY_DOCKER = 125


@dataclass(frozen=True, slots=True)
class Case:
    """One attempt at one step that has not passed. `model` is the step's model answer, None where it has none."""

    step: Step
    command: DockerCommand
    outcome: Outcome
    facts: Facts
    model: DockerCommand | None = None
    sighting: Sighting | None = None
    unmet: tuple[Unmet, ...] = ()

    @property
    def is_creating(self) -> bool:
        """Whether the line makes a container."""
        return self.command.name in CREATING

    @property
    def container(self) -> ContainerSeen | None:
        """The container that the command created."""
        return self.outcome.container

    @property
    def wanted(self) -> ContainerWanted:
        """What the step asks of the container; nothing if it asks for none."""
        passing = self.step.passing
        return passing.container if passing and passing.container else ContainerWanted()

    @property
    def target(self) -> Token | None:
        """The first object of the line: for `run` and `exec` the image or container."""
        return self.command.arguments[0] if self.command.arguments else None

    @property
    def program(self) -> Token | None:
        """The first word for the process inside."""
        return self.command.tail[0] if self.command.tail else None

    @property
    def failed(self) -> bool:
        """Whether docker's command ended with an error."""
        return self.outcome.exit_code not in (None, 0)

    @property
    def wanted_target(self) -> TargetWanted:
        """What the step asks of the container that its needs made; nothing if it asks for none."""
        passing = self.step.passing
        return passing.target if passing and passing.target else TargetWanted()

    def called(self, word: str) -> ContainerSeen | None:
        """The container that the line calls `word`, by name or by the beginning of its id, as it is now."""
        target = self.outcome.target
        known = (*((target,) if target else ()), *self.outcome.touched)
        return next((seen for seen in known if is_called(word, seen.name, seen.id)), None)

    def lacks(self, *points: Point) -> bool:
        """Whether the step asks for one of `points` and does not have it.

        Without a container it has none of those it asks of one.
        """
        missing = {point.point for point in self.unmet}
        if Point.CONTAINER in missing:
            missing |= wanted_points(self.wanted)
        return not missing.isdisjoint(points)

    def is_image(self, word: str) -> bool:
        """Whether `word` names an image that is here."""
        return self.outcome.names.get(word) in {"image", "both"} or is_lesson_image(word, self.facts)

    def is_container(self, word: str) -> bool:
        """Whether `word` names a container that is here."""
        return self.outcome.names.get(word) in {"container", "both"}

    def answered(self, method: str, ending: str, *statuses: int) -> bool:
        """Whether the daemon answered a call whose path ends like this with one of `statuses`."""
        return any(
            call.method == method and call.path.endswith(ending) and call.status in statuses
            for call in self.outcome.calls
        )


def wanted_points(wanted: ContainerWanted) -> set[Point]:
    """The points that a step asks of its container."""
    asked = {
        Point.IMAGE: wanted.image,
        Point.COMMAND: wanted.command,
        Point.PUBLISHED: wanted.published,
        Point.TTY: wanted.tty,
        Point.STDIN: wanted.stdin,
        Point.RUNNING: wanted.running,
        Point.EXIT: wanted.exit,
        Point.REMOVED: wanted.removed,
    }
    return {point for point, value in asked.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Found:
    """Where in the line a mistake stands and what its sentence says.

    `variant` names a closer sentence than the general one (`mistake.ID.VARIANT`), "" for the general one.
    """

    marks: tuple[Span, ...] = ()
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    variant: str = ""


Find = Callable[[Case], Found | None]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One known mistake.

    `find` is None where it is told before anything runs: by the parser, or of a line that is no docker command.
    `off_path` says that the mistake lies in the line itself: a command that is not the step's may be told it too, and
    is not taken for an attempt at the step because of it.
    """

    id: str
    find: Find | None = None
    off_path: bool = False


def found(*marks: Span | None, variant: str = "", **values: object) -> Found:
    """A find with these marks (None is left out) and values, each as its `str`."""
    spans = tuple(mark for mark in marks if mark is not None)
    return Found(spans, MappingProxyType({name: str(value) for name, value in values.items()}), variant)


def whole(use: FlagUse) -> Span:
    """Where a flag and its value stand together."""
    return use.span if use.value_span is None else Span(use.span.start, use.value_span.end)


def value_of(use: FlagUse) -> Span:
    """Where a flag's value stands, or the flag itself if none was typed."""
    return use.value_span or use.span


def command_words(command: DockerCommand) -> Span | None:
    """Where the words of the command itself stand: `container ls` in `docker container ls -a`."""
    spans = [token.span for token in command.tokens if token.kind is TokenKind.COMMAND]
    return Span(spans[0].start, spans[-1].end) if spans else None


def tail_span(command: DockerCommand) -> Span | None:
    """Where the words for the process inside stand."""
    return Span(command.tail[0].span.start, command.tail[-1].span.end) if command.tail else None
