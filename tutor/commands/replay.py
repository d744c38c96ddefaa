"""`replay`: play one recording, or the model answers of a recorded lesson, one after the other."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tutor.commands.library import lesson_named
from tutor.core.cast import read_cast
from tutor.core.outcome import Key
from tutor.core.texts import words
from tutor.errors import UsageError
from tutor.exit_codes import ExitCode
from tutor.recorded.placeholders import anonymous
from tutor.recorded.program import PlayedProgram, Tempo
from tutor.recorded.screenplay import Line, Print, cues, printed
from tutor.recorded.shelf import open_shelf
from tutor.terminal.passthrough import foreground
from tutor.terminal.plain import plain_text
from tutor.terminal.screen import Console as Screen
from tutor.terminal.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from tutor.core.cast import Cast
    from tutor.environment import Environment

SUFFIX = ".cast"
TURN = 0.8
"""Seconds before a typed line: nobody is waited for."""


def replay(console: Console, environment: Environment, what: str) -> ExitCode:
    """Play it.

    Raises:
        UsageError: There is no such file.
        TutorError: It is no recording, or the lesson has none.
    """
    casts = of_file(what) if what.endswith(SUFFIX) else of_lesson(environment, what)
    for title, cast in casts:
        if title:
            console.print(f"\n{title}", style="bold", markup=False)
        if cast.title:
            console.print(f"$ {cast.title}", style="cyan", markup=False, soft_wrap=True)
        if not play(environment, cast):
            return ExitCode.INTERRUPTED
    return ExitCode.FINE


def of_file(name: str) -> Iterator[tuple[str, Cast]]:
    """The recording in that file."""
    try:
        text = Path(name).expanduser().read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        message = words("trouble.not-read", path=name, reason=error.strerror)
        raise UsageError(message, words("trouble.not-read.cure")) from error
    yield "", read_cast(anonymous(text, Random(name)), name)  # noqa: S311 -- names, not secrets


def of_lesson(environment: Environment, name: str) -> Iterator[tuple[str, Cast]]:
    """For each step that takes a command the first recording made there: that of its model answer."""
    lesson = lesson_named(name, environment.variables)
    shelf = open_shelf(lesson.id, lesson.path)
    for step in lesson.steps:
        here = (one for one in shelf.recordings if step.do and step.id in one.sheet.steps)
        recording = next(here, None)
        if recording is not None:
            text = anonymous(recording.cast, Random(step.id))  # noqa: S311 -- names, not secrets
            yield step.title, read_cast(text, recording.name)


def play(environment: Environment, cast: Cast) -> bool:
    """Play it at its own pace, keys hurry it; where nobody watches, all at once. False if Ctrl-C stopped it."""
    script = tuple(cue for cue in cues(cast) if isinstance(cue, Print | Line))
    stdin, stdout = environment.stdin, environment.stdout
    if not (stdin.isatty() and stdout.isatty()):
        stdout.write(plain_text(printed(script)))
        return True
    stdout.flush()
    program = PlayedProgram(script, 0, Tempo(turn=TURN), lambda _: None)
    terminal = Terminal(1, cast.title, program, lambda _: None)
    terminal.begin()
    program.begin()
    try:
        foreground(terminal, Screen(stdin.fileno(), stdout.fileno()))
    finally:
        terminal.end(0.0)
    pressed = terminal.keys()
    return not any(press.key in {Key.INTERRUPT, Key.LEAVE} for press in pressed)
