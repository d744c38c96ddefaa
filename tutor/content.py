"""Lessons: finds lesson files and reads them. Loading one runs nothing. The format is in docs/lesson-format.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.lessonfile.lint import Finding, lint
from tutor.lessonfile.parse import parse_lesson
from tutor.lessonfile.problems import LessonFileError, Problem
from tutor.lessonfile.shelf import LESSONS_VARIABLE, LessonEntry, available, find, lesson_roots
from tutor.lessonfile.source import read_text

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from tutor.core.lesson import Lesson

__all__ = [
    "LESSONS_VARIABLE",
    "Finding",
    "LessonEntry",
    "LessonFileError",
    "Problem",
    "available",
    "find",
    "lesson_roots",
    "lint",
    "load",
    "parse_lesson",
    "schema",
]


def load(path: Path, known_mistakes: Collection[str]) -> Lesson:
    """The lesson in that file.

    Args:
        path: A lesson file, as `find` gives it.
        known_mistakes: The ids that the lesson's `wrong` answers may name: those of the judge's table.

    Raises:
        LessonError: The file cannot be read, or was written for a newer program.
        LessonFileError: It is not a valid lesson; every problem is named with its line.
    """
    return parse_lesson(read_text(path), str(path), known_mistakes)


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of a lesson file's data: `front` for its front matter, `step` for each step block."""
    import msgspec  # noqa: PLC0415 -- only authors' tools ask for it

    from tutor.lessonfile.shapes import FrontShape, StepShape  # noqa: PLC0415

    (front, step), parts = msgspec.json.schema_components([FrontShape, StepShape], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"front": front, "step": step},
        "$defs": parts,
    }
