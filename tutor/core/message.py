"""What the tutor says, as values: which sentence with which words in it, never how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.pictures import Explained, Lifelines, ShellsTable, Verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.spans import Span
    from tutor.core.verdict import VerdictKind


class Tone(Enum):
    """How a note is meant; the renderer gives each a sign and a colour."""

    PLAIN = auto()
    DIM = auto()
    GOOD = auto()
    HINT = auto()
    WARNING = auto()
    ERROR = auto()


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of `core/texts`, by its key, and the words to fill in."""

    key: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def text(key: str, /, **values: object) -> Text:
    """The sentence `key` with `values` filled in, each as its `str`."""
    return Text(key, MappingProxyType({name: str(value) for name, value in values.items()}))


@dataclass(frozen=True, slots=True)
class Note:
    """One short turn of the tutor. `commands` are shown each on a line of its own, ready to copy."""

    text: Text
    tone: Tone = Tone.PLAIN
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown from the lesson, facts filled in."""

    markdown: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step's opening: number (1-based) of total, its section when it is the first of it, title and prose."""

    number: int
    total: int
    section: str
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence about a typed line, the line, and carets under `marks`."""

    text: Text
    line: str
    marks: tuple[Span, ...]
    tone: Tone = Tone.WARNING


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict as shown: a sentence (from `text`, or the lesson's `markdown`), seconds taken, step n of m.

    `way` is the sentence that leads on; it stands under the marked line. `ways` are the words that do.
    """

    kind: VerdictKind
    text: Text | None
    markdown: str = ""
    line: str = ""
    marks: tuple[Span, ...] = ()
    seconds: float | None = None
    number: int = 0
    total: int = 0
    way: Text | None = None
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: a sign for its state, then cells."""

    state: str  # done, skipped, here, todo, running, none
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A small table with a heading."""

    heading: Text
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """A question and its choices: (word, explanation) each; `default` is what Enter takes, "" for none."""

    text: Text | None
    markdown: str
    choices: tuple[tuple[str, str], ...]
    default: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a sheet: a remark at its right end, and details by name (a name may be "")."""

    title: str
    aside: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Things with their details, one below the other."""

    heading: Text
    entries: tuple[Entry, ...]


Picture = Explained | Sheet | ShellsTable | Lifelines | Verbatim
Message = Note | Prose | StepCard | Marked | Judgement | Listing | Options | Picture
