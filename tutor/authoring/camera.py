"""A visit that is recorded: what each typed line printed and did is kept, and how its container is listed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tutor.authoring.attempt import Visit
from tutor.authoring.stage import Stage
from tutor.core.cast import CastEvent, Kind
from tutor.core.command import parse
from tutor.core.outcome import Outcome
from tutor.core.tasks import Prepared
from tutor.engine.containers import from_daemon
from tutor.engine.daemon import found
from tutor.live.fixtures import UNSEEN
from tutor.live.settling import Settling, await_rest, await_up
from tutor.recorded.screenplay import REST, SIGHTED
from tutor.recorded.shelf import RESULTS
from tutor.terminal.scripted import Patience
from tutor.world import Sighted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tutor.authoring.checks import Check
    from tutor.authoring.script import Screen
    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.guard import Hit
    from tutor.core.outcome import ContainerSeen
    from tutor.core.tasks import Result, Task
    from tutor.live.run import Run
    from tutor.world import Report

LISTS = ("docker ps", "docker ps -a", "docker ps -a --no-trunc")
ENDING = 15.0
"""Seconds for a program to end after Ctrl-C; one that does not heeds no Ctrl-C."""
LISTED = 15.0
SETTLING = Settling(quiet=45.0, patience=240.0, pause=1.0)
"""A recording is played to many: it waits until a server is really up, however busy the machine is, and asks seldom."""
CONTROL = b"\x03\x04\x1d"
CURSOR = "\x1b[6n"
"""A question to the terminal: shown once more, it would be answered as if somebody typed."""


@dataclass
class Shot:
    """One typed line on its way. `subject` is the container that it is about, `target` that of its step."""

    scene: Check
    command: DockerCommand
    facts: Facts
    target: ContainerSeen | None
    begun: datetime
    started: float
    events: list[CastEvent] = field(default_factory=list)
    rest: Outcome | None = None
    end: Outcome | None = None

    def tap(self, at: float, data: bytes, is_typed: bool) -> None:  # noqa: FBT001 -- a terminal's tap
        """Keep what was printed, and the lines that were typed; keys are not."""
        if data and not (is_typed and data in CONTROL):
            kind = Kind.INPUT if is_typed else Kind.OUTPUT
            text = data.decode("utf-8", "surrogateescape")
            self.events.append(CastEvent(at, kind, text.rstrip("\r") if is_typed else text.replace(CURSOR, "")))

    @property
    def typed(self) -> tuple[str, ...]:
        """The lines that were given to the program."""
        return tuple(event.data for event in self.events if event.kind is Kind.INPUT)

    @property
    def has_answered(self) -> bool:
        """Whether a watch saw the site: then it is up."""
        return any(event.kind is Kind.MARKER and event.data == f"{SIGHTED}SEEN" for event in self.events)

    def mark(self, label: str) -> None:
        """Something else happened."""
        self.events.append(CastEvent(time.monotonic() - self.started, Kind.MARKER, label))


@dataclass
class Reel:
    """All that was recorded.

    `results` are those of tasks, by name; `steps` are the steps at which a scene might as well have been played.
    """

    shots: list[Shot] = field(default_factory=list)
    results: dict[str, object] = field(default_factory=dict)
    steps: dict[Check, tuple[str, ...]] = field(default_factory=dict)


class Camera(Stage):
    """The stage of a recorded visit."""

    reel: Reel
    _shots: dict[int, Shot]
    _is_rolling = False

    def roll(self, reel: Reel) -> None:
        """From now on, record to this reel."""
        self.reel, self._shots = reel, {}

    def report_to(self, post: Callable[[Report], None]) -> None:
        """Where threads put what they see; what a watch saw is kept."""

        def filmed(report: Report) -> None:
            if isinstance(report, Sighted) and report.terminal in self._shots:
                detail = f" {report.detail}" if report.detail else ""
                self._shots[report.terminal].mark(f"{SIGHTED}{report.sighting.name}{detail}")
            post(report)

        super().report_to(filmed)

    def start(self, terminal: int, command: DockerCommand, allowed: tuple[Hit, ...]) -> None:
        """Run a typed line, and record it."""
        self._is_rolling = True
        super().start(terminal, command, allowed)

    def launch(
        self, number: int, command: DockerCommand, allowed: tuple[Hit, ...], on_end: Callable[[int], None]
    ) -> Run:
        """Start the CLI; where it is a typed line's, listen to its terminal."""
        target = self._target() if self._is_rolling else None
        run = super().launch(number, command, allowed, on_end)
        if self._is_rolling:
            self._is_rolling = False
            self._film(number, command, target, run)
        return run

    def _film(self, number: int, command: DockerCommand, target: ContainerSeen | None, run: Run) -> None:
        facts, begun = self._tasks.facts, datetime.now(UTC)
        shot = Shot(self._check, command, facts, target, begun, run.terminal.started)
        self._shots[number] = shot
        self.reel.shots.append(shot)
        run.terminal.record_to(shot.tap)

    def _target(self) -> ContainerSeen | None:
        identity = self._tasks.facts.container_id
        details = found(self._place.client.inspect_container, identity) if identity else None
        return from_daemon(details, own_entrypoint=False) if details else None

    def do(self, task: Task) -> Result:
        """Do the task, and keep the result of what can be recorded."""
        result = super().do(task)
        if type(task).__name__ in RESULTS and not getattr(result, "failed", ""):
            self.reel.results[type(task).__name__] = result
        if isinstance(result, Prepared) and result.facts.container_id:
            await_up(self._place.client, result.facts.container_id, _ports(result.facts), lambda: None, SETTLING)
        return result

    def outcome(self, terminal: int) -> Outcome:
        """What the command did; kept as the outcome of its rest or of its end."""
        outcome = super().outcome(terminal)
        shot = self._shots.get(terminal)
        if shot is not None and outcome.exit_code is None:
            shot.rest = outcome
        elif shot is not None:
            shot.end = outcome
        return outcome

    def wrap_up(self) -> None:
        """Let what still runs come to rest, then end it with Ctrl-C; see how each container is listed at each time."""
        for number, shot in tuple(self._shots.items()):
            run = self._launches.get(number)
            if run is not None and run.terminal.is_alive:
                self._end(number, run, shot)
            elif run is not None:
                self.outcome(number)
                shot.rest = None  # it came to its end by itself
            self._list(shot)

    def _end(self, number: int, run: Run, shot: Shot) -> None:
        for identity in () if shot.has_answered else run.all_created()[-1:]:
            await_rest(self._place.client, run, identity, _ports(shot.facts), SETTLING)
        if run.terminal.is_alive:
            self.outcome(number)
            shot.mark(REST)
            self._list(shot)
            run.terminal.send(b"\x03")
            run.terminal.wait(ENDING)
        if not run.terminal.is_alive:
            self.outcome(number)

    def _list(self, shot: Shot) -> None:
        """List the container that the line made, where it is the only one there."""
        made = (shot.end or shot.rest or Outcome(None)).created
        if shot.target is not None or not made:
            return
        details = found(self._place.client.inspect_container, made[-1].id)
        subject = from_daemon(details, own_entrypoint=False) if details else None
        for line in LISTS:
            self._record_list(line, subject)

    def _record_list(self, line: str, subject: ContainerSeen | None) -> None:
        self._is_rolling = True
        run = self.launch_unseen(UNSEEN, parse(line))
        run.terminal.wait(LISTED)
        listing = self._shots.pop(run.number)
        listing.target = subject
        listing.end = super().outcome(run.number)


class FilmedVisit(Visit):
    """One attempt, recorded to a reel.

    Args:
        reel: Where to.
        about: What every visit is told.
    """

    patience = Patience(silent=20.0, ending=20.0)

    def __init__(self, reel: Reel, *about: Any) -> None:  # noqa: ANN401 -- handed on as they are
        self._reel = reel
        super().__init__(*about)

    def made_stage(self, sockets: Path, screen: Screen, port: int) -> Camera:
        """The world of this attempt, with a camera in it."""
        setting = replace(self._setting, settling=SETTLING)
        camera = Camera(setting, sockets, screen, self._notebook, port, self._check)
        camera.roll(self._reel)
        return camera

    def clean_up(self) -> tuple[str, ...]:
        """Finish the recording, then clean up."""
        try:
            if isinstance(self.stage, Camera):
                self.stage.wrap_up()
        finally:
            left = super().clean_up()
        return left


def _ports(facts: Facts) -> tuple[str, ...]:
    return facts.image.exposed if facts.image else ()
