"""`explain`: what each word of a docker command line is, without running it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tutor.chat.render import Voice, console_for
from tutor.commands.sides import look_for
from tutor.core.closer import whole
from tutor.core.command import CommandSyntaxError, Extra, as_data, error_as_data, parse, question, strip_pasted
from tutor.core.explaining import explain as explained
from tutor.core.explaining import help_wanted
from tutor.core.help_tasks import HelpTold
from tutor.core.message import Marked
from tutor.core.tasks import CliSays
from tutor.engine.cli import ask
from tutor.engine.cli_help import help_of
from tutor.errors import TutorError
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from tutor.core.command import DockerCommand
    from tutor.core.message import Message
    from tutor.core.tasks import AskCli
    from tutor.environment import Environment

PIPED_WIDTH = 88  # columns where no terminal says how many


def explain(console: Console, environment: Environment, line: str, *, as_json: bool, plain: bool) -> ExitCode:
    """Print the line explained, or its parse as JSON. A line that is no docker command line ends in USAGE."""
    clean, _ = strip_pasted(line)
    try:
        command = understood(clean if as_json else whole(clean), environment.variables)
    except CommandSyntaxError as error:
        if as_json:
            write_json(console, error_as_data(error))
        else:
            say(environment, Marked(error.text, error.line, (error.span,) if error.span else ()), plain=plain)
        return ExitCode.USAGE
    if as_json:
        write_json(console, as_data(command))
    else:
        say(environment, explained(command, told_by_cli(command, environment.variables)), plain=plain)
    return ExitCode.FINE


def understood(line: str, variables: Mapping[str, str]) -> DockerCommand:
    """The line, parsed; what the parser does not know, the installed CLI is asked about, once each.

    Raises:
        CommandSyntaxError: The CLI does not know it either, or there is no CLI.
    """
    extra = Extra()
    while True:
        try:
            return parse(line, extra)
        except CommandSyntaxError as error:
            task = question(error)
            learned = extra.learned(task.words, task.flag, says(task, variables)) if task else extra
            if learned == extra:
                raise
            extra = learned


def says(task: AskCli, variables: Mapping[str, str]) -> CliSays:
    """What the installed CLI knows; nothing where there is none."""
    try:
        return ask(task, variables)
    except TutorError:
        return CliSays.UNKNOWN


def told_by_cli(command: DockerCommand, variables: Mapping[str, str]) -> HelpTold:
    """What the installed CLI says of what we have no words for. Without a CLI it goes without."""
    task = help_wanted(command)
    try:
        return help_of(task.words, variables) if task else HelpTold()
    except TutorError:
        return HelpTold()


def say(environment: Environment, message: Message, *, plain: bool) -> None:
    """Show it as a lesson would."""
    look = look_for(environment, plain=plain)
    width = None if environment.stdout.isatty() else PIPED_WIDTH
    Voice(console_for(look, environment.stdout, width), look).say(message)


def write_json(console: Console, data: object) -> None:
    """Print JSON as it is, never wrapped."""
    console.file.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
