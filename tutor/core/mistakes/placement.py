"""Mistakes about where a word stands: what follows the image or the container goes inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.expectations import CANNOT_START
from tutor.core.mistakes.case import Case, Found, Mistake, found
from tutor.core.spans import Span
from tutor.core.typography import with_plain_dash
from tutor.core.unmet import Point

if TYPE_CHECKING:
    from tutor.core.command import Token

# Flags of `docker run` that beginners put too late, and what the step lacks then (docker run --help).
LATE_LETTERS = {
    "p": Point.PUBLISHED,
    "P": Point.PUBLISHED,
    "i": Point.STDIN,
    "t": Point.TTY,
    "e": Point.RUNNING,
}
LATE_WORDS = {
    "publish": Point.PUBLISHED,
    "publish-all": Point.PUBLISHED,
    "interactive": Point.STDIN,
    "tty": Point.TTY,
    "env": Point.RUNNING,
    "rm": Point.REMOVED,
}
TAKING_A_VALUE = frozenset({"-p", "--publish", "-e", "--env", "--name", "-v", "--volume"})


def flags_after_image(case: Case) -> Found | None:
    """A flag of docker's that stands after the image, so that the process inside got it."""
    target = case.target
    if not case.is_creating or target is None:
        return None
    late = next((place for place, token in enumerate(case.command.tail) if _is_late(case, place, token)), None)
    if late is None:
        return None
    flag = case.command.tail[late]
    return found(_with_value(case, late), flag=flag.value, image=target.value)


def _is_late(case: Case, place: int, token: Token) -> bool:
    word = with_plain_dash(token.value)
    if not word.startswith("-") or word in {"-", "--"}:
        return False
    if place == 0:
        return case.lacks(Point.COMMAND, Point.EXIT, *late_points(word))
    return case.lacks(*late_points(word))


def late_points(word: str) -> tuple[Point, ...]:
    """What a step lacks if this flag of `docker run` stands too late: `-it` terminal and keyboard."""
    if word.startswith("--"):
        point = LATE_WORDS.get(word[2:].partition("=")[0])
        return () if point is None else (point,)
    letters = word[1:2] if word[1:2] in {"p", "e"} else word[1:]
    return tuple(LATE_LETTERS[letter] for letter in letters if letter in LATE_LETTERS)


def _with_value(case: Case, place: int) -> Span:
    """Where the flag at `place` of the tail stands, together with the separate word that is its value."""
    tail = case.command.tail
    span = tail[place].span
    if tail[place].value in TAKING_A_VALUE and place + 1 < len(tail):
        return Span(span.start, tail[place + 1].span.end)
    return span


def exec_flags_late(case: Case) -> Found | None:
    """A flag of `exec` that stands after the container."""
    target, program = case.target, case.program
    if case.command.name != "exec" or target is None or program is None:
        return None
    if not with_plain_dash(program.value).startswith("-") or case.outcome.exit_code not in CANNOT_START:
        return None
    return found(program.span, flag=program.value, name=target.value)


def exec_order(case: Case) -> Found | None:
    """The program stands where the container belongs, and the container among the words for the process."""
    target = case.target
    if case.command.name != "exec" or target is None or not case.failed or case.is_container(target.value):
        return None
    later = next((token for token in case.command.tail if case.is_container(token.value)), None)
    return None if later is None else found(target.span, later.span, program=target.value, name=later.value)


ORDER = (Mistake("exec-order", exec_order, off_path=True),)
LATE_FLAGS = (
    Mistake("flags-after-image", flags_after_image),
    Mistake("exec-flags-late", exec_flags_late, off_path=True),
)
