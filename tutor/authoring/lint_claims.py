"""What a lesson says of the `ghost` image, held against what is known of it without a daemon.

Known are the parts of its configuration that all its versions share, and what is in the stand-in: the program a
lesson names has to be in both. What a command prints is for `author verify` to see.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tutor.authoring.lint_model import understood
from tutor.authoring.lint_prose import FENCE
from tutor.core.message import Text, text
from tutor.core.publishing import publication, with_protocol
from tutor.core.texts import words
from tutor.engine.stand_in import CHANGES, PROGRAMS
from tutor.lessonfile.lint import about
from tutor.lessonfile.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.command import DockerCommand
    from tutor.core.lesson import Lesson, Step

IMAGE = "ghost"
COMPARED = ("WORKDIR", "VOLUME", "ENTRYPOINT", "EXPOSE", "CMD")
OWN_PROGRAMS = frozenset({"node", "docker-entrypoint.sh"})
BUILTINS = frozenset("cd exit export set umask alias type read wait jobs exec eval".split())  # noqa: SIM905 -- a list
NOT_THERE = frozenset({"not-in-image", "shell-builtin"})  # mistakes that say of a program that it is not in the image


def claim_findings(lesson: Lesson, written: str) -> Iterator[tuple[int, str]]:
    """Line and message of each claim that the image contradicts; `written` is the lesson's file."""
    if lesson.image.removesuffix(":latest") != IMAGE:
        return
    yield from wrong_dockerfiles(written)
    for step in lesson.steps:
        for said in (*wrong_ports(step), *wrong_programs(step), *hard_coded(step)):
            yield step.line_number, about(step, said)


def configuration() -> dict[str, str]:
    """The instructions that made the image, by name."""
    pairs = (change.partition(" ") for change in CHANGES)
    return {name: value for name, _, value in pairs if name in COMPARED}


def wrong_dockerfiles(written: str) -> Iterator[tuple[int, str]]:
    """Lines of a shown Dockerfile that the image does not have."""
    known, is_shown = configuration(), False
    for number, line in enumerate(written.split("\n"), 1):
        if mark := FENCE.fullmatch(line):
            is_shown = not is_shown and mark[2].strip().lower() == "dockerfile"
        name, _, value = line.strip().partition(" ")
        if is_shown and name in known and normal(value) != normal(known[name]):
            yield number, words("lint.other-line", known=f"`{name} {known[name]}`", line=quoted(line.strip()))


def normal(value: str) -> object:
    """An instruction's value, however its list is spaced."""
    try:
        return json.loads(value)
    except ValueError:
        return value.strip()


def wrong_ports(step: Step) -> Iterator[Text]:
    """Ports that the step wants reached, or its model answer leads to, and that nothing listens on."""
    container = step.passing.container if step.passing else None
    ports = {with_protocol(container.published)} if container and container.published else set()
    command = understood(step.do or "")
    if command and is_about_image(command):
        published = (publication(use.value) for use in command.flags if use.name == "publish")
        ports |= {one.container_port for one in published if one}
    for port in sorted(ports - {with_protocol(configuration()["EXPOSE"])}):
        yield text("lint.closed-port", port=port)


def is_about_image(command: DockerCommand) -> bool:
    """Whether the line makes a container of the image."""
    return any(token.value.removesuffix(":latest") == IMAGE for token in command.arguments)


def wrong_programs(step: Step) -> Iterator[Text]:
    """Programs that a right answer runs and the image lacks, and those that a wrong one calls lacking and are there."""
    inside = PROGRAMS.split()
    for program in dict.fromkeys(programs_of(step)):
        if program not in inside and program not in OWN_PROGRAMS:
            yield text("lint.no-program", program=quoted(program))
    for wrong in step.wrong:
        program = first_inside(understood(wrong.line))
        if wrong.mistake in NOT_THERE and (program in inside or program in OWN_PROGRAMS):
            yield text("lint.is-program", program=quoted(program))


def programs_of(step: Step) -> Iterator[str]:
    """The programs that the step's model answers start inside."""
    for line in (step.do, *(variant.do for variant in step.variants.values())):
        if program := first_inside(understood(line or "")):
            yield program
    words = (re.split(r"[\s|;&]+", line.strip(), maxsplit=1)[0] for line in step.type if not line.startswith("^"))
    yield from (word.rpartition("/")[2] for word in words if word and word not in BUILTINS)


def first_inside(command: DockerCommand | None) -> str:
    """The program that a line names for a container, "" if it names none."""
    words = command.tail if command and command.name in {"run", "create", "exec"} else ()
    return words[0].value.rpartition("/")[2] if words else ""


def hard_coded(step: Step) -> Iterator[Text]:
    """The default command, written out: the newest images have another."""
    command = " ".join(json.loads(configuration()["CMD"]))
    answers = [answer for ask in (step.ask, *step.cases) if ask for answer in ask.answers]
    shown = (step.prose, step.passed, *step.hints, *answers)
    if any(command in re.sub(r"\s+", " ", without_blocks(one)) for one in shown):
        yield text("lint.hard-coded", command=quoted(command))


def without_blocks(markdown: str) -> str:
    """The text without its code blocks, which show a file as it is."""
    return re.sub(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[ \t]*$|\Z)", "", markdown, flags=re.MULTILINE | re.DOTALL)
