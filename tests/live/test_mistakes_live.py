"""The mistakes of the lesson's first steps, made for real: the real CLI, a real daemon, and the judge's word on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.core.judging import BOOT, INSPECT, INSPECT_CMD, OWN, REMOVES, RUN_LS, marked
from tests.live.typed import endpoint, observed, typed
from tutor.core.command import TokenKind, parse
from tutor.core.facts import Facts
from tutor.core.judge import judge, told
from tutor.core.texts import fill
from tutor.core.verdict import VerdictKind
from tutor.engine.image import read_image
from tutor.engine.ownership import LABEL, new_session_id
from tutor.engine.ports import first_free
from tutor.engine.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import docker

    from tutor.core.lesson import Step
    from tutor.core.verdict import Verdict

    Judged = Callable[[Step, str], Verdict]

NAMES = (TokenKind.ARGUMENT, TokenKind.VALUE, TokenKind.TAIL)

WRONG = (
    # The address keeps the swapped line off a 2368 that something else here may use.
    (BOOT, "docker run -d -p 127.0.0.23:2368:{port} {image}", "ports-swapped", ("127.0.0.23:2368:{port}",)),
    (BOOT, "docker run -d -p {port}:80 {image}", "container-port", ("{port}:80",)),
    (BOOT, "docker run -d -p 2368 {image}", "host-port", ("2368",)),
    (BOOT, "docker run -d -P {image}", "host-port", ("-P",)),
    (BOOT, "docker run -d {image}", "no-publish", ("{image}",)),
    (BOOT, "docker run {image} -p {port}:2368", "flags-after-image", ("-p {port}:2368",)),
    (BOOT, "docker run -p {image}", "flag-ate-image", ("-p {image}",)),
    (BOOT, "docker run -p {port}:2368", "object-missing", ("run",)),
    (BOOT, "docker run {image}-none", "image-missing", ("{image}-none",)),
    (BOOT, "docker run gohst-{port} ls", "image-missing", ("gohst-{port}",)),
    (INSPECT, "docker inspect", "object-missing", ("inspect",)),
    (INSPECT, "docker inspect {image}s", "image-missing", ("{image}s",)),
    (INSPECT, "docker container inspect {image}", "image-as-container", ("{image}",)),
    (INSPECT_CMD, "docker inspect -f .Config.Cmd {image}", "format-no-braces", (".Config.Cmd",)),
    (INSPECT_CMD, "docker inspect '{{{{.Config.Cmd}}}}' {image}", "format-without-f", ("'{{{{.Config.Cmd}}}}'",)),
    (INSPECT_CMD, "docker inspect -f '{{{{.Config.cmd}}}}' {image}", "field-wrong", (".Config.cmd",)),
    (INSPECT_CMD, "docker inspect -f '{{{{.Config.Env}}}}' {image}", "field-wrong", (".Config.Env",)),
    (INSPECT_CMD, "docker inspect -f {{{{ .Config.Cmd }}}} {image}", "format-split", ("{{{{ .Config.Cmd }}}}",)),
    (RUN_LS, "docker run ls {image}", "image-command-swapped", ("ls", "{image}")),
    (RUN_LS, "docker run {image} 'ls -l'", "quoted-whole", ("'ls -l'",)),
    (RUN_LS, "docker run '{image} ls'", "quoted-whole", ("'{image} ls'",)),
    (OWN, "docker run {image} lss", "not-in-image", ("lss",)),
    (OWN, "docker run -d {image} lss", "not-in-image", ("lss",)),
    (OWN, "docker run --entrypoint lss {image}", "not-in-image", ("lss",)),
    (OWN, "docker run {image} cd /tmp", "shell-builtin", ("cd",)),
    (OWN, "docker run --rm {image} exit", "shell-builtin", ("exit",)),
    (OWN, "docker run --rm {image} content", "not-in-image", ("content",)),
    (REMOVES, "docker run {image} ls --rm", "flags-after-image", ("--rm",)),
)

UNFINISHED = (
    (BOOT, "docker run -d -p {port}:2368 {image}", "not-up-yet"),
    (BOOT, "docker container run --publish={port}:2368 --detach {id}", "not-up-yet"),
)

RIGHT = (
    (BOOT, "docker ps", VerdictKind.ELSEWHERE),
    (INSPECT, "docker inspect {image}", VerdictKind.PASSED),
    (INSPECT, "docker image inspect {id}", VerdictKind.PASSED),
    (INSPECT_CMD, "docker inspect -f '{{{{.Config.Cmd}}}}' {image}", VerdictKind.PASSED),
    (INSPECT_CMD, "docker inspect {image} --format='{{{{json .Config.Cmd}}}}'", VerdictKind.PASSED),
    (INSPECT_CMD, "docker image inspect -f {{{{.Config.Cmd}}}} {id}", VerdictKind.PASSED),
    (RUN_LS, "docker run {image} ls", VerdictKind.PASSED),
    (RUN_LS, "docker run --rm {id} /bin/ls -l", VerdictKind.PASSED),
    (OWN, "docker run -d {image} date", VerdictKind.PASSED),
    (OWN, "docker run {image} cat /etc/os-release", VerdictKind.PASSED),
    (OWN, "docker run --rm {image} sh -c 'exit 3'", VerdictKind.PASSED),
    (REMOVES, "docker run --rm {image} ls", VerdictKind.PASSED),
)


@pytest.fixture
def wire(daemon: docker.APIClient, tmp_path: Path) -> Iterator[Wire]:
    """A wire of a session of its own; what its commands made is removed at the end."""
    session = new_session_id()
    with Wire(endpoint(), session, tmp_path) as opened:
        yield opened
    for container in daemon.containers(all=True, filters={"label": f"{LABEL}={session}"}):
        daemon.remove_container(container["Id"], force=True, v=True)


@pytest.fixture
def facts(daemon: docker.APIClient, session_id: str, ghost_image: str) -> Facts:
    """The place: the tests' own stand-in, and a free port."""
    return Facts(image=read_image(daemon, ghost_image, session_id), port=first_free(18980))


@pytest.fixture
def judged(daemon: docker.APIClient, wire: Wire, facts: Facts) -> Judged:
    """Types a line at a step and tells the verdict."""

    def judge_line(step: Step, line: str) -> Verdict:
        command = parse(line)
        words = [token.value for token in command.tokens if token.kind in NAMES]
        outcome = observed(daemon, typed(wire, *command.argv), image_names=words)
        return judge(here(step, facts), command, outcome, facts, model=parse(here(step, facts).do or ""))

    return judge_line


def here(step: Step, facts: Facts) -> Step:
    """The step, with its model answer about the tests' own image and port."""
    assert facts.image is not None
    assert step.do is not None
    line = step.do.replace("ghost", facts.image.name).replace("8989", str(facts.port))
    passing = step.passing
    if passing is not None and passing.container is not None and passing.container.image is not None:
        passing = replace(passing, container=replace(passing.container, image="{{image}}"))
    return replace(step, do=line, passing=passing)


def filled(template: str, facts: Facts) -> str:
    """A line of the tables, with image and port put in."""
    assert facts.image is not None
    digits = facts.image.id.removeprefix("sha256:")[:12]
    return template.format(image=facts.image.name, id=digits, port=facts.port)


@pytest.mark.parametrize(("step", "template", "mistake", "marks"), WRONG, ids=lambda value: str(value)[:60])
def test_a_mistake_made_for_real_is_known(  # noqa: PLR0913, PLR0917 -- a row of the table and its place
    judged: Judged, facts: Facts, step: Step, template: str, mistake: str, marks: tuple[str, ...]
) -> None:
    """What the CLI and the daemon make of the line is told as this mistake, pointed at, with both sentences."""
    line = filled(template, facts)
    found = judged(step, line)
    assert (found.kind, found.mistake) == (VerdictKind.NOT_YET, mistake), found
    assert marked(line, found) == tuple(filled(mark, facts) for mark in marks)
    assert all(text is not None and fill(text) for text in told(found))


@pytest.mark.parametrize(("step", "template", "kind"), RIGHT, ids=lambda value: str(value)[:60])
def test_a_right_line_typed_for_real_is_right(
    judged: Judged, facts: Facts, step: Step, template: str, kind: VerdictKind
) -> None:
    """Equal spellings, run for real, are equally right."""
    found = judged(step, filled(template, facts))
    assert found.kind is kind, found


@pytest.mark.parametrize(("step", "template", "mistake"), UNFINISHED, ids=lambda value: str(value)[:60])
def test_what_is_right_and_not_there_yet_is_waited_for(
    judged: Judged, facts: Facts, step: Step, template: str, mistake: str
) -> None:
    """The container runs and its site has not answered: that is no miss, and why it takes time is known."""
    found = judged(step, filled(template, facts))
    assert (found.kind, found.mistake) == (VerdictKind.WAITING, mistake), found


def test_a_taken_port_names_its_holder(judged: Judged, facts: Facts) -> None:
    """The second server on one port hears who has it."""
    line = filled("docker run -d --name holder-{port} -p {port}:2368 {image}", facts)
    assert judged(BOOT, line).kind is VerdictKind.WAITING
    again = filled("docker run -d -p {port}:2368 {image}", facts)
    found = judged(BOOT, again)
    assert (found.mistake, found.values["holder"]) == ("port-taken", f"holder-{facts.port}")
    assert marked(again, found) == (f"{facts.port}:2368",)


def test_a_taken_name_is_told(judged: Judged, facts: Facts) -> None:
    """A name that a stopped container has is taken, and a container is no image."""
    line = filled("docker run --name kept-{port} {image} ls", facts)
    assert judged(RUN_LS, line).kind is VerdictKind.PASSED
    found = judged(RUN_LS, line)
    assert found.mistake == "name-taken"
    assert marked(line, found) == (f"kept-{facts.port}",)
    assert judged(RUN_LS, f"docker run kept-{facts.port} ls").mistake == "container-as-image"


def test_a_ghost_without_its_database_is_told(
    daemon: docker.APIClient, wire: Wire, session_id: str, mysql_ghost_image: str
) -> None:
    """A Ghost that wants MySQL ends with an error; the verdict says which, not that the port is wrong."""
    place = Facts(image=read_image(daemon, mysql_ghost_image, session_id), port=first_free(18980))
    step = here(BOOT, place)
    command = parse(step.do or "")
    outcome = observed(daemon, typed(wire, *command.argv), image_names=[mysql_ghost_image])
    found = judge(step, command, outcome, place, model=command)
    assert (found.kind, found.mistake) == (VerdictKind.NOT_YET, "mysql-refused")
