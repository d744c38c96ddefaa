"""A pasted block runs line by line, and stops at the first line that does not pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.effects import Drop, Effect, Offer, Say
from tutor.core.message import Judgement, Marked, Note, Tone, text
from tutor.core.state import State, Turn, note
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from tutor.core.events import Dropped

# What a line can be answered that was not understood as it was meant.
SLIPS = frozenset({"line.unknown", "line.near", "line.shell-word", "line.shell-word.exit", "answer.unknown"})
GOING_WELL = frozenset({VerdictKind.PASSED, VerdictKind.WAITING, VerdictKind.ELSEWHERE})


def stopping(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The same effects, with the rest of a pasted block dropped where one of them says that a line did not pass."""
    return (*effects, Drop()) if any(map(is_stop, effects)) else effects


def is_stop(effect: Effect) -> bool:
    """Whether this tells that the line did not do what it was typed for, or that something else is asked first."""
    match effect:
        case Offer() | Say(message=Marked()):
            return True
        case Say(message=Judgement() as judgement):
            failed = judgement.text is not None and judgement.text.key.startswith("verdict.elsewhere.failed")
            return failed or judgement.kind not in GOING_WELL
        case Say(message=Note() as said):
            return said.text.key.removesuffix(".again") in SLIPS
        case _:
            return False


def dropped(state: State, event: Dropped) -> Turn:
    """Name what was left out, so that it can be pasted again."""
    return state, (note(text("paste.stopped", lines=""), Tone.DIM, *event.lines),)
