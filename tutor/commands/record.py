"""`author record`: play a lesson on a live daemon and keep what it printed and did, for learners without one."""

from __future__ import annotations

import getpass
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tutor.authoring.camera import Reel
from tutor.authoring.recording import digests, film, refuse_company, write
from tutor.authoring.results import told
from tutor.authoring.usual import USUAL, scenes
from tutor.commands.beginning import check_step
from tutor.commands.library import lesson_named
from tutor.commands.workshop import say, workshop
from tutor.core.facts import Facts
from tutor.core.opening import USUAL_PORT
from tutor.core.texts import words
from tutor.engine import daemon, ports
from tutor.engine.cli import cli_version
from tutor.errors import TutorError, UsageError
from tutor.exit_codes import ExitCode
from tutor.recorded.shelf import ABOUT, FOLDER, About, read_shelf

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from tutor.authoring.results import Result
    from tutor.commands.workshop import Workshop
    from tutor.core.lesson import Lesson
    from tutor.environment import Environment
    from tutor.recorded.shelf import Recording

USUAL_ROOT = "/var/lib/docker"
SESSION = re.compile(r"(docker-tutor\.session\W{1,6})[0-9a-f]+-[0-9a-f]{12}")
NAME_SERVER = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}(?=:53\b)")
DOCUMENTED = "192.0.2.53"  # an address that is nobody's (RFC 5737)
SHORTEST = 4
"""Letters of a name that is looked for in recordings; shorter ones stand everywhere by chance."""


def record(console: Console, environment: Environment, options: Namespace) -> ExitCode:
    """Record a lesson.

    Raises:
        LessonError: There is no such lesson, or its file is broken.
        NoDaemonError: No usable daemon.
        UsageError: The lesson has no such step, or its image is not here.
        TutorError: This daemon, or this machine, is none to record on.
    """
    lesson = lesson_named(options.lesson, environment.variables)
    for step in options.step:
        check_step(lesson, step)
    folder = Path(options.output) if options.output else Path(lesson.path).absolute().parent / FOLDER / lesson.id
    with workshop(environment, lesson, options, None) as shop:
        if shop.image.name != lesson.image:
            message = words("tool.no-image", image=lesson.image)
            raise UsageError(message, words("tool.no-image.cure", image=lesson.image))
        refuse_company(shop.bench)
        bench = replace(shop.bench, ports=usual_port)
        reel, unwell = Reel(), 0
        every = scenes(shop.lesson, Facts(image=shop.image, port=USUAL_PORT))
        for result in film(bench, shop.lesson, every, reel, options.step):
            is_bad = result.check.name != USUAL and not result.is_well
            unwell += is_bad
            say(console, *(told(result) if is_bad else (recorded(result),)))
        told_of, kept = beside_the_old(folder, reel, about(shop, environment, lesson), options.step)
        size = write(reel, folder, told_of, scrubber(shop, environment), kept)
    say(console, words("tool.size", size=size // 1000, folder=folder))
    say(console, *([words("tool.unwell", count=unwell)] if unwell else []))
    return ExitCode.NOT_PASSED if unwell else ExitCode.FINE


def recorded(result: Result) -> str:
    """A line for what was recorded as it should."""
    return words("tool.recorded", step=result.check.step, lines=" / ".join(result.lines))


def beside_the_old(folder: Path, reel: Reel, now: About, steps: Sequence[str]) -> tuple[About, tuple[Recording, ...]]:
    """Where only some steps were recorded: the recordings that stay, and what is to be said of them all.

    Raises:
        TutorError: What lies in the folder is broken.
    """
    if not steps or not (folder / ABOUT).is_file():
        return now, ()
    shelf = read_shelf(folder)
    if (shelf.about.engine, shelf.about.image.id) != (now.engine, now.image.id):
        raise TutorError(words("tool.other-place"), words("tool.other-place.cure"))
    reel.results = {**shelf.results, **reel.results}
    digests = {step: now.steps[step] if step in steps else shelf.about.steps.get(step, "") for step in now.steps}
    return msgspec.structs.replace(now, steps=digests), shelf.recordings


def usual_port() -> int:
    """The port that every recording is made with: it is the learner's too.

    Raises:
        TutorError: It is taken.
    """
    if not ports.is_free(USUAL_PORT, "0.0.0.0"):  # noqa: S104 -- where docker publishes; only tried
        raise TutorError(words("tool.port-taken", port=USUAL_PORT), words("tool.port-taken.cure"))
    return USUAL_PORT


def about(shop: Workshop, environment: Environment, lesson: Lesson) -> About:
    """When and with what the recordings were made."""
    place = shop.bench.place
    return About(
        lesson.id,
        environment.now().date().isoformat(),
        daemon.versions(place.client).engine,
        cli_version(place.cli),
        USUAL_PORT,
        shop.image,
        digests(lesson),
    )


def scrubber(shop: Workshop, environment: Environment) -> Callable[[str], str]:
    """What takes a session's id and the daemon's folder out of a text, and refuses one that names this machine."""
    root = str(shop.bench.place.client.info().get("DockerRootDir") or USUAL_ROOT)
    told = (socket.gethostname(), getpass.getuser(), str(Path.home()), str(environment.working_folder))
    telling = [word for word in told if len(word.strip("/")) > SHORTEST]

    def scrub(text: str) -> str:
        text = SESSION.sub(r"\g<1>recorded", text.replace(root, USUAL_ROOT))
        text = NAME_SERVER.sub(DOCUMENTED, text)
        found = [word for word in telling if word in text]
        if found:
            raise TutorError(words("tool.names-machine", word=found[0]), words("tool.names-machine.cure"))
        return text

    return scrub
