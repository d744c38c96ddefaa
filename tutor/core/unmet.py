"""One point of a step's expectation that a command did not meet, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Point(Enum):
    """What an unmet point is about."""

    UNKNOWN = auto()  # it cannot be checked from here
    CONTAINER = auto()  # there is none
    IMAGE = auto()
    COMMAND = auto()
    PUBLISHED = auto()
    TTY = auto()
    STDIN = auto()
    RUNNING = auto()
    EXIT = auto()  # of the container
    REMOVED = auto()
    OUTPUT = auto()
    CODE = auto()  # of the docker command itself
    TARGET = auto()  # the step's container is not as it should be
    VISIT = auto()  # a container's shell was not visited, or nothing was tried in it
    SAW = auto()  # something was not printed inside


@dataclass(frozen=True, slots=True)
class Unmet:
    """`key` is a sentence of `core/texts`, `values` fill it."""

    point: Point
    key: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def unmet(point: Point, key: str, /, **values: object) -> Unmet:
    """The unmet `point`, told by the sentence `key` with `values` filled in, each as its `str`."""
    return Unmet(point, key, MappingProxyType({name: str(value) for name, value in values.items()}))
