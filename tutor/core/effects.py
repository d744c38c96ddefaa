"""What the conversation wants done. The session performs each, in order, and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.guard import Hit
    from tutor.core.message import Message
    from tutor.core.progress import Record
    from tutor.core.tasks import Task


@dataclass(frozen=True, slots=True)
class Say:
    """Show the learner something."""

    message: Message


@dataclass(frozen=True, slots=True)
class Run:
    """Run the line in a new terminal, in the foreground. `allowed` is what the learner said yes to."""

    terminal: int
    command: DockerCommand
    allowed: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Return:
    """Bring a background terminal back to the foreground."""

    terminal: int


@dataclass(frozen=True, slots=True)
class Answers:
    """Expected: the container that `terminal`'s program creates answers 200 on its published `container_port`."""

    terminal: int
    container_port: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Wait for `expectation` for at most `deadline` seconds and report as `Noticed(number, …)`."""

    number: int
    expectation: Answers
    deadline: float


@dataclass(frozen=True, slots=True)
class Unwatch:
    """Nobody waits for this any more."""

    number: int


@dataclass(frozen=True, slots=True)
class Do:
    """Do a task; it answers with `Done(task, result)`."""

    task: Task


@dataclass(frozen=True, slots=True)
class Save:
    """Write it down, before anything that follows is shown."""

    record: Record


@dataclass(frozen=True, slots=True)
class Offer:
    """Propose this line: it stands greyed at the prompt, and Tab takes it."""

    line: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Leave out the lines of a pasted block that are still to come; `Dropped` says which, if there were any."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End a terminal's program and what it runs, and wait for its end."""

    terminal: int


@dataclass(frozen=True, slots=True)
class Quit:
    """The conversation is over; `complete` says whether the lesson is done, `live` that it goes on with a daemon."""

    complete: bool
    live: bool = False


Effect = Say | Run | Return | Watch | Unwatch | Do | Save | Offer | Drop | Stop | Quit
