"""`start`: everything a conversation needs is put together here, and taken apart again whatever happens."""

from __future__ import annotations

import signal
from argparse import Namespace
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from tutor.chat.ansi import as_ansi
from tutor.commands.beginning import began_before, check_step, hang_ups
from tutor.commands.folders import clear_sockets, lock_folder, socket_folder
from tutor.commands.library import lesson_named
from tutor.core.message import Note, Tone, text
from tutor.diary import Diary
from tutor.engine.image_memory import ImageMemory
from tutor.engine.locks import SessionLock
from tutor.engine.ownership import new_session_id
from tutor.errors import NoDaemonError
from tutor.exit_codes import ExitCode
from tutor.live.cleanup import clear, counted, spare_stand_in
from tutor.live.inheriting import inherited
from tutor.live.place import Setting, open_place
from tutor.live.world import LiveWorld
from tutor.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from tutor.commands.sides import Side
    from tutor.environment import Environment
    from tutor.live.inheriting import Inheritance
    from tutor.store import Store
    from tutor.world import Voice


def start(environment: Environment, store: Store, side: Side, options: Namespace) -> ExitCode:
    """Hold the lesson's conversation.

    Raises:
        LessonError: There is no such lesson, or its file is broken.
        UsageError: The lesson has no such step.
        NoDaemonError: No usable daemon.
    """
    if options.recorded:
        from tutor.commands.recorded import start_recorded  # noqa: PLC0415 -- whoever has a daemon needs none of it

        ending = start_recorded(environment, store, side, options)
        if isinstance(ending, ExitCode):
            return ending
        options = Namespace(**{**vars(options), "recorded": False, "step": ending})
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
            memory=ImageMemory(environment.cache_folder),
        )
        stack.callback(clear_own, setting, locks, store, side.voice)
        world = LiveWorld(setting, socket_folder(locks, name), side.screen, store)
        stack.callback(world.close)
        diary = Diary(store, name, environment.now, as_ansi)
        session = Session(began_before(store, lesson, options), world, side.lines, side.voice, store, diary)
        world.report_to(session.post)
        is_complete = session.run()
        if session.was_cut_off:
            return ExitCode.INTERRUPTED
    return ExitCode.FINE if is_complete or environment.is_typed else ExitCode.NOT_PASSED


def tell_cleared(inheritance: Inheritance, voice: Voice) -> None:
    """What a session left that ended without its own clean-up is gone; what of it is kept, a step will name."""
    what = counted(inheritance.removed) if inheritance.removed else ""
    if what:
        voice.say(Note(text("cleanup.before", what=what), Tone.DIM))


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
