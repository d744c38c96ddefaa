"""What a docker command line is, once it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.spans import Span


class TokenKind(Enum):
    """What a word of the line is for docker's command line."""

    PROGRAM = auto()  # docker
    COMMAND = auto()  # run, container, ls
    FLAG = auto()  # -p, --publish, and -p8989:2368 or --publish=… whole
    VALUE = auto()  # the separate word that a flag before it takes
    TERMINATOR = auto()  # a -- that docker drops
    ARGUMENT = auto()  # an object or IMAGE
    TAIL = auto()  # a word for the process inside, after IMAGE or CONTAINER


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `value` is what docker receives, `span` where it stands (quotes included)."""

    value: str
    span: Span
    kind: TokenKind


@dataclass(frozen=True, slots=True)
class FlagUse:
    """One use of one flag.

    `name` is the canonical long name without dashes (`publish`, `interactive`); `spelled` is what was typed
    (`-p`, `--publish`, and for `-it` the use of `t` is spelled `-t`); `value` is the text given, or `"true"`/`"false"`
    for a boolean; `span` covers the flag's own letters, `value_span` its value when one was typed.
    """

    name: str
    value: str
    spelled: str
    span: Span
    value_span: Span | None = None


@dataclass(frozen=True, slots=True)
class DockerCommand:
    """One docker command line, understood.

    `name` is the canonical command: the short one where two mean the same (`container run` is `run`, `container ls`
    and `container list` are `ps`, `image ls` is `images`, `image pull` is `pull`), else the words joined by a space
    (`image inspect`, `volume ls`, `context use`). `arguments` are the objects (for `run` and `exec` just the one
    IMAGE or CONTAINER); `tail` the words after it, which go inside. `argv` is every word after `docker`, unquoted:
    what the CLI receives. A command from a CLI plugin has all its words after the plugin's name as `tail`.
    """

    line: str
    name: str
    tokens: tuple[Token, ...]
    global_flags: tuple[FlagUse, ...]
    flags: tuple[FlagUse, ...]
    arguments: tuple[Token, ...]
    tail: tuple[Token, ...]

    @property
    def argv(self) -> tuple[str, ...]:
        """Every word after `docker`, unquoted."""
        return tuple(token.value for token in self.tokens[1:])

    def values(self, name: str) -> tuple[str, ...]:
        """Every value given to flag `name`, in order; empty if it was not used."""
        return tuple(use.value for use in self.flags if use.name == name)

    def has(self, name: str) -> bool:
        """Whether the boolean flag `name` ends up true (the last use wins)."""
        return self.values(name)[-1:] == ("true",)

    def use(self, name: str) -> FlagUse | None:
        """The last use of flag `name`."""
        return next((use for use in reversed(self.flags) if use.name == name), None)
