"""Recordings of terminals: asciicast v2, a header and one JSON array a line.

The format: docs.asciinema.org/manual/asciicast/v2.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tutor.core.texts import words
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VERSION = 2


class Kind(StrEnum):
    """What happened: the format's own letters."""

    OUTPUT = "o"
    INPUT = "i"
    MARKER = "m"


@dataclass(frozen=True, slots=True)
class CastEvent:
    """`at` is in seconds after the beginning; `data` what was printed or typed, or a marker's label."""

    at: float
    kind: Kind
    data: str


@dataclass(frozen=True, slots=True)
class Cast:
    """What a terminal showed. `timestamp` is when it began, in seconds since 1970; `title` the line that was typed."""

    events: tuple[CastEvent, ...]
    title: str = ""
    width: int = 80
    height: int = 24
    timestamp: int = 0


class CastError(TutorError):
    """A file is no recording."""


def read_cast(text: str, name: str) -> Cast:
    """The recording in this text; kinds of events that mean nothing here (`r`) are left out.

    Raises:
        CastError: It is none; the message names `name` and the line.
    """
    lines = text.split("\n")
    header = _json(lines[0], name, 1)
    if not isinstance(header, dict) or header.get("version") != VERSION:
        raise CastError(words("cast.other", file=name, version=VERSION), words("cast.other.cure"))
    events = tuple(_events(lines[1:], name))
    return Cast(
        events,
        str(header.get("title") or ""),
        _number(header.get("width"), 80),
        _number(header.get("height"), 24),
        _number(header.get("timestamp"), 0),
    )


def _events(lines: Iterable[str], name: str) -> Iterator[CastEvent]:
    kinds = frozenset(Kind)
    for number, line in enumerate(lines, 2):
        match _json(line, name, number) if line.strip() else ():
            case [int() | float() as at, str() as kind, str() as data]:
                if kind in kinds:
                    yield CastEvent(max(0.0, float(at)), Kind(kind), data)
            case ():
                pass
            case _:
                raise CastError(words("cast.no-event", file=name, line=number))


def _json(line: str, name: str, number: int) -> Any:  # noqa: ANN401 -- whatever stands there
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CastError(words("cast.no-json", file=name, line=number)) from error


def _number(value: object, usual: int) -> int:
    return int(value) if isinstance(value, int | float) and value > 0 else usual


def written(cast: Cast) -> str:
    """The recording as a file has it."""
    header: dict[str, object] = {"version": VERSION, "width": cast.width, "height": cast.height}
    if cast.timestamp:
        header["timestamp"] = cast.timestamp
    if cast.title:
        header["title"] = cast.title
    rows = [json.dumps(header, ensure_ascii=False)]
    rows += [json.dumps([round(one.at, 3), one.kind.value, one.data], ensure_ascii=False) for one in cast.events]
    return "\n".join(rows) + "\n"
