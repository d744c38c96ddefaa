"""What a lesson file says, as values. How it is read from Markdown is `tutor.content`'s business."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class StepKind(StrEnum):
    """What a step asks of the learner."""

    DO = "do"
    PREDICT = "predict"  # a guess, then a do; the guess never fails
    QUESTION = "question"
    INSIDE = "inside"  # lines typed in the container's shell, then leaving it
    WATCH = "watch"  # the tutor shows something: see `Showing`
    QUIZ = "quiz"  # several questions; each must be right once, misses come back
    READ = "read"


class Showing(StrEnum):
    """What a `watch` or `read` step can show beside its prose."""

    FOUR_WAYS = "four-ways"  # sh with none, -i, -t, -it, given the same line
    CHEAT_SHEET = "cheat-sheet"  # the learner's own lines
    LEFTOVERS = "leftovers"  # what the clean-up will remove
    CALLS = "calls"  # once passed: the create of the line beside that of an earlier one, where they differ


class Afterwards(StrEnum):
    """What a step can have shown when it is behind."""

    TIMELINE = "timeline"  # the lives of the session's containers


class Status(StrEnum):
    """How the step's container has to be in the end."""

    RUNNING = "running"
    EXITED = "exited"  # stopped, and still there
    REMOVED = "removed"


class Circumstance(StrEnum):
    """What must be so before a wrong answer is typed, for it to go wrong the way it should."""

    PORT_TAKEN = "port-taken"  # another container holds the lesson's port
    NAME_TAKEN = "name-taken"  # a stopped container has the name that the line gives with --name
    NAME_SHADOWS = "name-shadows"  # a container is called as the lesson's image
    TARGET_RUNNING = "target-running"  # the container that the step needs runs
    TARGET_STOPPED = "target-stopped"  # the container that the step needs is stopped
    WANTS_MYSQL = "wants-mysql"  # the lesson's image is one that does not boot without a MySQL


class CommandWanted(StrEnum):
    """Words for Config.Cmd that are not a literal list."""

    DEFAULT = "default"  # the image's own
    OWN = "own"  # anything but the image's own


class Where(StrEnum):
    """Where a fixture's command is left running."""

    TERMINAL = "terminal"
    DETACHED = "detached"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerWanted:
    """What must hold of the container that the command created; None means: not asked.

    `command` is a literal argument list, whose program must be equal and whose further words must be present, or a
    `CommandWanted`; `exit` is a code, or "own" for any that is the process's own (not 125 to 127); `published` is a
    container port that must lead to the lesson's host port.
    """

    image: str | None = None
    running: bool | None = None
    command: CommandWanted | tuple[str, ...] | None = None
    exit: str | None = None
    published: str | None = None
    tty: bool | None = None
    stdin: bool | None = None
    removed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWanted:
    """What must hold, after the command, of the container that the step's `needs` made or found.

    `status` is how it is now; `restarted`: it is the same container, started later than before;
    `touched`: the command itself was about it (its log was fetched, it was stopped, entered, …).
    """

    status: Status | None = None
    restarted: bool | None = None
    touched: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideWanted:
    """What must hold of a visit to a container's shell.

    `lines`: at least so many lines were typed into it; `entered`: the visit was an `exec` into the step's target, with
    a terminal and an open keyboard (else it is the shell of a container that the command created); `saw`: each of
    these pieces stands in what was printed, facts filled in.
    """

    lines: int = 0
    entered: bool = False
    saw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputWanted:
    """What must hold of the printed text; every fact is filled in before comparing.

    `words`: the words printed, brackets, quotes and commas aside, are exactly these. `contains` and `without`: each
    of these pieces stands, or does not stand, somewhere in it.
    """

    words: str | None = None
    contains: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """When a step that takes a command passes: everything that is given must hold."""

    container: ContainerWanted | None = None
    target: TargetWanted | None = None
    inside: InsideWanted | None = None
    output: OutputWanted | None = None
    answers: bool = False  # the site answers 200 through the published port
    exit: str | None = None  # the command's own exit code


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A wrong answer that the step is verified against, and the mistake it must be told as.

    `mistake` is an id of the mistakes' table, or the key of the sentence about what is lacking (`gap.removed`), as in
    `Verdict.values["gap"]`. `type` are lines for the program that `line` starts; `^C`, `^D` and `^]` alone are those
    keys.
    """

    line: str
    mistake: str
    type: tuple[str, ...] = ()
    given: tuple[Circumstance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantOfStep:
    """What differs where the image does."""

    do: str | None = None
    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to choose. `say` is what the tutor replies to it."""

    word: str
    text: str
    right: bool = False
    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question: `choices`, or a short answer equal to one of `answers` (facts filled in)."""

    text: str
    choices: tuple[Choice, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """A state some steps need, made by running `run`; `place` says where that command stays.

    `stopped`: what it started would run on, and is stopped; the need is the stopped container. `variants` are the
    commands that take the place of `run` for other kinds of image.
    """

    name: str
    run: str
    place: Where = Where.DETACHED
    stopped: bool = False
    say: str = ""
    variants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `line_number` is where it stands in the file (1-based); `prose` is Markdown."""

    id: str
    kind: StepKind
    title: str
    section: str
    prose: str
    do: str | None = None
    ask: Ask | None = None
    type: tuple[str, ...] = ()  # an `inside` step's model lines, after `do`
    cases: tuple[Ask, ...] = ()  # a quiz's questions
    show: Showing | None = None
    after: Afterwards | None = None  # shown once the step is passed or skipped
    passing: Pass | None = None
    passed: str = ""  # said when it passes; Markdown with facts
    drill: str = ""  # in place of the prose when the step comes back for review; Markdown with facts
    hints: tuple[str, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    needs: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()  # steps whose lines are stopped, where they still run, before this one begins
    optional: bool = False
    variants: Mapping[str, VariantOfStep] = field(default_factory=lambda: MappingProxyType({}))
    line_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A whole lesson, valid. `intro` is the Markdown before the first step, `outro` after the last."""

    id: str
    title: str
    image: str
    minutes: int
    steps: tuple[Step, ...]
    fixtures: Mapping[str, Fixture] = field(default_factory=lambda: MappingProxyType({}))
    summary: str = ""
    intro: str = ""
    outro: str = ""
    path: str = ""

    def index(self, step_id: str) -> int | None:
        """Where the step stands (0-based), None if there is none of that id."""
        return next((place for place, step in enumerate(self.steps) if step.id == step_id), None)
