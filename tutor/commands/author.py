"""`author verify`, `author try` and `author lint`: what a lesson's author proves it with."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.authoring.another_image import renaming, with_image
from tutor.authoring.attempt import Bench, attempt, nowhere
from tutor.authoring.checks import Check, plan, skipped
from tutor.authoring.image import image_at_hand
from tutor.authoring.lint import lint_path
from tutor.authoring.proving import own_ports, prove
from tutor.authoring.results import Result, as_data, came_as_data, summary, told
from tutor.commands.folders import lock_folder, socket_folder
from tutor.commands.library import lesson_named
from tutor.commands.start import check_step, hang_ups
from tutor.core.facts import Fact
from tutor.core.facts_text import fact_words
from tutor.core.mistakes import MISTAKES
from tutor.core.nearest import nearest
from tutor.engine.ownership import new_session_id
from tutor.errors import UsageError
from tutor.exit_codes import ExitCode
from tutor.live.place import open_place

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from rich.console import Console

    from tutor.authoring.lint import Linted
    from tutor.core.facts import ImageFacts
    from tutor.core.lesson import Lesson
    from tutor.environment import Environment
    from tutor.live.place import Place


def author(console: Console, environment: Environment, options: Namespace) -> ExitCode:
    """Do what the word after `author` asks.

    Raises:
        TutorError: It cannot be done.
    """
    match options.tool:
        case "verify":
            return verify(console, environment, options)
        case "try":
            return try_lines(console, environment, options)
        case _:
            return lint(console, options)


@dataclass(frozen=True)
class Workshop:
    """All that proving a lesson needs: `lesson` is about the image at hand."""

    bench: Bench
    lesson: Lesson
    image: ImageFacts


@contextmanager
def workshop(environment: Environment, lesson: Lesson, options: Namespace, output: int | None) -> Iterator[Workshop]:
    """A place to work at, taken apart again whatever happens.

    Args:
        environment: This process's.
        lesson: As it was read.
        options: `image` and `cli` say with which.
        output: Where programs print to; None for nowhere.

    Raises:
        TutorError: There is no such image or CLI.
        NoDaemonError: No usable daemon.
    """
    with ExitStack() as stack:
        stack.enter_context(hang_ups())
        place = place_with(environment, options.cli)
        stack.callback(place.client.close)
        locks = lock_folder(environment)
        image = stack.enter_context(image_at_hand(place, lesson.image, options.image, new_session_id(locks)))
        if output is None:
            output = nowhere()
            stack.callback(os.close, output)
        bench = Bench(place, locks, partial(socket_folder, locks), own_ports(place), output)
        yield Workshop(bench, with_image(lesson, image.name), image)


def place_with(environment: Environment, cli: str) -> Place:
    """The daemon, spoken to by this docker program; "" for the one on the PATH.

    Raises:
        UsageError: It is no program.
        NoDaemonError: No usable daemon.
    """
    if not cli:
        return open_place(environment.variables)
    program = Path(cli).absolute()
    if not os.access(program, os.X_OK) or program.is_dir():
        message = f"{cli} is not a program."
        raise UsageError(message, "Give the path of a docker command: --cli /usr/bin/docker")
    path = os.pathsep.join((str(program.parent), environment.variables.get("PATH", os.defpath)))
    return replace(open_place({**environment.variables, "PATH": path}), cli=program)


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
    return [] if image.name == lesson.image else [f"With {image.name} in place of {lesson.image}."]


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
            message = f"There is no fact {{{{{word}}}}}."
            raise UsageError(message, f"Did you mean {{{{{nearest(word, sorted(known)) or Fact.CONTAINER}}}}}?")


def tried(result: Result) -> dict[str, object]:
    """What came of the lines, as JSON takes it."""
    return {"passed": result.came.is_passed, **came_as_data(result.came)}


def verdict_lines(result: Result) -> list[str]:
    """What came of the lines, in a few lines; then what the learner would read."""
    came = result.came
    lines = ["", *(line for line in came.said if line.strip()), ""]
    lines += [f"verdict  {came.verdict}", f"mistake  {came.mistake or 'none'}"]
    lines += [f"marks    {mark}" for mark in came.marks]
    lines += [f"trouble  {came.trouble}"] if came.trouble else []
    lines += [f"left     {thing}" for thing in came.left]
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
        count = len(linted.findings)
        say(console, f"{looked_at(linted)}, {count or 'nothing'} to better.")
    return ExitCode.USAGE if linted.findings else ExitCode.FINE


def looked_at(linted: Linted) -> str:
    """`1 lesson file`, `2 lesson files, 40 concept cards`."""
    counts = ((linted.files, "lesson file"), (linted.cards, "concept card"))
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count)


def say(console: Console, *lines: str) -> None:
    """Print lines as they are, whole, and at once."""
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
    console.file.flush()


def write(console: Console, data: object) -> None:
    """Print JSON as it is, never wrapped."""
    console.file.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
