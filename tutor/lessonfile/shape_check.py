"""Compares a tree with a shape and names every difference, each with its line.

msgspec alone would stop at the first difference and knows no lines. What passes here converts without an error.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import inspect

from tutor.lessonfile.problems import MOST, Problem, nearest_hint, one_of, quoted
from tutor.lessonfile.yaml_tree import QUOTE_FACTS, Entry, Mapping, Node, Scalar, Sequence, plain_value

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T", bound=msgspec.Struct)

LEAVE_OUT = "Write something behind it, or leave the key out."
COMMA = "Inside { } and [ ] a comma ends a text: put quotes around a text that holds one."
WORD = re.compile(r"[A-Za-z0-9_-]+")


def shape_problems(tree: Mapping, shape: type[msgspec.Struct], name: str) -> tuple[Problem, ...]:
    """What in the tree is not of that shape, up to `MOST`; `name` is what the whole is called (`the step`)."""
    return tuple(islice(_Check(name).node(tree, _shape_type(shape)), MOST))


def convert(tree: Mapping, shape: type[T]) -> T:
    """The tree as a value of its shape. Scalars are read as numbers or true/false where the shape has those.

    Raises:
        msgspec.ValidationError: The tree has `shape_problems`.
    """
    return msgspec.convert(plain_value(tree), shape, strict=False)


@cache
def _shape_type(shape: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(shape)


class _Check:
    """Checks one node; `name` is what a message calls it, `wanted` what should stand there, in words."""

    def __init__(self, name: str, wanted: str = "") -> None:
        self.name = name
        self.wanted = wanted
        self.takes_list = False

    def node(self, node: Node, wanted: inspect.Type) -> Iterator[Problem]:
        """Every problem of the node and of all below it."""
        match wanted:
            case inspect.Metadata():
                yield from _Check(self.name, str((wanted.extra or {})["wanted"])).node(node, wanted.type)
            case inspect.UnionType():
                self.takes_list = any(isinstance(kind, inspect.VarTupleType) for kind in wanted.types)
                yield from self.node(node, _alternative(node, wanted))
            case inspect.StructType() | inspect.DictType():
                yield from self._mapping(node, wanted)
            case inspect.VarTupleType():
                yield from self._list(node, wanted)
            case _:
                yield from self._text(node, wanted)

    def _mapping(self, node: Node, wanted: inspect.StructType | inspect.DictType) -> Iterator[Problem]:
        if not isinstance(node, Mapping):
            yield self._other(node, "keys with values")
        elif not node.entries:
            yield Problem(node.line, f"{self._subject} is empty.", LEAVE_OUT)
        elif isinstance(wanted, inspect.StructType):
            yield from self._struct(node, wanted)
        else:
            for entry in node.entries:
                yield from _Check("a name here").node(Scalar(entry.line, entry.key), wanted.key_type)
                yield from _Check(quoted(entry.key)).node(entry.value, wanted.value_type)

    def _struct(self, node: Mapping, wanted: inspect.StructType) -> Iterator[Problem]:
        fields = {field.encode_name: field for field in wanted.fields}
        for entry in node.entries:
            if field := fields.get(entry.key):
                yield from _Check(quoted(entry.key)).node(entry.value, field.type)
            else:
                yield self._unknown(entry, fields)
        for key, field in fields.items():
            if field.required and not node.entry(key):
                yield Problem(node.line, f"{self._subject} has no {quoted(key)}.", f"Add `{key}: …`.")

    def _list(self, node: Node, wanted: inspect.VarTupleType) -> Iterator[Problem]:
        if not isinstance(node, Sequence):
            yield self._other(node, "a list", "Write [ and ] around it, or each item on a line of its own behind `- `.")
        elif not node.items:
            yield Problem(node.line, f"{self._subject} is an empty list.", LEAVE_OUT)
        else:
            for item in node.items:
                yield from _Check(f"an item of {self.name}").node(item, wanted.item_type)

    def _text(self, node: Node, wanted: inspect.Type) -> Iterator[Problem]:
        if not isinstance(node, Scalar):
            yield self._other(node, self.wanted or _in_words(wanted))
        elif not node.text.strip():
            yield Problem(node.line, f"{self._subject} is empty.", LEAVE_OUT)
        elif isinstance(wanted, inspect.EnumType):
            words = [str(member.value) for member in wanted.cls]
            if node.text not in words:
                yield Problem(
                    node.line, f"{self._subject} cannot be {quoted(node.text)}.", self._choices(node.text, words)
                )
        elif not _fits(node.text, wanted):
            yield self._other(node, self.wanted or _in_words(wanted))

    def _choices(self, text: str, words: list[str]) -> str:
        hint = nearest_hint(text, words)
        return f"{hint} Or give a list: `[{text}]`." if self.takes_list and hint.startswith("Known") else hint

    def _unknown(self, entry: Entry, fields: dict[str, inspect.Field]) -> Problem:
        hint = nearest_hint(entry.key, fields)
        if not WORD.fullmatch(entry.key) or (hint.startswith("Known") and entry.value == Scalar(entry.line, "")):
            hint = COMMA  # not a misspelt key but the rest of a sentence
        return Problem(entry.line, f"{self._subject} has no key {quoted(entry.key)}.", hint)

    def _other(self, node: Node, wanted: str, hint: str = "") -> Problem:
        match node:
            case Scalar(text=text):
                return Problem(node.line, f"{self._subject} must be {wanted}, not {quoted(text)}.", hint)
            case Sequence():
                return Problem(node.line, f"{self._subject} must be {wanted}, not a list.")
            case Mapping():
                return Problem(node.line, f"{self._subject} must be {wanted}, not keys with values.", QUOTE_FACTS)

    @property
    def _subject(self) -> str:
        return self.name[0].upper() + self.name[1:]


def _alternative(node: Node, wanted: inspect.UnionType) -> inspect.Type:
    """The one of the alternatives that the node is meant as: a list by its brackets, else what else there is."""
    types = [kind for kind in wanted.types if not isinstance(kind, inspect.NoneType)]
    lists = [kind for kind in types if isinstance(kind, inspect.VarTupleType)]
    others = [kind for kind in types if kind not in lists]
    return lists[0] if lists and (isinstance(node, Sequence) or not others) else others[0]


def _fits(text: str, wanted: inspect.Type) -> bool:
    match wanted:
        case inspect.StrType(pattern=pattern):
            return pattern is None or re.search(pattern, text) is not None
        case inspect.IntType(ge=least, le=most):
            return re.fullmatch("[1-9][0-9]{0,8}", text) is not None and (least or 0) <= int(text) <= (
                most or int(text)
            )
        case _:
            return text in {"true", "false"}


def _in_words(wanted: inspect.Type) -> str:
    if isinstance(wanted, inspect.EnumType):
        return one_of(str(member.value) for member in wanted.cls)
    return "true or false" if isinstance(wanted, inspect.BoolType) else "text"
