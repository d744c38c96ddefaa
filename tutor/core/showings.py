"""What a step can show beside its prose: the learner's own lines, what the clean-up will remove."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.core.effects import Effect, Say
from tutor.core.message import Listing, Row, Tone, text
from tutor.core.state import State, note
from tutor.core.texts import fill

if TYPE_CHECKING:
    from tutor.core.tasks import Leftovers

USUAL_LINE = "echo hello"  # what Enter alone sends into the four shells
NUMBER = re.compile("[0-9a-f]{64}")  # what Docker calls a volume that nobody named


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


def transcript() -> Effect:
    """The conversation is kept, and these commands print it: that of the lesson worked on last."""
    command = "docker-tutor transcript"
    return note(text("transcript.where"), Tone.PLAIN, command, f"{command} --format html -o transcript.html")


def leftovers(result: Leftovers) -> Effect:
    """What will be removed when the learner leaves, by kind and name."""
    if result.failed:
        return note(text("leftovers.failed", reason=result.failed), Tone.WARNING)
    if not result.things:
        return note(text("leftovers.none"), Tone.DIM)
    return Say(Listing(text("leftovers.heading"), ("", ""), tuple(Row("none", thing) for thing in named(result))))


def named(result: Leftovers) -> tuple[tuple[str, str], ...]:
    """The things by kind and name; volumes that have a number for a name are only counted."""
    unnamed = [thing for thing in result.things if thing[0] == "volume" and NUMBER.fullmatch(thing[1])]
    rest = tuple(thing for thing in result.things if thing not in unnamed)
    if not unnamed:
        return rest
    return (*rest, ("volume", fill(text("leftovers.unnamed", count=len(unnamed)))))
