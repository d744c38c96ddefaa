"""Reads what a shell made of the keys it was given, from nothing but what its terminal showed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from tutor.core.message import text
from tutor.core.tasks import Way
from tutor.core.texts import fill

PROBE = 'test -t 0; echo "way-$?-$((6*7))"'
"""A line whose output is not its text: only where a shell obeyed it stands a 42. `test -t 0` asks for a terminal."""
LEAVING = "exit"

_ANSWER = re.compile(r"way-([01])-42")


class End(Enum):
    """How a shell ended; the value is the end of a text's key."""

    ITSELF = "itself"  # before anything was typed
    LINE = "line"  # once the line was typed, before the next
    EXIT = "exit"
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was seen of one shell.

    `before` is what its terminal showed when nothing had been typed yet, `shown` all that it showed; `code` the exit
    code of its docker command; `has_terminal` whether the container was created with one.
    """

    flags: str
    line: str
    before: str
    shown: str
    end: End
    code: int | None
    seconds: float
    has_terminal: bool


def read_way(seen: Transcript) -> Way:
    """What it comes to. That the line was executed shows in the shell's having obeyed the probe behind it.

    A line that ended the shell was executed too. Whether there is a terminal inside the shell says itself where it
    obeys; else it is told by how the container was made.
    """
    answer = answer_in(seen.shown)
    return Way(
        flags=seen.flags,
        prompt=has_prompt(seen.before),
        ran=answer is not None or seen.end is End.LINE,
        echoed=is_echoed(seen),
        terminal=seen.has_terminal if answer is None else answer,
        ended=fill(text(f"ways.ended.{seen.end.value}")),
        code=None if seen.end is End.KILLED else seen.code,
        seconds=seen.seconds,
    )


def has_prompt(before: str) -> bool:
    """Whether something stands on the last line and waits there: a program's message ends its line."""
    return bool(before.rpartition("\n")[2].strip())


def answer_in(shown: str) -> bool | None:
    """Whether the shell found a terminal inside; None where it did not obey the probe."""
    match = _ANSWER.search(shown)
    return match[1] == "0" if match else None


def is_echoed(seen: Transcript) -> bool:
    """Whether the line was shown. Where a long one was broken, and with how many blanks, does not matter."""
    return without_blanks(seen.line) in without_blanks(seen.shown.removeprefix(seen.before))


def without_blanks(words: str) -> str:
    """The text without blanks and line ends."""
    return "".join(words.split())
