"""The judge: four kinds of "no" are told apart, and none of them is a bare one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.core.judging import (
    BOOT,
    FACTS,
    INSPECT,
    INSPECT_CMD,
    NOT_LISTED,
    OWN,
    REMOVES,
    RUN_LS,
    SHELL,
    created,
    ended,
    failed,
    left,
    marked,
    pressed,
    printed,
    verdict,
)
from tutor.core.command import parse
from tutor.core.events import Sighting
from tutor.core.facts import Facts
from tutor.core.judge import judge
from tutor.core.outcome import Call, Key, Outcome
from tutor.core.verdict import Verdict, VerdictKind

if TYPE_CHECKING:
    from tutor.core.lesson import Step

P = "docker run -p 8989:2368 ghost"
LS = "docker run ghost ls"


@pytest.mark.parametrize("code", [0, 1, 2, 130, 137])
def test_a_command_of_ones_own_may_end_as_it_likes(code: int) -> None:
    """The code is the program's business, unless it says that there was no program."""
    outcome = ended(LS, exit_code=code, created=(created(LS, exit_code=code),))
    assert verdict(OWN, LS, outcome).kind is VerdictKind.PASSED


@pytest.mark.parametrize(
    ("sighting", "kind"),
    [
        (None, VerdictKind.WAITING),
        (Sighting.STARTED, VerdictKind.WAITING),
        (Sighting.SEEN, VerdictKind.PASSED),
        (Sighting.UNKNOWN, VerdictKind.PASSED),
        (Sighting.LATE, VerdictKind.TIMED_OUT),
        (Sighting.GONE, VerdictKind.NOT_YET),
        (Sighting.UNPUBLISHED, VerdictKind.NOT_YET),
    ],
)
def test_a_running_server_is_judged_by_what_was_seen_of_it(sighting: Sighting | None, kind: VerdictKind) -> None:
    """With everything else right, the site's answer decides."""
    assert verdict(BOOT, P, left(P), sighting).kind is kind


def test_a_detached_server_waits_as_well() -> None:
    """With `-d` the command has ended and the server has not: still waiting, not wrong."""
    line = "docker run -d -p 8989:2368 ghost"
    assert verdict(BOOT, line, left(line, exit_code=0)).kind is VerdictKind.WAITING


def test_what_cannot_be_opened_from_here_passes_and_says_so() -> None:
    """Where the port cannot be reached from here, Docker's own record passes, and the verdict tells."""
    assert verdict(BOOT, P, left(P), Sighting.UNKNOWN).values == {"unprobed": "8989"}
    assert verdict(BOOT, P, left(P), Sighting.SEEN).values == {}


def test_what_cannot_be_opened_is_still_checked() -> None:
    """Not being able to look is no excuse for another port."""
    line = "docker run -p 2368:8989 ghost"
    assert verdict(BOOT, line, left(line), Sighting.UNKNOWN).mistake == "ports-swapped"


@pytest.mark.parametrize("sighting", [Sighting.SEEN, Sighting.UNKNOWN])
def test_a_server_that_was_seen_may_be_stopped(sighting: Sighting) -> None:
    """Once it has answered, Ctrl-C does not take the step back."""
    outcome = ended(P, keys=pressed((Key.INTERRUPT, 9.0)))
    assert verdict(BOOT, P, outcome, sighting).kind is VerdictKind.PASSED


def test_a_server_that_crashed_unseen_does_not_pass() -> None:
    """Where nobody could look, a server that ended by itself with an error has not passed."""
    outcome = ended(P, exit_code=1, created=(created(P, exit_code=1),))
    assert verdict(BOOT, P, outcome, Sighting.UNKNOWN).values["gap"] == "gap.running"


def test_a_lost_daemon_is_nobodys_mistake() -> None:
    """When the daemon stops answering, that is the verdict, whatever else there is."""
    assert verdict(RUN_LS, LS, failed(1, daemon_lost=True)) == Verdict(VerdictKind.DAEMON_DOWN)


@pytest.mark.parametrize(
    ("step", "line", "outcome", "code"),
    [
        (BOOT, "docker ps", printed("CONTAINER ID\n"), "0"),
        (RUN_LS, "docker version", printed("20.10"), "0"),
        (RUN_LS, "docker ps", Outcome(exit_code=None), ""),
        (NOT_LISTED, "docker version", printed("20.10"), "0"),
        (BOOT, "docker run --help", printed("Usage"), "0"),
        (INSPECT, "docker network inspect bridge", failed(1), "1"),
        (BOOT, "docker logs blog", failed(1), "1"),
    ],
)
def test_a_fine_command_elsewhere_is_no_miss(step: Step, line: str, outcome: Outcome, code: str) -> None:
    """What is no try at the step is elsewhere, with its exit code."""
    assert verdict(step, line, outcome) == Verdict(VerdictKind.ELSEWHERE, values={"exit": code})


def test_a_mistake_is_told_where_all_that_is_asked_happens_to_hold() -> None:
    """Another listing leaves the container out as well: that is the wrong list, not the right answer elsewhere."""
    found = verdict(NOT_LISTED, "docker images", printed("REPOSITORY"))
    assert (found.kind, found.mistake) == (VerdictKind.NOT_YET, "wrong-list")


def test_a_slip_elsewhere_is_told_and_stays_elsewhere() -> None:
    """A command off the path that named an image for a container hears that, and it is no miss."""
    found = verdict(RUN_LS, "docker stop ghost", failed(1))
    assert (found.kind, found.mistake) == (VerdictKind.ELSEWHERE, "image-as-container")
    assert marked("docker stop ghost", found) == ("ghost",)


def test_a_step_that_asks_for_nothing_is_passed_by_no_command() -> None:
    """A question is answered, not run."""
    assert verdict(replace(BOOT, passing=None), P, left(P), Sighting.SEEN).kind is VerdictKind.ELSEWHERE


def test_a_line_past_the_wire_cannot_be_checked() -> None:
    """A line that names its own daemon made something that nobody saw: not checked is not wrong."""
    found = verdict(RUN_LS, "docker --context other run ghost ls", Outcome(exit_code=0))
    assert found.kind is VerdictKind.UNCHECKED
    assert found.values["reason"]


def test_an_unknown_image_cannot_be_checked() -> None:
    """Without the image's facts the default command is not known: not checked."""
    assert verdict(OWN, LS, ended(LS), facts=Facts()).kind is VerdictKind.UNCHECKED


def test_what_the_guard_held_back_is_called_that() -> None:
    """A call that the guard refused explains the code 125, not Docker."""
    refused = (Call("POST", "/containers/create", status=403, refused=True),)
    assert verdict(RUN_LS, LS, failed(125, calls=refused)).values["gap"] == "gap.refused"


@pytest.mark.parametrize(
    ("step", "line", "outcome", "gap", "marks"),
    [
        (RUN_LS, "docker run ghost date", ended("docker run ghost date"), "gap.command", ("date",)),
        (BOOT, "docker run ghost ls -l", ended("docker run ghost ls -l"), "gap.command-default", ("ls -l",)),
        (OWN, "docker run ghost", left("docker run ghost"), "gap.command-own", ("ghost",)),
        (REMOVES, LS, ended(LS), "gap.removed", ("run",)),
        (SHELL, "docker run ghost sh", ended("docker run ghost sh"), "gap.tty", ("run",)),
        (INSPECT_CMD, "docker inspect ghost", printed("[]"), "gap.output-words", ("inspect",)),
        (
            INSPECT_CMD,
            "docker inspect -f '{{.Config.Cmd}}' other",
            printed("[sh]"),
            "gap.output-words",
            ("'{{.Config.Cmd}}'",),
        ),
        (
            RUN_LS,
            "docker create ghost ls",
            ended(LS, created=(created(LS, status="created", exit_code=None),)),
            "gap.never-started",
            ("create",),
        ),
        (
            RUN_LS,
            "docker run busybox ls",
            ended(LS, created=(created(LS, image="busybox", image_id="sha256:1"),)),
            "gap.image",
            ("busybox",),
        ),
    ],
)
def test_what_no_mistake_explains_is_told_as_a_gap(
    step: Step, line: str, outcome: Outcome, gap: str, marks: tuple[str, ...]
) -> None:
    """An attempt that misses for no known mistake is told what it lacks, and where in the line that is decided."""
    found = verdict(step, line, outcome)
    assert (found.kind, found.mistake, found.values["gap"]) == (VerdictKind.NOT_YET, "", gap)
    assert marked(line, found) == marks


def test_without_a_model_a_container_is_tried_by_making_one() -> None:
    """With no model answer, making a container is a try where one is asked for, and listing is not."""
    for line, kind in (("docker run ghost date", VerdictKind.NOT_YET), ("docker ps", VerdictKind.ELSEWHERE)):
        outcome = ended(line) if "run" in line else printed("")
        assert judge(RUN_LS, parse(line), outcome, FACTS).kind is kind
