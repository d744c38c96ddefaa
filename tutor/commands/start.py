"""`start`: everything a conversation needs is put together here, and taken apart again whatever happens."""

from __future__ import annotations

import signal
from contextlib import ExitStack, contextmanager, suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

from tutor.chat.ansi import as_ansi
from tutor.commands.folders import clear_sockets, lock_folder, socket_folder
from tutor.commands.library import lesson_named
from tutor.commands.review import review_state, trouble_of
from tutor.core.message import Note, Tone, text
from tutor.core.nearest import nearest
from tutor.core.state import State
from tutor.core.verdict import VerdictKind
from tutor.diary import Diary
from tutor.engine.locks import SessionLock
from tutor.engine.ownership import new_session_id
from tutor.errors import NoDaemonError, UsageError
from tutor.exit_codes import ExitCode
from tutor.live.cleanup import clear, counted, spare_stand_in
from tutor.live.inheriting import inherited
from tutor.live.place import Setting, open_place
from tutor.live.world import LiveWorld
from tutor.session import Session
from tutor.terminal.screen import Hangup

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tutor.commands.sides import Side
    from tutor.core.lesson import Lesson
    from tutor.environment import Environment
    from tutor.live.inheriting import Inheritance
    from tutor.store import Store
    from tutor.store_rows import PastAttempt
    from tutor.world import Voice


def start(environment: Environment, store: Store, side: Side, options: Namespace) -> ExitCode:
    """Hold the lesson's conversation.

    Raises:
        LessonError: There is no such lesson, or its file is broken.
        UsageError: The lesson has no such step.
        NoDaemonError: No usable daemon.
    """
    lesson = lesson_named(options.lesson, environment.variables)
    check_step(lesson, options.step)
    place = open_place(environment.variables)
    locks = lock_folder(environment)
    name = new_session_id(locks)
    with ExitStack() as stack:
        stack.callback(place.client.close)
        stack.enter_context(SessionLock(locks, name))
        stack.enter_context(hang_ups())
        clear_sockets(locks)
        inheritance = stack.enter_context(inherited(place, locks, store, lesson, name))
        tell_cleared(inheritance, side.voice)
        setting = Setting(
            place,
            name,
            lesson.image,
            environment.working_folder,
            inherited=inheritance.sessions,
            left_over=inheritance.left_over,
            locks=locks,
        )
        stack.callback(clear_own, setting, locks, store, side.voice)
        world = LiveWorld(setting, socket_folder(locks, name), side.screen, store)
        stack.callback(world.close)
        diary = Diary(store, name, environment.now, as_ansi)
        session = Session(first_state(store, lesson, options), world, side.lines, side.voice, store, diary)
        world.report_to(session.post)
        is_complete = session.run()
        if session.was_cut_off:
            return ExitCode.INTERRUPTED
    return ExitCode.FINE if is_complete or environment.is_typed else ExitCode.NOT_PASSED


def first_state(store: Store, lesson: Lesson, options: Namespace) -> State:
    """Where the conversation begins: in the lesson, or with the first of its drills."""
    if options.command == "review":
        return review_state(store, lesson, options.image)
    marks, attempts = store.marks(lesson.id), store.attempts(lesson.id)
    return State(
        lesson,
        marks=marks,
        lines=passed_lines(attempts),
        asked_for=options.step,
        resuming=bool(marks or attempts),
        image_choice=options.image,
        trouble=trouble_of(store, lesson.id),
    )


def check_step(lesson: Lesson, step: str) -> None:
    """Refuse a step that the lesson does not have.

    Raises:
        UsageError: With the nearest one that it has.
    """
    if not step or lesson.index(step) is not None:
        return
    near = nearest(step, [known.id for known in lesson.steps])
    cure = f"Did you mean {near}?" if near else f"List them with: docker-tutor steps {lesson.id}"
    message = f"The lesson {lesson.id} has no step {step!r}."
    raise UsageError(message, cure)


@contextmanager
def hang_ups() -> Iterator[None]:
    """While it lasts, SIGTERM and SIGHUP end the conversation in order; afterwards nothing disturbs the clean-up."""

    def leave(_number: int, _frame: object) -> NoReturn:
        raise Hangup

    signals = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, leave) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell_cleared(inheritance: Inheritance, voice: Voice) -> None:
    """What a session left that ended without its own clean-up is gone; what of it is kept, a step will name."""
    what = counted(inheritance.removed) if inheritance.removed else ""
    if what:
        voice.say(Note(text("cleanup.before", what=what), Tone.DIM))


def passed_lines(attempts: Iterable[PastAttempt]) -> Mapping[str, str]:
    """The last line that each step was passed with, by the step's id."""
    passed = [past.attempt for past in attempts if past.attempt.verdict == VerdictKind.PASSED.value]
    return MappingProxyType({attempt.step: attempt.line for attempt in passed})


def clear_own(setting: Setting, locks: Path, store: Store, voice: Voice) -> None:
    """What this session made goes; what cannot go now is named, and goes at the next start."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    try:
        client, sessions = setting.place.client, setting.sessions
        spare = spare_stand_in(client, locks, sessions, setting.image)
        removed = clear(client, sessions, store, stand_in=spare)
    except NoDaemonError as error:
        with suppress(OSError, SystemExit):  # nobody may be there to read it
            voice.say(Note(text("cleanup.no-daemon", reason=error.message), Tone.WARNING, ("docker-tutor cleanup",)))
        return
    with suppress(OSError, SystemExit):  # nobody may be there to read it
        if what := counted(removed):
            voice.say(Note(text("cleanup.done", what=what), Tone.DIM))
        if removed.failed:
            names = ", ".join(failure.name for failure in removed.failed)
            voice.say(Note(text("cleanup.failed", what=names), Tone.WARNING, ("docker-tutor cleanup",)))
