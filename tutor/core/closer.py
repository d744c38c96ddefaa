"""The tutor word `explain`: a docker line looked at, and not run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core import grammar
from tutor.core.command import CommandSyntaxError, parse, question
from tutor.core.effects import Do, Say
from tutor.core.explaining import explain, help_wanted
from tutor.core.help_tasks import AskHelp, HelpTold
from tutor.core.message import Marked, Tone, text
from tutor.core.state import State, Turn, note
from tutor.core.tasks import CliSays

if TYPE_CHECKING:
    from tutor.core.tasks import Result


def explain_line(state: State, line: str) -> Turn:
    """Explain the line, or the one typed last where none is given; a wrong one is shown where it goes wrong."""
    line = whole(line or last_line(state))
    if not line:
        return state, (note(text("explain.none"), Tone.HINT),)
    try:
        command = parse(line, state.extra)
    except CommandSyntaxError as error:
        asked = question(error)
        return state, (Do(AskHelp(line, ask=asked)),) if asked else (shown_wrong(line, error),)
    task = help_wanted(command)
    return state, (Do(task),) if task else (Say(explain(command)),)


def help_told(state: State, task: AskHelp, result: Result) -> Turn:
    """The CLI's own words are there, or there are none to be had; or it knows the word that the parser does not."""
    told = result if isinstance(result, HelpTold) else HelpTold()
    if task.ask is not None and told.says not in {None, CliSays.UNKNOWN}:
        state = replace(state, extra=state.extra.learned(task.ask.words, task.ask.flag, told.says))
        return explain_line(state, task.line)
    try:
        return state, (Say(explain(parse(task.line, state.extra), told)),)
    except CommandSyntaxError as error:
        return state, (shown_wrong(task.line, error),)


def shown_wrong(line: str, error: CommandSyntaxError) -> Say:
    """Where the line goes wrong, and why."""
    return Say(Marked(error.text, line, (error.span,) if error.span else ()))


def last_line(state: State) -> str:
    """The docker line that was typed last."""
    return state.jobs[max(state.jobs)].command.line if state.jobs else ""


def whole(line: str) -> str:
    """The line, with docker before it where a docker command was named without."""
    first = line.split(maxsplit=1)[0] if line.strip() else ""
    return f"docker {line}" if first and grammar.find(first) is not None else line.strip()
