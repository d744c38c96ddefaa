"""The docker command, where it leads, and who answers there: each trouble is made, and told from the others."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.doctor.conftest import PROGRAM, ROOT, Doctor, commands, sentence
from tests.doctor.made_engine import ANSWERS, MadeEngine
from tests.engine.upstream import PATIENCE, Talk, Upstream
from tests.nobody import as_nobody
from tutor.core.findings import Health, Kind, is_live
from tutor.engine.cli import cli_version, find_cli

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_DAEMON = 4


@pytest.fixture
def unserved(tmp_path: Path) -> Iterator[Path]:
    """A socket file that nobody serves."""
    path = tmp_path / "unserved.sock"
    with socket.socket(socket.AF_UNIX) as once:
        once.bind(str(path))
    yield path
    path.unlink()


def test_the_docker_command_is_named(doctor: Doctor) -> None:
    """With its path and version, and the context that it uses."""
    found = doctor.look()
    cli = find_cli()
    assert sentence(found[Kind.CLI]) == f"The docker command is {cli}, version {cli_version(cli)}."
    assert sentence(found[Kind.CONTEXT]) == "It uses the context default: unix:///var/run/docker.sock"


def test_no_docker_command(doctor: Doctor, tmp_path: Path) -> None:
    """Without one nothing can run; the daemon is looked for all the same, so that all that is missing is said."""
    with MadeEngine(tmp_path / "d.sock") as engine:
        found = doctor.look(PATH=str(tmp_path), DOCKER_HOST=engine.url)
    assert found[Kind.CLI].health is Health.BAD
    assert sentence(found[Kind.CLI]) == "The program docker is not on this machine, or not on the PATH."
    assert Kind.CONTEXT not in found
    assert found[Kind.SOCKET].health is Health.GOOD
    assert not is_live(found.values())


def test_a_docker_command_that_cannot_run(doctor: Doctor, tmp_path: Path) -> None:
    """It is told from one that is missing."""
    program = tmp_path / "docker"
    program.write_bytes(b"\x7fELF and nothing more")
    program.chmod(0o755)
    found = doctor.look(PATH=str(tmp_path))
    assert "cannot be started" in sentence(found[Kind.CLI])
    assert Kind.SOCKET not in found


def test_a_context_that_is_not_there(doctor: Doctor) -> None:
    """The CLI's own words, and where to look."""
    found = doctor.look(DOCKER_CONTEXT="nosuch")
    assert found[Kind.CONTEXT].health is Health.BAD
    assert "nosuch" in sentence(found[Kind.CONTEXT])
    assert Kind.SOCKET not in found


def test_docker_host_is_named(doctor: Doctor, tmp_path: Path) -> None:
    """Where a variable leads the command elsewhere, that is said."""
    found = doctor.look(DOCKER_HOST=f"unix://{tmp_path}/none.sock")
    assert sentence(found[Kind.CONTEXT]) == f"DOCKER_HOST leads it to unix://{tmp_path}/none.sock"


def test_no_socket(doctor: Doctor, tmp_path: Path) -> None:
    """No file: nobody runs there. The cure names the place."""
    found = doctor.look(DOCKER_HOST=f"unix://{tmp_path}/none.sock")[Kind.SOCKET]
    assert found.health is Health.BAD
    assert sentence(found) == f"There is no socket file {tmp_path}/none.sock: no Docker daemon runs there."
    assert commands(found) == ["docker context ls", "unset DOCKER_HOST"]


def test_a_socket_that_nobody_serves(doctor: Doctor, unserved: Path) -> None:
    """A file without a server is another trouble than none."""
    found = doctor.look(DOCKER_HOST=f"unix://{unserved}")[Kind.SOCKET]
    assert found.health is Health.BAD
    assert sentence(found) == f"The socket file {unserved} is there, but no daemon serves it."


def test_a_socket_that_never_answers(doctor: Doctor, tmp_path: Path) -> None:
    """Who takes the call and says nothing is waited for, for a moment."""

    def silent(talk: Talk) -> None:
        talk.line.settimeout(PATIENCE)
        while talk.receive():
            pass

    with Upstream(tmp_path / "s.sock", silent) as upstream:
        found = doctor.look(DOCKER_HOST=upstream.endpoint.url)[Kind.SOCKET]
    assert found.health is Health.BAD
    assert "took the call but did not answer in time" in sentence(found)


def test_a_server_that_is_no_docker(doctor: Doctor, tmp_path: Path) -> None:
    """Nor is nonsense an answer."""
    with Upstream(tmp_path / "s.sock", lambda talk: talk.send(b"hello\r\n")) as upstream:
        found = doctor.look(DOCKER_HOST=upstream.endpoint.url)[Kind.SOCKET]
    assert "is not a Docker daemon" in sentence(found)


def test_no_permission(home: Path, tmp_path: Path) -> None:
    """As another user: the cure is the group, and what that means is said. Exit code 4."""
    path = tmp_path / "s.sock"
    for folder in (tmp_path, *takewhile(lambda parent: parent != Path(tempfile.gettempdir()), tmp_path.parents)):
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o011)  # everybody may walk to the socket
    with socket.socket(socket.AF_UNIX) as served:
        served.bind(str(path))
        served.listen()
        path.chmod(0)
        done = subprocess.run(
            [*as_nobody(), *PROGRAM, "doctor", "--json"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "DOCKER_HOST": f"unix://{path}", "DOCKER_CONFIG": str(home), "PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == NO_DAEMON, done.stderr
    report = json.loads(done.stdout)
    assert report["live"] is False
    (found,) = (finding for finding in report["findings"] if finding["kind"] == "socket")
    assert found["sentence"] == f"Permission denied: your user may not use the Docker socket {path}."
    assert "as root can" in found["cures"][0]["sentence"]
    assert "usermod -aG docker" in found["cures"][0]["commands"][0]


@pytest.mark.parametrize(
    ("answers", "words", "health"),
    [
        ({}, "It is Docker Engine 28.0.0, API 1.48.", Health.GOOD),
        (
            {"/info": {"OSType": "linux", "SecurityOptions": ["name=seccomp", "name=rootless"]}},
            "It is rootless Docker Engine 28.0.0, API 1.48.",
            Health.GOOD,
        ),
        (
            {"/info": {"OSType": "linux", "OperatingSystem": "Docker Desktop"}},
            "It is Docker Desktop, Engine 28.0.0, API 1.48.",
            Health.GOOD,
        ),
        (
            {"/version": {**ANSWERS["/version"], "Components": [{"Name": "Podman Engine"}]}},
            "It is Podman 28.0.0, API 1.48.",
            Health.REMARK,
        ),
        ({"/info": {"OSType": "windows"}}, "it runs Windows containers", Health.BAD),
    ],
)
def test_which_engine_it_is(
    doctor: Doctor, tmp_path: Path, answers: dict[str, object], words: str, health: Health
) -> None:
    """Docker, rootless, Desktop and Podman are told apart; Windows containers are of no use to a lesson."""
    with MadeEngine(tmp_path / "d.sock", answers) as engine:
        found = doctor.look(DOCKER_HOST=engine.url)[Kind.ENGINE]
    assert words in sentence(found)
    assert found.health is health


def test_a_daemon_that_breaks_off(doctor: Doctor, tmp_path: Path) -> None:
    """One that answers a ping and nothing else is no good, and the look goes on."""
    with MadeEngine(tmp_path / "d.sock", {"/version": None}) as engine:
        found = doctor.look(DOCKER_HOST=engine.url)
    assert found[Kind.ENGINE].health is Health.BAD
    assert Kind.STORE in found


def test_other_sockets_are_named_and_not_used(doctor: Doctor, tmp_path: Path) -> None:
    """A Colima that answers is named, with what would use it; the one that is meant stays the one that is looked at."""
    place = tmp_path / "home" / ".colima" / "default"
    place.mkdir(parents=True)
    with MadeEngine(place / "docker.sock") as engine:
        found = doctor.look(DOCKER_HOST=f"unix://{tmp_path}/none.sock")
    others = found[Kind.OTHERS]
    assert str(place / "docker.sock") in sentence(others)
    assert f"export DOCKER_HOST={engine.url}" in commands(others)
    assert found[Kind.SOCKET].health is Health.BAD
    assert not is_live(found.values())


def test_a_socket_is_not_another_than_itself(doctor: Doctor, tmp_path: Path) -> None:
    """The one in use is not named as another, by whichever name it goes."""
    place = tmp_path / "home" / ".colima" / "default"
    place.mkdir(parents=True)
    with MadeEngine(tmp_path / "d.sock") as engine:
        (place / "docker.sock").symlink_to(tmp_path / "d.sock")
        others = doctor.look(DOCKER_HOST=engine.url)[Kind.OTHERS]
    assert str(place) not in sentence(others)


def test_without_a_command_a_bare_machine_is_told_to_install(doctor: Doctor, tmp_path: Path) -> None:
    """What is there is looked for, so the cure names what is missing: never nothing."""
    assert shutil.which("docker", path=str(tmp_path)) is None
    found = doctor.look(PATH=str(tmp_path), DOCKER_HOST=f"unix://{tmp_path}/none.sock")
    assert found[Kind.CLI].cures
