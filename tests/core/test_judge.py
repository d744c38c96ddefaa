"""The judge: equal spellings pass, four kinds of "no" are told apart, and none of them is a bare one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.judging import (
    BOOT,
    FACTS,
    IMAGE_ID,
    INSPECT,
    INSPECT_CMD,
    LIST_ALL,
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
from tutor.core.command import CommandSyntaxError, parse
from tutor.core.events import Sighting
from tutor.core.facts import Facts
from tutor.core.judge import judge, told
from tutor.core.message import Text
from tutor.core.mistakes import MISTAKES
from tutor.core.outcome import Binding, Call, ContainerSeen, Key, KeyPress, Outcome
from tutor.core.texts import fill
from tutor.core.verdict import Verdict, VerdictKind

if TYPE_CHECKING:
    from tutor.core.lesson import Step

P = "docker run -p 8989:2368 ghost"
LS = "docker run ghost ls"
DIGITS = IMAGE_ID.removeprefix("sha256:")

IMAGES = (
    "ghost",
    "ghost:latest",
    "ghost:5-alpine",
    "library/ghost",
    "docker.io/library/ghost",
    "docker.io/library/ghost:latest",
    "index.docker.io/library/ghost:5",
    f"ghost@{IMAGE_ID}",
    DIGITS[:12],
    DIGITS,
    IMAGE_ID,
    '"ghost"',
    "'ghost:latest'",
)
RUNS = ("run", "container run")
HARMLESS = (
    "",
    "--name blog",
    "--name=blog",
    "--rm",
    "-d",
    "--detach=true",
    "-e A=B",
    "--env=A=B",
    "-it",
    "-ti",
    "-i -t",
    "--interactive --tty=true",
    "--rm=false",
    "--pull missing",
    "-w /tmp",
    "--label a=b",
    "--memory 1g",
    "--restart no",
)
PORTS = (
    "-p 8989:2368",
    "-p8989:2368",
    "-p=8989:2368",
    "--publish 8989:2368",
    "--publish=8989:2368",
    "-p '8989:2368'",
    "-p 8989:2368/tcp",
    "-p 127.0.0.1:8989:2368",
    "-p 0.0.0.0:8989:2368",
    "-p 8989:2368 -p 9000:2368",
    "-p 80:80 -p 8989:2368",
    "-d -p 8989:2368",
    "-dp 8989:2368",
    "-itp 8989:2368",
    "-p 8989:2368 --rm",
    "--rm -p 8989:2368 --name blog",
    "-e NODE_ENV=development -p 8989:2368",
)
FORMATS = (
    "-f '{{.Config.Cmd}}'",
    '-f "{{.Config.Cmd}}"',
    "-f {{.Config.Cmd}}",
    "-f='{{.Config.Cmd}}'",
    "--format '{{.Config.Cmd}}'",
    "--format='{{.Config.Cmd}}'",
    "-f '{{ .Config.Cmd }}'",
    "-f '{{json .Config.Cmd}}'",
    """-f '{{join .Config.Cmd " "}}'""",
    "-f '{{range .Config.Cmd}}{{println .}}{{end}}'",
    "--type image -f '{{.Config.Cmd}}'",
)
COMMAND_OUTPUTS = ("[node current/index.js]\n", '["node","current/index.js"]\r\n', "node current/index.js \n")
OWN_COMMANDS = ("node --version", "date", "cat /etc/os-release", "ls", "sh -c 'echo hi'", "/bin/ls -l", "node index.js")
LISTS = ("ls", "/bin/ls", "ls -l", "ls -l content", "ls .", "/usr/bin/ls", "'ls' -a")

BOOT_LINES = (
    [f"docker run {ports} {image}" for ports in PORTS for image in IMAGES[:4]]
    + [
        f"docker {run} -p 8989:2368 {flags} {image}"
        for run in RUNS
        for flags in HARMLESS[1:]
        for image in ("ghost", IMAGES[8])
    ]
    + [f"docker run -p 8989:2368 {image} node current/index.js" for image in IMAGES]
)
INSPECT_LINES = [
    f"docker {name} {flags} {image}"
    for name in ("inspect", "image inspect")
    for flags in ("", "--")
    for image in IMAGES
]
FORMAT_LINES = [f"docker inspect {form} {image}" for form in FORMATS for image in IMAGES[:4]] + [
    f"docker inspect {image} {form}" for form in FORMATS[:7] for image in ("ghost", "ghost:latest")
]
LS_LINES = [f"docker {run} {image} {program}" for run in RUNS for image in IMAGES[:6] for program in LISTS] + [
    f"docker run {flags} ghost ls" for flags in HARMLESS
]
OWN_LINES = [f"docker run {image} {program}" for image in IMAGES[:5] for program in OWN_COMMANDS] + [
    f"docker container run {flags} ghost date" for flags in HARMLESS
]


def test_the_tables_of_spellings_are_long() -> None:
    """Each step is tried in forty spellings or more, all different."""
    for lines in (BOOT_LINES, INSPECT_LINES, FORMAT_LINES, LS_LINES, OWN_LINES):
        assert len(set(lines)) == len(lines) >= 40


@pytest.mark.parametrize("line", BOOT_LINES)
def test_every_spelling_of_a_published_ghost_passes(line: str) -> None:
    """However it is spelled: a running ghost that answers on the lesson's port passes."""
    assert verdict(BOOT, line, left(line), Sighting.SEEN) == Verdict(VerdictKind.PASSED)


@pytest.mark.parametrize("line", INSPECT_LINES)
def test_every_spelling_of_inspect_passes(line: str) -> None:
    """However the image is called: its description passes."""
    assert verdict(INSPECT, line, printed(f'[{{"Id": "{IMAGE_ID}"}}]')) == Verdict(VerdictKind.PASSED)


@pytest.mark.parametrize("output", COMMAND_OUTPUTS)
@pytest.mark.parametrize("line", FORMAT_LINES)
def test_every_spelling_of_the_format_passes(line: str, output: str) -> None:
    """However the format is written: what counts are the words it printed."""
    assert verdict(INSPECT_CMD, line, printed(output)) == Verdict(VerdictKind.PASSED)


@pytest.mark.parametrize("line", LS_LINES)
def test_every_spelling_of_ls_passes(line: str) -> None:
    """However `ls` is called, in whatever container of the image."""
    assert verdict(RUN_LS, line, ended(line)) == Verdict(VerdictKind.PASSED)


@pytest.mark.parametrize("line", OWN_LINES)
def test_every_command_of_ones_own_passes(line: str) -> None:
    """Any command but the image's own, if the program could be started."""
    assert verdict(OWN, line, ended(line)) == Verdict(VerdictKind.PASSED)


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
CONTAINERS = st.builds(
    ContainerSeen,
    id=WORDS,
    name=WORDS,
    image=WORDS,
    image_id=st.sampled_from(["", IMAGE_ID, "sha256:1"]),
    status=st.sampled_from(["created", "running", "paused", "restarting", "exited", "dead", "removed", "", "odd"]),
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
)
STEPS = st.sampled_from([BOOT, INSPECT, INSPECT_CMD, RUN_LS, OWN, REMOVES, SHELL, LIST_ALL, NOT_LISTED])
SIGHTINGS = st.none() | st.sampled_from(Sighting)
PLACES = st.sampled_from([FACTS, Facts(), replace(FACTS, container="")])


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
