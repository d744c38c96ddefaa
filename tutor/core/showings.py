"""What a step can show beside its prose: the learner's own lines, what the clean-up will remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.effects import Effect, Say
from tutor.core.message import Listing, Row, Tone, text
from tutor.core.state import State, note
from tutor.core.texts import fill

if TYPE_CHECKING:
    from tutor.core.tasks import Leftovers

USUAL_LINE = "echo hello"  # what Enter alone sends into the four shells


def cheat_sheet(state: State) -> Effect:
    """The learner's own lines, in the lesson's order, each behind the title of its step."""
    rows = tuple(
        Row("none", (state.filled(step.title), state.lines[step.id]))
        for step in state.lesson.steps
        if step.do and step.id in state.lines
    )
    if not rows:
        return note(text("cheat-sheet.empty"), Tone.DIM)
    columns = (fill(text("cheat-sheet.step")), fill(text("cheat-sheet.line")))
    return Say(Listing(text("cheat-sheet.heading"), columns, rows))


def leftovers(result: Leftovers) -> Effect:
    """What will be removed when the learner leaves, by kind and name."""
    if result.failed:
        return note(text("leftovers.failed", reason=result.failed), Tone.WARNING)
    if not result.things:
        return note(text("leftovers.none"), Tone.DIM)
    return Say(Listing(text("leftovers.heading"), ("", ""), tuple(Row("none", thing) for thing in result.things)))
