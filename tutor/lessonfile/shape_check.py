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

from tutor.core.texts import words
from tutor.lessonfile.problems import MOST, Problem, near_to, nearest_hint, one_of, quoted
from tutor.lessonfile.shapes import FORMAT
from tutor.lessonfile.yaml_tree import Entry, Mapping, Node, Scalar, Sequence, plain_value

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T", bound=msgspec.Struct)

WORD = re.compile(r"[A-Za-z0-9_-]+")


def shape_problems(tree: Mapping, shape: type[msgspec.Struct], subject: str) -> tuple[Problem, ...]:
    """What in the tree is not of that shape, up to `MOST`; `subject` is what the whole is called (`The step`)."""
    return tuple(islice(_Check(subject).node(tree, _shape_type(shape)), MOST))


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
    """Checks one node; `subject` is what a message begins with, `wanted` what should stand there, in words."""

    def __init__(self, subject: str, wanted: str = "") -> None:
        self.subject = subject
        self.wanted = wanted
        self.takes_list = False

    def node(self, node: Node, wanted: inspect.Type) -> Iterator[Problem]:
        """Every problem of the node and of all below it."""
        match wanted:
            case inspect.Metadata():
                told = words(str((wanted.extra or {})["wanted"]), format=FORMAT)
                yield from _Check(self.subject, told).node(node, wanted.type)
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
            yield self._other(node, words("shape.keys"))
        elif not node.entries:
            yield self._empty(node)
        elif isinstance(wanted, inspect.StructType):
            yield from self._struct(node, wanted)
        else:
            for entry in node.entries:
                yield from _Check(words("shape.of-name")).node(Scalar(entry.line, entry.key), wanted.key_type)
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
                yield self._lacking(node, key)

    def _list(self, node: Node, wanted: inspect.VarTupleType) -> Iterator[Problem]:
        if not isinstance(node, Sequence):
            yield self._other(node, words("shape.list"), words("shape.list.cure"))
        elif not node.items:
            yield Problem(node.line, words("shape.empty-list", subject=self.subject), words("shape.empty.cure"))
        else:
            for item in node.items:
                yield from _Check(words("shape.of-item", list=self.subject)).node(item, wanted.item_type)

    def _text(self, node: Node, wanted: inspect.Type) -> Iterator[Problem]:
        if not isinstance(node, Scalar):
            yield self._other(node, self.wanted or _in_words(wanted))
        elif not node.text.strip():
            yield self._empty(node)
        elif isinstance(wanted, inspect.EnumType):
            known = [str(member.value) for member in wanted.cls]
            if node.text not in known:
                message = words("shape.no-choice", subject=self.subject, found=quoted(node.text))
                yield Problem(node.line, message, self._choices(node.text, known))
        elif not _fits(node.text, wanted):
            yield self._other(node, self.wanted or _in_words(wanted))

    def _empty(self, node: Node) -> Problem:
        return Problem(node.line, words("shape.empty", subject=self.subject), words("shape.empty.cure"))

    def _lacking(self, node: Mapping, key: str) -> Problem:
        message = words("shape.lacking", subject=self.subject, key=quoted(key))
        return Problem(node.line, message, words("shape.lacking.cure", key=key))

    def _choices(self, text: str, known: list[str]) -> str:
        if self.takes_list and not near_to(text, known):
            return words("shape.known-or-list", known=one_of(sorted(known)), text=text)
        return nearest_hint(text, known)

    def _unknown(self, entry: Entry, fields: dict[str, inspect.Field]) -> Problem:
        is_alone = entry.value == Scalar(entry.line, "") and not near_to(entry.key, fields)
        is_rest = is_alone or not WORD.fullmatch(entry.key)  # not a misspelt key but the rest of a sentence
        hint = words("shape.comma") if is_rest else nearest_hint(entry.key, fields)
        return Problem(entry.line, words("shape.no-key", subject=self.subject, key=quoted(entry.key)), hint)

    def _other(self, node: Node, wanted: str, hint: str = "") -> Problem:
        match node:
            case Scalar(text=text):
                message = words("shape.other", subject=self.subject, wanted=wanted, found=quoted(text))
                return Problem(node.line, message, hint)
            case Sequence():
                return Problem(node.line, words("shape.other.list", subject=self.subject, wanted=wanted))
            case Mapping():
                message = words("shape.other.keys", subject=self.subject, wanted=wanted)
                return Problem(node.line, message, words("yaml.quote-facts"))


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
    return words("shape.truth" if isinstance(wanted, inspect.BoolType) else "shape.any-text")
