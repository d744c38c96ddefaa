"""A theatre without a screen: terminals that nobody looks at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tutor.commands.library import lesson_named
from tutor.core.command import parse
from tutor.core.concept import ConceptsFound
from tutor.recorded.shelf import open_shelf
from tutor.recorded.world import RecordedWorld
from tutor.terminal.plain import plain_text
from tutor.terminal.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.concept import AskConcepts
    from tutor.core.message import Message
    from tutor.core.outcome import Outcome
    from tutor.recorded.program import PlayedProgram
    from tutor.recorded.shelf import Shelf

LESSON = lesson_named("altering-container-processes", {})
PATIENCE = 30.0


class Empty:
    """Nobody watches; what is said is kept."""

    leave_key = "Ctrl-]"
    is_scripted = True

    def __init__(self) -> None:
        self.said: list[Message] = []
        self.terminals: dict[int, Terminal] = {}
        self.daemon = False
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """The time of day, or `ahead` of it."""
        return datetime.now(UTC) + self.ahead

    def open(self, number: int, line: str, program: PlayedProgram, on_end: Callable[[int], None]) -> Terminal:
        """A terminal."""
        terminal = Terminal(number, line, program, on_end)
        self.terminals[number] = terminal
        terminal.begin()
        terminal.send_back(0)
        return terminal

    def show(self, number: int, attend: Callable[[], None], is_waiting: Callable[[], bool]) -> bool:
        """Wait for the end."""
        del attend, is_waiting
        return not self.terminals[number].wait(PATIENCE)

    def say(self, message: Message) -> None:
        """Keep it."""
        self.said.append(message)

    def read(self, printed: bytes) -> str:
        """As the program does."""
        return plain_text(printed)

    def ask(self, task: AskConcepts) -> ConceptsFound:
        """Nobody knows."""
        return ConceptsFound(task.question)

    def has_daemon(self) -> bool:
        """As was laid out."""
        return self.daemon

    def wake(self) -> None:
        """Nobody sleeps."""

    def end(self) -> None:
        """End every terminal."""
        for terminal in self.terminals.values():
            terminal.end(0.0)


class Played:
    """The world of the shipped lesson, and lines run in it one after the other."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.theatre = Empty()
        self.world = RecordedWorld(shelf or open_shelf(LESSON.id, LESSON.path), self.theatre, "a test")
        self._number = 0

    def start(self, line: str) -> int:
        """Begin a line; its terminal's number."""
        self._number += 1
        self.world.start(self._number, parse(line), ())
        return self._number

    def run(self, line: str) -> Outcome:
        """Run a line to its end."""
        number = self.start(line)
        self.world.show(number, lambda: None, lambda: False)
        return self.world.outcome(number)

    def keys_said(self) -> list[str]:
        """The keys of what was said beside the recordings."""
        return [message.text.key for message in self.theatre.said if hasattr(message, "text") and message.text]
