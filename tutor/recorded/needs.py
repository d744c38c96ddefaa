"""What the recorded world needs from whoever puts it together, as protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tutor.core.concept import AskConcepts, ConceptsFound
    from tutor.core.message import Message
    from tutor.core.outcome import KeyPress
    from tutor.recorded.program import PlayedProgram


class Shown(Protocol):
    """A terminal that a recording plays in."""

    @property
    def is_alive(self) -> bool:
        """Whether it plays still."""

    @property
    def exit_code(self) -> int | None:
        """That of its end."""

    def keys(self) -> tuple[KeyPress, ...]:
        """The keys that matter, as the learner pressed them."""

    def wait(self, deadline: float) -> bool:
        """Wait at most so many seconds for its end; True if it came."""


class Theatre(Protocol):
    """Terminals, the learner's screen, and the tutor's voice."""

    @property
    def leave_key(self) -> str:
        """What leaves a program, as people call it."""

    @property
    def is_scripted(self) -> bool:
        """Whether the lines come from a script: then nobody watches, and nothing is paused."""

    def now(self) -> datetime:
        """The time of day, in UTC."""

    def open(self, number: int, line: str, program: PlayedProgram, on_end: Callable[[int], None]) -> Shown:
        """A terminal in which this program plays."""

    def show(self, number: int, attend: Callable[[], None], is_waiting: Callable[[], bool]) -> bool:
        """Give it the screen until its program ends or is left; True if it was left."""

    def say(self, message: Message) -> None:
        """Say something beside what is played."""

    def read(self, printed: bytes) -> str:
        """What a reader sees of it: plain text."""

    def ask(self, task: AskConcepts) -> ConceptsFound:
        """The concept card that answers a question."""

    def has_daemon(self) -> bool:
        """Whether a Docker daemon answers by now. Costs next to nothing."""

    def wake(self) -> None:
        """Have `attend` called if a terminal has the screen; callable from any thread."""
