"""The live world: commands run in real terminals, over the wire, on the learner's own daemon."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

from tutor.core.guard import uses_wire
from tutor.core.outcome import Outcome
from tutor.engine.observe import outcome_of
from tutor.engine.ownership import anonymous_volumes
from tutor.engine.watch import Watches, watch_site
from tutor.engine.wire import Wire
from tutor.errors import TutorError
from tutor.live.cleanup import CONTAINER, VOLUME
from tutor.live.fixtures import Fixtures
from tutor.live.place import facts_of, lesson_image
from tutor.live.run import Run
from tutor.live.tasks import Tasks
from tutor.terminal.terminals import Terminals
from tutor.terminal.wake import Wake
from tutor.world import Finished, Sighted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tutor.core.command import DockerCommand
    from tutor.core.effects import Answers
    from tutor.core.events import Sighting
    from tutor.core.facts import Facts
    from tutor.core.guard import Hit
    from tutor.core.outcome import Call
    from tutor.core.tasks import Result, Task
    from tutor.live.needs import Ledger, Screen
    from tutor.live.place import Setting
    from tutor.world import Report


def _nobody_listens(report: Report) -> None:
    """Until a session listens, there is nothing to report: no program runs yet."""


class LiveWorld:
    """Everything a session needs, for as long as it lasts. Close it in the end, whatever happened."""

    def __init__(self, setting: Setting, sockets: Path, screen: Screen, ledger: Ledger) -> None:
        """Open the wire.

        Args:
            setting: Which session, where.
            sockets: Where the wire's sockets lie.
            screen: Who shows a program in the foreground.
            ledger: Remembers anonymous volumes.
        """
        self._setting = setting
        self._place = setting.place
        self._screen = screen
        self._ledger = ledger
        self._sockets = sockets
        self._wire = Wire(setting.place.endpoint, setting.session, sockets, str(setting.folder))
        self._terminals = Terminals(screen.like)
        self._watches = Watches()
        self._wake = Wake()
        self._runs: dict[int, Run] = {}
        self._expected: dict[int, list[tuple[int, Answers, float]]] = {}
        self._volumes: set[str] = set()
        self._containers: set[str] = set()
        self._post: Callable[[Report], None] = _nobody_listens
        self._tasks = Tasks(setting, Fixtures(setting, self), screen.progress)

    def report_to(self, post: Callable[[Report], None]) -> None:
        """Where threads put what they see."""
        self._post = post

    def facts(self) -> Facts:
        """What is known of the place.

        Raises:
            NoDaemonError: The daemon stopped answering.
        """
        image = lesson_image(self._setting)
        facts = facts_of(self._place, image, leave_key=self._screen.leave_key, scripted=self._screen.is_scripted)
        self._tasks.facts = facts
        return facts

    def start(self, terminal: int, command: DockerCommand, allowed: tuple[Hit, ...]) -> None:
        """Run the command, as typed and without a shell, in a new terminal."""
        self.launch(terminal, command, allowed, lambda number: self._post(Finished(number)))
        for number, expectation, deadline in self._expected.pop(terminal, []):
            self._open_watch(number, expectation, deadline)

    def launch_unseen(self, number: int, command: DockerCommand) -> Run:
        """Start it in the background; only a terminal that the learner can go to is reported when it ends."""
        reported = number > 0
        return self.launch(number, command, (), lambda ended: self._post(Finished(ended)) if reported else None)

    def launch(
        self, number: int, command: DockerCommand, allowed: tuple[Hit, ...], on_end: Callable[[int], None]
    ) -> Run:
        """Start the CLI on the wire, or, for what never asks this daemon, without it.

        Raises:
            TutorError: It could not be started.
        """
        line = self._wire.open(allowed) if uses_wire(command) else None
        base = dict(self._place.variables)

        def ended(terminal: int) -> None:
            if line:
                line.close()
            on_end(terminal)

        try:
            terminal = self._terminals.start(
                number,
                command.line,
                [str(self._place.cli), *command.argv],
                line.environment(base) if line else base,
                self._screen.size(),
                self._setting.folder,
                ended,
            )
        except TutorError:
            if line:
                line.close()
            raise
        self._runs[number] = Run(command, terminal, line)
        return self._runs[number]

    def show(self, terminal: int, attend: Callable[[], None], is_waiting: Callable[[], bool]) -> bool:
        """Lend the screen."""
        shown = self._runs[terminal].terminal
        was_left = self._screen.show(shown, attend, self._wake, is_waiting)
        return was_left and shown.is_alive

    def outcome(self, terminal: int) -> Outcome:
        """What the command did. A container's anonymous volumes are noted on the way."""
        run = self._runs.get(terminal)
        if run is None:
            return Outcome(None)
        outcome = outcome_of(
            self._place.client,
            exit_code=run.terminal.exit_code,
            output=run.terminal.text(),
            seconds=run.terminal.seconds,
            keys=run.terminal.keys(),
            calls=run.line.calls() if run.line else (),
            daemon_lost=run.line.daemon_lost if run.line else False,
            image_names=run.words(),
        )
        for container in outcome.created:
            self._ledger.own(self._setting.session, CONTAINER, container.id, container.name)
            self._containers.add(container.id)
        if outcome.created and not outcome.daemon_lost:
            self._note_volumes()
        return outcome

    def _note_volumes(self) -> None:
        """`docker rm` leaves a container's anonymous volumes, and they carry no label: remember them by name."""
        client, session = self._place.client, self._setting.session
        try:
            found = anonymous_volumes(client, session, self._volumes, self._containers)
        except TutorError:
            return
        for name in set(found) - self._volumes:
            self._ledger.own(session, VOLUME, name, name)
        self._volumes.update(found)

    def refused(self, terminal: int) -> tuple[Call, ...]:
        """What the guard refused."""
        run = self._runs.get(terminal)
        return run.line.refused() if run and run.line else ()

    def watch(self, number: int, expectation: Answers, deadline: float) -> None:
        """Watch from the moment that the terminal's command starts."""
        if expectation.terminal in self._runs:
            self._open_watch(number, expectation, deadline)
        else:
            self._expected.setdefault(expectation.terminal, []).append((number, expectation, deadline))

    def _open_watch(self, number: int, expectation: Answers, deadline: float) -> None:
        run = self._runs[expectation.terminal]
        if run.line is None:
            return

        def notice(sighting: Sighting, detail: str) -> None:
            self._post(Sighted(number, expectation.terminal, sighting, detail))

        watch = partial(
            watch_site,
            self._place.connect,
            run.line,
            container_port=expectation.container_port,
            host=self._place.endpoint.probe_host,
            deadline=deadline,
            notice=notice,
        )
        self._watches.open(number, lambda cancelled: watch(cancelled=cancelled))

    def unwatch(self, number: int) -> None:
        """Stop watching."""
        self._watches.close(number)

    def do(self, task: Task) -> Result:
        """Do the task, however it ends."""
        return self._tasks.do(task)

    def stop(self, terminal: int) -> None:
        """End the program in this terminal."""
        run = self._runs.get(terminal)
        if run is not None:
            run.terminal.end()

    def wake(self) -> None:
        """Something was reported: let whoever has the screen look."""
        self._wake.set()

    @property
    def volumes(self) -> frozenset[str]:
        """The anonymous volumes that were noted."""
        return frozenset(self._volumes)

    def close(self) -> None:
        """End every child, watch and socket. Containers are the clean-up's business."""
        self._watches.close_all()
        self._terminals.close()
        self._wire.close()
        shutil.rmtree(self._sockets, ignore_errors=True)
        self._wake.close()
