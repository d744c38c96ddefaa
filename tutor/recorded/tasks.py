"""The tasks that the conversation sets, as far as recordings can do them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import msgspec

from tutor.core import tasks
from tutor.core.command import parse
from tutor.core.concept import AskConcepts
from tutor.core.fitting import Shape, command_of, fits, shape_of, with_container
from tutor.core.fresh_names import FreshFacts, FreshPlace
from tutor.core.lesson import Where
from tutor.core.message import Note, Tone, text
from tutor.core.tasks import How, Met
from tutor.core.texts import fill
from tutor.errors import TutorError
from tutor.recorded.shelf import RESULTS

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.lesson import Fixture
    from tutor.core.outcome import ContainerSeen, Outcome
    from tutor.core.tasks import Prepare, Prepared, Result, Task
    from tutor.recorded.containers import Containers
    from tutor.recorded.needs import Theatre
    from tutor.recorded.shelf import Shelf
    from tutor.recorded.take import Take


class Player(Protocol):
    """Plays takes, and knows what they made."""

    @property
    def containers(self) -> Containers:
        """What the lines made so far."""

    def take(self, command: DockerCommand) -> Take | None:
        """What is to be played for a line."""

    def play(self, number: int, command: DockerCommand, take: Take, *, is_seen: bool = True) -> object:
        """Play it in a terminal."""

    def settle(self, outcome: Outcome) -> None:
        """As if a line had just done it."""


class Tasks:
    """Does tasks; remembers the facts as they were last told."""

    def __init__(self, shelf: Shelf, theatre: Theatre, player: Player, facts: Facts) -> None:
        self._shelf = shelf
        self._theatre = theatre
        self._player = player
        self.facts = facts

    def do(self, task: Task) -> Result:  # noqa: C901, PLR0911 -- one case for each kind of task
        """Do it, or say that it cannot be done here."""
        match task:
            case tasks.Preflight():
                return tasks.Resolved()
            case tasks.AskCli():
                return tasks.CliKnows(tasks.CliSays.UNKNOWN)
            case tasks.Prepare():
                return self._prepare(task)
            case tasks.GetImage():
                return tasks.GotImage(self.facts)
            case tasks.ListLeftovers():
                return tasks.Leftovers()
            case tasks.SeekDaemon():
                return tasks.DaemonSeen(self._theatre.has_daemon())
            case tasks.ShowFourWays():
                return self._four_ways(task)
            case AskConcepts():
                return self._theatre.ask(task)
            case FreshPlace():  # a recording's port and names are its own
                return FreshFacts(self.facts)
            case tasks.GatherTimeline():
                return self._player.containers.timeline(self._theatre.now().timestamp())
            case _:  # whatever else a lesson may come to ask for
                return self._as_recorded(task)

    def _as_recorded(self, task: Task) -> Result:
        """The result that the task had when it was recorded."""
        name = type(task).__name__
        if name not in RESULTS or name not in self._shelf.results:
            return tasks.Undone(fill(text("recorded.task")))
        try:
            result: Result = msgspec.convert(self._shelf.results[name], RESULTS[name])
        except msgspec.ValidationError:
            return tasks.Undone(fill(text("recorded.task-older")))
        return result

    def _four_ways(self, task: tasks.ShowFourWays) -> tasks.FourWays:
        match self._as_recorded(task):
            case tasks.FourWays() as result:
                if result.line != task.line:
                    self._theatre.say(Note(text("recorded.other-line", line=result.line), Tone.DIM))
                return result
            case tasks.Undone(reason):
                return tasks.FourWays(task.line, failed=reason)
            case _:
                return tasks.FourWays(task.line, failed=fill(text("recorded.task")))

    def _prepare(self, task: Prepare) -> Prepared:
        prepared = tasks.Prepared(self.facts)
        for fixture in task.fixtures:
            try:
                prepared = self._meet(fixture, task.first_terminal + len(prepared.opened), prepared)
            except TutorError as error:
                return replace(prepared, failed=f"{error.message} {error.hint}".strip())
        self.facts = prepared.facts
        return prepared

    def _meet(self, fixture: Fixture, number: int, before: Prepared) -> Prepared:
        command = command_of(fixture, before.facts)
        there = self._fitting(fixture, command)
        if there is not None:
            return self._adopted(fixture, command, there, before)
        take = self._player.take(command)
        outcome = (take.rest if shape_of(fixture, command) is Shape.SERVER else take.end) if take else None
        if take is None or outcome is None or not outcome.created:
            raise TutorError(fill(text("recorded.fixture", line=command.line)))
        opened: tuple[tuple[int, DockerCommand], ...] = ()
        if shape_of(fixture, command) is Shape.SERVER and fixture.place is Where.TERMINAL:
            self._player.play(number, command, take, is_seen=False)
            opened = ((number, command),)
        self._player.settle(outcome)
        seen = self._player.containers.current(outcome.created[-1])
        return tasks.Prepared(
            with_container(before.facts, seen),
            (*before.made, command.line),
            (*before.opened, *opened),
            met=(*before.met, Met(fixture.name, seen.name, How.MADE)),
        )

    def _fitting(self, fixture: Fixture, command: DockerCommand) -> ContainerSeen | None:
        image, shape = self.facts.image, shape_of(fixture, command)
        there = self._player.containers.there()
        return next((seen for seen in there if image and fits(seen, shape, command, image)), None)

    def _adopted(self, fixture: Fixture, command: DockerCommand, there: ContainerSeen, before: Prepared) -> Prepared:
        how = How.FOUND
        if shape_of(fixture, command) is Shape.STOPPED and there.is_running:
            how, there = How.STOPPED, self._stopped(there)
        met = Met(fixture.name, there.name, how)
        return replace(before, facts=with_container(before.facts, there), met=(*before.met, met))

    def _stopped(self, there: ContainerSeen) -> ContainerSeen:
        """The container, stopped as the recording of `docker stop` stopped one like it."""
        command = parse(f"docker stop {there.name}")
        take = self._player.take(command)
        if take is None or take.end is None:
            raise TutorError(fill(text("recorded.fixture", line=command.line)))
        self._player.settle(take.end)
        return self._player.containers.current(there)
