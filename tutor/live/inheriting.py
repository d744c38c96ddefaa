"""What an earlier session left that ended without its own clean-up: cleared, or kept where the lesson needs it.

A kept container stays its own session's by its label, which nobody can change. So the new session takes over the old
one's lock: to every other tutor the old one lives on, and in the end the clean-up of the new one takes both.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from tutor.core.facts import Facts
from tutor.core.fitting import command_of
from tutor.engine.daemon import found
from tutor.engine.image import read_image
from tutor.engine.locks import SessionLock
from tutor.engine.ownership import survey, volumes_of
from tutor.errors import TutorError
from tutor.live.cleanup import CONTAINER, VOLUME, clear, dead_sessions
from tutor.live.fitting import fitting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from tutor.core.facts import ImageFacts
    from tutor.core.lesson import Lesson
    from tutor.engine.removal import Removed
    from tutor.live.needs import Ledger
    from tutor.live.place import Place


@dataclass(frozen=True)
class Inheritance:
    """What became of dead sessions: those taken over, the ids of their containers that were kept, and what went."""

    sessions: tuple[str, ...] = ()
    left_over: frozenset[str] = frozenset()
    removed: Removed | None = None


@contextmanager
def inherited(place: Place, locks: Path, ledger: Ledger, lesson: Lesson, session: str) -> Iterator[Inheritance]:
    """Clear up behind dead sessions, but keep of each need of the lesson the newest container that fits.

    While it lasts, nobody else clears up what was kept.

    Args:
        place: Where.
        locks: The folder of the sessions' locks.
        ledger: Where `session` is noted as who keeps it.
        lesson: Whose needs.
        session: The new session.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    with ExitStack() as stack:
        held = claimed(stack, locks, dead_sessions(place.client, locks, ledger))
        if not held:
            yield Inheritance()
            return
        kept = keepsakes(place, tuple(held), ledger, lesson, session)
        removed = clear(place.client, tuple(held), ledger, spared=kept)
        for name in [name for name in held if name not in kept.values()]:
            held.pop(name).close()
        for identity in kept:
            note(place, ledger, session, identity)
        yield Inheritance(tuple(held), frozenset(kept), removed)


def claimed(stack: ExitStack, locks: Path, sessions: Collection[str]) -> dict[str, ExitStack]:
    """The sessions whose locks could be taken, each with what gives its lock back; somebody may have been quicker."""
    held = {}
    for session in sessions:
        own = stack.enter_context(ExitStack())
        with suppress(TutorError):
            own.enter_context(SessionLock(locks, session))
            held[session] = own
    return held


def keepsakes(place: Place, sessions: tuple[str, ...], ledger: Ledger, lesson: Lesson, session: str) -> dict[str, str]:
    """The containers to keep: id and session of each."""
    image = read_image(place.client, lesson.image, session) if lesson.fixtures else None
    if image is None:
        return {}
    recorded = [row.id for row in ledger.owned() if row.kind == CONTAINER and row.session in sessions]
    whose = {one.id: one.session for one in survey(place.client, sessions, recorded).containers}
    kept = newest_of_each(place, sessions, recorded, lesson, image)
    return {identity: whose[identity] for identity in kept if identity in whose}


def newest_of_each(
    place: Place, sessions: tuple[str, ...], recorded: Collection[str], lesson: Lesson, image: ImageFacts
) -> Iterator[str]:
    """The id of the newest container that fits, for each need that one fits.

    One with a published port where the need has none is not kept: it would hold the lesson's port.
    """
    facts = Facts(image=image)
    for fixture in lesson.fixtures.values():
        try:
            command = command_of(fixture, facts)
        except TutorError:  # told once a step needs it
            continue
        publishes = command.use("publish") is not None
        fit = fitting(place.client, sessions, recorded, fixture, command, image)
        yield from islice((seen.id for seen in fit if publishes or not seen.bindings), 1)


def note(place: Place, ledger: Ledger, session: str, identity: str) -> None:
    """Write down that the container, and the volumes that a `docker rm` of it would leave, are the new session's."""
    details = found(place.client.inspect_container, identity) or {}
    ledger.own(session, CONTAINER, identity, str(details.get("Name", identity)).removeprefix("/"))
    for name in volumes_of(place.client, identity):
        ledger.own(session, VOLUME, name, name)
