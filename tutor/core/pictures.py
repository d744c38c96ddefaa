"""Pictures of what really happened, as values: what stands in them, never how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.lifelines import Timeline
    from tutor.core.message import Text
    from tutor.core.spans import Span


@dataclass(frozen=True, slots=True)
class Wires:
    """What leads from the learner into one shell: the keys' way (STDIN), and a terminal."""

    stdin: bool
    terminal: bool


@dataclass(frozen=True, slots=True)
class ShellsTable:
    """Shells side by side: each of the `rows` is (question, an answer for each shell).

    `names` head the columns. `wires`, one for each shell, are drawn below; none where that was shown before.
    """

    heading: Text
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    wires: tuple[Wires, ...] = ()


@dataclass(frozen=True, slots=True)
class Lifelines:
    """Containers as bars on one clock, with the bars of their processes."""

    heading: Text
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines for another program to read: printed as they are."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a typed line, and what it is."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A typed line, each part of it underlined and joined to its words; `source` says where more is."""

    heading: Text
    line: str
    parts: tuple[Part, ...]
    source: Text
