"""YAML to a tree whose every node knows its line, and nothing of YAML that a lesson does not need.

Every scalar stays the text it is written as (`no`, `08` and `1.10` are not turned into something else). Refused, since
each is either a slip or an attack: a key twice in one mapping (plain YAML keeps the last and says nothing), anchors
and aliases (a few lines of them can stand for gigabytes), tags, several documents, nesting deeper than `DEEPEST`,
and a comment behind unquoted words (`hint: look at line #3` would lose half of its sentence).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import yaml

from tutor.core.texts import words
from tutor.lessonfile.problems import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 12  # a lesson needs six

# libyaml's parser is some 30 times faster; both say the same of where things stand.
LOADER: type[yaml.BaseLoader | yaml.CBaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text on `line` of the file (1-based), without line ends at its end; `plain`: it stands unquoted."""

    line: int
    text: str
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping, on `line`, and its value."""

    line: int
    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, each key once."""

    line: int
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry | None:
        """The entry of that key."""
        return next((entry for entry in self.entries if entry.key == key), None)


Node = Scalar | Sequence | Mapping


class BrokenYamlError(Exception):
    """The text is no YAML of the kind that a lesson uses."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse_yaml(
    text: str,
    first_line: int,
    loader: type[yaml.BaseLoader | yaml.CBaseLoader] = LOADER,
) -> Mapping:
    """The mapping that `text` is; its first line is line `first_line` of the file.

    Raises:
        BrokenYamlError: It is none, or holds something refused (see above).
    """
    try:
        return _Builder(text, first_line, loader).document()
    except yaml.MarkedYAMLError as error:
        raise BrokenYamlError(_syntax_problem(error, text, first_line)) from error
    except yaml.YAMLError as error:
        raise BrokenYamlError(Problem(first_line, words("yaml.invalid", reason=error), words("yaml.quote"))) from error


def plain_value(node: Node) -> object:
    """The tree as nested dicts, lists and strings."""
    match node:
        case Scalar(text=text):
            return text
        case Sequence(items=items):
            return [plain_value(item) for item in items]
        case Mapping(entries=entries):
            return {entry.key: plain_value(entry.value) for entry in entries}


def scalars(node: Node) -> Iterator[Scalar]:
    """Every piece of text in the tree, keys aside, in the file's order."""
    match node:
        case Scalar():
            yield node
        case Sequence(items=items):
            for item in items:
                yield from scalars(item)
        case Mapping(entries=entries):
            for entry in entries:
                yield from scalars(entry.value)


class _Builder:
    """Builds the tree from the parser's events, which come one at a time: what is too deep is never read to its end."""

    def __init__(self, text: str, first_line: int, loader: type[yaml.BaseLoader | yaml.CBaseLoader]) -> None:
        self._lines = text.split("\n")
        self._first = first_line
        self._events = yaml.parse(text, Loader=loader)

    def document(self) -> Mapping:
        next(self._events)  # the stream's start
        event = next(self._events)
        if not isinstance(event, yaml.DocumentStartEvent):
            raise BrokenYamlError(Problem(self._first, words("yaml.empty"), words("yaml.begin")))
        start = next(self._events)
        node = self._node(start, 0)
        if not isinstance(node, Mapping):
            self._refuse(start, words("yaml.no-keys"), words("yaml.begin"))
        next(self._events)  # the document's end
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse(after, words("yaml.second"), words("yaml.second.cure"))
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._check(event, depth)
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event)
            case yaml.SequenceStartEvent():
                return Sequence(self._line(event), tuple(self._items(depth + 1)))
            case _:
                return Mapping(self._line(event), self._entries(depth + 1))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        plain = not event.style  # None from PyYAML's own parser, "" from libyaml
        if plain and " " in event.value and self._has_comment_after(event):
            self._refuse(event, words("yaml.comment", text=quoted(event.value)), words("yaml.comment.cure"))
        return Scalar(self._line(event), event.value.rstrip("\n"), plain)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth)

    def _entries(self, depth: int) -> tuple[Entry, ...]:
        found: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth)
            if not isinstance(key, Scalar):
                self._refuse(event, words("yaml.braces"), words("yaml.quote-facts"))
            if first := found.get(key.text):
                self._refuse(
                    event, words("yaml.twice", key=quoted(key.text)), words("yaml.twice.cure", line=first.line)
                )
            found[key.text] = Entry(key.line, key.text, self._node(next(self._events), depth))
        return tuple(found.values())

    def _check(self, event: yaml.Event, depth: int) -> None:
        name, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, words("yaml.alias", text=quoted(f"*{name}")), words("yaml.quote"))
        if name:
            self._refuse(event, words("yaml.anchor", text=quoted(f"&{name}")), words("yaml.quote"))
        if tag:
            self._refuse(event, words("yaml.tag", text=quoted(tag)), words("yaml.quote"))
        if depth > DEEPEST:
            self._refuse(event, words("yaml.deep"), words("yaml.deep.cure"))

    def _has_comment_after(self, event: yaml.Event) -> bool:
        mark = event.end_mark
        if mark is None:
            return False
        line = self._lines[mark.line] if mark.line < len(self._lines) else ""
        return line[mark.column :].lstrip().startswith("#")

    def _line(self, event: yaml.Event) -> int:
        line = event.start_mark.line if event.start_mark else 0
        return self._first + min(line, len(self._lines) - 1)

    def _refuse(self, event: yaml.Event, message: str, hint: str) -> NoReturn:
        raise BrokenYamlError(Problem(self._line(event), message, hint))


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, first_line: int) -> Problem:
    lines = text.rstrip("\n").split("\n")
    mark, context = error.problem_mark, error.context_mark
    place = mark.line if mark else 0
    if context and (place >= len(lines) - 1 or "quoted" in (error.context or "")):
        place = context.line  # what never ends is named where it begins
    place = min(place, len(lines) - 1)
    message = words("yaml.invalid", reason=error.problem)
    return Problem(first_line + place, message, _cure(lines[place], error))


def _cure(line: str, error: yaml.MarkedYAMLError) -> str:
    if "quoted scalar" in (error.context or ""):
        return words("yaml.open-quote")
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return words("yaml.tabs")
    if "block mapping" in (error.context or "") and "expected" in (error.problem or ""):
        return words("yaml.quote-or-above")
    return words("yaml.quote-facts" if "{{" in line else "yaml.quote")
