"""The judge takes every spelling that means the same: each step in forty ways and more."""

from __future__ import annotations

import pytest

from tests.core.judging import (
    BOOT,
    IMAGE_ID,
    INSPECT,
    INSPECT_CMD,
    OWN,
    RUN_LS,
    ended,
    left,
    printed,
    verdict,
)
from tutor.core.events import Sighting
from tutor.core.verdict import Verdict, VerdictKind

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
    "--detach=false",
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
    "-p 8989:2368 --init",
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
