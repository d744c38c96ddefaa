"""From what a camera saw to what is written: names and ids become stand-ins, and what the line does not need goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from tutor.authoring.plain_data import plain, without_nothing
from tutor.core.cast import Cast, CastEvent
from tutor.core.expected_target import is_called
from tutor.recorded import placeholders
from tutor.recorded.meaning import LISTING, NOTHING, is_listed, key_of, likeness, subject_of
from tutor.recorded.screenplay import cues, printed
from tutor.recorded.shelf import Sheet
from tutor.terminal.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.authoring.camera import Shot
    from tutor.core.outcome import Call, ContainerSeen, Outcome

LONGEST_BODY = 2048
"""Characters of a call's answer that are kept: enough for what is created, too little for an image as described."""
IN_A_ROW = 0.03
"""Seconds: pieces printed so close to each other are one event."""


@dataclass(frozen=True)
class Written:
    """One recording as its two files have it."""

    sheet: Sheet
    cast: Cast

    def at(self, steps: tuple[str, ...]) -> Written:
        """The same, typed at these steps."""
        return replace(self, sheet=msgspec.structs.replace(self.sheet, steps=steps))


def sheet_of(shot: Shot) -> Written | None:
    """The recording of this shot; None where there is nothing to keep of it."""
    image = shot.facts.image
    if image is None or (shot.end is None and shot.rest is None):
        return None
    target = shot.target
    is_list = shot.command.name == LISTING

    def called(word: str) -> ContainerSeen | None:
        return target if target and is_called(word, target.name, target.id) else None

    subject = subject_of(shot.command, called)
    if is_list:
        subject = target if target and is_listed(target, shot.command) else None
    made = shot.end or shot.rest
    values = stand_ins(subject, made.created if made else ())
    cast = Cast(tuple(joined(shot.events)), shot.command.line, timestamp=int(shot.begun.timestamp()))
    sheet = Sheet(
        key=key_of(shot.command, shot.facts, called),
        line=placeholders.abstracted(shot.command.line, values),
        begun=shot.begun.replace(tzinfo=None).isoformat(timespec="milliseconds") + "+00:00",
        subject=likeness(subject, image) if subject else NOTHING if is_list else "",
        steps=(shot.scene.step,),
        typed=shot.typed,
        made=len(made.created) if made else 0,
        rest=data_of(shot.rest, values, shot, shown_of(cast, until_rest=True), keeps_target=subject is not None),
        end=data_of(shot.end, values, shot, shown_of(cast), keeps_target=subject is not None),
    )
    title = placeholders.abstracted(cast.title, values)
    events = tuple(replace(event, data=placeholders.abstracted(event.data, values)) for event in cast.events)
    return Written(sheet, replace(cast, title=title, events=events))


def shown_of(cast: Cast, *, until_rest: bool = False) -> str:
    """What a reader sees of it."""
    return plain_text(printed(cues(cast), until_rest=until_rest))


def stand_ins(subject: ContainerSeen | None, made: tuple[ContainerSeen, ...]) -> dict[str, str]:
    """What stands for what, in one recording."""
    values = placeholders.of(placeholders.TARGET, subject) if subject else {}
    for number, seen in enumerate(made, 1):
        values |= placeholders.of(placeholders.made(number), seen)
    return values


def data_of(
    outcome: Outcome | None, values: dict[str, str], shot: Shot, shown: str, *, keeps_target: bool
) -> dict[str, Any] | None:
    """The outcome as data with stand-ins. The target of a line that is not about it is another in every lesson."""
    if outcome is None:
        return None
    slim = replace(
        outcome,
        output="" if shown.startswith(outcome.output) else outcome.output,  # a word more may come while it is looked at
        target=outcome.target if keeps_target else None,
        seconds=round(outcome.seconds, 2),
        keys=tuple(replace(press, at=round(press.at, 2)) for press in outcome.keys),
        calls=tuple(slimmed(call, shot.started) for call in outcome.calls if call.path != "/_ping"),
    )
    text = msgspec.json.encode(plain(slim)).decode()
    data: dict[str, Any] = msgspec.json.decode(placeholders.abstracted(text, values))
    return data


def slimmed(call: Call, started: float) -> Call:
    """The call with times since the line's start, and bodies without what says nothing."""
    response = "" if call.path == "/containers/json" else without_nothing(call.response)
    return replace(
        call,
        request=without_nothing(call.request),
        response=response if len(response) <= LONGEST_BODY else "",
        started=round(call.started - started, 3),
        ended=round(call.ended - started, 3) if call.ended else 0.0,  # 0: it is open still
    )


def joined(events: list[CastEvent]) -> Iterator[CastEvent]:
    """The events, output that came in one go as one."""
    before: CastEvent | None = None
    for event in sorted(events, key=lambda one: one.at):
        if before and event.kind is before.kind and event.kind == "o" and event.at - before.at < IN_A_ROW:
            before = replace(before, data=before.data + event.data)
            continue
        if before:
            yield before
        before = replace(event, at=round(event.at, 2))
    if before:
        yield before
