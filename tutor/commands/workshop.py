"""Where an author's tools work on a live daemon, and how they tell what they found."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.authoring.another_image import with_image
from tutor.authoring.attempt import Bench, nowhere
from tutor.authoring.image import image_at_hand
from tutor.authoring.proving import own_ports
from tutor.commands.beginning import hang_ups
from tutor.commands.folders import lock_folder, socket_folder
from tutor.core.texts import words
from tutor.engine.ownership import new_session_id
from tutor.errors import UsageError
from tutor.live.place import open_place

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from rich.console import Console

    from tutor.core.facts import ImageFacts
    from tutor.core.lesson import Lesson
    from tutor.environment import Environment
    from tutor.live.place import Place


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
        raise UsageError(words("tool.no-program", cli=cli), words("tool.no-program.cure"))
    path = os.pathsep.join((str(program.parent), environment.variables.get("PATH", os.defpath)))
    return replace(open_place({**environment.variables, "PATH": path}), cli=program)


def say(console: Console, *lines: str) -> None:
    """Print lines as they are, whole, and at once."""
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
    console.file.flush()


def write(console: Console, data: object) -> None:
    """Print JSON as it is, never wrapped."""
    console.file.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
