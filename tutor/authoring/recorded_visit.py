"""One attempt at one step, made with the lesson's recordings: no daemon is asked."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from tutor.authoring.attempt import alone, came_of, filled
from tutor.authoring.notebook import Listener, Notebook
from tutor.authoring.results import Result
from tutor.authoring.script import Screen, Script
from tutor.core.facts_text import fill_facts
from tutor.core.state import State
from tutor.recorded.world import RecordedWorld
from tutor.terminal.scripted import Patience

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.authoring.checks import Check
    from tutor.core.lesson import Lesson
    from tutor.recorded.needs import Theatre
    from tutor.recorded.shelf import Shelf
    from tutor.session import Session
    from tutor.world import Lines, Records, Voice

    class House(Theatre, Protocol):
        """A theatre that can be closed."""

        def close(self) -> None:
            """End what plays."""

    Build = Callable[[Screen, Voice], House]
    Join = Callable[[State, RecordedWorld, Lines, Voice, Records], Session]


MOMENT = 0.3
"""Seconds: nothing is slow in a recording that plays without its pauses."""
PATIENCE = Patience(quiet=MOMENT, silent=MOMENT)


def attempt_recorded(  # noqa: PLR0913, PLR0917 -- what is tried, and what it is tried with
    shelf: Shelf, lesson: Lesson, check: Check, output: int, build: Build, join: Join
) -> Result:
    """Make the attempt with the recordings.

    Args:
        shelf: The recordings.
        lesson: The lesson as it is now.
        check: What is tried.
        output: The descriptor that programs print to.
        build: Makes a theatre of a screen and a voice.
        join: Makes a session in a recorded world.

    Raises:
        TutorError: A recording is broken.
    """
    begun = time.monotonic()
    notebook = Notebook()
    world: RecordedWorld

    def fill(line: str) -> str:
        return fill_facts(line, world.facts())

    script = Script(check.lines, fill, lambda: notebook.is_passed, linger=MOMENT)
    listener = Listener(lambda: script.has_begun)
    with ExitStack() as stack:
        house = build(Screen(script, output, patience=PATIENCE), listener)
        stack.callback(house.close)
        world = RecordedWorld(shelf, house, check.step)
        stack.callback(world.close)
        session = join(State(alone(lesson, check.step), asked_for=check.step), world, script, listener, notebook)
        session.run()
    came = came_of(notebook, listener, "", script.trouble)
    lines = tuple(filled(check.lines, fill))
    return Result(check, lines, replace(came, seconds=time.monotonic() - begun))
