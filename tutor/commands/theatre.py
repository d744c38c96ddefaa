"""Where recordings are played: terminals on the learner's own screen, and the tutor's voice beside them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tutor.concepts import Library
from tutor.content import lesson_roots
from tutor.errors import TutorError
from tutor.live.place import open_place
from tutor.terminal.plain import plain_text
from tutor.terminal.terminal import Terminal
from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from tutor.core.concept import AskConcepts, ConceptsFound
    from tutor.core.message import Message
    from tutor.live.needs import Screen
    from tutor.recorded.program import PlayedProgram
    from tutor.world import Voice

PATIENCE = 0.5
"""Seconds that a look for a daemon may take; where it took longer, nobody waits for a second one."""
GRACE = 1.0


class Stage:
    """Terminals in which programs play that are none of this machine's.

    Args:
        screen: The learner's, or a script's.
        voice: The tutor's.
        now: The time of day, in UTC.
        variables: The environment's, by which a daemon is looked for.
    """

    def __init__(self, screen: Screen, voice: Voice, now: Callable[[], datetime], variables: Mapping[str, str]) -> None:
        self._screen = screen
        self._voice = voice
        self._now = now
        self._variables = variables
        self._terminals: dict[int, Terminal] = {}
        self._wake = Wake()
        self._looks = True
        self._library: Library | None = None

    @property
    def leave_key(self) -> str:
        """The screen's."""
        return self._screen.leave_key

    @property
    def is_scripted(self) -> bool:
        """Whether a script types."""
        return self._screen.is_scripted

    def now(self) -> datetime:
        """The time of day."""
        return self._now()

    def open(self, number: int, line: str, program: PlayedProgram, on_end: Callable[[int], None]) -> Terminal:
        """A terminal in which it plays."""
        terminal = Terminal(number, line, program, on_end)
        self._terminals[number] = terminal
        terminal.begin()
        return terminal

    def show(self, number: int, attend: Callable[[], None], is_waiting: Callable[[], bool]) -> bool:
        """Lend the screen."""
        terminal = self._terminals.get(number)
        return terminal is not None and self._screen.show(terminal, attend, self._wake, is_waiting)

    def say(self, message: Message) -> None:
        """Say it."""
        self._voice.say(message)

    def read(self, printed: bytes) -> str:
        """Plain text."""
        return plain_text(printed)

    def ask(self, task: AskConcepts) -> ConceptsFound:
        """Look it up among the concept cards."""
        self._library = self._library or Library(lesson_roots(self._variables))
        return self._library.ask(task)

    def has_daemon(self) -> bool:
        """Whether a lesson could be taken live by now."""
        if not self._looks:
            return False
        begun = time.monotonic()
        try:
            open_place(self._variables).client.close()
        except TutorError:
            self._looks = time.monotonic() - begun < PATIENCE
            return False
        return True

    def wake(self) -> None:
        """Let whoever has the screen attend."""
        self._wake.set()

    def close(self) -> None:
        """End every terminal."""
        for terminal in self._terminals.values():
            terminal.end(GRACE)
        self._wake.close()
