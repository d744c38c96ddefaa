"""Chooses what is played for a line, and gives the containers in it their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.cast import Kind
from tutor.core.expected_target import is_called
from tutor.core.fresh_names import fresh_names
from tutor.recorded import placeholders
from tutor.recorded.library import Find, Library
from tutor.recorded.listing import merged
from tutor.recorded.meaning import LISTING, NOTHING, is_listed, key_of, likeness
from tutor.recorded.take import Take, cast_of, listed, take_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.outcome import ContainerSeen
    from tutor.recorded.containers import Containers
    from tutor.recorded.shelf import Recording, Shelf

ID_BITS = 256


class Casting:
    """What is played for which line, for one session."""

    def __init__(self, shelf: Shelf, containers: Containers, chance: Random, read: Callable[[bytes], str]) -> None:
        self._library = Library(shelf.recordings)
        self._containers = containers
        self._chance = chance
        self._read = read
        self._names: set[str] = set()

    def take(self, command: DockerCommand, facts: Facts, step: str, now: datetime) -> Take | None:
        """The take for this line at this step, None where no recording has it.

        Raises:
            TutorError: The recording is broken.
        """
        if command.name == LISTING:
            return self._list(command, facts, now)
        find = self._library.find(command, facts, self._containers.called, step)
        return take_of(find, command, self._values(find, command), now, self._read) if find else None

    def _values(self, find: Find, command: DockerCommand) -> dict[str, str]:
        """What the stand-ins of this recording stand for this time."""
        values = placeholders.of(placeholders.TARGET, find.subject) if find.subject else {}
        given = command.use("name")
        for number in range(1, find.recording.sheet.made + 1):
            name = given.value if given and number == 1 else self._fresh_name()
            identity = f"{self._chance.getrandbits(ID_BITS):064x}"
            values |= placeholders.stand_ins(placeholders.made(number), identity, name)
        return values

    def _fresh_name(self) -> str:
        taken = self._names | {seen.name for seen in self._containers.there()}
        name = next(iter(fresh_names(taken, self._chance, 1)), f"container_{len(taken)}")
        self._names.add(name)
        return name

    def _list(self, command: DockerCommand, facts: Facts, now: datetime) -> Take | None:
        """The list of the learner's own containers, of each as it was recorded when it was alone."""
        if facts.image is None:
            return None
        shown = [seen for seen in self._containers.there() if is_listed(seen, command)]
        key = key_of(command, facts, self._containers.called)
        found = [(seen, self._library.of(key, likeness(seen, facts.image))) for seen in shown]
        rows = [(seen, recording) for seen, recording in found if recording is not None]
        if shown and not self._shows_what_matters([seen for seen, _ in rows], shown, facts):
            return None
        if not rows:
            empty = self._library.of(key, NOTHING)
            return take_of(Find(empty, None), command, {}, now, self._read) if empty else None
        first, recording = rows[0]
        values = placeholders.of(placeholders.TARGET, first)
        take = take_of(Find(recording, first), command, values, now, self._read)
        text = merged([(_printed(recording, seen, now), self._containers.age(seen, now)) for seen, recording in rows])
        return listed(text, take.end, take.date) if take.end else take

    @staticmethod
    def _shows_what_matters(rows: list[ContainerSeen], shown: list[ContainerSeen], facts: Facts) -> bool:
        """Whether the list has any row to show, and the row of the step's container if that is listed."""
        mine = [seen for seen in shown if is_called(facts.container_id, "", seen.id)]
        return bool(rows) and all(seen in rows for seen in mine)


def _printed(recording: Recording, seen: ContainerSeen, now: datetime) -> str:
    cast = cast_of(recording, placeholders.of(placeholders.TARGET, seen), now)
    return "".join(event.data for event in cast.events if event.kind is Kind.OUTPUT)
