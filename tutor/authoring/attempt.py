"""One attempt at one step, live and from a clean start: as a learner's session, but for who types and who listens."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tutor.authoring.leavings import left_behind
from tutor.authoring.notebook import Listener, Notebook
from tutor.authoring.results import Came, Result
from tutor.authoring.script import PATIENCE, Screen, Script
from tutor.authoring.stage import Stage
from tutor.chat.look import Look
from tutor.chat.render import draw
from tutor.core.facts_text import fill_facts
from tutor.core.state import State
from tutor.core.texts import words
from tutor.engine.locks import SessionLock
from tutor.engine.ownership import new_session_id
from tutor.errors import TutorError
from tutor.lessonfile.problems import quoted
from tutor.live.cleanup import clear
from tutor.live.place import Setting
from tutor.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.authoring.checks import Check
    from tutor.core.lesson import Lesson
    from tutor.live.place import Place

    Visiting = Callable[["Bench", Setting, Path, Lesson, Check], "Visit"]

WIDTH = 80
LOOK = Look(colour=False, styled=False)


@dataclass(frozen=True)
class Bench:
    """Where attempts are made.

    `locks` is where sessions hold their locks; `sockets` gives a session its folder for sockets; `ports` never gives
    a port twice; what programs print goes to the descriptor `output`.
    """

    place: Place
    locks: Path
    sockets: Callable[[str], Path]
    ports: Callable[[], int]
    output: int


def attempt(bench: Bench, lesson: Lesson, check: Check, visiting: Visiting | None = None) -> Result:
    """Make the attempt; everything it made is removed again, and what was not is told.

    Args:
        bench: Where.
        lesson: About the image at hand.
        check: What is tried.
        visiting: Makes another visit than usual: one that is recorded.

    Raises:
        NoDaemonError: The daemon stopped answering.
        TutorError: No session could be begun.
    """
    begun = time.monotonic()
    name = new_session_id(bench.locks)
    sockets = bench.sockets(name)
    with ExitStack() as stack:
        place = replace(bench.place, client=bench.place.connect())
        stack.callback(place.client.close)
        stack.enter_context(SessionLock(bench.locks, name))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="docker-tutor-author-")))
        visit = (visiting or Visit)(bench, Setting(place, name, lesson.image, folder), sockets, lesson, check)
        try:
            came = visit.run()
        finally:
            removed = visit.clean_up()
        stage = visit.stage
        left = (*left_behind(place.client, name, stage.made_volumes, stage.launched, sockets), *removed)
    lines = tuple(filled(check.lines, visit.fill))
    return Result(check, lines, replace(came, left=left, seconds=time.monotonic() - begun))


def filled(lines: tuple[str, ...], fill: Callable[[str], str]) -> Iterator[str]:
    """The lines as they were typed."""
    yield from (fill(line) for line in lines)


class Visit:
    """The conversation of one attempt, and what is known after it."""

    patience = PATIENCE

    def __init__(self, bench: Bench, setting: Setting, sockets: Path, lesson: Lesson, check: Check) -> None:
        self._setting = setting
        self._check = check
        self._notebook = Notebook()
        self._script = Script(check.lines, self.fill, lambda: self._notebook.is_passed)
        self._listener = Listener(lambda: self._script.has_begun)
        screen = Screen(self._script, bench.output, patience=self.patience)
        self.stage = self.made_stage(sockets, screen, bench.ports())
        state = State(alone(lesson, check.step), asked_for=check.step)
        self._session = Session(state, self.stage, self._script, self._listener, self._notebook)
        self.stage.report_to(self._session.post)

    def made_stage(self, sockets: Path, screen: Screen, port: int) -> Stage:
        """The world of this attempt."""
        return Stage(self._setting, sockets, screen, self._notebook, port, self._check)

    def fill(self, line: str) -> str:
        """The line with the facts as they are known by now."""
        return fill_facts(line, self.stage.known) if self.stage.known else line

    def run(self) -> Came:
        """Hold the conversation; what came of it."""
        if not self._session.state.step.needs:
            self.stage.set_up(self.stage.facts())
        if not self.stage.trouble:
            self._session.run()
        trouble = self.stage.trouble or self._script.trouble
        printed = self.stage.last.output if self.stage.last else ""
        return came_of(self._notebook, self._listener, printed, trouble)

    def clean_up(self) -> tuple[str, ...]:
        """End every program and remove what the session made; what could not be."""
        try:
            self.stage.close()
        finally:
            removed = clear(self._setting.place.client, (self._setting.session,), self._notebook)
        return tuple(f"{failure.name} ({failure.reason})" for failure in removed.failed)


def came_of(notebook: Notebook, listener: Listener, printed: str, trouble: str) -> Came:
    """What came of a conversation that has ended."""
    verdict, mistake = notebook.verdict()
    return Came(
        verdict=verdict,
        mistake=mistake,
        said=tuple(line.plain.rstrip() for said in listener.answers for line in draw(said, LOOK, WIDTH)),
        marks=listener.marked(),
        printed=printed,
        trouble=trouble or listener.unprepared,
    )


def alone(lesson: Lesson, step_id: str) -> Lesson:
    """The lesson as if it had this step alone: what comes after a pass is not this step's business.

    Raises:
        TutorError: There is no such step.
    """
    place = lesson.index(step_id)
    if place is None:
        raise TutorError(words("attempt.no-step", lesson=lesson.id, step=quoted(step_id)))
    return replace(lesson, steps=(lesson.steps[place],), intro="", outro="")


def nowhere() -> int:
    """A descriptor that swallows all; the caller closes it."""
    return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
