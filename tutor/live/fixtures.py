"""What a step needs: found among the learner's own containers, or made by running the fixture's command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from tutor.core.command import CommandSyntaxError, parse
from tutor.core.facts_text import fill_facts
from tutor.core.lesson import Where
from tutor.core.tasks import Prepared
from tutor.engine.containers import from_daemon
from tutor.engine.daemon import found
from tutor.engine.ownership import owned
from tutor.engine.told import created_id, is_created
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.lesson import Fixture
    from tutor.core.outcome import ContainerSeen
    from tutor.core.tasks import Prepare
    from tutor.live.place import Setting
    from tutor.live.run import Run

PATIENCE = 60.0
"""Seconds for a fixture's command to end, or to have started its container."""


class Launcher(Protocol):
    """Runs a command the way the learner's own lines run, but out of sight."""

    def launch_unseen(self, number: int, command: DockerCommand) -> Run:
        """Start it in the background; its end is reported only if `number` is positive."""


class Fixtures:
    """Meets the needs of steps at one place."""

    def __init__(self, setting: Setting, launcher: Launcher) -> None:
        self._place = setting.place
        self._session = setting.session
        self._launcher = launcher
        self._unseen = 0

    def meet(self, task: Prepare, facts: Facts) -> Prepared:
        """Every fixture in order; stops at the first that cannot be met."""
        prepared = Prepared(facts)
        for fixture in task.fixtures:
            try:
                number = task.first_terminal + len(prepared.opened)
                prepared = self._meet_one(fixture, number, prepared)
            except TutorError as error:
                return replace(prepared, failed=f"{error.message} {error.hint}".strip())
        return prepared

    def _meet_one(self, fixture: Fixture, number: int, before: Prepared) -> Prepared:
        line = fill_facts(fixture.run, before.facts)
        try:
            command = parse(line)
        except CommandSyntaxError as error:
            raise TutorError(error.message, error.hint) from error
        there = next(self._fitting(command, fixture, before.facts), None)
        if there is not None:
            return replace(before, facts=with_container(before.facts, there))
        made = self._make(command, fixture, number)
        opened = ((*before.opened, (number, command))) if fixture.place is Where.TERMINAL else before.opened
        return Prepared(with_container(before.facts, made), (*before.made, line), opened)

    def _fitting(self, command: DockerCommand, fixture: Fixture, facts: Facts) -> Iterator[ContainerSeen]:
        """This session's containers that are as if the fixture had made them, the newest first."""
        image = facts.image
        wanted = tuple(token.value for token in command.tail) or (image.command if image else ())
        for listed in owned(self._place.client, self._session).containers:
            details = found(self._place.client.inspect_container, listed.id)
            seen = from_daemon(details, own_entrypoint=False) if details else None
            if seen is None or image is None or seen.image_id != image.id or seen.command != wanted:
                continue
            if seen.is_running == (fixture.place is Where.TERMINAL) and seen.status != "created":
                yield seen

    def _make(self, command: DockerCommand, fixture: Fixture, number: int) -> ContainerSeen:
        if fixture.place is Where.DETACHED:
            self._unseen -= 1
            number = self._unseen
        run = self._launcher.launch_unseen(number, command)
        if fixture.place is Where.DETACHED and not run.terminal.wait(PATIENCE):
            run.terminal.end()
            message = f"{command.line} did not end within {PATIENCE:.0f} seconds."
            raise TutorError(message)
        return self._created(command, run)

    def _created(self, command: DockerCommand, run: Run) -> ContainerSeen:
        create = run.line.wait_for(is_created, PATIENCE) if run.line else None
        identity = created_id(create) if create else ""
        if run.line and identity:
            run.line.wait_for(lambda call: call.path == f"/containers/{identity}/start" and call.status > 0, PATIENCE)
        details = found(self._place.client.inspect_container, identity) if identity else None
        if details is None:
            message = f"{command.line} made no container."
            raise TutorError(message, run.terminal.text().strip()[-200:])
        return from_daemon(details, own_entrypoint=False)


def with_container(facts: Facts, seen: ContainerSeen) -> Facts:
    """The facts with this container as the one the step speaks of."""
    return replace(facts, container=seen.name, started=" ".join(seen.started))
