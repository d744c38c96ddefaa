"""What a command did to the step's container, and what it started in containers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.test_observe import ID, OTHER, FakeDaemon, details, observe, post
from tutor.core.outcome import Call, ContainerSeen, ExecSeen, Key, KeyPress

if TYPE_CHECKING:
    from tutor.core.outcome import Outcome

TARGET = ContainerSeen(id=ID, name="blog", image="ghost", status="running", started_at="2026-01-01T00:00:00Z")
INSIDE = "e" * 64
INTERRUPTED = (KeyPress(Key.INTERRUPT, 3.0),)


def enters(reference: str = "blog", status: int = 201, **body: Any) -> Call:  # noqa: ANN401 -- JSON
    """The CLI's creation of a process in a container."""
    asked = {"Cmd": ["sh"], "Tty": True, "AttachStdin": True, **body}
    answer = json.dumps({"Id": INSIDE} if status == 201 else {"message": "is not running"})
    return Call("POST", f"/containers/{reference}/exec", request=json.dumps(asked), response=answer, status=status)


def looks(reference: str = "blog") -> Call:
    """The CLI's look at the container before."""
    answer = json.dumps({"Id": ID, "Name": "/blog"})
    return Call("GET", f"/containers/{reference}/json", response=answer, status=200)


def tells(code: int | None, *, running: bool = False) -> Call:
    """The CLI's question for the exit code, answered."""
    answer = json.dumps({"Running": running, "ExitCode": code, "ContainerID": ID})
    return Call("GET", f"/exec/{INSIDE}/json", response=answer, status=200)


def exec_of(outcome: Outcome) -> ExecSeen:
    """The only one."""
    (only,) = outcome.execs
    return only


def test_an_exec_is_told_by_its_calls() -> None:
    """Container, command, streams and exit code, all without a question to the daemon about the process."""
    daemon = FakeDaemon()
    outcome = observe(daemon, looks(), enters(), post("start", INSIDE, 101), tells(3), exit_code=3)
    assert exec_of(outcome) == ExecSeen(ID, "blog", ("sh",), tty=True, stdin=True, exit_code=3)


def test_a_process_that_still_runs_is_looked_at() -> None:
    """Left running, it has no exit code; where it ended meanwhile, the daemon tells it."""
    daemon = FakeDaemon(processes={INSIDE: {"Running": True, "ExitCode": None, "ContainerID": ID}})
    assert exec_of(observe(daemon, looks(), enters(Tty=False), exit_code=None)).exit_code is None
    daemon.processes[INSIDE] = {"Running": False, "ExitCode": 137, "ContainerID": ID}
    seen = exec_of(observe(daemon, looks(), enters(Tty=False), exit_code=None))
    assert (seen.exit_code, seen.tty) == (137, False)


def test_a_process_without_a_described_container_is_asked_about() -> None:
    """A client that does not look first: the daemon says whose process it is, and what that is called."""
    daemon = FakeDaemon(described={ID: details()}, processes={INSIDE: {"Running": False, "ExitCode": 0}})
    daemon.processes[INSIDE]["ContainerID"] = ID
    seen = exec_of(observe(daemon, enters(reference=ID[:12])))
    assert (seen.container, seen.name) == (ID, "blog")


def test_a_process_in_a_container_that_is_gone_keeps_what_was_known() -> None:
    """No answer about either: the container as it was seen before."""
    seen = exec_of(observe(FakeDaemon(), enters(), tells(137), known=(TARGET,)))
    assert (seen.container, seen.name, seen.exit_code) == (ID, "blog", 137)


def test_a_refused_exec_starts_nothing() -> None:
    """409 from a stopped container, or our own guard's 403: no process."""
    assert observe(FakeDaemon(), looks(), enters(status=409), exit_code=1).execs == ()
    assert observe(FakeDaemon(), looks(), enters(status=403), exit_code=1).execs == ()


def test_without_a_target_there_is_none() -> None:
    """Nobody asked for one."""
    assert observe(FakeDaemon(described={ID: details()})).target is None


def test_the_target_is_as_it_is_now() -> None:
    """Whichever command did it; also one that had nothing to do with it."""
    daemon = FakeDaemon(described={ID: details(status="exited")})
    target = observe(daemon, target=TARGET).target
    assert target is not None
    assert (target.id, target.status, target.exit_code) == (ID, "exited", 0)


def test_a_target_that_is_gone_is_removed() -> None:
    """Described as it was seen last."""
    target = observe(FakeDaemon(), target=TARGET).target
    assert target is not None
    assert (target.id, target.name, target.status) == (ID, "blog", "removed")


def test_a_target_on_its_way_out_is_waited_for() -> None:
    """`removing` is no state to judge by."""
    daemon = FakeDaemon(described={ID: details(status="removing")}, ends={ID: 0})
    target = observe(daemon, target=TARGET).target
    assert target is not None
    assert target.status == "removed"


def test_a_target_nobody_can_look_at_is_as_it_was() -> None:
    """A daemon that is away says nothing of it."""
    assert observe(FakeDaemon(dead=True), target=TARGET).target == TARGET


DUE = [
    pytest.param((post("kill", "blog"),), (), id="kill"),
    pytest.param((enters(), tells(137)), (), id="the shell inside was killed"),
    pytest.param((enters(Cmd=["sh", "-c", "kill 1"]), tells(0)), (), id="kill inside"),
    pytest.param((post("start", ID), post("attach", ID, 101)), INTERRUPTED, id="Ctrl-C at start -a"),
]


@pytest.mark.parametrize(("calls", "keys"), DUE)
def test_an_end_that_is_due_is_waited_for(calls: tuple[Call, ...], keys: tuple[KeyPress, ...]) -> None:
    """The command may end before its container does."""
    daemon = FakeDaemon(described={ID: details(), "blog": details()}, ends={ID: 0})
    target = observe(daemon, *calls, keys=keys, target=TARGET).target
    assert target is not None
    assert (target.status, daemon.waited) == ("exited", [ID])


NOT_DUE = [
    pytest.param((post("kill", OTHER),), (), id="kill of another"),
    pytest.param((post("kill", "blog", 409),), (), id="kill that failed"),
    pytest.param((enters(), tells(0)), (), id="exec that ended in order"),
    pytest.param((enters(OTHER), tells(137)), (), id="another's shell"),
    pytest.param((post("start", ID),), (), id="start"),
    pytest.param((), INTERRUPTED, id="Ctrl-C elsewhere"),
]


@pytest.mark.parametrize(("calls", "keys"), NOT_DUE)
def test_nothing_is_waited_for_without_need(calls: tuple[Call, ...], keys: tuple[KeyPress, ...]) -> None:
    """A container that runs on is told at once."""
    daemon = FakeDaemon(described={ID: details(), "blog": details()}, ends={ID: 0})
    target = observe(daemon, *calls, keys=keys, target=TARGET).target
    assert target is not None
    assert (target.status, daemon.waited) == ("running", [])


def test_a_command_that_runs_on_is_not_waited_for() -> None:
    """The learner left it: what it does next is not known yet."""
    daemon = FakeDaemon(described={ID: details(), "blog": details()}, ends={ID: 0})
    observe(daemon, enters(Cmd=["kill", "1"]), exit_code=None, target=TARGET)
    assert daemon.waited == []


def test_the_lines_typed_are_handed_on() -> None:
    """They are evidence like any other."""
    assert observe(FakeDaemon(), lines_typed=3).lines_typed == 3
