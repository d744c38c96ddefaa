"""A cast as a sequence of cues: what is shown when, where a line is typed, where a server has come to rest. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.cast import Kind
from tutor.core.events import Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.core.cast import Cast

LONGEST_PAUSE = 1.0
"""Seconds: where nothing happened for longer, nobody is made to wait (DESIGN.md, "Without a daemon")."""
REST = "rest"
"""The label of the marker where a program was left running; what follows it came after Ctrl-C."""
SIGHTED = "sighted "


@dataclass(frozen=True, slots=True)
class Print:
    """Show `data`, `after` seconds since the cue before."""

    after: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """Here a line was typed: the next one's turn, or the learner's Enter."""

    text: str


@dataclass(frozen=True, slots=True)
class Rest:
    """The program runs on, until it is interrupted."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The tutor's watch saw something; `detail` as it was told."""

    sighting: Sighting
    detail: str = ""


Cue = Print | Line | Rest | Sight


def cues(cast: Cast) -> tuple[Cue, ...]:
    """The cues in order."""
    return tuple(_cues(cast))


def silenced(script: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """The same with nothing shown and nothing typed."""
    return tuple(cue for cue in script if not isinstance(cue, Print | Line))


def printed(script: tuple[Cue, ...], *, until_rest: bool = False) -> bytes:
    """All that is shown, or all until the program comes to rest."""
    end = after_rest(script) if until_rest else None
    return b"".join(cue.data for cue in script[:end] if isinstance(cue, Print))


def _cues(cast: Cast) -> Iterator[Cue]:
    before = 0.0
    for event in cast.events:
        after, before = min(max(0.0, event.at - before), LONGEST_PAUSE), max(before, event.at)
        match event.kind:
            case Kind.OUTPUT:
                yield Print(after, event.data.encode())
            case Kind.INPUT:
                yield Line(event.data)
            case Kind.MARKER if event.data == REST:
                yield Rest()
            case Kind.MARKER if event.data.startswith(SIGHTED):
                yield from _sight(event.data.removeprefix(SIGHTED))
            case Kind.MARKER:
                pass


def _sight(label: str) -> Iterator[Sight]:
    word, _, detail = label.partition(" ")
    if word in Sighting.__members__:
        yield Sight(Sighting[word], detail)


def has_lines(script: Iterable[Cue]) -> bool:
    """Whether somebody typed into the program."""
    return any(isinstance(cue, Line) for cue in script)


def after_rest(script: tuple[Cue, ...]) -> int | None:
    """The place behind `Rest`, None where the program came to its end by itself."""
    return next((place + 1 for place, cue in enumerate(script) if isinstance(cue, Rest)), None)
