"""Reads what a shell made of the keys it was given, from nothing but what was seen of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from tutor.core.message import text
from tutor.core.tasks import Echo, Way
from tutor.core.texts import fill

ASKING = "tty"
"""The line typed after the learner's: a shell that obeys it says which terminal it has, or that it has none."""
PROBE = 'test -t 0; echo "way-$?-$((6*7))"'
"""The same question for images without a program `tty`. Its output is not its text: only who obeyed it says 42."""
LEAVING = "exit"
LINES_KEPT = 12
"""Lines of a shell's screen that are kept to be shown."""

_ANSWER = re.compile(r"way-([01])-42")
_TERMINAL = re.compile(r"^/dev/\S+$", re.MULTILINE)
_NO_TERMINAL = re.compile(r"^not a tty$", re.MULTILINE)


class End(Enum):
    """How a shell ended; the value is the end of a text's key."""

    ITSELF = "itself"  # before anything was typed
    LINE = "line"  # once the line was typed, before the next
    EXIT = "exit"
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was seen of one shell.

    `before` is what its terminal showed when nothing had been typed yet, `shown` all that it showed, `replied` what
    came after it was asked for its terminal; `code` the exit code of its docker command; `has_terminal` whether the
    container was created with one; `is_attached` whether the docker command connected its own input to the
    container's; `was_echoing` whether docker's own terminal showed what was typed; `name` the container's.
    """

    flags: str
    line: str
    before: str
    shown: str
    end: End
    code: int | None
    seconds: float
    has_terminal: bool
    replied: str = ""
    is_attached: bool = False
    was_echoing: bool = False
    name: str = ""


def read_way(seen: Transcript) -> Way:
    """What it comes to. That the line was executed shows in the shell's having obeyed the question behind it.

    A line that ended the shell was executed too. Whether there is a terminal inside the shell says itself where it
    obeys; else it is told by how the container was made.
    """
    answer = answer_in(seen.replied)
    return Way(
        flags=seen.flags,
        prompt=has_prompt(seen.before),
        delivered=seen.is_attached and seen.end is not End.ITSELF,
        ran=answer is not None or seen.end is End.LINE,
        echo=echo_of(seen),
        terminal=seen.has_terminal if answer is None else answer,
        ended=fill(text(f"ways.ended.{seen.end.value}")),
        code=None if seen.end is End.KILLED else seen.code,
        seconds=seen.seconds,
        name=seen.name,
        shown=last_lines(seen.shown),
    )


def has_prompt(before: str) -> bool:
    """Whether something stands on the last line and waits there: a program's message ends its line."""
    return bool(before.rpartition("\n")[2].strip())


def answer_in(replied: str) -> bool | None:
    """Whether the shell found a terminal inside; None where it did not obey the question."""
    if match := _ANSWER.search(replied):
        return match[1] == "0"
    if _TERMINAL.search(replied):
        return True
    return False if _NO_TERMINAL.search(replied) else None


def wants_probe(replied: str) -> bool:
    """Whether the shell did something with the question, and yet did not answer: it may have no `tty`."""
    lines = (line.strip() for line in replied.splitlines())
    return answer_in(replied) is None and any(line and not line.endswith(ASKING) for line in lines)


def echo_of(seen: Transcript) -> Echo:
    """Who showed the line. Where a long one was broken, and with how many blanks, does not matter."""
    if without_blanks(seen.line) not in without_blanks(seen.shown.removeprefix(seen.before)):
        return Echo.NOBODY
    return Echo.YOURS if seen.was_echoing else Echo.CONTAINERS


def without_blanks(words: str) -> str:
    """The text without blanks and line ends."""
    return "".join(words.split())


def last_lines(shown: str) -> tuple[str, ...]:
    """The end of what a terminal shows; empty lines at the end are nothing to see."""
    return tuple(line.rstrip() for line in shown.rstrip().splitlines()[-LINES_KEPT:])
