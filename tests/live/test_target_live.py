"""What commands do to the step's container, and what they start in it, on the real daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.stage import Stage, interrupt, leave, server, staged, state, types, wait_for
from tutor.core.expected_target import is_status
from tutor.core.lesson import Status
from tutor.core.outcome import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

    from tutor.core.outcome import ContainerSeen, Outcome


@pytest.fixture
def stage(daemon: docker.APIClient, ghost_image: str) -> Iterator[Stage]:
    """A session whose step's container is a server in terminal 1."""
    with staged(daemon, ghost_image) as stage:
        assert stage.prepare(server(ghost_image)).failed == ""
        yield stage


def target_of(outcome: Outcome, stage: Stage) -> ContainerSeen:
    """The step's container as the outcome has it."""
    assert outcome.target is not None
    assert (outcome.target.id, outcome.target.name) == (stage.facts.container_id, stage.facts.container)
    return outcome.target


def test_the_server_of_the_fixture_is_the_target(stage: Stage) -> None:
    """Looking at it changes nothing: it runs, started when the facts say."""
    target = target_of(stage.typed("docker ps"), stage)
    assert is_status(Status.RUNNING, target)
    assert target.started_at == stage.facts.started_at


CHANGES = [
    ("docker stop {}", Status.EXITED),
    ("docker kill {}", Status.EXITED),
    ("docker kill -s INT {}", Status.EXITED),
    ("docker rm -f {}", Status.REMOVED),
    ("docker restart {}", Status.RUNNING),
    ("docker rm {}", Status.RUNNING),
    ("docker logs {}", Status.RUNNING),
    ("docker exec {} kill 1", Status.EXITED),
]


@pytest.mark.parametrize(("line", "status"), CHANGES)
def test_each_command_leaves_it_so(stage: Stage, line: str, status: Status) -> None:
    """As soon as the command has ended."""
    target = target_of(stage.typed(line.format(stage.facts.container)), stage)
    assert is_status(status, target), target.status


def test_stopped_removed_and_no_more(stage: Stage) -> None:
    """stop, rm, and whatever comes after: it stays removed, under its own name."""
    name = stage.facts.container
    stage.typed(f"docker stop {name}")
    assert is_status(Status.REMOVED, target_of(stage.typed(f"docker rm {name}"), stage))
    assert is_status(Status.REMOVED, target_of(stage.typed("docker ps -a"), stage))


def test_started_again_it_is_the_same_and_younger(stage: Stage) -> None:
    """`docker start` after `docker stop`: same id, another start."""
    name = stage.facts.container
    stopped = target_of(stage.typed(f"docker stop {name}"), stage)
    outcome = stage.typed(f"docker start {name}")
    target = target_of(outcome, stage)
    assert is_status(Status.RUNNING, target)
    assert target.started_at > stopped.started_at == stage.facts.started_at
    assert outcome.created == ()


def test_ctrl_c_in_a_terminal_one_returned_to(stage: Stage) -> None:
    """The outcome is of the whole job: what it created, the key, and the container stopped with code 0."""
    outcome = stage.shown(1, interrupt)
    target = target_of(outcome, stage)
    assert (target.status, target.exit_code) == ("exited", 0)
    assert [one.id for one in outcome.created] == [target.id]
    assert outcome.pressed(Key.INTERRUPT) is not None
    assert outcome.exit_code == 0
    assert "Ghost is running" in outcome.output


def test_a_line_typed_at_a_terminal_one_returned_to(stage: Stage) -> None:
    """Keys and lines of every visit are in the outcome after the last."""
    name = stage.facts.container
    before = stage.typed(f"docker exec -it {name} sh", types("echo o''ne", leaving=True))
    assert (before.exit_code, before.lines_typed) == (None, 1)
    assert before.execs[0].exit_code is None
    after = stage.shown(stage.count, types("echo t''wo", "exit 4"))
    assert (after.exit_code, after.lines_typed) == (4, 3)
    assert "\none\n" in after.output
    assert "\ntwo\n" in after.output
    assert [(visit.container, visit.exit_code) for visit in after.execs] == [(stage.facts.container_id, 4)]


def test_a_shell_inside_is_seen_with_its_streams(stage: Stage) -> None:
    """`exec -it`: a terminal and an open keyboard, its code, its lines; the container runs on."""
    outcome = stage.typed(f"docker exec -it {stage.facts.container} sh", types("cat /proc/1/cmdline", "exit 3"))
    (visit,) = outcome.execs
    assert (visit.container, visit.name) == (stage.facts.container_id, stage.facts.container)
    assert (visit.command, visit.tty, visit.stdin, visit.exit_code) == (("sh",), True, True, 3)
    assert (outcome.exit_code, outcome.lines_typed) == (3, 2)
    assert is_status(Status.RUNNING, target_of(outcome, stage))


@pytest.mark.parametrize(("flags", "tty", "stdin"), [("", False, False), ("-i", False, True), ("-t", True, False)])
def test_other_streams_are_seen_too(stage: Stage, flags: str, tty: bool, stdin: bool) -> None:  # noqa: FBT001 -- parameters
    """Each flag for itself."""
    outcome = stage.typed(f"docker exec {flags} {stage.facts.container} true".replace("  ", " "))
    assert [(visit.tty, visit.stdin, visit.exit_code) for visit in outcome.execs] == [(tty, stdin, 0)]


def test_the_plug_is_pulled_from_inside(stage: Stage) -> None:
    """`kill 1` in the shell: the server ends with 0, the shell with 137, and the target is stopped by then."""
    outcome = stage.typed(f"docker exec -it {stage.facts.container} sh", types("kill 1"))
    assert [visit.exit_code for visit in outcome.execs] == [137]
    target = target_of(outcome, stage)
    assert (target.status, target.exit_code) == ("exited", 0)


def test_a_program_that_is_not_inside_ends_its_exec(stage: Stage) -> None:
    """126 or 127, and no harm done."""
    outcome = stage.typed(f"docker exec {stage.facts.container} nosuch")
    assert [visit.exit_code for visit in outcome.execs] == [outcome.exit_code]
    assert outcome.exit_code in {126, 127}


def test_nobody_enters_what_is_stopped(stage: Stage) -> None:
    """A refused exec starts nothing, and is about the container all the same."""
    stage.typed(f"docker stop {stage.facts.container}")
    outcome = stage.typed(f"docker exec -it {stage.facts.container} sh")
    assert (outcome.execs, [one.id for one in outcome.touched]) == ((), [stage.facts.container_id])


def test_stopping_a_terminal_stops_its_container_in_order(stage: Stage, daemon: docker.APIClient) -> None:
    """The server is asked as Ctrl-C asks: code 0; the end is reported; nobody pressed a key; it is not removed."""
    stage.world.stop(1)
    wait_for(lambda: stage.has_ended(1), "the report of the end")
    outcome = stage.world.outcome(1)
    target = target_of(outcome, stage)
    assert (target.status, target.exit_code, outcome.keys) == ("exited", 0, ())
    assert state(daemon, target) == "exited"


@pytest.mark.parametrize("flags", ["-it", "-d"])
def test_what_no_ctrl_c_reaches_is_stopped_all_the_same(stage: Stage, daemon: docker.APIClient, flags: str) -> None:
    """A shell with a terminal of its own, left; and a container that its command did not wait for."""
    line = f"docker run {flags} {stage.setting.image} sh -c 'echo up; exec sleep 300'"
    outcome = stage.typed(line, leave)
    (made,) = outcome.created
    assert made.is_running
    stage.world.stop(stage.count)
    assert state(daemon, made) == "exited"
    wait_for(lambda: stage.has_ended(stage.count), "the report of the end")


def test_a_visitor_that_is_stopped_leaves_the_container_running(stage: Stage, daemon: docker.APIClient) -> None:
    """`logs -f` and a shell inside made nothing that runs on."""
    for line in (f"docker logs -f {stage.facts.container}", f"docker exec -it {stage.facts.container} sh"):
        stage.typed(line, leave)
        stage.world.stop(stage.count)
        wait_for(lambda: stage.has_ended(stage.count), "the report of the end")
        assert state(daemon, stage.facts.container_id) == "running"
