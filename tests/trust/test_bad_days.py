"""Promise 3 on the daemon's bad days: whatever goes wrong there is never called the learner's mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.typed import endpoint as own_endpoint
from tests.scale import is_soaking
from tests.trust.deaths import programs
from tests.trust.faults import Fault, FaultyDaemon, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import Home
    from tests.e2e.learner import Learner

INSPECT = "docker inspect ghost"
RUN = "docker run ghost ls"
CALLS = {
    INSPECT: ("HEAD /_ping", "GET /containers/ghost/json", "GET /images/ghost/json"),
    RUN: (
        "POST /containers/create",
        "POST /containers/.*/attach",
        "POST /containers/.*/wait",
        "POST /containers/.*/start",
        "GET /containers/.*/json",
    ),
}
STEPS = {INSPECT: "inspect-image", RUN: "own-command"}
LEAVE, INTERRUPT = "\x1d", "\x03"
NOBODYS_FAULT = {"daemon down", "timed out", "could not check"}
FAULTS = [(way, call) for way in Way for call in (*CALLS[INSPECT], *CALLS[RUN])]
TRIED = [pair for place, pair in enumerate(FAULTS) if is_soaking() or place % 4 == 0]


@pytest.fixture
def way(place: Home) -> Iterator[FaultyDaemon]:
    """The way to the daemon."""
    with FaultyDaemon(place.folder / "f.sock", own_endpoint().path) as faulty:
        yield faulty


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("line", CALLS)
def test_the_daemons_fault_is_nobodys_mistake(place: Home, way: FaultyDaemon, line: str) -> None:
    """Each kind of call refused, cut, garbled, failing, silent or late: a verdict of its own, a prompt, and on it goes.

    What the command had done before the call went wrong may be all that the step wants: then it is passed.
    """
    learner = place.start("--step", STEPS[line], variables={"DOCKER_HOST": way.url})
    for kind, call in TRIED:
        if call in CALLS[line]:
            verdict = with_fault(place, learner, way, Fault(kind, call), line)
            assert verdict in NOBODYS_FAULT | {"passed"}, f"{kind} {call}\n{learner.told()}"
            if verdict == "passed":
                learner.enter("back")
    learner.enter(line)
    assert place.attempts()[-1][2] == "passed"
    learner.submit("quit")
    assert learner.end() == 0
    assert place.is_clear()


def with_fault(place: Home, learner: Learner, way: FaultyDaemon, fault: Fault, line: str) -> str:
    """The verdict on `line` while its calls go wrong so; afterwards all is well, and the prompt is empty."""
    before = len(place.attempts())
    way.break_(fault)
    learner.submit(line)
    learner.wait(lambda: way.hits, f"the call that goes wrong: {fault}")
    if fault.way is Way.SILENT:
        learner.press(LEAVE)
    learner.wait(lambda: len(place.attempts()) > before and learner.draft is not None, f"a verdict: {fault}")
    way.mend()
    learner.wait(lambda: not programs(place), "the end of what was left waiting")
    learner.press(INTERRUPT)
    learner.wait_for_prompt()
    return place.attempts()[before][2]
