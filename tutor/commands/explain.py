"""`explain`: how a docker command line is understood, without running it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tutor.core.command import CommandSyntaxError, as_data, error_as_data, parse, strip_pasted
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from rich.console import Console

    from tutor.core.command import DockerCommand


def explain(console: Console, line: str, *, as_json: bool) -> ExitCode:
    """Print the parse, as words or as JSON. A line that is no docker command line ends in USAGE."""
    clean, _ = strip_pasted(line)
    try:
        command = parse(clean)
    except CommandSyntaxError as error:
        if as_json:
            write_json(console, error_as_data(error))
        else:
            console.print(str(error), markup=False, soft_wrap=True)
        return ExitCode.USAGE
    if as_json:
        write_json(console, as_data(command))
    else:
        for words in told(command):
            console.print(words, markup=False, soft_wrap=True)
    return ExitCode.FINE


def write_json(console: Console, data: object) -> None:
    """Print JSON as it is, never wrapped."""
    console.file.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def told(command: DockerCommand) -> list[str]:
    """The command, its flags, its object, and what goes inside, a line each."""
    lines = [f"command   {command.name}"]
    lines += [f"flag      {use.spelled} (--{use.name}) {use.value}" for use in (*command.global_flags, *command.flags)]
    lines += [f"argument  {token.value}" for token in command.arguments]
    if command.tail:
        lines.append(f"inside    {' '.join(token.value for token in command.tail)}")
    return lines
