"""Keeps the dialogue for a transcript: what was said, typed and run, with its time. It is written once a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.events import Ended, Left, Typed
from tutor.core.masking import masked_line, masked_text
from tutor.core.transcript import Entry, Kind, ran

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tutor.core.events import Event, StoreTrouble
    from tutor.core.message import Message
    from tutor.core.state import State
    from tutor.store import Store


class Diary:
    """The dialogue of one session.

    Args:
        store: Where it is kept.
        session: Which session this is.
        now: The time, in UTC.
        drawn: A message as it is shown, with colours as escape sequences.
    """

    def __init__(
        self, store: Store, session: str, now: Callable[[], datetime], drawn: Callable[[Message], str]
    ) -> None:
        self._store = store
        self._session = session
        self._now = now
        self._drawn = drawn
        self._entries: list[tuple[str, Entry]] = []
        self._printed: dict[int, str] = {}  # by terminal: the output that is kept already

    def heard(self, state: State, event: Event) -> None:
        """Something happened, in a conversation that stands at `state`."""
        lesson, step = state.lesson.id, state.step.id
        match event:
            case Typed(line):
                self._add(Entry(lesson, step, Kind.TYPED, masked_text(masked_line(line))))
            case Ended(terminal, outcome) | Left(terminal, outcome) if terminal in state.jobs:
                job, known = state.jobs[terminal], self._printed.get(terminal, "")
                self._add(ran(lesson, step, job, outcome, known))
                self._printed[terminal] = outcome.output
            case _:
                pass

    def said(self, state: State, message: Message) -> None:
        """The tutor said this."""
        self._add(Entry(state.lesson.id, state.step.id, Kind.SAID, masked_text(self._drawn(message))))

    def keep(self) -> StoreTrouble | None:
        """Write down the turn; the trouble, if that is news."""
        if not self._entries:
            return None
        entries, self._entries = self._entries, []
        return self._store.log(self._session, entries)

    def _add(self, entry: Entry) -> None:
        self._entries.append((self._now().isoformat(timespec="milliseconds"), entry))
