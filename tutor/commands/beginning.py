"""What every beginning of a lesson has in common, with a daemon or without one."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from tutor.commands.review import review_state, trouble_of
from tutor.core.nearest import nearest
from tutor.core.state import State
from tutor.core.texts import words
from tutor.errors import UsageError
from tutor.terminal.screen import Hangup

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tutor.core.lesson import Lesson
    from tutor.store import Store


def began_before(store: Store, lesson: Lesson, options: Namespace) -> State:
    """Where the conversation begins: in the lesson where the learner stands, or with the first of its drills."""
    if options.command == "review":
        return review_state(store, lesson, options.image)
    marks = store.marks(lesson.id)
    return State(
        lesson,
        marks=marks,
        lines=store.passed_lines(lesson.id),
        asked_for=options.step,
        resuming=bool(marks) or store.has_attempts(lesson.id),
        image_choice=options.image,
        trouble=trouble_of(store, lesson.id),
        recorded=store.recorded(lesson.id),
    )


def check_step(lesson: Lesson, step: str) -> None:
    """Refuse a step that the lesson does not have.

    Raises:
        UsageError: With the nearest one that it has.
    """
    if not step or lesson.index(step) is not None:
        return
    near = nearest(step, [known.id for known in lesson.steps])
    cure = words("trouble.no-step.near", near=near) if near else words("trouble.no-step.cure", lesson=lesson.id)
    raise UsageError(words("trouble.no-step", lesson=lesson.id, step=repr(step)), cure)


@contextmanager
def hang_ups() -> Iterator[None]:
    """While it lasts, SIGTERM and SIGHUP end the conversation in order; afterwards nothing disturbs the clean-up."""

    def leave(_number: int, _frame: object) -> NoReturn:
        raise Hangup

    signals = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, leave) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
