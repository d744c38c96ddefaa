"""The learner's side of a conversation: a person at a terminal, or a script on standard input."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.chat.look import Look
from tutor.chat.render import Voice, console_for
from tutor.core.events import Reason
from tutor.engine.completing import ask_cli
from tutor.keys import LeaveKey, are_vi_keys, leave_key
from tutor.live.screens import ScriptedScreen, TypedScreen
from tutor.terminal.screen import Console

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from typing import TextIO

    from tutor.chat.columns import Watcher
    from tutor.chat.script import ScriptLines
    from tutor.core.events import Event
    from tutor.core.view import View
    from tutor.environment import Environment
    from tutor.live.needs import Screen
    from tutor.world import Lines


@dataclass(frozen=True)
class Side:
    """Where lines come from, who speaks, and who shows a program in the foreground."""

    lines: Lines
    voice: Voice
    screen: Screen


class ScriptedLines:
    """A script as a source of lines: nothing interrupts it, and nothing can be put on its prompt."""

    def __init__(self, script: ScriptLines) -> None:
        self._script = script

    def read(self, view: View) -> Event | None:
        """The next line. `^C` at the prompt clears a line that is not there."""
        del view
        event = self._script.next_for_tutor()
        return None if getattr(event, "reason", None) is Reason.INTERRUPT else event

    def nudge(self) -> None:
        """What was reported is handled before the next line."""

    def offer(self, line: str) -> None:
        """A script's next line is its own."""

    def drop_pending(self) -> tuple[str, ...]:
        """A script goes on: whether it ends complete is told by the exit code."""
        return ()


@contextmanager
def side_for(environment: Environment, *, plain: bool, key: str, keys: str = "") -> Iterator[Side]:
    """The side that this process's streams call for; `keys` are those that lines are edited with.

    Raises:
        UsageError: `key` is no key that can leave a program, or there are no such `keys`.
    """
    leave, vi_keys = leave_key(key), are_vi_keys(keys, environment.variables)
    if environment.is_typed:
        with typed_side(environment, leave, plain=plain, vi_keys=vi_keys) as side:
            yield side
    else:
        yield scripted_side(environment, leave, plain=plain)


def look_for(environment: Environment, *, plain: bool) -> Look:
    """What can be shown on standard output."""
    stdout = environment.stdout
    return Look.for_environment(environment.variables, stdout.encoding, is_tty=stdout.isatty(), plain=plain)


@contextmanager
def typed_side(environment: Environment, leave: LeaveKey, *, plain: bool, vi_keys: bool) -> Iterator[Side]:
    """A person's side; while it is open the terminal is the tutor's."""
    from tutor.chat.columns import live_columns  # noqa: PLC0415 -- as below
    from tutor.chat.habits import Habits  # noqa: PLC0415 -- a script has none
    from tutor.chat.keyboard import interruptible  # noqa: PLC0415 -- as below
    from tutor.chat.prompt import prompt_for  # noqa: PLC0415 -- prompt_toolkit costs 0.1 s, and a script needs none

    look = look_for(environment, plain=plain)
    history = environment.data_folder / "history"
    terminal = Console(environment.stdin.fileno(), environment.stdout.fileno())
    console = console_for(look, environment.stdout)
    habits = Habits(vi_keys, lambda words, begun: ask_cli(words, begun, environment.variables))
    with prompt_for(
        look, environment.stdin, environment.stdout, history, environment.variables, habits=habits
    ) as lines:
        screen = TypedScreen(
            terminal,
            leave,
            lines.begin,
            lambda line: console.print(line[: console.width - 1].ljust(console.width - 1), end="\r", markup=False),
            lambda: watched(environment.stdin, live_columns(console, look)),
            lambda: interruptible(environment.stdin),
        )
        yield Side(lines, Voice(console, look), screen)


@contextmanager
def watched(stdin: TextIO, columns: AbstractContextManager[Watcher]) -> Iterator[Watcher]:
    """The columns, and a Ctrl-C that ends what is watched."""
    from tutor.chat.keyboard import interruptible  # noqa: PLC0415 -- as in typed_side

    with interruptible(stdin), columns as watch:
        yield watch


def scripted_side(environment: Environment, leave: LeaveKey, *, plain: bool) -> Side:
    """A script's side: plain output, 80 columns."""
    from tutor.chat.script import ScriptLines  # noqa: PLC0415 -- a person needs none

    look = look_for(environment, plain=plain)
    stdout = environment.stdout

    def echo(line: str) -> None:
        stdout.write(look.show(line.rstrip("\n")) + "\n")
        stdout.flush()

    script = ScriptLines(environment.stdin.fileno(), echo)
    screen = ScriptedScreen(script, stdout.fileno(), leave)
    return Side(ScriptedLines(script), Voice(console_for(look, stdout, 80), look), screen)
