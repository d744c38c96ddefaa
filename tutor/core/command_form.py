"""What a command means whatever its spelling, a line that means it, and the command as data."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tutor.core import grammar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.core.command_values import DockerCommand, FlagUse, Token
    from tutor.core.grammar import Flag
    from tutor.core.spans import Span


Settings = frozenset[tuple[str, tuple[str, ...]]]
Meaning = tuple[str, Settings, Settings, tuple[str, ...], tuple[str, ...]]


def meaning(command: DockerCommand) -> Meaning:
    """Equal for equal spellings: `-it`, `-ti`, `--interactive --tty=true`, `container run`, flags in another order.

    Of a flag that holds one value the last use counts; those of a flag that adds up keep their order. The parts are
    the name, docker's own flags, the command's, the arguments and the tail.
    """
    return (
        command.name,
        _settings("", command.global_flags),
        _settings(command.name, command.flags),
        tuple(token.value for token in command.arguments),
        tuple(token.value for token in command.tail),
    )


def _settings(name: str, uses: Iterable[FlagUse]) -> Settings:
    given: dict[str, list[str]] = {}
    for use in uses:
        values = given.setdefault(use.name, [])
        if not _repeats(name, use):
            values.clear()
        values.append(use.value)
    return frozenset((flag, tuple(values)) for flag, values in given.items())


def _repeats(name: str, use: FlagUse) -> bool:
    flag = _known(name, use)
    return flag is None or flag.repeats


def _known(name: str, use: FlagUse) -> Flag | None:
    """The flag as the data know it; None if only the installed CLI does."""
    return grammar.rule(name).long.get(use.name) if grammar.find(name) == name else None


def format_command(command: DockerCommand) -> str:
    """One line that means the same, its words quoted where a shell would need it; long flags, in their order.

    A flag that only the installed CLI knows is understood again with the same `Extra`.
    """
    words = ["docker", *_flag_words("", command.global_flags), *command.name.split()]
    words += _flag_words(command.name, command.flags)
    objects = [token.value for token in command.arguments]
    if any(value.startswith("-") for value in objects):
        words.append("--")
    words += [*objects, *(token.value for token in command.tail)]
    return shlex.join(words)


def _flag_words(name: str, uses: Iterable[FlagUse]) -> Iterable[str]:
    for use in uses:
        flag = _known(name, use)
        spelled = use.spelled if flag is None else f"--{use.name}"
        is_separate = flag.takes_value if flag else not use.value  # `-z=` would give the value "="
        if is_separate:
            yield from (spelled, use.value)
        else:
            yield spelled if flag and use.value == "true" else f"{spelled}={use.value}"


def as_data(command: DockerCommand) -> dict[str, object]:
    """The command as JSON-ready data; a `span` is [start, end] in characters of `line`."""
    return {
        "line": command.line,
        "name": command.name,
        "global_flags": [_flag_data(use) for use in command.global_flags],
        "flags": [_flag_data(use) for use in command.flags],
        "arguments": [token.value for token in command.arguments],
        "tail": [token.value for token in command.tail],
        "tokens": [_token_data(token) for token in command.tokens],
    }


def _flag_data(use: FlagUse) -> dict[str, object]:
    return {
        "name": use.name,
        "spelled": use.spelled,
        "value": use.value,
        "span": _span_data(use.span),
        "value_span": _span_data(use.value_span) if use.value_span else None,
    }


def _token_data(token: Token) -> dict[str, object]:
    return {"value": token.value, "kind": token.kind.name.lower(), "span": _span_data(token.span)}


def _span_data(span: Span) -> list[int]:
    return [span.start, span.end]
