"""`author verify`, `try`, `record` and `lint`: what a lesson's author proves it with."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.authoring.another_image import renaming
from tutor.authoring.attempt import attempt
from tutor.authoring.checks import Check, plan, skipped
from tutor.authoring.lint import lint_path
from tutor.authoring.proving import prove
from tutor.authoring.results import Result, as_data, came_as_data, summary, told, verdict_words
from tutor.commands.beginning import check_step
from tutor.commands.library import lesson_named
from tutor.commands.record import record
from tutor.commands.verify_recorded import verify_recorded
from tutor.commands.workshop import say, workshop, write
from tutor.core.facts import Fact
from tutor.core.facts_text import fact_words
from tutor.core.mistakes import MISTAKES
from tutor.core.nearest import nearest
from tutor.core.texts import counted, words
from tutor.errors import UsageError
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from rich.console import Console

    from tutor.authoring.lint import Linted
    from tutor.commands.workshop import Workshop
    from tutor.core.facts import ImageFacts
    from tutor.core.lesson import Lesson
    from tutor.environment import Environment


def author(console: Console, environment: Environment, options: Namespace) -> ExitCode:
    """Do what the word after `author` asks.

    Raises:
        TutorError: It cannot be done.
    """
    match options.tool:
        case "verify" if options.recorded:
            return verify_recorded(console, environment, options)
        case "verify":
            return verify(console, environment, options)
        case "try":
            return try_lines(console, environment, options)
        case "record":
            return record(console, environment, options)
        case _:
            return lint(console, options)


def verify(console: Console, environment: Environment, options: Namespace) -> ExitCode:
    """Make every check of a lesson, or of one of its steps; each line is said as soon as it is known.

    Raises:
        LessonError: There is no such lesson, or its file is broken.
        UsageError: The lesson has no such step.
        NoDaemonError: No usable daemon.
    """
    lesson = lesson_named(options.lesson, environment.variables)
    check_step(lesson, options.step)
    results = []
    with workshop(environment, lesson, options, None) as shop:
        variant = shop.image.variant
        if not options.json:
            say(console, *about_image(lesson, shop.image))
        for result in prove(shop.bench, shop.lesson, plan(shop.lesson, variant, options.step)):
            results.append(result)
            if not options.json:
                say(console, *told(result))
        untried = skipped(shop.lesson, variant, options.step)
        about = about_place(shop)
    if options.json:
        checks = [as_data(result) for result in results]
        write(console, {**about, "ok": all_well(results), "not_tried": untried, "checks": checks})
    else:
        say(console, "", summary(results, untried))
    return ExitCode.FINE if all_well(results) else ExitCode.NOT_PASSED


def all_well(results: list[Result]) -> bool:
    """Whether something was checked, and all of it came as wanted."""
    return bool(results) and all(result.is_well for result in results)


def about_place(shop: Workshop) -> dict[str, str]:
    """With what the lesson was proven."""
    place, image = shop.bench.place, shop.image
    return {
        "lesson": shop.lesson.id,
        "image": image.name,
        "kind": image.kind.value,
        "variant": image.variant.value,
        "cli": str(place.cli),
    }


def about_image(lesson: Lesson, image: ImageFacts) -> list[str]:
    """A line where lines are typed with another image's name than the lesson's."""
    return [] if image.name == lesson.image else [words("tool.other-image", name=image.name, image=lesson.image)]


def try_lines(console: Console, environment: Environment, options: Namespace) -> ExitCode:
    """Type the lines at a step, say what the tutor makes of them, and remove what they made.

    Raises:
        LessonError: There is no such lesson, or its file is broken.
        UsageError: The lesson has no such step, or a line speaks of a fact that there is not.
        NoDaemonError: No usable daemon.
    """
    lesson = lesson_named(options.lesson, environment.variables)
    check_step(lesson, options.step)
    check_facts(options.lines)
    environment.stdout.flush()
    output = None if options.json else environment.stdout.fileno()
    with workshop(environment, lesson, options, output) as shop:
        rename = renaming(lesson.image, shop.image.name)
        check = Check(step=options.step, name="try", lines=tuple(map(rename, options.lines)))
        if not options.json:
            say(console, *about_image(lesson, shop.image))
        result = attempt(shop.bench, shop.lesson, check)
    if options.json:
        write(console, {"lesson": lesson.id, "step": options.step, "lines": list(result.lines), **tried(result)})
    else:
        say(console, *verdict_lines(result))
    return ExitCode.FINE if result.came.is_passed else ExitCode.NOT_PASSED


def check_facts(lines: list[str]) -> None:
    """Refuse lines with a bare word in double braces that is no fact.

    Raises:
        UsageError: With the nearest fact.
    """
    known = frozenset(Fact)
    for word, _ in (found for line in lines for found in fact_words(line)):
        if word not in known:
            near = nearest(word, sorted(known)) or Fact.CONTAINER
            message = words("tool.no-fact", fact=f"{{{{{word}}}}}")
            raise UsageError(message, words("tool.no-fact.cure", near=f"{{{{{near}}}}}"))


def tried(result: Result) -> dict[str, object]:
    """What came of the lines, as JSON takes it."""
    return {"passed": result.came.is_passed, **came_as_data(result.came)}


def verdict_lines(result: Result) -> list[str]:
    """What came of the lines, in a few lines; then what the learner would read."""
    came = result.came
    lines = ["", *(line for line in came.said if line.strip()), ""]
    lines += [words("tool.verdict", verdict=verdict_words(came.verdict))]
    lines += [words("tool.mistake", mistake=came.mistake) if came.mistake else words("tool.mistake.none")]
    lines += [words("tool.mark", mark=mark) for mark in came.marks]
    lines += [words("tool.trouble", trouble=came.trouble)] if came.trouble else []
    lines += [words("tool.left", thing=thing) for thing in came.left]
    return lines


def lint(console: Console, options: Namespace) -> ExitCode:
    """Say everything that can be found in lesson files without a daemon.

    Raises:
        UsageError: There is no such file or folder, or no lesson in it.
    """
    linted = lint_path(Path(options.path), frozenset(MISTAKES))
    if options.json:
        write(console, [asdict(found) for found in linted.findings])
    else:
        say(console, *(f"{found.file}:{found.line}: {found.message}" for found in linted.findings))
        key = "tool.linted" if linted.findings else "tool.linted.well"
        say(console, words(key, files=looked_at(linted), count=len(linted.findings)))
    return ExitCode.USAGE if linted.findings else ExitCode.FINE


def looked_at(linted: Linted) -> str:
    """`1 lesson file`, `2 lesson files, 40 concept cards`."""
    counts = (("count.file", linted.files), ("count.card", linted.cards))
    return ", ".join(counted(key, count) for key, count in counts if count)
