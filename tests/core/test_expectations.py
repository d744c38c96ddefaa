"""What a step asks for, point by point: met, or unmet with a sentence of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.judging import (
    BOOT,
    FACTS,
    IMAGE_ID,
    created,
    ended,
    failed,
    left,
    printed,
    running,
)
from tutor.core.command import parse
from tutor.core.expectations import starts_as, unmet_points
from tutor.core.expected_output import words
from tutor.core.facts import Facts
from tutor.core.lesson import CommandWanted, ContainerWanted, OutputWanted, Pass
from tutor.core.message import Text
from tutor.core.outcome import Outcome
from tutor.core.texts import fill
from tutor.core.unmet import Point

LS = "docker run ghost ls"
SERVER = "docker run -p 8989:2368 ghost"
OWN_ENTRY = "docker run --entrypoint ls ghost"


def keys(passing: Pass, line: str, outcome: Outcome, facts: Facts = FACTS) -> tuple[str, ...]:
    """The sentences of the unmet points; each must be one that can be filled."""
    points = unmet_points(passing, parse(line), outcome, facts)
    assert all(fill(Text(point.key, point.values)) for point in points)
    return tuple(point.key for point in points)


def asks(**wanted: Any) -> Pass:  # noqa: ANN401 -- any field of ContainerWanted
    """A step that asks this of its container."""
    return Pass(container=ContainerWanted(**wanted))


def with_container(line: str, **changes: object) -> Outcome:
    """A command whose container ended, but for these changes."""
    return ended(line, created=(created(line, **changes),))


@pytest.mark.parametrize(
    ("passing", "line", "outcome", "key"),
    [
        (asks(running=True), LS, printed("ok"), "gap.no-container"),
        (asks(running=True), LS, failed(125), "gap.no-container-failed"),
        (asks(running=True), LS, Outcome(exit_code=None), "gap.no-container-yet"),
        (asks(image="ghost"), LS, with_container(LS, image="busybox", image_id="sha256:1"), "gap.image"),
        (asks(image="busybox"), LS, ended(LS), "gap.image"),
        (asks(command=("date",)), LS, ended(LS), "gap.command"),
        (asks(command=("ls", "-l")), LS, ended(LS), "gap.command"),
        (asks(command=CommandWanted.DEFAULT), LS, ended(LS), "gap.command-default"),
        (asks(command=CommandWanted.OWN), SERVER, ended(SERVER), "gap.command-own"),
        (asks(command=CommandWanted.OWN), LS, with_container(LS, command=()), "gap.command-none"),
        (asks(command=CommandWanted.OWN), OWN_ENTRY, ended(OWN_ENTRY), "gap.entrypoint"),
        (asks(command=("ls",)), OWN_ENTRY, ended(OWN_ENTRY), "gap.entrypoint"),
        (asks(published="2368"), LS, ended(LS), "gap.published"),
        (asks(tty=True), LS, ended(LS), "gap.tty"),
        (asks(tty=False), "docker run -t ghost ls", ended("docker run -t ghost ls"), "gap.no-tty"),
        (asks(stdin=True), LS, ended(LS), "gap.stdin"),
        (asks(stdin=False), "docker run -i ghost ls", ended("docker run -i ghost ls"), "gap.no-stdin"),
        (asks(running=True), LS, ended(LS), "gap.running"),
        (asks(running=True), LS, with_container(LS, status="removed", exit_code=None), "gap.running"),
        (asks(running=True), LS, with_container(LS, status="paused"), "gap.status"),
        (asks(running=True), LS, with_container(LS, status="created"), "gap.never-started"),
        (asks(running=False), SERVER, left(SERVER), "gap.still-running"),
        (asks(exit="0"), SERVER, left(SERVER), "gap.still-running"),
        (asks(exit="0"), LS, with_container(LS, exit_code=2), "gap.exit"),
        (asks(exit="own"), LS, with_container(LS, exit_code=127), "gap.exit-own"),
        (asks(exit="own"), LS, failed(127, created=(created(LS, status="created", exit_code=None),)), "gap.exit-own"),
        (
            asks(exit="0"),
            LS,
            failed(125, created=(created(LS, status="created", exit_code=None),)),
            "gap.refused-start",
        ),
        (
            asks(exit="own"),
            LS,
            failed(125, created=(created(LS, status="removed", exit_code=None),)),
            "gap.refused-start",
        ),
        (asks(exit="0"), LS, failed(0, created=(created(LS, status="created", exit_code=None),)), "gap.never-started"),
        (asks(removed=True), LS, ended(LS), "gap.removed"),
        (asks(removed=True), SERVER, left(SERVER), "gap.still-running"),
        (asks(removed=False), "docker run --rm ghost ls", ended("docker run --rm ghost ls"), "gap.kept"),
        (Pass(output=OutputWanted(words="{{command}}")), LS, printed("[sh]\n"), "gap.output-words"),
        (Pass(output=OutputWanted(words="{{command}}")), LS, printed(" \n"), "gap.output-empty"),
        (Pass(output=OutputWanted(contains=("Up",))), LS, printed("Exited"), "gap.output-contains"),
        (Pass(output=OutputWanted(contains=("Up",))), LS, printed(""), "gap.output-empty"),
        (Pass(output=OutputWanted(contains=("a",))), "docker run -d ghost ls", printed("abc"), "gap.output-detached"),
        (Pass(output=OutputWanted(without=("a",))), "docker run -d ghost ls", printed("bcd"), "gap.output-detached"),
        (Pass(output=OutputWanted(without=("table",))), LS, printed("Creating table"), "gap.output-without"),
        (Pass(exit="0"), LS, failed(1), "gap.command-exit"),
        (Pass(exit="own"), LS, failed(125), "gap.command-exit"),
        (Pass(exit="0"), LS, Outcome(exit_code=None), "gap.command-running"),
    ],
)
def test_each_unmet_point_has_its_sentence(passing: Pass, line: str, outcome: Outcome, key: str) -> None:
    """The one thing that does not hold is told by its own sentence, and no other."""
    assert keys(passing, line, outcome) == (key,)


@pytest.mark.parametrize(
    ("passing", "line", "outcome"),
    [
        (asks(), LS, ended(LS)),
        (asks(running=False, exit="0"), "docker run --rm ghost ls", ended("docker run --rm ghost ls")),
        (asks(removed=True), LS, with_container(LS, auto_remove=True)),
        (asks(removed=False), LS, ended(LS)),
        (asks(exit="own"), LS, with_container(LS, exit_code=2)),
        (asks(exit="0"), "docker run --rm ghost ls", with_container(LS, status="removed", exit_code=None)),
        (asks(published="2368"), SERVER, left(SERVER)),
        (asks(published="2368/tcp"), SERVER, with_container(SERVER, bindings=())),
        (asks(tty=True, stdin=True), "docker run -it ghost sh", ended("docker run -it ghost sh")),
        (asks(command=CommandWanted.DEFAULT), SERVER, left(SERVER)),
        (Pass(output=OutputWanted(words="{{command}}")), LS, printed('["node", "current/index.js"]\r\n')),
        (Pass(output=OutputWanted(words="a b")), LS, printed("WARNING: Error loading config file\n[a b]\n")),
        (Pass(output=OutputWanted(contains=("{{image-id}}", "Id"))), LS, printed(f'"Id": "{IMAGE_ID}"')),
        (Pass(output=OutputWanted(without=("table",))), LS, printed("abc")),
        (Pass(exit="0"), LS, printed("")),
        (Pass(exit="own"), LS, failed(3)),
        (Pass(), LS, failed(1)),
    ],
)
def test_what_holds_is_no_gap(passing: Pass, line: str, outcome: Outcome) -> None:
    """Where everything asked holds there is nothing to say."""
    assert keys(passing, line, outcome) == ()


def test_every_unmet_point_is_listed() -> None:
    """Several gaps are all listed, the most telling first."""
    assert BOOT.passing is not None
    assert keys(BOOT.passing, LS, ended(LS)) == ("gap.command-default", "gap.published", "gap.running")


@pytest.mark.parametrize(
    ("passing", "line", "outcome", "facts"),
    [
        (asks(command=CommandWanted.OWN), LS, ended(LS), Facts()),
        (asks(exit="0"), "docker run -d ghost ls", with_container(LS, exit_code=None), FACTS),
        (Pass(output=OutputWanted(words="{{command}}")), LS, printed("[sh]"), Facts()),
        (Pass(output=OutputWanted(without=("{{container}}",))), LS, printed("NAME"), Facts()),
    ],
)
def test_what_cannot_be_known_is_not_called_unmet(passing: Pass, line: str, outcome: Outcome, facts: Facts) -> None:
    """A point that rests on something not known is unknown: neither met nor missed."""
    (point,) = unmet_points(passing, parse(line), outcome, facts)
    assert point.point is Point.UNKNOWN


def test_long_output_is_shortened() -> None:
    """A sentence repeats the beginning of one line, never a page."""
    passing = Pass(output=OutputWanted(words="a"))
    (point,) = unmet_points(passing, parse(LS), printed("\n" + "x" * 500), FACTS)
    assert len(point.values["printed"]) == 61


@pytest.mark.parametrize(
    ("started", "wanted", "equal"),
    [
        (("ls",), ("ls",), True),
        (("/bin/ls",), ("ls",), True),
        (("ls", "-l"), ("ls",), True),
        (("ls", "-l", "-a"), ("ls", "-a", "-l"), True),
        (("ls",), ("ls", "-l"), False),
        (("ls", "-l"), ("ls", "-l", "-l"), False),
        (("lss",), ("ls",), False),
        ((), ("ls",), False),
        ((), (), True),
        (("ls",), (), False),
    ],
)
def test_a_literal_command_is_its_program_and_words(
    started: tuple[str, ...],
    wanted: tuple[str, ...],
    equal: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    """The program counts by its name, the words wanted must be there, further ones may."""
    assert starts_as(started, wanted) is equal


@pytest.mark.parametrize(
    "output",
    [
        "[node current/index.js]",
        '["node","current/index.js"]',
        "node current/index.js ",
        "node\ncurrent/index.js\n",
        "'node', 'current/index.js'",
        "  [ node\t\tcurrent/index.js ]\r\n",
    ],
)
def test_words_are_the_same_in_every_dress(output: str) -> None:
    """Brackets, quotes, commas and blanks make no difference between outputs."""
    assert words(output) == ["node", "current/index.js"]


def test_a_running_container_tells_its_own_ports() -> None:
    """While it runs the daemon's word counts, not the line's."""
    outcome = left(SERVER, created=(running(SERVER, bindings=()),))
    assert keys(asks(published="2368/tcp"), SERVER, outcome) == ("gap.published",)
