"""The live world: commands run in real terminals, over the wire, on the learner's own daemon."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from tutor.core.events import Pressed, StartedElsewhere
from tutor.core.fresh_names import fresh_names
from tutor.core.keys_pressed import takes_keys
from tutor.core.outcome import Key, Outcome
from tutor.engine.daemon import guarded
from tutor.engine.elsewhere import Elsewhere
from tutor.engine.watch import Watches, watch_site
from tutor.live.evidence import Evidence
from tutor.live.fixtures import UNSEEN
from tutor.live.launching import Launches
from tutor.live.place import facts_of, lesson_image
from tutor.live.stopping import stop
from tutor.live.tasks import Tasks
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
    from tutor.live.run import Run
    from tutor.world import Report


QUIET = 2.5
"""Seconds without output that are a pause: in a boot of Ghost few are longer (measured)."""


def _nobody_listens(report: Report) -> None:
    """Until a session listens, there is nothing to report: no program runs yet."""


def _nobody_asks(number: int) -> None:
    """The end of what runs unseen is nobody's news."""


class LiveWorld:
    """Everything a session needs, for as long as it lasts. Close it in the end, whatever happened."""

    def __init__(self, setting: Setting, sockets: Path, screen: Screen, ledger: Ledger) -> None:
        """Open the wire.

        Args:
            setting: Which session, where.
            sockets: Where the wire's sockets lie.
            screen: Who shows a program in the foreground.
            ledger: Remembers what the clean-up has to find.
        """
        self._setting = setting
        self._place = setting.place
        self._screen = screen
        self._launches = Launches(setting, sockets, screen)
        self._evidence = Evidence(setting, ledger)
        self._watches = Watches()
        self._elsewhere: Elsewhere | None = None
        self._wake = Wake()
        self._unseen = 0
        self._expected: dict[int, list[tuple[int, Answers, float]]] = {}
        self._post: Callable[[Report], None] = _nobody_listens
        self._tasks = Tasks(setting, self, self._evidence, ledger, screen)

    def report_to(self, post: Callable[[Report], None]) -> None:
        """Where threads put what they see; from here on other terminals are watched, where a person types."""
        self._post = post
        if not self._screen.is_scripted:
            image, connect = self._setting.image, self._place.connect
            self._elsewhere = Elsewhere(connect, image, lambda seen: self._post(StartedElsewhere(seen)))
            self._elsewhere.start()

    def facts(self) -> Facts:
        """What is known of the place.

        Raises:
            NoDaemonError: The daemon stopped answering.
        """
        facts = facts_of(
            self._place,
            lesson_image(self._setting),
            names=self._fresh_names(),
            leave_key=self._screen.leave_key,
            scripted=self._screen.is_scripted,
        )
        self._tasks.facts = facts
        return facts

    def _fresh_names(self) -> tuple[str, ...]:
        with guarded("doing.list-containers"):
            listed = self._place.client.containers(all=True)
        taken = {name.removeprefix("/") for one in listed for name in one.get("Names") or ()}
        # Every session has names of its own, and the same ones however often they are asked for.
        return fresh_names(taken, Random(self._setting.session))  # noqa: S311 -- names, not secrets

    def start(self, terminal: int, command: DockerCommand, allowed: tuple[Hit, ...]) -> None:
        """Run the command, as typed and without a shell, in a new terminal."""
        self.launch(terminal, command, allowed, self._tell_end)
        for number, expectation, deadline in self._expected.pop(terminal, []):
            self._open_watch(number, expectation, deadline)

    def launch_unseen(self, number: int, command: DockerCommand) -> Run:
        """Run it in the background: in terminal `number`, or, for `UNSEEN`, in one that the learner cannot go to.

        Nobody is told of the end of what cannot be seen.

        Raises:
            TutorError: It could not be started.
        """
        if number == UNSEEN:
            self._unseen -= 1
            number = self._unseen
        return self.launch(number, command, (), self._tell_end if number > 0 else _nobody_asks)

    def launch(
        self, number: int, command: DockerCommand, allowed: tuple[Hit, ...], on_end: Callable[[int], None]
    ) -> Run:
        """Start any of the session's commands; see `Launches.launch`.

        Raises:
            TutorError: It could not be started.
        """
        run = self._launches.launch(number, command, allowed, on_end)
        run.terminal.on_key = partial(self._tell_key, number)
        return run

    def _tell_key(self, number: int, key: Key) -> None:
        """Only Ctrl-D may need a word at once; what Ctrl-C does is seen."""
        if number > 0 and key is Key.END_OF_INPUT:
            self._post(Pressed(number, key))

    def _tell_end(self, number: int) -> None:
        self._post(Finished(number))

    def show(self, terminal: int, attend: Callable[[], None], is_waiting: Callable[[], bool]) -> bool:
        """Lend the screen. A terminal that nothing was ever started in has nothing to show."""
        run = self._launches.get(terminal)
        if run is None:
            return False
        was_left = self._screen.show(run.terminal, attend, self._wake, is_waiting)
        # What was typed to a program that was asked to listen was meant for it.
        if not was_left and not takes_keys(run.command) and (line := run.terminal.ahead.take()):
            self._screen.keep_typed(line)
        return was_left and run.terminal.is_alive

    def outcome(self, terminal: int) -> Outcome:
        """What the command did, from its start until now, however often its terminal was left and returned to."""
        run = self._launches.get(terminal)
        return Outcome(None) if run is None else self._evidence.outcome(run, self._tasks.facts.container_id)

    def refused(self, terminal: int) -> tuple[Call, ...]:
        """What the guard refused."""
        run = self._launches.get(terminal)
        return run.line.refused() if run and run.line else ()

    def watch(self, number: int, expectation: Answers, deadline: float) -> None:
        """Watch from the moment that the terminal's command starts."""
        if self._launches.get(expectation.terminal):
            self._open_watch(number, expectation, deadline)
        else:
            self._expected.setdefault(expectation.terminal, []).append((number, expectation, deadline))

    def _open_watch(self, number: int, expectation: Answers, deadline: float) -> None:
        run = self._launches.get(expectation.terminal)
        if run is None or run.line is None:
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
            is_quiet=lambda: not run.terminal.is_alive or (run.terminal.silence or 0.0) >= QUIET,
        )
        self._watches.open(number, lambda cancelled: watch(cancelled=cancelled))

    def unwatch(self, number: int) -> None:
        """Stop watching."""
        self._watches.close(number)

    def do(self, task: Task) -> Result:
        """Do the task, however it ends."""
        return self._tasks.do(task)

    def stop(self, terminal: int) -> None:
        """End the program in this terminal and stop what it started, in order. The end is reported as any other."""
        run = self._launches.get(terminal)
        if run is not None:
            stop(self._place.client, run, self._evidence.containers)

    def wake(self) -> None:
        """Something was reported: let whoever has the screen look."""
        self._wake.set()

    @property
    def volumes(self) -> frozenset[str]:
        """The anonymous volumes that were noted."""
        return self._evidence.volumes

    def close(self) -> None:
        """End every child, watch and socket. Containers are the clean-up's business."""
        if self._elsewhere is not None:
            self._elsewhere.close()
        self._watches.close_all()
        self._tasks.close()
        self._launches.close()
        self._wake.close()
