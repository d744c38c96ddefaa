"""A pasted block becomes lines, as if each had been entered."""

from __future__ import annotations

import re

_LINE_END = re.compile("\r\n|\r|\n")
_SPACE = " \t"


def split_pasted(pasted: str) -> tuple[tuple[str, ...], str]:
    """The lines of the block that are complete, and the rest that has no line end yet.

    A block of a single line has no complete one, even with a line end behind it: whoever pastes one command wants to
    see it before it runs. A backslash at a line's end joins it with the next, as in a shell; empty lines are dropped.
    """
    lines = _LINE_END.split(pasted)
    joined: list[str] = []
    for number, line in enumerate(lines):
        if number and is_continued(joined[-1]):
            joined[-1] = join_continued(joined[-1], line)
        else:
            joined.append(line)
    *complete, rest = joined
    complete = [line for line in complete if line.strip()]
    if len(complete) == 1 and not rest.strip():
        return (), complete[0]
    return tuple(complete), rest


def is_continued(line: str) -> bool:
    """Whether the line ends in a backslash that is not itself escaped."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def join_continued(line: str, following: str) -> str:
    """The two lines as one: the backslash goes, and the indentation behind it shrinks to one space."""
    head = line[:-1]
    if head.endswith(tuple(_SPACE)) or following.startswith(tuple(_SPACE)):
        return f"{head.rstrip(_SPACE)} {following.lstrip(_SPACE)}"
    return head + following
