"""The daemon's own troubles are never called the learner's mistake."""

from __future__ import annotations

import pytest

from tests.core.judging import FACTS, INSPECT, OWN
from tutor.core.command import parse
from tutor.core.judge import judge
from tutor.core.outcome import Call, Outcome
from tutor.core.verdict import VerdictKind

LEFT, FAILED = None, 1


def verdict(exit_code: int | None, *calls: Call) -> VerdictKind:
    """What `docker inspect ghost` is worth that printed nothing."""
    return judge(INSPECT, parse("docker inspect ghost"), Outcome(exit_code, calls=calls), FACTS).kind


def test_an_error_of_the_daemons_own() -> None:
    """A 500 that no known mistake explains counts against nobody; what the guard answered is no daemon's error."""
    assert verdict(FAILED, Call("GET", "/images/ghost/json", "", "", status=500)) is VerdictKind.DAEMON_DOWN
    assert verdict(FAILED, Call("GET", "/images/ghost/json", "", "", status=404)) is VerdictKind.NOT_YET
    assert verdict(FAILED, Call("GET", "/x", "", "", status=503, refused=True)) is VerdictKind.NOT_YET


def test_a_known_mistake_wins_over_the_500_that_it_causes() -> None:
    """Docker says 500 for a port that is taken: that is still told as what it is."""
    line = "docker run -p 8989:2368 ghost date"
    said = "Bind for 0.0.0.0:8989 failed: port is already allocated."
    start = Call("POST", "/containers/abc/start", "", "", status=500)
    found = judge(OWN, parse(line), Outcome(125, output=said, calls=(start,), port_holder="blog"), FACTS)
    assert (found.kind, found.mistake) == (VerdictKind.NOT_YET, "port-taken")


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (Call("GET", "/images/ghost/json", "", ""), VerdictKind.TIMED_OUT),
        (Call("POST", "/containers/create", "", ""), VerdictKind.TIMED_OUT),
        (Call("POST", "/images/create", "", ""), VerdictKind.NOT_YET),  # a pull takes as long as it takes
        (Call("POST", "/containers/abc/wait", "", ""), VerdictKind.NOT_YET),
        (Call("GET", "/images/ghost/json", "", "", status=200), VerdictKind.NOT_YET),
    ],
)
def test_left_while_docker_has_not_answered(call: Call, kind: VerdictKind) -> None:
    """A silent daemon is a time-out; a call that may take its time is not."""
    assert verdict(LEFT, call) is kind
    assert verdict(FAILED, call) is VerdictKind.NOT_YET


def test_a_program_that_ended_before_its_window_was_known() -> None:
    """With -t a short program is over when the CLI tells the window's size: that 500 is no trouble."""
    for path in ("/exec/abc/resize", "/containers/abc/resize"):
        assert verdict(FAILED, Call("POST", path, "h=24&w=80", "", status=500)) is VerdictKind.NOT_YET
        assert verdict(LEFT, Call("POST", path, "h=24&w=80", "")) is VerdictKind.NOT_YET
