"""What the conversation asks the engine to do, and what comes back. One result type per task."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from tutor.core.concept import AskConcepts, ConceptsFound
from tutor.core.fresh_names import FreshFacts, FreshPlace
from tutor.core.help_tasks import AskHelp, HelpTold
from tutor.core.lifelines import Timeline

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.guard import Hit
    from tutor.core.lesson import Fixture


@dataclass(frozen=True, slots=True)
class Preflight:
    """Resolve what `command` would change against the daemon, before it runs."""

    command: DockerCommand


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is not ours and would be hit. Empty: run it. `facts` are new where the place has changed meanwhile."""

    hits: tuple[Hit, ...] = ()
    daemon_down: str = ""  # why the daemon did not answer, "" if it did
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class AskCli:
    """The parser does not know this command (`flag` empty) or flag: ask the installed CLI."""

    line: str
    words: tuple[str, ...]  # the command's words after docker
    flag: str = ""  # as spelled: --foo or -z


class CliSays(Enum):
    """What the installed CLI knows."""

    UNKNOWN = auto()
    COMMAND = auto()  # it is a command (a plugin's, say)
    BOOLEAN = auto()  # a flag without a value
    VALUE = auto()  # a flag that takes one


@dataclass(frozen=True, slots=True)
class CliKnows:
    """The CLI's answer."""

    says: CliSays


@dataclass(frozen=True, slots=True)
class Prepare:
    """Meet the needs of a step: find an owned container that fits each fixture, or run its command.

    What is left running in a terminal gets the numbers from `first_terminal` on. For fixtures named in `fresh` nothing
    is looked for: their commands are run.
    """

    fixtures: tuple[Fixture, ...]
    first_terminal: int
    fresh: frozenset[str] = frozenset()


class How(Enum):
    """How a need was met."""

    MADE = auto()  # its command was run
    FOUND = auto()  # a container of the learner's own fits as it is
    STOPPED = auto()  # one fitted but for running, and was stopped


@dataclass(frozen=True, slots=True)
class Met:
    """One need that is met: the fixture's name, the container's, and whether an earlier session left it behind."""

    fixture: str
    container: str
    how: How
    is_left_over: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was made: `made` are the command lines that were run for it, `opened` the terminals left running.

    `met` tells of every need how it was met, in order.
    """

    facts: Facts
    made: tuple[str, ...] = ()
    opened: tuple[tuple[int, DockerCommand], ...] = ()
    failed: str = ""
    met: tuple[Met, ...] = ()


@dataclass(frozen=True, slots=True)
class GetImage:
    """Get the lesson's image: build the stand-in, or pull the official one."""

    official: bool


@dataclass(frozen=True, slots=True)
class GotImage:
    """The place with its image; `failed` says why there is none."""

    facts: Facts
    failed: str = ""


@dataclass(frozen=True, slots=True)
class ShowFourWays:
    """Run `sh` with none, `-i`, `-t`, `-it`, give each the same line, `tty` and `exit`. `image` "": the lesson's."""

    line: str
    image: str = ""


class Echo(StrEnum):
    """Who showed the line as it was typed."""

    NOBODY = "nobody"
    YOURS = "yours"  # the terminal that docker itself was started in
    CONTAINERS = "containers"  # the one inside, or who reads there


@dataclass(frozen=True, slots=True)
class Way:
    """What was observed of one of the four.

    `ended` is how it ended, in a few words; `code` None: it had to be killed. `seconds` from its start to its end,
    `name` its container's, `shown` the last lines that its terminal showed.
    """

    flags: str  # "", "-i", "-t", "-it"
    prompt: bool  # it showed a prompt
    delivered: bool  # keys were typed, and the docker command passed them on
    ran: bool  # the line was executed
    echo: Echo
    terminal: bool  # there is a terminal inside
    ended: str
    code: int | None
    seconds: float
    name: str = ""
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FourWays:
    """All four in the order none, -i, -t, -it; `failed` says why there are none. `image` is the one they were of."""

    line: str
    ways: tuple[Way, ...] = ()
    failed: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class ShellView:
    """One of the four while it is watched: what its terminal shows, and how it is doing, in a few words."""

    flags: str
    status: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListLeftovers:
    """What the clean-up at the end will remove."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """One (kind, name) for each thing; `failed` says why they could not be listed."""

    things: tuple[tuple[str, str], ...] = ()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class SeekDaemon:
    """The lesson comes from recordings: see whether it could go on live by now. Costs next to nothing."""


@dataclass(frozen=True, slots=True)
class DaemonSeen:
    """Whether a daemon answers."""

    answers: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """Where the lesson takes place, this cannot be done; `reason` is a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class GatherTimeline:
    """The lives of this session's containers until now; the answer is a `Timeline`.

    `as_json`: asked for as JSON. `onward`: shown because the step at hand is behind, and the next one follows.
    """

    as_json: bool = False
    onward: bool = False


Task = (
    AskHelp
    | Preflight
    | AskCli
    | Prepare
    | GetImage
    | ShowFourWays
    | ListLeftovers
    | AskConcepts
    | FreshPlace
    | SeekDaemon
    | GatherTimeline
)
Result = (
    HelpTold
    | Resolved
    | CliKnows
    | Prepared
    | GotImage
    | FourWays
    | Leftovers
    | ConceptsFound
    | FreshFacts
    | DaemonSeen
    | Undone
    | Timeline
)
