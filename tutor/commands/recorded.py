"""`start --recorded`: the same conversation, with recordings in the daemon's place."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from tutor.chat.ansi import as_ansi
from tutor.commands.beginning import began_before, check_step, hang_ups
from tutor.commands.library import lesson_named
from tutor.commands.theatre import Stage
from tutor.diary import Diary
from tutor.exit_codes import ExitCode
from tutor.recorded.shelf import open_shelf
from tutor.recorded.world import RecordedWorld
from tutor.session import Session
from tutor.world import Finished, Sighted

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from tutor.commands.sides import Side
    from tutor.core.events import Sighting
    from tutor.core.lesson import Lesson
    from tutor.core.state import State
    from tutor.environment import Environment
    from tutor.recorded.shelf import Shelf
    from tutor.store import Store
    from tutor.world import Lines, Records, Voice


def start_recorded(environment: Environment, store: Store, side: Side, options: Namespace) -> ExitCode | str:
    """Hold the lesson's conversation with its recordings.

    Returns:
        How it ended; or the id of the step from which the learner wants to go on with the daemon that answers by now.

    Raises:
        TutorError: As `opened`.
    """
    lesson, shelf = opened(options, environment.variables)
    with ExitStack() as stack:
        stack.enter_context(hang_ups())
        stage = Stage(side.screen, side.voice, environment.now, environment.variables)
        stack.callback(stage.close)
        world = RecordedWorld(shelf, stage, environment.now().isoformat())
        stack.callback(world.close)
        diary = Diary(store, f"recorded-{environment.now():%Y%m%dT%H%M%S}", environment.now, as_ansi)
        state = began_before(store, lesson, options)
        session = joined(state, world, side.lines, side.voice, store, diary)
        is_complete = session.run()
        if session.goes_live:
            return session.state.step.id
        if session.was_cut_off:
            return ExitCode.INTERRUPTED
    return ExitCode.FINE if is_complete or environment.is_typed else ExitCode.NOT_PASSED


def opened(options: Namespace, variables: Mapping[str, str]) -> tuple[Lesson, Shelf]:
    """The lesson that was named, and its recordings.

    Raises:
        LessonError: There is no such lesson, or its file is broken.
        UsageError: The lesson has no such step.
        TutorError: It has no recordings, or they are broken.
    """
    lesson = lesson_named(options.lesson, variables)
    check_step(lesson, options.step)
    return lesson, open_shelf(lesson.id, lesson.path)


def joined(  # noqa: PLR0913, PLR0917 -- as a session's own
    state: State, world: RecordedWorld, lines: Lines, voice: Voice, records: Records, diary: Diary | None = None
) -> Session:
    """A session in this world, which reports to it."""
    session = Session(state, world, lines, voice, records, diary)

    def sighted(watch: int, terminal: int, sighting: Sighting, detail: str) -> None:
        session.post(Sighted(watch, terminal, sighting, detail))

    world.report_to(lambda number: session.post(Finished(number)), sighted, lambda: session.state.step.id)
    return session
