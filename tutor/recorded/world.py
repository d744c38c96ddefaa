"""The world of a lesson without Docker: lines are looked up among recordings, and these are played."""

from __future__ import annotations

import signal
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from tutor.core.fresh_names import fresh_names
from tutor.core.message import Note, Tone, text
from tutor.core.outcome import Call, Outcome
from tutor.core.unseen import from_line
from tutor.recorded.casting import Casting
from tutor.recorded.containers import Containers
from tutor.recorded.place import about_words, facts_of
from tutor.recorded.played import Played, watched
from tutor.recorded.program import SCRIPTED_TURN, PlayedProgram, Tempo
from tutor.recorded.screenplay import Sight, has_lines
from tutor.recorded.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.command import DockerCommand
    from tutor.core.effects import Answers
    from tutor.core.events import Sighting
    from tutor.core.facts import Facts
    from tutor.core.guard import Hit
    from tutor.core.tasks import Result, Task
    from tutor.recorded.needs import Theatre
    from tutor.recorded.shelf import Shelf
    from tutor.recorded.take import Take

ENDING = 5.0
"""Seconds for a program to end that was told to; nothing but the machine's business can make it need them."""


class RecordedWorld:
    """Everything a session needs, from recordings. Close it in the end.

    Args:
        shelf: The lesson's recordings.
        theatre: Where they are played.
        seed: Two sessions of one seed make up the same names.
    """

    def __init__(self, shelf: Shelf, theatre: Theatre, seed: str) -> None:
        chance = Random(seed)  # noqa: S311 -- names, not secrets
        self._shelf = shelf
        self._theatre = theatre
        self._containers = Containers()
        self._casting = Casting(shelf, self._containers, chance, theatre.read)
        names = fresh_names((), chance)
        self._tasks = Tasks(shelf, theatre, self, facts_of(shelf.about, theatre, names))
        self._runs: dict[int, Played] = {}
        self._lines: dict[int, DockerCommand] = {}  # typed in these terminals, and not recorded
        self._watches: dict[int, int] = {}  # by terminal
        self._step: Callable[[], str] = str
        self._tell_end: Callable[[int], None] = _nobody_listens
        self._tell_sight: Callable[[int, int, Sighting, str], None] = _nobody_watches

    def report_to(
        self,
        ended: Callable[[int], None],
        sighted: Callable[[int, int, Sighting, str], None],
        step: Callable[[], str],
    ) -> None:
        """Where threads report that a terminal's program ended (its number), and what a watch saw.

        Args:
            ended: Told a terminal's number.
            sighted: Told the watch's number, the terminal's, what was seen, and the detail.
            step: Asked for the id of the step at hand.
        """
        self._tell_end, self._tell_sight, self._step = ended, sighted, step

    @property
    def containers(self) -> Containers:
        """What the lines made so far."""
        return self._containers

    def facts(self) -> Facts:
        """What is known of the place that the recordings were made at."""
        return self._tasks.facts

    def start(self, terminal: int, command: DockerCommand, allowed: tuple[Hit, ...]) -> None:
        """Begin to play the line's recording; of a line that has none only what it says itself is told."""
        del allowed
        take = self.take(command)
        if take is None:
            self._lines[terminal] = command
            self._say("recorded.no-output", Tone.WARNING)
            return
        if not take.shown:
            self._say("recorded.no-output", Tone.WARNING)
        if has_lines(take.script) and not self._theatre.is_scripted:
            self._say("recorded.shell")
        self.play(terminal, command, watched(take) if terminal in self._watches else take)

    def take(self, command: DockerCommand) -> Take | None:
        """What is to be played for the line, None where no recording has it.

        Raises:
            TutorError: Its recording is broken.
        """
        now = self._containers.not_before_a_start(self._theatre.now())
        return self._casting.take(command, self._tasks.facts, self._step(), now)

    def play(self, number: int, command: DockerCommand, take: Take, *, is_seen: bool = True) -> Played:
        """Play it in this terminal; with all it prints at once where nobody watches, or `is_seen` is false."""
        is_paused = is_seen and not self._theatre.is_scripted
        tempo = Tempo() if is_paused else Tempo(paused=False, turn=SCRIPTED_TURN)
        ended = take.end.exit_code if take.end else None
        program = PlayedProgram(take.script, ended, tempo, lambda sight: self._saw(number, sight))
        terminal = self._theatre.open(number, command.line, program, self._ended)
        self._runs[number] = Played(command, take, program, terminal)
        if take.rest:
            self._settle(take.rest)
        program.begin()
        return self._runs[number]

    def _ended(self, number: int) -> None:
        self._tell_end(number)

    def _saw(self, number: int, sight: Sight) -> None:
        if number in self._watches:
            self._tell_sight(self._watches[number], number, sight.sighting, sight.detail)

    def show(self, terminal: int, attend: Callable[[], None], is_waiting: Callable[[], bool]) -> bool:
        """Lend the screen, what is shown marked as a recording."""
        run = self._runs.get(terminal)
        if run is None:
            return False
        if run.take.shown:
            self._theatre.say(
                Note(text("recorded.mark", **{**about_words(self._shelf.about), "date": run.take.date}), Tone.DIM)
            )
        return self._theatre.show(terminal, attend, is_waiting) and run.terminal.is_alive

    def outcome(self, terminal: int) -> Outcome:
        """What the line did: as recorded, with the learner's own keys, and with containers as they are by now."""
        target = self._containers.get(self._tasks.facts.container_id)
        run = self._runs.get(terminal)
        if run is None:
            line = self._lines.get(terminal)
            return replace(from_line(line, self._tasks.facts), target=target) if line else Outcome(None)
        outcome = run.outcome()
        if not run.terminal.is_alive and not run.is_settled:
            run.is_settled = True
            self._settle(outcome)
        current = self._containers.current
        return replace(
            outcome,
            created=tuple(map(current, outcome.created)),
            touched=tuple(map(current, outcome.touched)),
            target=self._containers.get(self._tasks.facts.container_id),
        )

    def _settle(self, outcome: Outcome) -> None:
        """Let it be so; what a program was attached to and runs no more takes the program with it."""
        for seen in self._containers.take(outcome, self._theatre.now().timestamp()):
            for run in self._runs.values():
                if seen.id in run.hangs_on and run.terminal.is_alive:
                    run.is_settled = True
                    run.program.leave_off(seen.exit_code or 0)

    def settle(self, outcome: Outcome) -> None:
        """As if a line had just done it."""
        self._settle(outcome)

    def refused(self, terminal: int) -> tuple[Call, ...]:
        """Nothing reaches a daemon, so nothing is refused."""
        del terminal
        return ()

    def watch(self, number: int, expectation: Answers, deadline: float) -> None:
        """Report what the real session's watch saw, when the recording comes to it."""
        del deadline
        self._watches[expectation.terminal] = number

    def unwatch(self, number: int) -> None:
        """Report no more."""
        self._watches = {terminal: watch for terminal, watch in self._watches.items() if watch != number}

    def do(self, task: Task) -> Result:
        """Do the task, as far as recordings can."""
        return self._tasks.do(task)

    def stop(self, terminal: int) -> None:
        """End the program, as Ctrl-C would, and let what it made be stopped."""
        run = self._runs.get(terminal)
        if run is None:
            return
        if run.take.end is None:
            run.program.leave_off(0)
        run.program.signal_group(signal.SIGINT)
        if not run.terminal.wait(ENDING):
            run.program.leave_off(0)
            run.terminal.wait(ENDING)
        self.outcome(terminal)

    def wake(self) -> None:
        """Something was reported: let whoever has the screen look."""
        self._theatre.wake()

    def close(self) -> None:
        """End what still plays."""
        for run in self._runs.values():
            run.program.leave_off(0)

    def _say(self, key: str, tone: Tone = Tone.DIM) -> None:
        self._theatre.say(Note(text(key), tone))


def _nobody_listens(terminal: int) -> None:
    """Until a session listens there is nothing to report."""


def _nobody_watches(watch: int, terminal: int, sighting: Sighting, detail: str) -> None:
    """The same."""
