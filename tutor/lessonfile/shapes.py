"""The shape of a lesson file's data: which keys there are, and what may stand behind each.

msgspec fills these from plain text, makes the JSON Schema of them, and `shape_check` reads them to say what is wrong
where; `wanted` is the key of the words for what should stand there. The docstrings are the schema's descriptions, which
editors show: they stay in English, as the keys they explain are. What the parts mean together (which keys a kind of
step needs, which names exist) is `rules`' business.
"""

from typing import Annotated

from msgspec import Meta, Struct, field

from tutor.core.facts import Variant
from tutor.core.lesson import Afterwards, Circumstance, CommandWanted, Showing, Status, StepKind, Where

FORMAT = 1  # the newest format that this program reads

NAME = "[a-z0-9]+(?:-[a-z0-9]+)*"

Line = Annotated[str, Meta(pattern=r"^\S(?:[^\n]*\S)?$", extra={"wanted": "shape.line"})]
Prose = Annotated[str, Meta(pattern=r"\S", extra={"wanted": "shape.text"})]
Name = Annotated[str, Meta(pattern=f"^{NAME}$", extra={"wanted": "shape.name"})]
Told = Annotated[
    str,
    Meta(
        pattern=rf"^{NAME}(?:\.{NAME})*$",
        extra={"wanted": "shape.told"},
    ),
]
DockerLine = Annotated[
    str,
    Meta(pattern=r"^docker [^\n]*\S$", extra={"wanted": "shape.docker-line"}),
]
Code = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,3}$",
        extra={"wanted": "shape.code"},
        extra_json_schema={"type": ["string", "integer"]},
    ),
]
CodeOrOwn = Annotated[
    str,
    Meta(
        pattern=r"^(?:[0-9]{1,3}|own)$",
        extra={"wanted": "shape.code-or-own"},
        extra_json_schema={"type": ["string", "integer"]},
    ),
]
Port = Annotated[
    str,
    Meta(pattern=r"^[0-9]{1,5}/(?:tcp|udp|sctp)$", extra={"wanted": "shape.port"}),
]
Count = Annotated[int, Meta(ge=1, le=100, extra={"wanted": "shape.count"})]
Minutes = Annotated[int, Meta(ge=1, le=600, extra={"wanted": "shape.minutes"})]
Format = Annotated[int, Meta(ge=1, le=FORMAT, extra={"wanted": "shape.format"})]


class FixtureShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A state that steps need, made by running `run`."""

    run: DockerLine
    place: Where = field(default=Where.DETACHED, name="in")
    stopped: bool = False
    variants: dict[Variant, DockerLine] = field(default_factory=dict)
    say: Prose | None = None


class FrontShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """The lines between `---` and `---` at the file's top."""

    format: Format
    id: Name
    title: Line
    image: Line
    minutes: Minutes
    summary: Prose | None = None
    fixtures: dict[Name, FixtureShape] = field(default_factory=dict)


class ContainerShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What must hold of the container that the command created."""

    image: Line | None = None
    running: bool | None = None
    command: CommandWanted | tuple[Line, ...] | None = None
    exit: CodeOrOwn | None = None
    published: Port | None = None
    tty: bool | None = None
    stdin: bool | None = None
    removed: bool | None = None


class TargetShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What must hold of the container that the step's `needs` made or found."""

    status: Status | None = None
    restarted: bool | None = None
    touched: bool | None = None


class InsideShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What must hold of a visit to a container's shell."""

    lines: Count | None = None
    entered: bool = False
    saw: tuple[Line, ...] = ()


class OutputShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What must hold of what the command printed."""

    words: Line | None = None
    contains: tuple[Line, ...] = ()
    without: tuple[Line, ...] = ()


class PassShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """When the step passes: all that is given must hold."""

    container: ContainerShape | None = None
    target: TargetShape | None = None
    inside: InsideShape | None = None
    output: OutputShape | None = None
    answers: bool = False
    exit: Code | None = None


class ChoiceShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """One answer to choose."""

    word: Line
    text: Line
    right: bool = False
    say: Prose | None = None


class AskShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A question."""

    text: Prose
    choices: tuple[ChoiceShape, ...] = ()
    answers: tuple[Line, ...] = ()


class WrongShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A wrong answer, and the mistake that the learner must be told."""

    line: Line = field(name="try")
    mistake: Told
    type: tuple[Line, ...] = ()
    given: tuple[Circumstance, ...] = ()


class VariantShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What differs for another kind of image."""

    do: DockerLine | None = None
    say: Prose | None = None


class StepShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """One `step` block."""

    id: Name
    kind: StepKind
    do: DockerLine | None = None
    type: tuple[Line, ...] = ()
    ask: AskShape | None = None
    cases: tuple[AskShape, ...] = ()
    show: Showing | None = None
    after: Afterwards | None = None
    passing: PassShape | None = field(default=None, name="pass")
    passed: Prose | None = None
    drill: Prose | None = None
    hints: tuple[Prose, ...] = ()
    wrong: tuple[WrongShape, ...] = ()
    needs: tuple[Name, ...] = ()
    stops: tuple[Name, ...] = ()
    optional: bool = False
    variants: dict[str, VariantShape] = field(default_factory=dict)
