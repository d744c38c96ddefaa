"""What a step needs: found among the learner's own containers, or made by running the fixture's command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from tutor.core.command import parse
from tutor.core.fitting import Shape, command_of, shape_of, with_container
from tutor.core.message import text
from tutor.core.tasks import How, Met, Prepared
from tutor.core.texts import fill, words
from tutor.engine import ending
from tutor.engine.containers import from_daemon
from tutor.engine.daemon import found
from tutor.errors import TutorError
from tutor.live.fitting import fitting
from tutor.live.settling import await_rest, await_staying, await_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.lesson import Fixture
    from tutor.core.outcome import ContainerSeen
    from tutor.core.tasks import Prepare
    from tutor.live.evidence import Evidence
    from tutor.live.place import Setting
    from tutor.live.run import Run

PATIENCE = 60.0
"""Seconds for a fixture's command to end, or to have started its container."""
NEVER_RAN = frozenset({125, 126, 127})
"""Codes of a command that docker refused, or whose program could not be run (DOCKER-FACTS, exit codes)."""
LAST_WORDS = 4
"""Lines that are shown of what a command printed that failed: docker's own complaint has one or two, and a hint."""


UNSEEN = 0
"""In place of a terminal's number: one that the learner cannot go to."""


class Launcher(Protocol):
    """Runs a command the way the learner's own lines run."""

    def launch_unseen(self, number: int, command: DockerCommand) -> Run:
        """Start it in the background: in terminal `number`, or, for `UNSEEN`, where the learner cannot go."""


class Fixtures:
    """Meets the needs of steps at one place.

    Args:
        setting: Where, and of which sessions containers are taken.
        launcher: Runs commands.
        evidence: Remembers what is made or found.
        progress: Shows in a few words what takes its time.
    """

    def __init__(
        self, setting: Setting, launcher: Launcher, evidence: Evidence, progress: Callable[[str, int, int], None]
    ) -> None:
        self._setting = setting
        self._client = setting.place.client
        self._launcher = launcher
        self._evidence = evidence
        self._progress = progress
        self._up: set[tuple[str, str]] = set()  # servers that were seen to be up: their ids, and since when they run
        self._servers: dict[str, ContainerSeen] = {}  # by a need's line, what met it: it stays the lesson's server
        self._woken: set[str] = set()  # those of them that were started again, in the background, by their ids

    def meet(self, task: Prepare, facts: Facts) -> Prepared:
        """Every fixture in order; stops at the first that cannot be met."""
        prepared = Prepared(facts)
        for fixture in task.fixtures:
            try:
                number = task.first_terminal + len(prepared.opened)
                prepared = self._meet_one(fixture, number, prepared, fresh=fixture.name in task.fresh)
            except TutorError as error:
                return replace(prepared, failed=f"{error.message} {error.hint}".strip())
        return prepared

    def _meet_one(self, fixture: Fixture, number: int, before: Prepared, *, fresh: bool) -> Prepared:
        command = command_of(fixture, before.facts)
        there = None if fresh else self._fitting(fixture, command, before.facts)
        if there is not None:
            return self._adopted(fixture, command, there, before)
        if not fresh and (asleep := self._asleep(fixture, command)):
            return self._wake(fixture, command, asleep, before)
        run = self._make(fixture, command, number, before.facts)
        seen = self._seen(run)
        self._evidence.note(seen)
        self._keep(fixture, command, seen)
        opened = ((run.number, command),) if run.number > 0 else ()
        met = Met(fixture.name, seen.name, How.MADE)
        return Prepared(
            with_container(before.facts, seen),
            (*before.made, command.line),
            (*before.opened, *opened),
            met=(*before.met, met),
        )

    def _fitting(self, fixture: Fixture, command: DockerCommand, facts: Facts) -> ContainerSeen | None:
        if facts.image is None:
            return None
        sessions, known = self._setting.sessions, self._evidence.containers
        those = tuple(fitting(self._client, sessions, known, fixture, command, facts.image))
        kept = self._servers.get(command.line)
        return next((seen for seen in those if kept and seen.id == kept.id), those[0] if those else None)

    def _keep(self, fixture: Fixture, command: DockerCommand, seen: ContainerSeen) -> None:
        """The server that a step was about is meant later too, whatever was tried and stopped in between."""
        if shape_of(fixture, command) is Shape.ENDED:
            return
        before = self._servers.get(command.line)
        if before and before.id == seen.id and seen.is_running and before.started_at != seen.started_at:
            self._woken.add(seen.id)
        self._servers[command.line] = seen

    def _asleep(self, fixture: Fixture, command: DockerCommand) -> ContainerSeen | None:
        """The lesson's server if it was woken before, is stopped now, and a step needs it running."""
        kept = self._servers.get(command.line)
        if kept is None or kept.id not in self._woken or shape_of(fixture, command) is not Shape.SERVER:
            return None
        seen = self._look(kept.id)
        return seen if seen and not seen.is_running else None

    def _wake(self, fixture: Fixture, command: DockerCommand, asleep: ContainerSeen, before: Prepared) -> Prepared:
        start = parse(f"docker start {asleep.name}")
        self._one_off(start)
        there = self._look(asleep.id)
        if there is None or not there.is_running:
            raise TutorError(words("fixture.down", line=start.line), words("fixture.log", name=asleep.name))
        return self._adopted(fixture, command, there, replace(before, made=(*before.made, start.line)))

    def _adopted(self, fixture: Fixture, command: DockerCommand, there: ContainerSeen, before: Prepared) -> Prepared:
        how = How.FOUND
        if there.is_running:
            self._await_up(there, before.facts)
            there = self._look(there.id) or there
        if shape_of(fixture, command) is Shape.STOPPED and there.is_running:
            ending.stop(self._client, there.id)
            how, there = How.STOPPED, self._look(there.id) or there
        self._evidence.note(there)
        self._keep(fixture, command, there)
        met = Met(fixture.name, there.name, how, is_left_over=there.id in self._setting.left_over)
        return replace(before, facts=with_container(before.facts, there), met=(*before.met, met))

    def _await_up(self, there: ContainerSeen, facts: Facts) -> None:
        """Let the learner's own server finish starting: stopped before that, Ghost would not start a second time."""
        life = (there.id, there.started_at)
        if life in self._up:
            return
        said = fill(text("step.starting", name=there.name))
        ports = facts.image.exposed if facts.image else ()
        await_up(self._client, there.id, ports, lambda: self._progress(f"  {said}", 0, 0), self._setting.settling)
        self._progress("", 0, 0)
        self._up.add(life)

    def _make(self, fixture: Fixture, command: DockerCommand, number: int, facts: Facts) -> Run:
        """Run the fixture's command until what it makes is as it should be."""
        match shape_of(fixture, command):
            case Shape.ENDED:
                return self._one_off(command)
            case Shape.STOPPED:
                return self._stopped(command, facts)
            case Shape.SERVER if command.has("detach"):
                return self._one_off(command)
            case Shape.SERVER:
                return self._server(command, number)

    def _one_off(self, command: DockerCommand) -> Run:
        run = self._launcher.launch_unseen(UNSEEN, command)
        if not run.terminal.wait(PATIENCE):
            self._give_up(run)
            raise TutorError(words("fixture.endless", line=command.line, seconds=f"{PATIENCE:.0f}"))
        if run.terminal.exit_code in NEVER_RAN:
            raise TutorError(words("fixture.failed", line=command.line), last_words(run))
        return run

    def _server(self, command: DockerCommand, number: int) -> Run:
        run = self._launcher.launch_unseen(number, command)
        identity = run.started(PATIENCE)
        await_staying(run)
        seen = self._look(identity) if identity else None
        if seen is None or not seen.is_running:
            self._give_up(run)
            cure = words("fixture.log", name=seen.name) if seen else last_words(run)
            raise TutorError(words("fixture.down", line=command.line), cure)
        return run

    def _stopped(self, command: DockerCommand, facts: Facts) -> Run:
        run = self._launcher.launch_unseen(UNSEEN, command)
        identity = run.started(PATIENCE)
        if not identity:
            self._give_up(run)
            raise TutorError(words("fixture.not-started", line=command.line), last_words(run))
        await_rest(self._client, run, identity, facts.image.exposed if facts.image else (), self._setting.settling)
        ending.stop(self._client, identity)
        if not run.terminal.wait(PATIENCE):
            run.terminal.end()
        return run

    def _give_up(self, run: Run) -> None:
        """Leave nothing of it running."""
        for identity in run.all_created():
            ending.stop(self._client, identity)
        run.terminal.end()

    def _look(self, identity: str) -> ContainerSeen | None:
        details = found(self._client.inspect_container, identity)
        return from_daemon(details, own_entrypoint=False) if details else None

    def _seen(self, run: Run) -> ContainerSeen:
        identity = run.created(0.0)
        seen = self._look(identity) if identity else None
        if seen is None:
            raise TutorError(words("fixture.nothing-made", line=run.command.line), last_words(run))
        return seen


def last_words(run: Run) -> str:
    """The end of what a command printed."""
    lines = [line for line in run.terminal.text().splitlines() if line.strip()]
    return "\n".join(lines[-LAST_WORDS:])
