"""The steps about a container that is there already: every way to do it passes, and each near miss says what lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.judging import (
    JOIN_IT,
    OPEN_SHELL,
    READ_LOG,
    REMOVE_IT,
    STOP_IT,
    TARGET_FACTS,
    TARGET_ID,
    WAKE_IT,
    created,
    did,
    ended,
    pressed,
    target,
    verdict,
    verdict_on_target,
    visited,
)
from tutor.core.judge import told
from tutor.core.lesson import InsideWanted, OutputWanted, Pass, Status, Step, StepKind, TargetWanted
from tutor.core.outcome import ExecSeen, Key, Outcome
from tutor.core.texts import fill
from tutor.core.verdict import VerdictKind

SHORT = TARGET_ID[:12]
STOPPED = did(target=target(status="exited", exit_code=0))
KILLED = did(target=target(status="exited", exit_code=137))
REMOVED = did(target=target(status="removed"))
AWAKE = did(target=target(started_at="2026-01-01T10:00:00.25Z"))
CUT_OFF = did(code=130, output="…", keys=pressed((Key.INTERRUPT, 3.0)))
SHELL = "docker run -it ghost sh"


def own_server(**changes: Any) -> Outcome:  # noqa: ANN401 -- any field of Outcome
    """The end of the server that was left in terminal 1 at an earlier step: it created the step's container."""
    return replace(STOPPED, created=(created("docker run ghost", id=TARGET_ID, name="cranky_booth"),), **changes)


PASSING = (
    # however the server was ended
    (STOP_IT, "docker stop cranky_booth", STOPPED),
    (STOP_IT, "docker container stop cranky_booth", STOPPED),
    (STOP_IT, "docker stop -t 1 cranky_booth", STOPPED),
    (STOP_IT, "docker stop cranky_booth --time=30", STOPPED),
    (STOP_IT, f"docker stop {SHORT}", STOPPED),
    (STOP_IT, f"docker stop {TARGET_ID[:3]}", STOPPED),
    (STOP_IT, "docker stop cranky_booth other", STOPPED),
    (STOP_IT, "docker kill cranky_booth", KILLED),
    (STOP_IT, "docker container kill -s INT cranky_booth", STOPPED),
    (STOP_IT, "docker attach cranky_booth", replace(STOPPED, keys=pressed((Key.INTERRUPT, 2.0)))),
    (STOP_IT, "docker exec cranky_booth kill 1", STOPPED),
    (STOP_IT, "docker run ghost", own_server(keys=pressed((Key.INTERRUPT, 60.0)))),
    # however it was removed
    (REMOVE_IT, "docker rm cranky_booth", REMOVED),
    (REMOVE_IT, "docker container rm cranky_booth", REMOVED),
    (REMOVE_IT, "docker rm -f cranky_booth", REMOVED),
    (REMOVE_IT, "docker rm -v cranky_booth", REMOVED),
    (REMOVE_IT, "docker rm -fv cranky_booth", REMOVED),
    (REMOVE_IT, f"docker rm {SHORT}", REMOVED),
    (REMOVE_IT, "docker container prune -f", REMOVED),
    (REMOVE_IT, "docker rm /cranky_booth", REMOVED),
    # however it was woken
    (WAKE_IT, "docker start cranky_booth", AWAKE),
    (WAKE_IT, "docker container start cranky_booth", AWAKE),
    (WAKE_IT, f"docker start {SHORT}", AWAKE),
    (WAKE_IT, "docker restart cranky_booth", AWAKE),
    (WAKE_IT, "docker start -a cranky_booth", replace(AWAKE, exit_code=None)),
    (WAKE_IT, "docker start -ai cranky_booth", replace(AWAKE, exit_code=None)),
    (WAKE_IT, "docker start --attach=true cranky_booth", replace(AWAKE, exit_code=None)),
    # however its log was read
    (READ_LOG, "docker logs cranky_booth", did(output="…")),
    (READ_LOG, "docker container logs cranky_booth", did(output="…")),
    (READ_LOG, "docker logs --tail 5 cranky_booth", did(output="…")),
    (READ_LOG, "docker logs -n5 cranky_booth", did(output="…")),
    (READ_LOG, "docker logs cranky_booth --since 1h", did(output="…")),
    (READ_LOG, f"docker logs -t {SHORT}", did(output="…")),
    (READ_LOG, f"docker logs {TARGET_ID}", did(output="…")),
    (READ_LOG, "docker logs -f cranky_booth", CUT_OFF),
    (READ_LOG, "docker logs --follow cranky_booth", did(code=None, output="…")),
    # however it was entered
    (JOIN_IT, "docker exec -it cranky_booth sh", visited()),
    (JOIN_IT, "docker exec -ti cranky_booth bash", visited()),
    (JOIN_IT, "docker exec -i -t cranky_booth sh", visited(exit_code=127)),
    (JOIN_IT, "docker container exec --interactive --tty=true cranky_booth /bin/sh", visited()),
    (JOIN_IT, f"docker exec -it {SHORT} sh", visited()),
    (JOIN_IT, "docker exec -it -w / cranky_booth sh -l", visited()),
    (JOIN_IT, "docker exec -it cranky_booth sh", visited("# ps -ef\n  1 root node current/index.js\n# exit\n")),
    (
        JOIN_IT,
        "docker exec -it cranky_booth bash",
        visited(
            "# cat /proc/1/cmdline\nnodecurrent/index.js# exit\n", lines_typed=1, keys=pressed((Key.END_OF_INPUT, 9.0))
        ),
    ),
    # however a shell of one's own was opened
    (OPEN_SHELL, SHELL, ended(SHELL, lines_typed=2, output="/ # ls\ncontent\n/ # exit\n")),
    (OPEN_SHELL, "docker run -ti --rm ghost sh", ended("docker run -ti --rm ghost sh", lines_typed=2)),
    (OPEN_SHELL, SHELL, ended(SHELL, exit_code=127, lines_typed=2, output="# lss\nsh: lss: not found\n# exit\n")),
)


def name(value: object) -> str | None:
    """How a row is called in the list of tests."""
    return value.id if isinstance(value, Step) else value if isinstance(value, str) else None


@pytest.mark.parametrize(("asked", "line", "outcome"), PASSING, ids=name)
def test_whatever_brings_it_about_passes(asked: Step, line: str, outcome: Outcome) -> None:
    """What became of the container decides, not which command did it or how it was spelled."""
    assert verdict_on_target(asked, line, outcome).kind is VerdictKind.PASSED


NO_FLAGS = ExecSeen(TARGET_ID, "cranky_booth", ("sh",), exit_code=0)
OTHER = ExecSeen("d00d" * 16, "happy_ant", ("sh",), tty=True, stdin=True, exit_code=0)
TWICE = replace(JOIN_IT, passing=Pass(inside=InsideWanted(lines=2, entered=True)))
LACKING = (
    (STOP_IT, "docker restart cranky_booth", AWAKE, "gap.target.exited.running"),
    (STOP_IT, "docker pause cranky_booth", did(target=target(status="paused")), "gap.target.exited"),
    (STOP_IT, "docker rm -f cranky_booth", REMOVED, "gap.target.exited.removed"),
    (STOP_IT, "docker stop cranky_boot", did(code=1), "gap.target-unnamed"),
    (REMOVE_IT, "docker stop cranky_booth", STOPPED, "gap.target.removed.exited"),
    (REMOVE_IT, "docker start cranky_booth", AWAKE, "gap.target.removed.running"),
    (REMOVE_IT, "docker pause cranky_booth", did(target=target(status="paused")), "gap.target.removed"),
    (WAKE_IT, "docker start happy_ant", STOPPED, "gap.target.running.exited"),
    (WAKE_IT, "docker restart nobody", replace(STOPPED, exit_code=1), "gap.target-unnamed"),
    (STOP_IT, "docker kill nobody", did(code=1), "gap.target-unnamed"),
    (WAKE_IT, "docker start cranky_booth", did(), "gap.target-not-restarted"),
    (WAKE_IT, "docker rm cranky_booth", REMOVED, "gap.target.running.removed"),
    (WAKE_IT, "docker pause cranky_booth", did(target=target(status="paused")), "gap.target.running"),
    (READ_LOG, "docker logs happy_ant", did(output="…"), "gap.target-untouched"),
    (READ_LOG, "docker logs cranky_boot", did(code=1), "gap.target-unnamed"),
    (READ_LOG, "docker logs --since bogus cranky_booth", did(code=1), "gap.command-exit"),
    (JOIN_IT, "docker exec -it cranky_booth sh", visited(exit_code=None), "gap.inside-open"),
    (JOIN_IT, "docker exec -it cranky_booth sh", visited("# exit\n", lines_typed=1), "gap.inside-lines"),
    (JOIN_IT, "docker exec -it cranky_booth sh", visited("# ls\ncontent\n# exit\n"), "gap.inside-saw"),
    (JOIN_IT, "docker exec cranky_booth sh", visited("", execs=(NO_FLAGS,), lines_typed=0), "gap.inside-tty"),
    (
        JOIN_IT,
        "docker exec cranky_booth sh",
        visited("", execs=(replace(NO_FLAGS, tty=True),), lines_typed=0),
        "gap.inside-stdin",
    ),
    (JOIN_IT, "docker exec -it happy_ant sh", visited(execs=(OTHER,)), "gap.inside-other"),
    (JOIN_IT, "docker exec -it cranky_boot sh", did(code=1), "gap.target-unnamed"),
    (JOIN_IT, "docker exec -it cranky_booth sh", did(code=1), "gap.inside-none"),
    (TWICE, "docker exec -it cranky_booth sh", visited("# ls\nlogout\n# exit 3\n"), "gap.inside-lines"),
    (OPEN_SHELL, SHELL, ended(SHELL, lines_typed=0), "gap.inside-lines"),
    (OPEN_SHELL, "docker run ghost sh", ended("docker run ghost sh"), "gap.tty"),
)


@pytest.mark.parametrize(("asked", "line", "outcome", "gap"), LACKING, ids=name)
def test_each_thing_that_lacks_has_its_sentence(asked: Step, line: str, outcome: Outcome, gap: str) -> None:
    """What is not so yet is named, by what the step wants and what is there."""
    found = verdict_on_target(asked, line, outcome)
    assert (found.kind, found.mistake, found.values.get("gap")) == (VerdictKind.NOT_YET, "", gap)
    happened, _ = told(found)
    assert happened is not None
    assert fill(happened)


ELSEWHERE = (
    (STOP_IT, "docker ps"),
    (STOP_IT, "docker logs cranky_booth"),
    (STOP_IT, "docker inspect cranky_booth"),
    (READ_LOG, "docker restart cranky_booth"),
    (READ_LOG, "docker top cranky_booth"),
    (READ_LOG, "docker ps"),
    (WAKE_IT, "docker ps -a"),
    (JOIN_IT, "docker logs cranky_booth"),
)


@pytest.mark.parametrize(("asked", "line"), ELSEWHERE, ids=name)
def test_only_looking_is_neither_right_nor_wrong(asked: Step, line: str) -> None:
    """A fine command that is no try at the step is told so, and the step waits."""
    assert verdict_on_target(asked, line, did(output="…")).kind is VerdictKind.ELSEWHERE


def test_what_is_not_known_of_the_container_is_not_called_wrong() -> None:
    """Nobody could look at it: the learner is told so, and nothing is counted."""
    found = verdict_on_target(STOP_IT, "docker stop cranky_booth", did(target=None))
    assert found.kind is VerdictKind.UNCHECKED
    assert "cranky_booth" in found.values["reason"]


def test_a_step_may_want_a_container_to_run_on() -> None:
    """`restarted: false` is met by one that was left alone, and not by one that was started again."""
    asked = replace(READ_LOG, passing=Pass(target=TargetWanted(status=Status.RUNNING, touched=True, restarted=False)))
    assert verdict_on_target(asked, "docker logs cranky_booth", did()).kind is VerdictKind.PASSED
    assert verdict_on_target(asked, "docker logs cranky_booth", AWAKE).values["gap"] == "gap.target-restarted"


LISTED = Step(
    id="see-it",
    kind=StepKind.DO,
    title="",
    section="",
    prose="",
    do="docker container ls",
    passing=Pass(exit="0", output=OutputWanted(contains=("{{container}}",))),
)
NOT_LISTED = replace(LISTED, passing=Pass(exit="0", output=OutputWanted(without=("{{container}}",))))


@pytest.mark.parametrize(
    ("line", "output"),
    [
        ("docker ps", f"CONTAINER ID   NAMES\n{SHORT}   cranky_booth\n"),
        ("docker container ls", f"CONTAINER ID   NAMES\n{SHORT}   cranky_booth\n"),
        ("docker ps -q", f"{SHORT}\n"),
        ("docker ps -q --no-trunc", f"{TARGET_ID}\n"),
        ("docker ps --format '{{.Names}}'", "cranky_booth\n"),
        ("docker ps --format '{{.ID}}'", f"{SHORT}\n"),
    ],
)
def test_a_container_is_listed_by_name_or_by_id(line: str, output: str) -> None:
    """Either tells it; a step that wants it listed passes, one that wants it left out does not."""
    assert verdict(LISTED, line, did(output=output), facts=TARGET_FACTS).kind is VerdictKind.PASSED
    found = verdict(NOT_LISTED, line, did(output=output), facts=TARGET_FACTS)
    assert found.values["gap"] == "gap.output-listed"
    assert verdict(NOT_LISTED, line, did(output="CONTAINER ID\n"), facts=TARGET_FACTS).kind is VerdictKind.PASSED
