"""What the words of a line are while it is typed, for its colours: from the same parser that will read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from tutor.core import grammar
from tutor.core.command import CommandSyntaxError, Extra, Problem, TokenKind, parse

if TYPE_CHECKING:
    from tutor.core.command import Token
    from tutor.core.spans import Span

LONGEST = 2000  # characters of a line that are looked at with every key
DEEPEST = 3  # troubles of a line that are looked behind


class Part(Enum):
    """What a part of the line is."""

    COMMAND = auto()  # docker and the command's words
    FLAG = auto()
    VALUE = auto()
    INSIDE = auto()  # for the program inside
    UNKNOWN = auto()  # no such flag or command, or not docker's at all


OF_TOKEN = {
    TokenKind.PROGRAM: Part.COMMAND,
    TokenKind.COMMAND: Part.COMMAND,
    TokenKind.FLAG: Part.FLAG,
    TokenKind.VALUE: Part.VALUE,
    TokenKind.TAIL: Part.INSIDE,
}
TROUBLES = frozenset(
    {Problem.UNKNOWN_FLAG, Problem.ONE_DASH_LONG, Problem.BAD_FLAG, Problem.SHELL_SYNTAX, Problem.TYPOGRAPHY}
)


@dataclass(frozen=True, slots=True, order=True)
class Painted:
    """One part of the line."""

    span: Span
    part: Part


def painted(line: str, extra: Extra) -> tuple[Painted, ...]:
    """The parts of a docker line that have a colour, in order; nothing of any other line.

    A word at the line's end that may still become one that is known is not called unknown.
    """
    if not line.lstrip().startswith("docker") or len(line) > LONGEST:
        return ()
    return tuple(_painted(line, extra, DEEPEST))


def _painted(line: str, extra: Extra, depth: int) -> list[Painted]:
    try:
        return [_of(token) for token in parse(line, extra).tokens if token.kind in OF_TOKEN]
    except CommandSyntaxError as error:
        if error.span is None or depth == 0:
            return []
        before = line[: error.span.start].rstrip()
        known = _painted(before, extra, depth - 1) if before else []
        return [*known, Painted(error.span, Part.UNKNOWN)] if _is_trouble(error) else known


def _of(token: Token) -> Painted:
    return Painted(token.span, OF_TOKEN[token.kind])


def _is_trouble(error: CommandSyntaxError) -> bool:
    """Whether it is wrong now, and not only unfinished. A command may be a plugin's; a near miss of one is not."""
    if error.problem is Problem.UNKNOWN_COMMAND:
        return bool(error.nearest) and not _may_become_command(error)
    if error.problem not in TROUBLES:
        return False
    return not _may_become_flag(error)


def _is_at_end(error: CommandSyntaxError) -> bool:
    return error.span is not None and error.span.end == len(error.line)


def _may_become_command(error: CommandSyntaxError) -> bool:
    group = grammar.find(" ".join(error.words[:-1])) or ""
    return _is_at_end(error) and any(word.startswith(error.found) for word in grammar.children(group))


def _may_become_flag(error: CommandSyntaxError) -> bool:
    name = grammar.find(" ".join(error.words))
    if not _is_at_end(error) or name is None or error.problem is Problem.ONE_DASH_LONG:
        return False
    begun = error.found.removeprefix("--")
    return error.found in {"-", "--"} or any(flag.startswith(begun) for flag in grammar.rule(name).long)
