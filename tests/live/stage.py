"""The live world with a script at its screen: what a session would do with it, one call after the other."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.live.typed import PATIENT
from tutor.core.command import parse
from tutor.core.lesson import Fixture, Where
from tutor.core.tasks import Prepare, Prepared
from tutor.engine.ownership import LABEL, new_session_id
from tutor.live.place import Setting, open_place
from tutor.live.world import LiveWorld
from tutor.world import Finished

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from contextlib import AbstractContextManager

    import docker

    from tutor.core.outcome import ContainerSeen, Outcome
    from tutor.core.tasks import ShellView
    from tutor.terminal.terminals import Terminal
    from tutor.terminal.wake import Wake
    from tutor.world import Report


@dataclass(frozen=True)
class Row:
    """Something that a session made."""

    session: str
    kind: str
    id: str
    name: str


class Ledger:
    """What was made, in memory."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def own(self, session: str, kind: str, id: str, name: str) -> None:  # noqa: A002 -- the store's own word
        """Remember it, once."""
        self.rows = [row for row in self.rows if row.id != id] + [Row(session, kind, id, name)]

    def owned(self) -> tuple[Row, ...]:
        """All of it."""
        return tuple(self.rows)

    def disown(self, ids: Collection[str]) -> None:
        """These are gone."""
        self.rows = [row for row in self.rows if row.id not in ids]


class Screen:
    """Gives the screen to `act`, which returns whether it left the program running."""

    leave_key = "Ctrl-]"
    is_scripted = True
    like = None

    def __init__(self) -> None:
        self.act: Callable[[Terminal], bool] = until_end
        self.views: list[tuple[ShellView, ...]] = []
        self.interruptible_times = 0
        self.ahead: list[str] = []

    def size(self) -> tuple[int, int]:
        """The usual."""
        return 24, 80

    def show(self, terminal: Terminal, attend: Callable[[], None], wake: Wake, is_waiting: Callable[[], bool]) -> bool:
        """Let the script act."""
        del attend, wake, is_waiting
        return self.act(terminal)

    def keep_typed(self, line: str) -> None:
        """It is noted."""
        self.ahead.append(line)

    def progress(self, status: str, here: int, total: int) -> None:
        """Nobody looks."""

    def interruptible(self) -> AbstractContextManager[None]:
        """It is counted how often that was asked for."""
        self.interruptible_times += 1
        return nullcontext()

    def columns(self) -> AbstractContextManager[Callable[[tuple[ShellView, ...]], None]]:
        """What is seen of shells on their way is kept."""
        return nullcontext(self.views.append)


def until_end(terminal: Terminal) -> bool:
    """Watch it to its end."""
    assert terminal.wait(PATIENT), terminal.text()
    return False


def leave(terminal: Terminal) -> bool:
    """Wait for its first output, and leave it."""
    wait_for(lambda: terminal.silence is not None, "output")
    return True


def interrupt(terminal: Terminal) -> bool:
    """Ctrl-C, until it is heeded."""
    wait_for(lambda: _pressed(terminal), "the end after Ctrl-C")
    return until_end(terminal)


def _pressed(terminal: Terminal) -> bool:
    if terminal.is_alive and not terminal.keys():
        terminal.send(b"\x03")
    return not terminal.is_alive


def types(*lines: str, leaving: bool = False) -> Callable[[Terminal], bool]:
    """Enter each line once the one before has been answered, then leave or watch to the end."""

    def act(terminal: Terminal) -> bool:
        for line in lines:
            before = len(terminal.output())
            wait_for(lambda: (terminal.silence or 0.0) > 0.3, "a quiet prompt")
            terminal.send(line.encode() + b"\r")
            wait_for(lambda grown=before: len(terminal.output()) > grown or not terminal.is_alive, line)  # type: ignore[misc]
        wait_for(lambda: (terminal.silence or 0.0) > 0.3 or not terminal.is_alive, "a quiet prompt")
        return leaving or until_end(terminal)

    return act


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait until it holds; fail by name if it never does."""
    until = time.monotonic() + PATIENT
    while not condition():
        assert time.monotonic() < until, f"never came: {what}"
        time.sleep(0.02)


@dataclass
class Stage:
    """A session on the live daemon. `reports` are what its threads told."""

    world: LiveWorld
    setting: Setting
    screen: Screen
    ledger: Ledger
    reports: list[Report] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.world.report_to(self.reports.append)
        self.facts = self.world.facts()

    def typed(self, line: str, act: Callable[[Terminal], bool] = until_end) -> Outcome:
        """What the line did, after `act` at its terminal."""
        self.count += 1
        self.world.start(self.count, parse(line), ())
        return self.shown(self.count, act)

    def shown(self, terminal: int, act: Callable[[Terminal], bool]) -> Outcome:
        """What a terminal's command has done, after `act` at it."""
        self.screen.act = act
        self.world.show(terminal, lambda: None, lambda: False)
        return self.world.outcome(terminal)

    def prepare(self, *fixtures: Fixture) -> Prepared:
        """Meet these needs, as a session would have it done."""
        result = self.world.do(Prepare(fixtures, self.count + 1))
        assert isinstance(result, Prepared)
        self.count += len(result.opened)
        self.facts = result.facts
        return result

    def has_ended(self, terminal: int) -> bool:
        """Whether the end of this terminal's program was reported."""
        return Finished(terminal) in self.reports


def server(image: str, *, stopped: bool = False) -> Fixture:
    """The fixture of a server in a terminal."""
    return Fixture(name="server", run=f"docker run {image}", place=Where.TERMINAL, stopped=stopped)


def files(image: str) -> Fixture:
    """The fixture of a container that listed files."""
    return Fixture(name="files", run=f"docker run {image} ls")


@contextmanager
def staged(
    daemon: docker.APIClient, image: str, *, session: str = "", variables: Mapping[str, str] | None = None
) -> Iterator[Stage]:
    """A session with that image; what it made is removed at the end. `variables` say which daemon is used."""
    # Not below pytest's own folder: a socket's path is short.
    locks = Path(tempfile.mkdtemp(prefix="tutor-"))
    place = open_place(os.environ if variables is None else variables)
    setting = Setting(place, session or new_session_id(locks), image, Path.cwd(), locks=locks)
    screen, ledger = Screen(), Ledger()
    world = LiveWorld(setting, locks / "wire", screen, ledger)
    try:
        yield Stage(world, setting, screen, ledger)
    finally:
        world.close()
        place.client.close()
        shutil.rmtree(locks)
        for container in daemon.containers(all=True, filters={"label": f"{LABEL}={setting.session}"}):
            daemon.remove_container(container["Id"], force=True, v=True)


def state(daemon: docker.APIClient, container: ContainerSeen | str) -> str:
    """The container's state by the daemon's word."""
    identity = container if isinstance(container, str) else container.id
    return str(daemon.inspect_container(identity)["State"]["Status"])
