"""`author verify --recorded`: whether a lesson's recordings still prove it, and which steps to record anew."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.authoring.attempt import nowhere
from tutor.authoring.checks import plan
from tutor.authoring.recorded_visit import attempt_recorded
from tutor.authoring.recording import digests
from tutor.authoring.results import as_data, summary, told
from tutor.commands.recorded import joined, opened
from tutor.commands.theatre import Stage
from tutor.commands.workshop import say, write
from tutor.core.texts import words
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from rich.console import Console

    from tutor.authoring.results import Result
    from tutor.authoring.script import Screen
    from tutor.core.lesson import Lesson
    from tutor.environment import Environment
    from tutor.recorded.shelf import About, Shelf
    from tutor.world import Voice


@dataclass(frozen=True)
class Anew:
    """Steps to record anew, by id: `changed` since they were recorded, `unwell` by what came of their checks."""

    changed: tuple[str, ...]
    unwell: tuple[str, ...]


def verify_recorded(console: Console, environment: Environment, options: Namespace) -> ExitCode:
    """Make every check of the lesson with its recordings.

    Raises:
        TutorError: As `opened`.
    """
    lesson, shelf = opened(options, environment.variables)
    results = []
    for result in proven(environment, shelf, lesson, options.step):
        results.append(result)
        if not options.json:
            say(console, *told(result))
    anew = to_record(lesson, shelf.about, results, options.step)
    if options.json:
        checks = [as_data(result) for result in results]
        about = {"lesson": lesson.id, "recorded": shelf.about.date, "ok": not (anew.changed or anew.unwell)}
        write(console, {**about, "changed": list(anew.changed), "unwell": list(anew.unwell), "checks": checks})
    else:
        say(console, "", summary(results), *advice(lesson, anew))
    return ExitCode.NOT_PASSED if anew.changed or anew.unwell or not results else ExitCode.FINE


def proven(environment: Environment, shelf: Shelf, lesson: Lesson, only: str) -> list[Result]:
    """The results, in the steps' order. What needs circumstances of its own is not tried: no recording has them."""

    def build(screen: Screen, voice: Voice) -> Stage:
        return Stage(screen, voice, environment.now, environment.variables)

    with ExitStack() as stack:
        output = nowhere()
        stack.callback(os.close, output)
        checks = [check for check in plan(lesson, shelf.about.image.variant, only) if not check.given]
        return [attempt_recorded(shelf, lesson, check, output, build, joined) for check in checks]


def to_record(lesson: Lesson, about: About, results: Sequence[Result], only: str) -> Anew:
    """Which steps' recordings are out of date."""
    now = {step: digest for step, digest in digests(lesson).items() if only in ("", step)}
    changed = tuple(step for step, digest in now.items() if about.steps.get(step) != digest)
    unwell = dict.fromkeys(result.check.step for result in results if not result.is_well)
    return Anew(changed, tuple(unwell))


def advice(lesson: Lesson, anew: Anew) -> list[str]:
    """What to do about it."""
    lines = [words("tool.changed", steps=", ".join(anew.changed))] if anew.changed else []
    lines += [words("tool.unfit", steps=", ".join(anew.unwell))] if anew.unwell else []
    return [*lines, words("tool.anew", lesson=lesson.id)] if lines else []
