"""`docker-tutor` alone: go on where the learner left off, else choose a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.arguments import parser
from tutor.commands.library import lesson_entries
from tutor.core.texts import words
from tutor.errors import LessonError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from rich.console import Console

    from tutor.content import LessonEntry
    from tutor.environment import Environment
    from tutor.store import Store


def resume_options(console: Console, environment: Environment, store: Store) -> Namespace:
    """The options of `start` for the lesson that was begun last and is not complete, else for a chosen one.

    Raises:
        LessonError: There is no lesson at all.
        UsageError: Several could be meant, and nobody is there to choose.
    """
    lessons = {entry.id: entry for entry in lesson_entries(environment.variables) if not entry.error}
    begun = sorted(store.all_progress(), key=lambda row: row.last, reverse=True)
    for row in begun:
        entry = lessons.get(row.lesson)
        if entry is not None and row.done + row.skipped < entry.steps:
            return start_options(entry.id)
    if not lessons:
        raise LessonError(words("trouble.no-lesson"), words("trouble.no-lesson.cure"))
    return start_options(chosen(console, environment, tuple(lessons.values())))


def start_options(lesson: str) -> Namespace:
    """As if `start LESSON` had been typed."""
    return parser().parse_args(["start", lesson])


def chosen(console: Console, environment: Environment, lessons: tuple[LessonEntry, ...]) -> str:
    """The only lesson, or the one whose number is typed; Enter takes the first.

    Raises:
        UsageError: Nobody is there to choose.
    """
    if len(lessons) == 1:
        return lessons[0].id
    if not environment.is_typed:
        names = ", ".join(lesson.id for lesson in lessons)
        raise UsageError(words("trouble.which-lesson"), words("trouble.which-lesson.cure", names=names))
    for number, lesson in enumerate(lessons, 1):
        console.print(words("list.choice", number=number, title=lesson.title, minutes=lesson.minutes), markup=False)
    while True:
        answer = console.input(words("list.which") + " ").strip() or "1"
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(lessons):
            return lessons[int(answer) - 1].id
        console.print(words("list.which.number", last=len(lessons)), markup=False)
