"""What a conversation needs of the world, as protocols: the session knows these and nothing behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tutor.core.events import Pressed, StartedElsewhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.command import DockerCommand
    from tutor.core.effects import Answers
    from tutor.core.events import Event, Sighting, StoreTrouble
    from tutor.core.facts import Facts
    from tutor.core.guard import Hit
    from tutor.core.message import Message
    from tutor.core.outcome import Call, Outcome
    from tutor.core.progress import Record
    from tutor.core.state import State
    from tutor.core.tasks import Result, Task
    from tutor.core.view import View


@dataclass(frozen=True, slots=True)
class Finished:
    """A terminal's program ended, wherever the learner was looking."""

    terminal: int


@dataclass(frozen=True, slots=True)
class Sighted:
    """A watch saw something; the session adds what the command looks like by now."""

    watch: int
    terminal: int
    sighting: Sighting
    detail: str


Report = Finished | Sighted | Pressed | StartedElsewhere
"""What threads may put on the session's queue."""


class Lines(Protocol):
    """Where the learner's lines come from."""

    def read(self, view: View) -> Event | None:
        """The next line, or the end of lines; None when `nudge` asked for the prompt back."""

    def nudge(self) -> None:
        """Make a waiting `read` return; callable from any thread."""

    def offer(self, line: str) -> None:
        """Propose this line at the next prompt."""

    def drop_pending(self) -> tuple[str, ...]:
        """Forget the rest of a pasted block, because the line before it did not pass; what was forgotten."""


class Voice(Protocol):
    """What the tutor speaks with."""

    def say(self, message: Message) -> None:
        """Show it."""


class Records(Protocol):
    """Where progress is kept."""

    def save(self, record: Record) -> StoreTrouble | None:
        """Write it down; None if that worked, else why not, once."""


class Diary(Protocol):
    """Who keeps what was said and done, for a transcript."""

    def heard(self, state: State, event: Event) -> None:
        """Something happened, in a conversation that stands at `state`."""

    def said(self, state: State, message: Message) -> None:
        """The tutor said this."""

    def keep(self) -> StoreTrouble | None:
        """A turn is over; None if it is kept, else why not, once."""


class NoDiary:
    """Keeps nothing: for conversations that nobody will read again."""

    def heard(self, state: State, event: Event) -> None:
        """Forgotten."""

    def said(self, state: State, message: Message) -> None:
        """Forgotten."""

    def keep(self) -> None:
        """There is nothing to keep."""


class World(Protocol):
    """The daemon and the terminals, live or recorded."""

    def facts(self) -> Facts:
        """What is known of the place."""

    def start(self, terminal: int, command: DockerCommand, allowed: tuple[Hit, ...]) -> None:
        """Run the command in a new terminal.

        Raises:
            TutorError: It could not be started.
        """

    def show(self, terminal: int, attend: Callable[[], None], is_waiting: Callable[[], bool]) -> bool:
        """Give the screen to this terminal until its program ends or is left; True if it was left.

        `attend` is called when something was reported meanwhile; while `is_waiting` says so, a script holds its lines.
        """

    def outcome(self, terminal: int) -> Outcome:
        """What its command did, as far as it is by now."""

    def refused(self, terminal: int) -> tuple[Call, ...]:
        """The calls of its command that the guard refused."""

    def watch(self, number: int, expectation: Answers, deadline: float) -> None:
        """Watch for this; reports come as `Sighted`."""

    def unwatch(self, number: int) -> None:
        """Stop watching."""

    def do(self, task: Task) -> Result:
        """Do the task, however it ends."""

    def stop(self, terminal: int) -> None:
        """End its program and stop the containers that it started; its end is reported as any other."""

    def wake(self) -> None:
        """Have `attend` called if a terminal has the screen; callable from any thread."""
