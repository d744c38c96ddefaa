"""What can happen to a conversation. Every event is a value; threads only ever put one on the session's queue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.facts import Facts
    from tutor.core.outcome import Call, ContainerSeen, Key, Outcome
    from tutor.core.tasks import Result, Task


class Sighting(Enum):
    """What a watch reports."""

    SEEN = auto()
    STARTED = auto()  # the container runs; the site does not answer yet
    UNPUBLISHED = auto()  # it runs, but no port of the learner's leads to it
    LATE = auto()  # the deadline passed
    UNKNOWN = auto()  # it cannot be seen from here
    GONE = auto()  # the container ended first


class Reason(Enum):
    """Why input ended."""

    END = auto()  # Ctrl-D, or the end of a piped script
    INTERRUPT = auto()  # Ctrl-C at an empty prompt: nothing but a hint
    HANGUP = auto()  # the terminal went away, or SIGTERM came
    FAILED = auto()  # a scripted line could not be delivered


@dataclass(frozen=True, slots=True)
class Began:
    """The session is up and this is what is known of the place."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class Typed:
    """The learner entered a line at the prompt."""

    line: str


@dataclass(frozen=True, slots=True)
class Left:
    """The learner left a terminal's program running and came back to the tutor."""

    terminal: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Ended:
    """A terminal's program ended."""

    terminal: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class NotStarted:
    """A terminal's program could not be started at all."""

    terminal: int
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """A watch saw something. `watch` is the number it was opened with: late ones are known by it and ignored.

    `outcome` is what the command looked like at that moment.
    """

    watch: int
    sighting: Sighting
    detail: str = ""  # UNKNOWN, LATE: the last thing seen, in a few words
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The guard answered 403 to these calls of this terminal's program."""

    terminal: int
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A task came to its end."""

    task: Task
    result: Result


@dataclass(frozen=True, slots=True)
class Dropped:
    """These lines of a pasted block were left out."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    """The learner pressed this key in a terminal's program."""

    terminal: int
    key: Key


@dataclass(frozen=True, slots=True)
class StartedElsewhere:
    """A container of the lesson's image was started by nobody's command here: in another terminal."""

    container: ContainerSeen


@dataclass(frozen=True, slots=True)
class StoreTrouble:
    """Progress could not be written; said once, the lesson goes on."""

    detail: str


@dataclass(frozen=True, slots=True)
class Closed:
    """No more lines will come. `line` is the one that could not be delivered, for FAILED."""

    reason: Reason
    line: str = ""


Event = (
    Began
    | Typed
    | Left
    | Ended
    | NotStarted
    | Noticed
    | Refused
    | Done
    | Dropped
    | Pressed
    | StartedElsewhere
    | StoreTrouble
    | Closed
)
