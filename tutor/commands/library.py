"""The lessons within reach, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.content import available, find, lesson_roots, load
from tutor.core.mistakes import MISTAKES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.content import LessonEntry
    from tutor.core.lesson import Lesson


def lesson_named(name: str, variables: Mapping[str, str]) -> Lesson:
    """The lesson of that id, or in that file.

    Raises:
        LessonError: There is none, or it is broken; the message names the nearest one, or each problem's line.
    """
    return load(find(name, lesson_roots(variables)), frozenset(MISTAKES))


def lesson_entries(variables: Mapping[str, str]) -> tuple[LessonEntry, ...]:
    """Every lesson file, without reading its steps."""
    return available(lesson_roots(variables))
