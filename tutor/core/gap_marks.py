"""Where in a typed line an unmet point is best pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tutor.core.mistakes.case import command_words, tail_span, value_of, whole
from tutor.core.unmet import Point

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.spans import Span


def gap_marks(command: DockerCommand, point: Point) -> tuple[Span, ...]:
    """The words of `command` that decide `point`; the command's own words where there are none.

    None at all where the command was right, and what was typed inside was not.
    """
    if point is Point.SAW:
        return ()
    mark = _mark(command, point) or command_words(command)
    return () if mark is None else (mark,)


def _mark(command: DockerCommand, point: Point) -> Span | None:  # noqa: PLR0911 -- one line for each of a closed set
    match point:
        case Point.IMAGE | Point.TARGET:
            return _object(command)
        case Point.COMMAND:
            return _flag(command, "entrypoint") or tail_span(command) or _object(command)
        case Point.PUBLISHED:
            return _value(command, "publish")
        case Point.TTY:
            return _flag(command, "tty")
        case Point.STDIN:
            return _flag(command, "interactive")
        case Point.REMOVED:
            return _flag(command, "rm")
        case Point.EXIT:
            return tail_span(command)
        case Point.OUTPUT:
            return _value(command, "format") or _flag(command, "detach")
        case Point.UNKNOWN | Point.CONTAINER | Point.RUNNING | Point.CODE | Point.VISIT | Point.SAW:
            return None
        case _:
            assert_never(point)


def _object(command: DockerCommand) -> Span | None:
    return command.arguments[0].span if command.arguments else None


def _flag(command: DockerCommand, name: str) -> Span | None:
    use = command.use(name)
    return whole(use) if use else None


def _value(command: DockerCommand, name: str) -> Span | None:
    use = command.use(name)
    return value_of(use) if use else None
