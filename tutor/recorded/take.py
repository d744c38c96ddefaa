"""One recording made ready for one line of one learner: names, ids and times filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from tutor.core.cast import Cast, CastEvent, Kind, read_cast
from tutor.core.outcome import Outcome
from tutor.core.texts import words
from tutor.errors import TutorError
from tutor.recorded import placeholders
from tutor.recorded.library import adjusted
from tutor.recorded.screenplay import Cue, cues, printed, silenced

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.core.command import DockerCommand
    from tutor.recorded.library import Find
    from tutor.recorded.shelf import Recording


@dataclass(frozen=True)
class Take:
    """What is played for a line, and what it did; recorded on `date`.

    `rest` is the outcome while it runs on, `end` that of its end.
    """

    script: tuple[Cue, ...]
    rest: Outcome | None
    end: Outcome | None
    date: str
    shown: bool = True


def take_of(
    find: Find, command: DockerCommand, values: Mapping[str, str], now: datetime, read: Callable[[bytes], str]
) -> Take:
    """The recording, filled in. `read` makes plain text of what was printed: outcomes do not repeat it.

    Raises:
        TutorError: It is broken, or made for another version of this program.
    """
    recording = find.recording
    cast = cast_of(recording, values, now)
    rest, end = (outcome_of(recording, data, values, now) for data in (recording.sheet.rest, recording.sheet.end))
    script = cues(cast)
    rest = rest and _with_output(rest, printed(script, until_rest=True), read)
    end = end and _with_output(end, printed(script), read)
    if not find.shown:
        rest, end = (outcome and adjusted(outcome, command) for outcome in (rest, end))
    date = recording.sheet.begun.partition("T")[0]
    return Take(script if find.shown else silenced(script), rest, end, date, find.shown)


def _with_output(outcome: Outcome, output: bytes, read: Callable[[bytes], str]) -> Outcome:
    return outcome if outcome.output else replace(outcome, output=read(output))


def cast_of(recording: Recording, values: Mapping[str, str], now: datetime) -> Cast:
    """The cast, filled in.

    Raises:
        CastError: It is none.
    """
    return read_cast(_ready(recording, recording.cast, values, now), f"{recording.name}.cast")


def outcome_of(
    recording: Recording, data: Mapping[str, Any] | None, values: Mapping[str, str], now: datetime
) -> Outcome | None:
    """The outcome, filled in.

    Raises:
        TutorError: It is none that this program knows.
    """
    if data is None:
        return None
    story = _own_story(data, recording.sheet.begun.partition("+")[0])
    text = _ready(recording, msgspec.json.encode(story).decode(), values, now)
    try:
        return msgspec.json.decode(text, type=Outcome)
    except (msgspec.DecodeError, ValueError) as error:
        message = words("shelf.unfit", name=recording.name, reason=error)
        raise TutorError(message, words("shelf.anew")) from error


def _own_story(data: Mapping[str, Any], begun: str) -> dict[str, Any]:
    """The data without the starts that came before the line: they are those of the container in the recording."""
    touched = [_only_since(begun, seen) for seen in data.get("touched", ())]
    target = {"target": _only_since(begun, data["target"])} if data.get("target") else {}
    return {**data, "touched": touched, **target}


def _only_since(begun: str, seen: Mapping[str, Any]) -> dict[str, Any]:
    is_old = str(seen.get("started_at", ""))[: len(begun)] < begun or seen.get("status") == "removed"
    return {**seen, "started_at": "" if is_old else seen["started_at"]}


def _ready(recording: Recording, text: str, values: Mapping[str, str], now: datetime) -> str:
    begun = datetime.fromisoformat(recording.sheet.begun).astimezone(UTC)
    return placeholders.moved(placeholders.filled(text, values), begun, now)


def listed(text: str, outcome: Outcome, date: str) -> Take:
    """A list put together from several recordings."""
    shown = text.replace("\n", "\r\n")
    script = cues(Cast((CastEvent(0.05, Kind.OUTPUT, shown),))) if text else ()
    return Take(script, None, replace(outcome, output=text), date)
