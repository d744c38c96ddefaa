"""The lines of one attempt, each for whoever has the screen: the tutor, or the program that an earlier line opened."""

from __future__ import annotations

import time
from collections import deque
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.events import Closed, Reason, Typed
from tutor.core.outcome import Key
from tutor.core.texts import words
from tutor.live.screens import SCRIPTED_SIZE, attending, unseen
from tutor.terminal.passthrough import Departure
from tutor.terminal.scripted import Patience, ScriptedForeground

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from tutor.core.events import Event
    from tutor.core.tasks import ShellView
    from tutor.core.view import View
    from tutor.terminal.terminals import Terminal
    from tutor.terminal.wake import Wake

KEYS = {"^C": Key.INTERRUPT, "^D": Key.END_OF_INPUT, "^]": Key.LEAVE}
LINGER = 2.0  # seconds: a program that has no more line to come gets these to end by itself, then it is left
PATIENCE = Patience(silent=3.0, ending=8.0)


class Script:
    """A source of lines for the tutor and for its foreground programs.

    Args:
        lines: The attempt's.
        fill: Puts the facts into a line, as they are known by the time it is typed.
        is_over: Whether nothing more needs to be typed: the step has passed.
        linger: Seconds that a program has to end by itself, once no more line is to come.
    """

    def __init__(
        self, lines: Iterable[str], fill: Callable[[str], str], is_over: Callable[[], bool], linger: float = LINGER
    ) -> None:
        self._lines = deque(lines)
        self._fill = fill
        self._is_over = is_over
        self._linger = linger
        self._exhausted_since: float | None = None
        self.has_begun = False
        self.trouble = ""

    def read(self, view: View) -> Event | None:
        """The tutor's next line, or the end. A key means at the prompt what it means there in any script."""
        del view
        self.has_begun = True
        if self.trouble:
            return Closed(Reason.FAILED, self.trouble)
        if not self._lines or self._is_over():
            return Closed(Reason.END)
        line = self._lines.popleft()
        match KEYS.get(line):
            case Key.END_OF_INPUT:
                return Closed(Reason.END)
            case Key():
                return None
            case None:
                return Typed(self._fill(line))

    def nudge(self) -> None:
        """What was reported is handled before the next line."""

    def offer(self, line: str) -> None:
        """The next line is the attempt's own."""

    def drop_pending(self) -> tuple[str, ...]:
        """All lines are typed, whatever becomes of the first."""
        return ()

    def is_ready(self) -> bool:
        """Whether the program's next line is here. After the last one the program has a while to end by itself."""
        if self._lines:
            return True
        now = time.monotonic()
        self._exhausted_since = self._exhausted_since or now
        return now - self._exhausted_since >= self._linger

    def next_for_foreground(self) -> bytes | Key | None:
        """The program's next line or key; after the last line it is left."""
        if not self._lines:
            self._exhausted_since = None
            return Key.LEAVE
        line = self._lines.popleft()
        return KEYS.get(line) or self._fill(line).encode()

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return not self._lines

    def give_up(self, seconds: float) -> None:
        """A line could not be typed."""
        self.trouble = words("attempt.waited", seconds=round(seconds))


@dataclass(frozen=True)
class Screen:
    """Nobody's terminal: programs are typed at by the script; what they print is copied to `output`."""

    script: Script
    output: int
    leave_key: str = "Ctrl-]"
    is_scripted: bool = True
    like: int | None = None
    patience: Patience = PATIENCE

    def size(self) -> tuple[int, int]:
        """The same everywhere, so that what is printed is."""
        return SCRIPTED_SIZE

    def show(self, terminal: Terminal, attend: Callable[[], None], wake: Wake, is_waiting: Callable[[], bool]) -> bool:
        """Run the script's lines against it."""
        attended = attending(attend, wake)
        visit = ScriptedForeground(self.script, self.output, attended, wake.fd, is_waiting, self.patience)
        return visit.run(terminal) is Departure.LEFT

    def progress(self, status: str, here: int, total: int) -> None:
        """Nothing is downloaded here."""

    def interruptible(self) -> AbstractContextManager[None]:
        """Nobody presses Ctrl-C."""
        return nullcontext()

    def columns(self) -> AbstractContextManager[Callable[[tuple[ShellView, ...]], None]]:
        """Nobody watches."""
        return nullcontext(unseen)
