"""Concept cards, `lessons/concepts/*.md`: a file's text to a `Concept`, or to every problem it has.

card := "---" id title also try link "---" text         docs/concept-cards.md
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from tutor.core.concept import Concept
from tutor.core.texts import words
from tutor.lessonfile.outline import Prose, split_front
from tutor.lessonfile.problems import LessonFileError, Problem, quoted
from tutor.lessonfile.rules import prose_fact_problems, tree_fact_problems
from tutor.lessonfile.shape_check import convert, shape_problems
from tutor.lessonfile.shapes import NAME, DockerLine, Line, Name
from tutor.lessonfile.source import read_text
from tutor.lessonfile.yaml_tree import BrokenYamlError, Mapping, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FOLDER = "concepts"  # beside the lessons
FRONT_LINE = 2
Page = Annotated[
    str,
    Meta(
        pattern=r"^https://docs\.docker\.com/\S+$",
        extra={"wanted": "shape.page"},
    ),
]


class CardShape(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True, rename={"attempt": "try"}):
    """The lines between `---` and `---` at a card's top."""

    id: Name
    title: Line
    also: tuple[Line, ...]
    attempt: DockerLine
    link: Page


def load_card(path: Path) -> Concept:
    """The card in that file.

    Raises:
        LessonError: The file cannot be read.
        LessonFileError: It is no valid card; every problem is named with its line.
    """
    return parse_card(read_text(path), str(path))


def parse_card(text: str, file: str) -> Concept:
    """The card that the text is; `file` is its name for errors.

    Raises:
        LessonFileError: With every problem found.
    """
    found = split_front(text)
    if not found:
        raise LessonFileError(file, [Problem(1, words("outline.no-front"), words("card.no-front.cure"))])
    front, length = found
    try:
        tree = parse_yaml(front, FRONT_LINE)
    except BrokenYamlError as error:
        raise LessonFileError(file, [error.problem]) from error
    body = Prose(length + 1, "\n".join(text.split("\n")[length:]))
    problems = [*shape_problems(tree, CardShape, words("shape.of-front")), *_problems(tree, body, file)]
    if problems:
        raise LessonFileError(file, problems)
    card = convert(tree, CardShape)
    return Concept(card.id, card.title, card.also, card.attempt, card.link, body.text.strip())


def _problems(tree: Mapping, body: Prose, file: str) -> Iterator[Problem]:
    """What the shape does not say."""
    yield from tree_fact_problems(tree)
    yield from prose_fact_problems(body)
    if not body.text.strip():
        yield Problem(body.line, words("card.empty"), words("card.empty.cure"))
    entry, stem = tree.entry("id"), PurePath(file).stem
    named = getattr(entry.value, "text", stem) if entry else stem
    if entry and named != stem:
        message = words("card.other-name", card=quoted(named), file=quoted(stem))
        yield Problem(entry.line, message, words("card.other-name.cure"))


def card_files(roots: Sequence[Path]) -> tuple[Path, ...]:
    """The files of all cards below these lesson folders; of two with one name, the one in the earlier folder."""
    found: dict[str, Path] = {}
    for root in roots:
        try:
            paths = sorted((root / FOLDER).glob("*.md"))
        except OSError:  # a folder that may not be looked into has no cards for us
            continue
        for path in paths:
            if re.fullmatch(NAME, path.stem):
                found.setdefault(path.stem, path)
    return tuple(found.values())
