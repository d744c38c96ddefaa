"""`review`: which lesson has steps that come back, and the conversation's state to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.commands.library import lesson_named
from tutor.core.review import TROUBLE, drills, due_steps, troubled
from tutor.core.state import State
from tutor.errors import LessonError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.lesson import Lesson, Step
    from tutor.store import Store


def trouble_of(store: Store, lesson: str) -> frozenset[str]:
    """The steps that were missed or hinted since they were last reviewed."""
    return troubled(store.last_times(lesson, TROUBLE), store.reviewed(lesson))


def due_of(store: Store, lesson: Lesson) -> tuple[Step, ...]:
    """The steps of the lesson that come back."""
    return due_steps(lesson, store.marks(lesson.id), trouble_of(store, lesson.id))


def lesson_to_review(store: Store, variables: Mapping[str, str], name: str | None) -> Lesson | None:
    """The lesson of that name, else the one worked on last, if any of its steps come back; None where none do.

    Raises:
        LessonError: There is no lesson of that name.
    """
    if name:
        lesson = lesson_named(name, variables)
        return lesson if due_of(store, lesson) else None
    for row in store.all_progress():
        try:
            lesson = lesson_named(row.lesson, variables)
        except LessonError:  # begun once, and gone or broken since
            continue
        if due_of(store, lesson):
            return lesson
    return None


def review_state(store: Store, lesson: Lesson, image: str) -> State:
    """A conversation over the lesson's drills."""
    return State(
        drills(lesson, due_of(store, lesson)),
        trouble=trouble_of(store, lesson.id),
        image_choice=image,
        is_review=True,
        unmade=frozenset(lesson.fixtures),
    )
