"""When is a typed answer the one that is wanted?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.command import CommandSyntaxError, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

AROUND_WORDS = dict.fromkeys(map(ord, "[]\"',`\u201c\u201d\u2018\u2019"), " ")  # the last four: typographic quotes
DOCKER = "docker "


def words_of(answer: str) -> tuple[str, ...]:
    """The words of a typed or printed command line: `["node", "x.js"]`, `[node x.js]` and `node x.js` are the same."""
    return tuple(answer.translate(AROUND_WORDS).split())


def wants_docker_line(answers: Iterable[str]) -> bool:
    """Whether a docker line is asked for: then one that is typed is an answer, and does not run."""
    return any(answer.startswith(DOCKER) for answer in answers)


def is_answer(line: str, answers: Iterable[str]) -> bool:
    """Whether `line` says one of `answers`: the same words, or a docker line that means the same."""
    return any(words_of(line) == words_of(answer) or is_same_command(line, answer) for answer in answers)


def is_same_command(line: str, other: str) -> bool:
    """Whether both are docker lines that ask for the same, however each is spelled."""
    if not (line.strip().startswith(DOCKER) and other.startswith(DOCKER)):
        return False
    try:
        return meaning(line.strip()) == meaning(other)
    except CommandSyntaxError:
        return False


def meaning(line: str) -> tuple[object, ...]:
    """What a docker line asks for: the command, its flags in any order, its objects, the words for the process inside.

    Raises:
        CommandSyntaxError: It is no docker line that can be read.
    """
    command = parse(line)
    flags = frozenset((use.name, use.value) for use in command.flags if use.value != "false")
    objects = tuple(word.value for word in command.arguments)
    return command.name, flags, objects, tuple(word.value for word in command.tail)
