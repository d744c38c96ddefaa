"""A lesson file's text to a `Lesson`, or to every problem it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import msgspec

from tutor.core.texts import words
from tutor.lessonfile.build import build_lesson
from tutor.lessonfile.outline import outline, split_front
from tutor.lessonfile.problems import LessonFileError, Problem, quoted
from tutor.lessonfile.rules import Known, prose_fact_problems, step_problems, tree_fact_problems
from tutor.lessonfile.shape_check import convert, shape_problems
from tutor.lessonfile.shapes import FORMAT, FrontShape, StepShape
from tutor.lessonfile.yaml_tree import BrokenYamlError, Mapping, Scalar, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tutor.core.lesson import Lesson
    from tutor.lessonfile.outline import Block, Outline, Prose

T = TypeVar("T", bound=msgspec.Struct)

FRONT_LINE = 2  # the front matter's YAML begins behind the first ---


def parse_lesson(text: str, file: str, known_mistakes: Collection[str]) -> Lesson:
    """The lesson that the text is.

    Args:
        text: A lesson file's content, as `clean_text` gives it.
        file: Its name, for errors and `Lesson.path`.
        known_mistakes: The ids that `wrong` may name.

    Raises:
        LessonFileError: With every problem found.
    """
    reading = _Reading(file, known_mistakes)
    drawn = outline(text)
    reading.problems += drawn.problems
    front = reading.front(drawn.front) if split_front(text) else None
    shapes = reading.steps(drawn)
    reading.problems += [problem for prose in _proses(drawn) for problem in prose_fact_problems(prose)]
    if reading.problems or not front:
        raise LessonFileError(file, reading.problems)
    return build_lesson(front, drawn, shapes, file)


def parse_front(text: str, file: str) -> FrontShape:
    """Only what the front matter says; the steps are not looked at.

    Raises:
        LessonFileError: It is missing or wrong.
    """
    reading = _Reading(file, ())
    found = split_front(text)
    front = reading.front(found[0]) if found else None
    if not found:
        reading.problems += outline("").problems
    if reading.problems or not front:
        raise LessonFileError(file, reading.problems)
    return front


class _Reading:
    """One file being read: the problems so far, and the names known by now."""

    def __init__(self, file: str, known_mistakes: Collection[str]) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._mistakes = known_mistakes
        self._fixtures: Collection[str] | None = None
        self._ids: dict[str, int] = {}

    def front(self, text: str) -> FrontShape | None:
        tree = self._tree(text, FRONT_LINE)
        if not tree:
            return None
        self._check_format(tree)
        fixtures = tree.entry("fixtures")
        named = fixtures.value.entries if fixtures and isinstance(fixtures.value, Mapping) else ()
        self._fixtures = [entry.key for entry in named]
        self.problems += tree_fact_problems(tree)
        return self._shape(tree, FrontShape, words("shape.of-front"))

    def steps(self, drawn: Outline) -> list[StepShape]:
        blocks = [step.block for section in drawn.sections for step in section.steps if step.block]
        return [shape for block in blocks if (shape := self._step(block))]

    def _step(self, block: Block) -> StepShape | None:
        tree = self._tree(block.yaml, block.line + 1)
        if not tree:
            return None
        earlier = tuple(self._ids)
        self._check_id(tree)
        self.problems += tree_fact_problems(tree)
        shape = self._shape(tree, StepShape, words("shape.of-step"))
        if shape:
            self.problems += step_problems(shape, tree, Known(self._mistakes, self._fixtures, earlier))
        return shape

    def _tree(self, text: str, line: int) -> Mapping | None:
        try:
            return parse_yaml(text, line)
        except BrokenYamlError as error:
            self.problems.append(error.problem)
            return None

    def _shape(self, tree: Mapping, shape: type[T], subject: str) -> T | None:
        problems = shape_problems(tree, shape, subject)
        self.problems += problems
        return None if problems else convert(tree, shape)

    def _check_format(self, tree: Mapping) -> None:
        """A newer format may mean anything by its keys: that it is newer is then all there is to say."""
        entry = tree.entry("format")
        written = entry.value.text if entry and isinstance(entry.value, Scalar) else ""
        if entry and re.fullmatch("[0-9]{1,9}", written) and int(written) > FORMAT:
            message = words("lesson-file.newer", written=written, known=FORMAT)
            raise LessonFileError(self._file, [Problem(entry.line, message, words("lesson-file.newer.cure"))])

    def _check_id(self, tree: Mapping) -> None:
        entry = tree.entry("id")
        if not entry or not isinstance(entry.value, Scalar) or not entry.value.text:
            return
        first = self._ids.setdefault(entry.value.text, entry.line)
        if first != entry.line:
            message = words("rule.id-taken", id=quoted(entry.value.text), line=first)
            self.problems.append(Problem(entry.line, message, words("rule.id-taken.cure")))


def _proses(drawn: Outline) -> Iterator[Prose]:
    parts: list[Prose | None] = [drawn.intro, *(section.prose for section in drawn.sections)]
    parts += [step.prose for section in drawn.sections for step in section.steps]
    yield from (part for part in parts if part)
