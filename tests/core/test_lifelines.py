"""Events and states become lives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.lifelines import Fate, Happening, Process, Standing, What, timeline

SERVER = Standing("s", "srv", "ghost", "node current/index.js", is_running=True, created=100.0, started=101.0)


def event(at: float, what: What, container: str = "s", **more: object) -> Happening:
    """An event of a container called srv."""
    return Happening(at, what, container, "srv", "ghost", **more)  # type: ignore[arg-type]  # fields of Happening


def test_a_server_that_runs() -> None:
    """Made, started, running until now; the clock begins with it."""
    shown = timeline([event(100.0, What.CREATE), event(101.0, What.START)], [SERVER], 110.0)
    [life] = shown.lives
    assert shown.seconds == 10.0
    assert (life.fate, life.began, life.removed) == (Fate.RUNNING, 0.0, None)
    assert life.processes == (Process("node current/index.js", 1.0),)


def test_a_one_off_that_was_removed() -> None:
    """Its state is gone: the events tell its life, and what it ran is known from its command."""
    happened = [event(1.0, What.CREATE), event(2.0, What.START), event(3.0, What.DIE, code=0), event(4.0, What.DESTROY)]
    [life] = timeline(reversed(happened), [], 9.0, {"s": "ls"}).lives
    assert (life.fate, life.removed) == (Fate.REMOVED, 3.0)
    assert life.processes == (Process("ls", 1.0, 2.0, 0),)


def test_stopped_and_started_again() -> None:
    """Two processes in one container, each with its end."""
    happened = [
        event(100.0, What.CREATE), event(101.0, What.START), event(103.0, What.DIE, code=0), event(106.0, What.START),
    ]  # fmt: skip
    state = Standing("s", "srv", "ghost", "node", is_running=True, created=100.0, started=106.0, finished=103.0)
    [life] = timeline(happened, [state], 110.0).lives
    assert life.processes == (Process("node", 1.0, 3.0, 0), Process("node", 6.0))
    assert life.fate is Fate.RUNNING


def test_an_exec_is_a_process_beside_the_first() -> None:
    """With its own command, end and code; when process 1 ends, it ends too."""
    happened = [
        event(100.0, What.CREATE), event(101.0, What.START),
        event(102.0, What.EXEC_START, exec="a", command="sh"), event(103.0, What.EXEC_DIE, exec="a", code=7),
        event(104.0, What.EXEC_START, exec="b", command="top"), event(105.0, What.EXEC_DIE, exec="b", code=137),
        event(105.0, What.DIE, code=137),
    ]  # fmt: skip
    state = Standing(
        "s", "srv", "ghost", "node", is_running=False, created=100.0, started=101.0, finished=105.0, code=137
    )
    [life] = timeline(happened, [state], 110.0).lives
    assert life.fate is Fate.STOPPED
    assert life.processes == (
        Process("node", 1.0, 5.0, 137),
        Process("sh", 2.0, 3.0, 7, is_exec=True),
        Process("top", 4.0, 5.0, 137, is_exec=True),
    )


@pytest.mark.parametrize("is_running", [True, False])
def test_an_exec_that_failed_is_no_process(is_running: bool) -> None:  # noqa: FBT001 -- a row of the table
    """Its start is told and never an end; while the container runs it is not among those that go on."""
    happened = [
        event(100.0, What.CREATE), event(101.0, What.START),
        event(102.0, What.EXEC_START, exec="a", command="no-such-program"),
        event(103.0, What.EXEC_START, exec="b", command="top"),
    ]  # fmt: skip
    if not is_running:
        happened += [event(105.0, What.EXEC_DIE, exec="b", code=137), event(105.0, What.DIE, code=137)]
    state = replace(SERVER, is_running=is_running, finished=0.0 if is_running else 105.0, execs=frozenset("b"))
    [life] = timeline(happened, [state], 110.0).lives
    assert [one.command for one in life.processes] == ["node current/index.js", "top"]


def test_states_stand_in_for_missing_events() -> None:
    """The daemon forgot them, or they were before our time."""
    state = Standing("s", "srv", "ghost", "ls", is_running=False, created=10.0, started=11.0, finished=12.0, code=2)
    [life] = timeline([], [state], 20.0).lives
    assert (life.fate, life.processes) == (Fate.STOPPED, (Process("ls", 1.0, 2.0, 2),))


def test_a_missing_removal_is_believed_from_the_state() -> None:
    """What is not there any more is removed, whether or not anybody saw it go."""
    happened = [event(1.0, What.CREATE), event(2.0, What.START), event(3.0, What.DIE, code=0)]
    [life] = timeline(happened, [], 9.0).lives
    assert (life.fate, life.removed) == (Fate.REMOVED, 2.0)


def test_one_that_never_ran_is_shown_while_it_is_there() -> None:
    """A failed start leaves one; removed, it has had no life."""
    made = [event(1.0, What.CREATE)]
    state = Standing("s", "srv", "ghost", "nosuch", is_running=False, created=1.0, code=127)
    [life] = timeline(made, [state], 2.0).lives
    assert (life.fate, life.processes) == (Fate.CREATED, ())
    assert timeline([*made, event(2.0, What.DESTROY)], [], 3.0).lives == ()


def test_no_container_no_lives() -> None:
    """An empty clock."""
    assert timeline([], [], 50.0).lives == ()


HAPPENINGS = st.lists(
    st.builds(
        Happening,
        at=st.floats(1, 1000),  # seconds since 1970: 0 is no time
        what=st.sampled_from(What),
        container=st.sampled_from("abc"),
        code=st.none() | st.integers(0, 255),
        exec=st.sampled_from("xy"),
    ),
    max_size=20,
)
STANDINGS = st.lists(
    st.builds(
        Standing,
        id=st.sampled_from("abcd"),
        name=st.just("n"),
        image=st.just("i"),
        command=st.just("c"),
        is_running=st.booleans(),
        created=st.floats(1, 1000),
        started=st.floats(0, 1000),
        finished=st.floats(0, 1000),
        code=st.none() | st.integers(0, 255),
    ),
    max_size=4,
)


@given(HAPPENINGS, STANDINGS)
def test_nothing_ends_before_it_begins(happened: list[Happening], standing: list[Standing]) -> None:
    """Whatever is told, in whatever order: no life and no process begins before the clock or ends before its start."""
    for life in timeline(happened, standing, 2000.0).lives:
        assert 0 <= life.began <= (2000.0 if life.removed is None else life.removed)
        for process in life.processes:
            assert process.ended is None or process.began <= process.ended
