"""Where a typed line and the step's model answer part, as sentences that tell a little, then more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.message import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.command import DockerCommand, FlagUse

# Flags that change what a step sees. Any other may be added without harm.
TELLING = frozenset({"detach", "entrypoint", "filter", "format", "interactive", "quiet", "rm", "tty", "type"})
SHORTEST_ID = 4  # letters of an id that are taken for one
HEXADECIMAL = frozenset("0123456789abcdef")
GAP = "…"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: `vague` says where to look, `told` what stands there in the model answer."""

    vague: Text
    told: Text


def differences(typed: DockerCommand, model: DockerCommand, *, is_example: bool = False) -> tuple[Difference, ...]:
    """What `typed` lacks or has too much beside `model`, the most telling first; empty if they mean the same.

    Args:
        typed: The learner's line, understood.
        model: The step's model answer.
        is_example: Whether the model's words for the process inside are one of many right ones.
    """
    if typed.name != model.name:
        wanted = " ".join(token.value for token in model.tokens[1 : 1 + _words_of_command(model)])
        return (
            Difference(
                text("piece.command", typed=typed.name or "docker"),
                text("piece.command.told", wanted=wanted or "docker"),
            ),
        )
    found = (
        *_missing_flags(typed, model),
        *_changed_flags(typed, model),
        *_object(typed, model),
        *_tail(typed, model, is_example=is_example),
        *_needless_flags(typed, model),
    )
    return tuple(found)


def shape(typed: DockerCommand, model: DockerCommand) -> str:
    """The model answer with … in the place of each word that `typed` does not have; a command has several names."""
    known = {token.value for token in typed.tokens}
    if typed.name == model.name:
        known |= {token.value for token in model.tokens if token.kind.name == "COMMAND"}
    words = [token.value if token.value in known else GAP for token in model.tokens]
    kept = [word for place, word in enumerate(words) if word != GAP or words[place - 1] != GAP]
    return " ".join(kept)


def _words_of_command(command: DockerCommand) -> int:
    """How many words after `docker` name the command."""
    return sum(token.kind.name == "COMMAND" for token in command.tokens)


def _missing_flags(typed: DockerCommand, model: DockerCommand) -> Iterator[Difference]:
    before = _before(model)
    for use in model.flags:
        if use.value == "false" or _has(typed, use):
            continue
        vague = text("piece.flag.before", object=before) if before else text("piece.flag")
        if use.value_span is None:
            yield Difference(vague, text("piece.flag.told", flag=use.spelled))
        else:
            yield Difference(vague, text("piece.flag.told.value", flag=use.spelled, value=use.value))


def _has(command: DockerCommand, use: FlagUse) -> bool:
    if use.value == "true" and use.value_span is None:
        return command.has(use.name)
    return command.use(use.name) is not None


def _before(command: DockerCommand) -> str:
    """The object that flags have to stand before, "" where they may stand anywhere."""
    return command.arguments[0].value if command.name in {"run", "create", "exec"} and command.arguments else ""


def _changed_flags(typed: DockerCommand, model: DockerCommand) -> Iterator[Difference]:
    for use in model.flags:
        other = typed.use(use.name)
        if use.value_span is None or other is None or use.value in typed.values(use.name):
            continue
        yield Difference(
            text("piece.value", flag=other.spelled, value=other.value),
            text("piece.value.told", flag=other.spelled, value=use.value),
        )


def _needless_flags(typed: DockerCommand, model: DockerCommand) -> Iterator[Difference]:
    for use in typed.flags:
        if use.name in TELLING and use.value != "false" and model.use(use.name) is None:
            yield Difference(text("piece.needless"), text("piece.needless.told", flag=use.spelled))


def _object(typed: DockerCommand, model: DockerCommand) -> Iterator[Difference]:
    wanted = model.arguments[0].value if model.arguments else ""
    has = typed.arguments[0].value if typed.arguments else ""
    if not wanted and has:
        yield Difference(text("piece.no-object", typed=has), text("piece.no-object.told", typed=has))
    elif wanted and not has:
        yield Difference(text("piece.object"), text("piece.object.told", wanted=wanted))
    elif not _is_same(has, wanted):
        yield Difference(text("piece.object.other", typed=has), text("piece.object.told", wanted=wanted))


def _is_same(word: str, wanted: str) -> bool:
    """Whether two words may mean the same thing. An id is given the benefit of the doubt."""
    is_id = len(word) >= SHORTEST_ID and set(word.removeprefix("sha256:")) <= HEXADECIMAL
    return is_id or word.removesuffix(":latest") == wanted.removesuffix(":latest")


def _tail(typed: DockerCommand, model: DockerCommand, *, is_example: bool) -> Iterator[Difference]:
    has = " ".join(token.value for token in typed.tail)
    wanted = " ".join(token.value for token in model.tail)
    after = model.arguments[0].value if model.arguments else ""
    told = text("piece.tail.example" if is_example else "piece.tail.told", object=after, wanted=wanted)
    if wanted and not has:
        yield Difference(text("piece.tail", object=after), told)
    elif has and not wanted:
        yield Difference(text("piece.no-tail", object=after), text("piece.no-tail.told", object=after, tail=has))
    elif wanted and not is_example and _program(has) != _program(wanted):
        yield Difference(text("piece.tail.other", object=after, tail=has), told)


def _program(words: str) -> str:
    """The program's own name, without the folder before it."""
    return words.partition(" ")[0].rpartition("/")[2]
