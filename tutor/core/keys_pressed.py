"""A key in a foreground program that does nothing there: said at once, so that nobody waits for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.message import Tone, text
from tutor.core.outcome import Key
from tutor.core.state import State, Turn, note

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.events import Pressed

LISTENING = frozenset({"attach", "login"})  # commands that read keys without being told to by a flag
SHOWING = frozenset({"run", "start", "logs"})  # commands that show a program, and open its keyboard by a flag if at all


def pressed(state: State, event: Pressed) -> Turn:
    """Ctrl-D at a program that reads no input: say so, once for each."""
    job = state.jobs.get(event.terminal)
    if job is None or event.key is not Key.END_OF_INPUT or job.is_input_told or not reads_nothing(job.command):
        return state, ()
    said = note(text("pressed.end-of-input", leave=state.facts.leave_key), Tone.DIM)
    return state.with_job(replace(job, is_input_told=True)), (said,)


def reads_nothing(command: DockerCommand) -> bool:
    """Whether what is typed reaches no program: the command opened no keyboard."""
    return command.name in SHOWING and not command.has("interactive")


def takes_keys(command: DockerCommand) -> bool:
    """Whether what is typed while it runs is meant for a program, be it that none of it arrives: a `-t` looks so."""
    return command.name in LISTENING or command.has("interactive") or command.has("tty")
