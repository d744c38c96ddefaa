"""What is remembered of one attempt, in place of the learner's store and screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.message import Judgement, Marked, Note
from tutor.core.progress import Attempt, Mark, Reviewed, StepMark
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tutor.core.events import StoreTrouble
    from tutor.core.message import Message
    from tutor.core.progress import Record

NOTHING = "nothing judged"
OF_THE_END = ("finish.", "quit.")  # what is said of a lesson of a single step is of no interest


@dataclass(frozen=True, slots=True)
class Owned:
    """Something that the attempt's session made."""

    session: str
    kind: str
    id: str
    name: str


class Notebook:
    """Records and ledger, in memory."""

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.is_passed = False
        self._owned: list[Owned] = []

    def save(self, record: Record) -> StoreTrouble | None:
        """Write it down; that never fails."""
        match record:
            case Attempt():
                self.attempts.append(record)
            case StepMark(mark=Mark.DONE):
                self.is_passed = True
            case StepMark() | Reviewed():
                pass
        return None

    def verdict(self) -> tuple[str, str]:
        """The verdict on the step, and the mistake that was told last. A case of a quiz that is right is not a pass."""
        last = self.attempts[-1] if self.attempts else None
        if self.is_passed:
            return VerdictKind.PASSED.value, last.mistake if last else ""
        if last is None:
            return NOTHING, ""
        is_part = last.verdict == VerdictKind.PASSED.value
        return VerdictKind.NOT_YET.value if is_part else last.verdict, last.mistake

    def own(self, session: str, kind: str, id: str, name: str) -> None:  # noqa: A002 -- the store's own word
        """Remember that the session made this."""
        self._owned.append(Owned(session, kind, id, name))

    def owned(self) -> Sequence[Owned]:
        """All of it."""
        return tuple(self._owned)

    def disown(self, ids: Collection[str]) -> None:
        """These are gone."""
        self._owned = [row for row in self._owned if row.id not in ids]


class Listener:
    """Hears what the tutor says from the first line on; what it says before is the step itself.

    Args:
        has_begun: Whether a line was typed.
    """

    def __init__(self, has_begun: Callable[[], bool]) -> None:
        self._has_begun = has_begun
        self.answers: list[Message] = []
        self.unprepared = ""

    def say(self, message: Message) -> None:
        """Hear it."""
        if isinstance(message, Note) and message.text.key == "step.not-prepared":
            self.unprepared = message.text.values.get("reason", "")
        is_of_the_end = isinstance(message, Note) and message.text.key.startswith(OF_THE_END)
        if self._has_begun() and not is_of_the_end:
            self.answers.append(message)

    def marked(self) -> tuple[str, ...]:
        """The pieces of the line that the last judgement points at."""
        pointed = [said for said in self.answers if isinstance(said, Judgement | Marked) and said.marks]
        return tuple(pointed[-1].line[span.start : span.end] for span in pointed[-1].marks) if pointed else ()
