"""Docker's commands and flags as data: which there are, what they are called, which take a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, assert_never

from tutor.core.grammar_data import ALIASES, COMMANDS, GROUPS, STOP_EARLY
from tutor.core.tasks import CliSays

if TYPE_CHECKING:
    from collections.abc import Mapping

# The value types of which a later one replaces an earlier one; all others add up (pflag's names).
REPLACED = frozenset({"", "string", "int", "uint", "uint16", "uint32", "bytes", "decimal", "duration", "float"})
# What follows the first object of these goes inside: the process and its arguments, or the options of `ps` for `top`.
WITH_TAIL = frozenset({"run", "create", "exec", "top", "service create"})


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as its command knows it: `name` is the canonical long name, or the letter where there is no long one.

    `type` is docker's word for the value's type, "" for a boolean. `lenient` is set where only the installed CLI knows
    the flag: its values are not looked at.
    """

    name: str
    type: str = ""
    lenient: bool = False

    @property
    def takes_value(self) -> bool:
        """Whether it needs a value; a boolean may have one, after `=`."""
        return bool(self.type)

    @property
    def repeats(self) -> bool:
        """Whether every use counts; else the last one replaces those before it."""
        return self.type not in REPLACED


@dataclass(frozen=True, slots=True)
class CommandRule:
    """What a command accepts. `long` and `short` map every spelling without dashes to its flag."""

    name: str
    long: Mapping[str, Flag]
    short: Mapping[str, Flag]
    stops_early: bool = False  # no flags after the first object
    has_tail: bool = False  # the words after the first object go inside


@dataclass(frozen=True, slots=True)
class ExtraFlag:
    """A flag that the installed CLI knows and the data do not: `spelled` as `--foo` or `-z`."""

    command: str
    spelled: str
    takes_value: bool


@dataclass(frozen=True, slots=True)
class Extra:
    """What the installed CLI said beyond the data: paths of commands (`compose`), and flags by canonical command."""

    commands: frozenset[str] = frozenset()
    flags: frozenset[ExtraFlag] = field(default_factory=frozenset)

    def flag(self, command: str, spelled: str) -> Flag | None:
        """The flag that `spelled` is for `command`, if the CLI was asked and knew it."""
        for known in self.flags:
            if (known.command, known.spelled) == (command, spelled):
                return Flag(spelled.lstrip("-"), "unknown" if known.takes_value else "", lenient=True)
        return None

    def learned(self, words: tuple[str, ...], flag: str, says: CliSays) -> Extra:
        """This with the CLI's answer about `words` and `flag` added; unchanged if it does not know them either."""
        path = " ".join(words)
        match says:
            case CliSays.UNKNOWN:
                return self
            case CliSays.COMMAND:
                return Extra(self.commands | {path}, self.flags)
            case CliSays.BOOLEAN | CliSays.VALUE:
                known = ExtraFlag(find(path) or path, flag, takes_value=says is CliSays.VALUE)
                return Extra(self.commands, self.flags | {known})
            case _:
                assert_never(says)


def find(path: str) -> str | None:
    """The canonical name of the command or group at `path` ("container ls" is "ps"); None if there is none."""
    name = ALIASES.get(path, path)
    return name if name in COMMANDS or name in GROUPS else None


def is_group(name: str) -> bool:
    """Whether the name is docker itself ("") or a command that only holds others (`container`)."""
    return name in GROUPS


def commands() -> tuple[str, ...]:
    """The canonical names of all commands that do something, in alphabetical order."""
    return tuple(COMMANDS)


def groups() -> tuple[str, ...]:
    """Docker itself ("") and every command that only holds others."""
    return tuple(GROUPS)


def paths() -> tuple[str, ...]:
    """Every path that leads to a command or a group, aliases too."""
    return (*COMMANDS, *(name for name in GROUPS if name), *ALIASES)


@cache
def children(group: str) -> tuple[str, ...]:
    """The words that may follow `group` ("" is docker itself), those of aliases last."""
    return tuple(path.rpartition(" ")[2] for path in paths() if path.rpartition(" ")[0] == group)


@cache
def rule(name: str) -> CommandRule:
    """What the command or group of this canonical name accepts. Every one accepts `--help`.

    A group's flags hold for its commands as well (`stack --orchestrator`); those of docker itself do not.

    Raises:
        KeyError: There is no such command.
    """
    entries = (COMMANDS[name] if name in COMMANDS else GROUPS[name]).split()
    parent = name.rpartition(" ")[0]
    entries += GROUPS[parent].split() if parent else []
    long = {"help": Flag("help")} | _long(entries)
    short = {"h": long["help"]} | _short(entries, long)
    return CommandRule(
        name,
        MappingProxyType(long),
        MappingProxyType(short),
        stops_early=name in STOP_EARLY,
        has_tail=name in WITH_TAIL,
    )


def _long(entries: list[str]) -> dict[str, Flag]:
    flags = {}
    for entry in entries:
        spelled, _, kind = entry.partition("=")
        name = spelled.partition(",")[0]
        if ">" not in name:
            flags[name] = Flag(name, kind)
    for entry in entries:
        other, points, name = entry.partition(">")
        if points:
            flags[other] = flags[name]
    return flags


def _short(entries: list[str], long: Mapping[str, Flag]) -> dict[str, Flag]:
    spelled = (entry.partition("=")[0].partition(",") for entry in entries)
    return {letter: long[name] for name, _, letter in spelled if letter}
