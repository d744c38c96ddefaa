"""The way on from a miss: built from the gap between the line and the step, a little more each time it is needed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.command import CommandSyntaxError, parse
from tutor.core.differences import differences, shape
from tutor.core.docker_errors import translated
from tutor.core.edits import replaced
from tutor.core.effects import Effect, Offer
from tutor.core.lesson import CommandWanted
from tutor.core.message import Text, Tone, text
from tutor.core.nearest import nearest
from tutor.core.state import Missed, State, note
from tutor.core.steps import model_line
from tutor.core.texts import fill
from tutor.core.texts.en import TEXTS

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.outcome import Outcome
    from tutor.core.verdict import Verdict

UNEXPLAINED = frozenset({"gap.no-container-failed", "gap.refused-start", "gap.command-exit"})  # Docker's words say why


def model_command(state: State) -> DockerCommand | None:
    """The step's model answer, understood; None where there is none."""
    line = model_line(state)
    try:
        return parse(line, state.extra) if line else None
    except CommandSyntaxError:
        return None


def pieces(state: State, command: DockerCommand | None) -> tuple[Text, ...]:
    """What may be told of the gap between `command` and the model answer, a little first; the same point throughout."""
    model = model_command(state)
    if model is None or command is None:
        return ()
    passing = state.step.passing
    wanted = passing.container.command if passing and passing.container else None
    found = differences(command, model, is_example=wanted is CommandWanted.OWN)
    if not found:
        return ()
    outline = text("piece.shape", shape=shape(command, model))
    return (found[0].vague, outline, found[0].told)


def beginning(state: State) -> Text | None:
    """How the model answer begins, every other time that a line was none of docker's; None the first time."""
    model = model_command(state)
    if model is None or state.missed is None or state.missed.times % 2:
        return None
    return text("piece.command.told", wanted=model.name)


def missed(state: State, line: str, key: str, command: DockerCommand | None) -> State:
    """The same conversation after a miss that is told by the sentence `key`: the same point again, or a new one."""
    before = state.missed
    if before is not None and before.key == key:
        return replace(state, missed=replace(before, line=line, command=command, times=before.times + 1))
    return replace(state, missed=Missed(line, key, command))


def worded(reason: Text, last: Missed | None) -> Text:
    """The reason; in other words where the same point was missed just before."""
    if last is None or last.times == 1:
        return reason
    return text("again.even" if last.times % 2 == 0 else "again.odd", reason=fill(reason))


def way_on(state: State, usual: Text | None, verdict: Verdict, outcome: Outcome) -> tuple[State, Text | None]:
    """The sentence that leads on: the known one first, then pieces of the gap, one more each time.

    Args:
        state: With the miss already noted.
        usual: The mistake's own way on; None for a gap.
        verdict: What was found.
        outcome: What Docker did.
    """
    last = state.missed
    own = usual or gap_way(state, verdict, outcome)
    if last is None or (last.times == 1 and own is not None):
        return state, own
    told = pieces(state, last.command)
    if not told:
        return state, own if last.times == 1 or own is None else text("piece.whole")
    at = rung(last, len(told))
    return climbed(state, last, at), told[at]


def climbed(state: State, last: Missed, rung: int) -> State:
    """The piece at `rung` was told; past the last one the count goes on, so that they take turns."""
    return replace(state, missed=replace(last, told=max(last.told, rung) + 1))


def rung(last: Missed, length: int) -> int:
    """Which of `length` pieces comes next. At the end the last two take turns, so that none is said twice in a row.

    A miss that comes again was not helped by the vaguest piece, or by the mistake's own way on.
    """
    at = max(last.told, 1) if last.times > 1 else last.told
    return at if at < length else length - 1 - (at - length + 1) % 2


def gap_way(state: State, verdict: Verdict, outcome: Outcome) -> Text | None:
    """The sentence that belongs to the gap itself, or what Docker's refusal means; None where the line is to blame."""
    key = verdict.values.get("gap", "")
    if key in UNEXPLAINED:
        return translated(outcome)
    if f"{key}.way" not in TEXTS:
        return None
    return Text(f"{key}.way", MappingProxyType({**verdict.values, "leave": state.facts.leave_key}))


def near_offer(verdict: Verdict, line: str) -> tuple[Effect, ...]:
    """The line with the nearest name in the place of a misspelled one, proposed."""
    near = verdict.values.get("near", "")
    if verdict.values.get("gap") == "gap.target-unnamed":
        near = nearest(verdict.values["typed"], [verdict.values["name"]])
    if not near or len(verdict.marks) != 1:
        return ()
    return (note(text("offer.near", near=near), Tone.HINT), Offer(replaced(line, [(verdict.marks[0], near)])))


def hint_from_gap(state: State) -> tuple[State, tuple[Effect, ...]]:
    """What a hint says of the last line that missed, before the lesson's own hint; nothing where none did."""
    last = state.missed
    told = pieces(state, last.command) if last else ()
    if last is None or not told:
        return state, ()
    at = rung(last, len(told))
    said = note(text("hint.tried", line=last.line, piece=fill(told[at])), Tone.HINT)
    return climbed(state, last, at), (said,)
