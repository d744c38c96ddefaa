"""One recording made ready for one line of one learner: names, ids and times filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from tutor.core.cast import Cast, CastEvent, Kind, read_cast
from tutor.core.outcome import Outcome
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
    """What is played for a line, and what it did. `rest` is the outcome while it runs on, `end` that of its end."""

    script: tuple[Cue, ...]
    rest: Outcome | None
    end: Outcome | None
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
    return Take(silenced(script) if not find.shown else script, rest, end, find.shown)


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
    try:
        return msgspec.json.decode(_ready(recording, msgspec.json.encode(data).decode(), values, now), type=Outcome)
    except (msgspec.DecodeError, ValueError) as error:
        message = f"The recording {recording.name} does not fit this program: {error}."
        raise TutorError(message, "It has to be made anew: docker-tutor author record LESSON") from error


def _ready(recording: Recording, text: str, values: Mapping[str, str], now: datetime) -> str:
    begun = datetime.fromisoformat(recording.sheet.begun).astimezone(UTC)
    return placeholders.moved(placeholders.filled(text, values), begun, now)


def listed(text: str, outcome: Outcome) -> Take:
    """A list put together from several recordings."""
    shown = text.replace("\n", "\r\n")
    script = cues(Cast((CastEvent(0.05, Kind.OUTPUT, shown),))) if text else ()
    return Take(script, None, replace(outcome, output=text))
