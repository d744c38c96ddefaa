"""The judge, whatever happens: never a crash, never a bare no, never a mistake in what is right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.core.judging import (
    BOOT,
    FACTS,
    IMAGE_ID,
    INSPECT,
    INSPECT_CMD,
    JOIN_IT,
    LIST_ALL,
    NOT_LISTED,
    OPEN_SHELL,
    OWN,
    READ_LOG,
    REMOVE_IT,
    REMOVES,
    RUN_LS,
    SHELL,
    STOP_IT,
    TARGET_FACTS,
    TARGET_ID,
    WAKE_IT,
    target,
    verdict,
)
from tutor.core.command import CommandSyntaxError, parse
from tutor.core.events import Sighting
from tutor.core.facts import Facts
from tutor.core.judge import judge, told
from tutor.core.message import Text
from tutor.core.mistakes import MISTAKES
from tutor.core.outcome import Binding, Call, ContainerSeen, ExecSeen, Key, KeyPress, Outcome
from tutor.core.texts import fill
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from tutor.core.lesson import Step

P = "docker run -p 8989:2368 ghost"
LS = "docker run ghost ls"


LINES = st.sampled_from(
    [
        P,
        LS,
        "docker run",
        "docker run -it ghost",
        "docker run ghost -p 8989:2368",
        "docker run -p 2368:8989 -P --name ghost ghost 'ls -l'",
        "docker run -d --rm --entrypoint x ghost cd",
        "docker create -i gohst sh",
        "docker inspect -f {{.Config ghost",
        "docker inspect .Config.Cmd ghost",
        "docker inspect -f .Config.Cmd ghost",
        "docker exec -t ghost -it",
        "docker exec sh ghost",
        "docker attach ghost",
        "docker rm ghost cranky_booth",
        "docker stop cranky_booth",
        "docker start -a cranky_booth",
        "docker logs -f cranky_booth",
        "docker exec -it cranky_booth sh",
        "docker exec -i cranky_booth sh",
        "docker rmi ghost",
        "docker ps",
        "docker images",
        "docker stop",
        "docker search ghost",
        "docker --context x run ghost",
        "docker run --help",
    ]
)
WORDS = st.sampled_from(["", "ghost", "gohst", "cranky_booth", "ls", "sh", "node", "current/index.js", "x"])
CODES = st.none() | st.sampled_from([0, 1, 2, 125, 126, 127, 130, 137]) | st.integers(-1, 255)
STATUSES = st.sampled_from(["created", "running", "paused", "restarting", "exited", "dead", "removed", "", "odd"])
VISITS = st.builds(
    ExecSeen,
    container=st.sampled_from([TARGET_ID, "other"]),
    name=WORDS,
    tty=st.booleans(),
    stdin=st.booleans(),
    exit_code=CODES,
)
CONTAINERS = st.builds(
    ContainerSeen,
    id=WORDS,
    name=WORDS,
    image=WORDS,
    image_id=st.sampled_from(["", IMAGE_ID, "sha256:1"]),
    status=STATUSES,
    command=st.lists(WORDS, max_size=3).map(tuple),
    path=WORDS,
    tty=st.booleans(),
    open_stdin=st.booleans(),
    auto_remove=st.booleans(),
    exit_code=CODES,
    bindings=st.lists(
        st.builds(Binding, st.integers(0, 65535), st.sampled_from(["2368/tcp", "80/tcp", ""])), max_size=2
    ).map(tuple),
    own_entrypoint=st.booleans(),
)
CALLS = st.builds(
    Call,
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    path=st.sampled_from(["/containers/create", "/images/gohst/json", "/containers/ghost/exec", "/containers/ghost"]),
    status=st.sampled_from([0, 101, 200, 201, 304, 403, 404, 409, 500]),
    refused=st.booleans(),
)
OUTCOMES = st.builds(
    Outcome,
    exit_code=CODES,
    output=st.text(max_size=40)
    | st.sampled_from(["port is already allocated", "ECONNREFUSED 127.0.0.1:3306", "docker: not found", ".Config.Cmd"]),
    keys=st.lists(st.builds(KeyPress, st.sampled_from(Key), st.floats(0, 10)), max_size=2).map(tuple),
    calls=st.lists(CALLS, max_size=3).map(tuple),
    created=st.lists(CONTAINERS, max_size=2).map(tuple),
    touched=st.lists(CONTAINERS, max_size=2).map(tuple),
    names=st.dictionaries(WORDS, st.sampled_from(["image", "container", "both"]), max_size=4),
    daemon_lost=st.booleans(),
    port_holder=WORDS,
    execs=st.lists(VISITS, max_size=2).map(tuple),
    target=st.none() | CONTAINERS | st.builds(target, status=STATUSES, started_at=WORDS),
    lines_typed=st.integers(0, 3),
)
STEPS = st.sampled_from(
    [
        BOOT, INSPECT, INSPECT_CMD, RUN_LS, OWN, REMOVES, SHELL, LIST_ALL, NOT_LISTED,
        STOP_IT, REMOVE_IT, WAKE_IT, READ_LOG, JOIN_IT, OPEN_SHELL,
    ]
)  # fmt: skip
SIGHTINGS = st.none() | st.sampled_from(Sighting)
PLACES = st.sampled_from([FACTS, Facts(), replace(FACTS, container=""), TARGET_FACTS])


@given(STEPS, LINES, OUTCOMES, SIGHTINGS, PLACES)
def test_no_outcome_is_answered_by_a_bare_no(
    step: Step, line: str, outcome: Outcome, sighting: Sighting | None, facts: Facts
) -> None:
    """Whatever happened: there is a verdict, "not yet" has a sentence that can be filled, and marks lie in the line."""
    found = verdict(step, line, outcome, sighting, facts)
    assert all(0 <= mark.start < mark.end <= len(line) for mark in found.marks)
    if found.kind is VerdictKind.NOT_YET:
        assert bool(found.mistake) != ("gap" in found.values)
    if found.mistake:
        assert found.mistake in MISTAKES
    for text in told(found):
        assert text is None or fill(text)
    if "gap" in found.values:
        assert fill(Text(found.values["gap"], found.values))


@given(STEPS, LINES, OUTCOMES, SIGHTINGS)
def test_a_verdict_that_passed_carries_no_mistake(
    step: Step, line: str, outcome: Outcome, sighting: Sighting | None
) -> None:
    """A rule never turns a right answer into a wrong one: what passes is told no mistake."""
    found = verdict(step, line, outcome, sighting)
    if found.kind is VerdictKind.PASSED:
        assert not found.mistake
        assert not found.marks


@given(st.text(max_size=60), OUTCOMES)
def test_any_line_is_judged(rest: str, outcome: Outcome) -> None:
    """Whatever follows `docker run ghost`, a line that can be read can be judged."""
    try:
        command = parse(f"docker run ghost {rest}")
    except CommandSyntaxError:
        return
    assert judge(RUN_LS, command, outcome, FACTS).kind in VerdictKind
