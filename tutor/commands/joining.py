"""`install-plugin` and `completion`: docker and the learner's shell come to know docker-tutor."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from tutor.arguments import parser
from tutor.core.texts import words
from tutor.engine.cli import find_cli, plugin_version
from tutor.errors import TutorError, UsageError
from tutor.exit_codes import ExitCode
from tutor.plugin import NAME, PROGRAM
from tutor.version import __version__

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from tutor.environment import Environment


class Place(Enum):
    """What is at the place of the plugin."""

    EMPTY = auto()
    OURS = auto()  # a link to this very program
    OLDER = auto()  # a link to a docker-tutor that lies elsewhere, or lay there
    FOREIGN = auto()


def join(console: Console, environment: Environment, options: Namespace) -> ExitCode:
    """Do the command.

    Raises:
        TutorError: It cannot be done.
    """
    if options.command == "completion":
        console.file.write(completion(options.shell))
    elif options.uninstall:
        uninstall(console, environment.variables)
    else:
        install(console, environment.variables, own_program(sys.argv[0], sys.executable))
    return ExitCode.FINE


def plugin_path(variables: Mapping[str, str]) -> Path:
    """Where docker looks for a user's plugin of our name (docker/cli, cli-plugins/manager)."""
    folder = variables.get("DOCKER_CONFIG")
    home = Path(folder) if folder else Path(variables.get("HOME") or Path.home()) / ".docker"
    return home / "cli-plugins" / PROGRAM


def own_program(typed: str, python: str) -> Path:
    """The file that a link has to lead to: the script that was started, else the one beside this Python.

    Raises:
        TutorError: There is none: it runs from files that were never installed.
    """
    found = shutil.which(typed) if Path(typed).name == PROGRAM else None
    program = Path(found).resolve() if found else Path(python).with_name(PROGRAM)
    if not os.access(program, os.X_OK):
        raise TutorError(words("join.no-program", program=PROGRAM), words("join.no-program.cure"))
    return program


def look(link: Path, program: Path | None = None) -> Place:
    """What is there now; without a `program` every docker-tutor is an older one."""
    if not os.path.lexists(link):
        return Place.EMPTY
    if not link.is_symlink():
        return Place.FOREIGN
    target = link.parent / link.readlink()
    if program and target.resolve() == program.resolve():
        return Place.OURS
    return Place.OLDER if target.name == PROGRAM else Place.FOREIGN


def install(console: Console, variables: Mapping[str, str], program: Path) -> None:
    """Link the program into the user's plugin folder, and see whether docker takes it.

    Raises:
        UsageError: Something else is there; it stays.
        TutorError: The link cannot be made, or docker does not take it.
    """
    link = plugin_path(variables)
    match look(link, program):
        case Place.EMPTY:
            make_link(link, program)
            say(console, words("join.made", link=link, program=program))
        case Place.OURS:
            say(console, words("join.here", link=link))
        case Place.OLDER:
            say(console, words("join.led", link=link, target=link.readlink()))
            make_link(link, program)
            say(console, words("join.leads-now", program=program))
        case Place.FOREIGN:
            raise not_ours(link)
        case place:
            assert_never(place)
    check(variables)
    say(console, words("join.type", name=NAME))


def check(variables: Mapping[str, str]) -> None:
    """See whether docker takes the plugin.

    Raises:
        TutorError: It does not.
    """
    told = plugin_version(find_cli(variables.get("PATH")), NAME, variables)
    if __version__ not in told:
        key = "join.not-taken" if told else "join.not-taken.silence"
        raise TutorError(words(key, name=NAME, said=told), words("join.not-taken.cure"))


def uninstall(console: Console, variables: Mapping[str, str]) -> None:
    """Remove the link. What is not a link to a docker-tutor stays.

    Raises:
        UsageError: Something else is there.
        TutorError: It cannot be removed.
    """
    link = plugin_path(variables)
    match look(link):
        case Place.EMPTY:
            say(console, words("join.nothing", link=link))
        case Place.OURS | Place.OLDER:
            try:
                link.unlink()
            except OSError as error:
                raise TutorError(words("join.not-removed", link=link, reason=error.strerror)) from error
            say(console, words("join.removed", link=link, program=PROGRAM))
        case Place.FOREIGN:
            raise not_ours(link)
        case place:
            assert_never(place)


def not_ours(link: Path) -> UsageError:
    """What is told where somebody else's file is at the place."""
    if link.is_symlink():
        message = words("join.foreign-link", link=link, program=PROGRAM, target=link.readlink())
    else:
        message = words("join.foreign-file", link=link, program=PROGRAM)
    return UsageError(message, words("join.foreign.cure"))


def make_link(link: Path, program: Path) -> None:
    """Put the link there in one stroke, in place of an older one of ours.

    Raises:
        TutorError: The folder is not ours to write, or full.
    """
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        made = link.with_name(f".{PROGRAM}-{os.getpid()}")
        made.symlink_to(program)
        made.replace(link)
    except OSError as error:
        message = words("join.not-made", link=link, reason=error.strerror)
        raise TutorError(message, words("join.not-made.cure")) from error


def say(console: Console, sentence: str) -> None:
    """Print a sentence, never broken: there are paths in it."""
    console.print(sentence, markup=False, soft_wrap=True)


def completion(shell: str) -> str:
    """The script that completes our commands, options and lessons in `shell`: bash, zsh or fish."""
    import shtab  # noqa: PLC0415 -- this command alone needs it

    top = parser()
    values = {"lesson": shtab.cmd(f"{PROGRAM} lessons --ids 2>/dev/null"), "path": shtab.FILE, "cli": shtab.FILE}
    for action in actions(top):
        if action.dest in values:
            action.complete = values[action.dest]  # type: ignore[attr-defined]  # where shtab looks for it
    return f"{shtab.complete(top, shell=shell).rstrip()}\n"


def suggestions(typed: Sequence[str]) -> str:
    """The answer to cobra's `__complete`: a line per word that could stand last, then `:4`, no file names.

    `typed` are the words after `docker tutor`, the last one unfinished. Only the commands themselves are told.
    """
    begun = typed[0] if len(typed) == 1 else None
    fitting = [name for name in command_names(parser()) if begun is not None and name.startswith(begun)]
    return "".join(f"{line}\n" for line in (*fitting, ":4"))


def command_names(top: ArgumentParser) -> tuple[str, ...]:
    """The commands, in the order of the help."""
    parts = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001 -- see `actions`
    return tuple(name for part in parts for name in part.choices)


def actions(top: ArgumentParser) -> Iterator[argparse.Action]:
    """Every option and argument of the parser, and of those of its commands."""
    for action in top._actions:  # noqa: SLF001 -- argparse has no public name for them
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 -- as above
            for below in action.choices.values():
                yield from actions(below)
