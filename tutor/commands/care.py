"""`reset`, `cleanup` and `stand-in`: forget progress, remove what earlier sessions left, make the small image."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from tutor.chat.printable import printable
from tutor.commands.folders import clear_sockets, lock_folder
from tutor.commands.library import lesson_named
from tutor.core.texts import counted, words
from tutor.engine.locks import SessionLock
from tutor.engine.ownership import new_session_id
from tutor.engine.stand_in import build
from tutor.exit_codes import ExitCode
from tutor.live.cleanup import clear, dead_sessions, spare_stand_in
from tutor.live.place import open_place

if TYPE_CHECKING:
    from argparse import Namespace

    from rich.console import Console

    from tutor.engine.removal import Removed
    from tutor.environment import Environment
    from tutor.store import Store

STAND_IN_FOR = "ghost"  # the only image there is a stand-in for


def care(console: Console, environment: Environment, store: Store, options: Namespace) -> ExitCode:
    """Do the one of them that was typed."""
    match options.command:
        case "reset":
            return reset(console, environment, store, options.lesson)
        case "stand-in":
            return make_stand_in(console, environment)
        case _:
            return cleanup(console, environment, store, dry_run=options.dry_run)


def reset(console: Console, environment: Environment, store: Store, name: str | None) -> ExitCode:
    """Forget the progress of one lesson, or of all.

    Raises:
        LessonError: There is no such lesson.
    """
    lesson = lesson_named(name, environment.variables) if name else None
    forgotten = store.reset(lesson.id if lesson else None)
    numbers = {"steps": counted("count.step", forgotten.marks), "lines": counted("count.line", forgotten.attempts)}
    said = words("care.forgot", lesson=lesson.id, **numbers) if lesson else words("care.forgot.all", **numbers)
    console.print(said, markup=False, soft_wrap=True)
    return ExitCode.FINE


def cleanup(console: Console, environment: Environment, store: Store, *, dry_run: bool) -> ExitCode:
    """Remove what sessions left that nobody is in any more.

    Raises:
        NoDaemonError: No usable daemon.
    """
    place = open_place(environment.variables)
    try:
        locks = lock_folder(environment)
        if not dry_run:
            clear_sockets(locks)
        dead = dead_sessions(place.client, locks, store)
        spare = spare_stand_in(place.client, locks, (), STAND_IN_FOR)
        removed = clear(place.client, dead, store, stand_in=spare, dry_run=dry_run)
    finally:
        place.client.close()
    for line in told(removed, dry_run=dry_run):
        console.print(printable(line, console.encoding), markup=False, soft_wrap=True)
    return ExitCode.OUR_FAULT if removed.failed else ExitCode.FINE


def make_stand_in(console: Console, environment: Environment) -> ExitCode:
    """Make the small image that stands in for the lessons' own, where that is not here; one made before is replaced.

    Raises:
        NoDaemonError: No usable daemon.
        TutorError: The image itself is here, or nothing to make the small one of.
    """
    place, locks = open_place(environment.variables), lock_folder(environment)
    session = new_session_id(locks)
    with closing(place.client), SessionLock(locks, session):
        build(place.client, f"{STAND_IN_FOR}:latest", session=session)
    console.print(words("care.stand-in", image=STAND_IN_FOR), markup=False, soft_wrap=True)
    return ExitCode.FINE


def told(removed: Removed, *, dry_run: bool) -> list[str]:
    """A line for each thing, or one that says there was none."""
    kinds = {
        "care.container": removed.containers,
        "care.volume": removed.volumes,
        "care.network": removed.networks,
        "care.image": removed.images,
    }
    ending = ".dry" if dry_run else ""
    lines = [words(f"{key}{ending}", name=name) for key, names in kinds.items() for name in names]
    lines += [words("care.kept", name=name) for name in removed.kept]
    lines += [words("care.failed", name=failure.name, reason=failure.reason) for failure in removed.failed]
    return lines or [words("care.nothing")]
