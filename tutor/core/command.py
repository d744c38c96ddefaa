"""A typed line becomes a `DockerCommand`, or a `CommandSyntaxError` that points at what is wrong.

    line       = "docker" globals [ "--" globals ] [ command ]
    globals    = { flag of docker itself }                     only before the command
    command    = { group { flag } } name rest                  container ls, image inspect, run, compose
    rest       = { flag | object } [ "--" { object } ]         inspect, stop, ps: flags anywhere
               | { flag } [ "--" ] [ object { word } ]         run, create, exec, commit, top, tag, service create
               | { word }                                      compose, buildx: a CLI plugin's words are its own
    flag       see `tutor.core.flags`
    words      see `tutor.core.lexing`

A word after a flag that takes a value is that value, whatever it looks like. How many objects a command takes, and
whether a value is a number or a port, is left to docker. Rules and names were measured with the CLIs 20.10 and 28.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutor.core import grammar
from tutor.core.command_error import CommandSyntaxError, Problem, error_as_data, question
from tutor.core.command_form import as_data, format_command, meaning
from tutor.core.command_guesses import meant
from tutor.core.command_values import DockerCommand, FlagUse, Token, TokenKind
from tutor.core.edits import replaced
from tutor.core.flag_errors import Scope, long_dash
from tutor.core.flags import is_flag, read_flag
from tutor.core.grammar import Extra, ExtraFlag
from tutor.core.lexing import words_of
from tutor.core.nearest import nearest
from tutor.core.pasted import strip_pasted
from tutor.core.typography import DASHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.core.scan import Word

__all__ = [
    "CommandSyntaxError",
    "DockerCommand",
    "Extra",
    "ExtraFlag",
    "FlagUse",
    "Problem",
    "Token",
    "TokenKind",
    "as_data",
    "error_as_data",
    "format_command",
    "meaning",
    "parse",
    "question",
    "strip_pasted",
]

NOTHING_MORE = Extra()


def parse(line: str, extra: Extra = NOTHING_MORE) -> DockerCommand:
    """Understand a line whose first word is `docker`.

    Args:
        line: As typed; the spans of the result are places in it.
        extra: What the installed CLI said it knows beyond the data (see `question` and `Extra.learned`).

    Raises:
        CommandSyntaxError: Docker's command line would refuse the line, or only a shell would understand it.
    """
    reading = _Reading(line, words_of(line), extra)
    _read_program(reading)
    name = _read_name(reading)
    _read_rest(reading, name)
    return DockerCommand(
        line,
        name,
        tuple(reading.tokens),
        tuple(reading.global_flags),
        tuple(reading.flags),
        tuple(token for token in reading.tokens if token.kind is TokenKind.ARGUMENT),
        tuple(token for token in reading.tokens if token.kind is TokenKind.TAIL),
    )


@dataclass(slots=True)
class _Reading:
    """How far the words are read: `path` are the command's words so far."""

    line: str
    words: Sequence[Word]
    extra: Extra
    at: int = 0
    path: tuple[str, ...] = ()
    tokens: list[Token] = field(default_factory=list)
    global_flags: list[FlagUse] = field(default_factory=list)
    flags: list[FlagUse] = field(default_factory=list)

    @property
    def word(self) -> Word | None:
        """The next word."""
        return self.words[self.at] if self.at < len(self.words) else None

    @property
    def following(self) -> Word | None:
        """The word after that."""
        return self.words[self.at + 1] if self.at + 1 < len(self.words) else None

    def take(self, kind: TokenKind) -> None:
        """The next word is a `kind`."""
        word = self.words[self.at]
        self.tokens.append(Token(word.value, word.span, kind))
        self.at += 1

    def scope(self, name: str) -> Scope:
        """Where flags of the command or group `name` stand."""
        return Scope(self.line, self.path, grammar.rule(name), self.extra)


def _read_program(reading: _Reading) -> None:
    word = reading.words[0] if reading.words else None
    if word is not None and word.value == "docker":
        reading.take(TokenKind.PROGRAM)
        return
    found = word.value if word else ""
    near = nearest(found, ["docker"])
    raise CommandSyntaxError(
        reading.line,
        Problem.NOT_DOCKER,
        "command.not-docker-near" if near else "command.not-docker",
        span=word.span if word else None,
        found=found,
        offer=replaced(reading.line, [(word.span, near)]) if near and word else "",
        nearest=near,
    )


def _read_name(reading: _Reading) -> str:
    """The canonical name; that of the group, or "" for docker itself, where nothing follows."""
    _read_flags(reading, "", reading.global_flags)
    if reading.word and reading.word.value == "--":
        reading.take(TokenKind.TERMINATOR)
        _read_flags(reading, "", reading.global_flags)
    group = ""
    while (word := reading.word) is not None:
        path = " ".join((*reading.path, word.value))
        is_one_word = word.value.split() == [word.value]
        name = grammar.find(path) if is_one_word else None
        if name is None and not (is_one_word and path in reading.extra.commands):
            raise _unknown_command(reading, group, word)
        reading.take(TokenKind.COMMAND)
        reading.path = (*reading.path, word.value)
        if name is None or not grammar.is_group(name):
            return name or path
        group = name
        _read_flags(reading, group, reading.flags)
    return group


def _unknown_command(reading: _Reading, group: str, word: Word) -> CommandSyntaxError:
    near, place = meant(group, word, reading.following)
    return CommandSyntaxError(
        reading.line,
        Problem.UNKNOWN_COMMAND,
        "command.unknown-command-near" if near else "command.unknown-command",
        span=word.span,
        found=word.value,
        offer=replaced(reading.line, [(place, near)]) if near else "",
        nearest=near,
        words=(*reading.path, word.value),
        title=" ".join(("docker", *reading.path)),
    )


def _read_rest(reading: _Reading, name: str) -> None:
    """Flags and objects of the command."""
    if grammar.find(name) is None:
        _read_objects(reading, TokenKind.TAIL)
        return
    rule = grammar.rule(name)
    later = TokenKind.TAIL if rule.has_tail else TokenKind.ARGUMENT
    while reading.word is not None:
        _read_flags(reading, name, reading.flags)
        if reading.word is None:
            return
        ended = reading.word.value == "--"
        if ended:
            reading.take(TokenKind.TERMINATOR)
        if reading.word is not None:
            reading.take(TokenKind.ARGUMENT)
        if ended or rule.stops_early:
            _read_objects(reading, later)


def _read_objects(reading: _Reading, kind: TokenKind) -> None:
    """All words that are left."""
    while reading.word is not None:
        reading.take(kind)


def _read_flags(reading: _Reading, name: str, uses: list[FlagUse]) -> None:
    """The flags that stand here, with their values."""
    scope = reading.scope(name)
    while (word := reading.word) is not None:
        if word.value[:1] in DASHES and word.value.lstrip(DASHES) and word.origins[:1] == (word.span.start,):
            raise long_dash(word, scope)
        if not is_flag(word.value):
            return
        _read_flag(reading, scope, word, uses)


def _read_flag(reading: _Reading, scope: Scope, word: Word, uses: list[FlagUse]) -> None:
    read = read_flag(word, scope)
    reading.take(TokenKind.FLAG)
    uses += read.uses
    if read.waiting is None:
        return
    value = reading.word
    if value is None:
        raise CommandSyntaxError(
            reading.line,
            Problem.FLAG_NEEDS_VALUE,
            "command.flag-needs-value",
            span=read.waiting.span,
            found=read.waiting.spelled,
            offer=f"{reading.line.strip()} ",
        )
    reading.take(TokenKind.VALUE)
    uses.append(read.waiting.closed(value))
