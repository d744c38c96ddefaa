"""`docker tutor`, through every real docker command line that is here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.learner import COMMAND, LESSON
from tutor.engine.endpoint import resolve

DOCKERS = sorted({found for found in (shutil.which("docker"), shutil.which("docker", path="/usr/bin")) if found})
NOT_COMPLETE = 3
USAGE = 2


class Docker:
    """One docker command line, with a configuration folder of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self.variables = {**os.environ, "DOCKER_CONFIG": str(folder)}

    def run(self, *words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
        """Run `docker` with these words, `lines` piped in."""
        return self._run(self.program, *words, lines=lines)

    def tutor(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `docker-tutor` with these words."""
        return self._run(str(COMMAND), *words)

    def _run(self, *words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, input=lines, capture_output=True, text=True, timeout=100, check=False, env=self.variables
        )


@pytest.fixture(params=DOCKERS)
def docker(request: pytest.FixtureRequest, home: Path) -> Docker:
    """A docker that knows of the plugin."""
    docker = Docker(request.param, home / "docker-config")
    installed = docker.tutor("install-plugin")
    assert installed.returncode == 0, installed.stderr
    return docker


def test_there_is_a_docker() -> None:
    """The tests below run at all."""
    assert DOCKERS


def test_docker_lists_and_runs_it_and_forgets_it(docker: Docker) -> None:
    """`docker --help` lists it; its words and exit codes are those of `docker-tutor`; uninstalled, it is unknown."""
    assert "Learn Docker in your own terminal" in docker.run("--help").stdout
    assert "usage: docker tutor start" in docker.run("help", "tutor", "start").stdout
    assert json.loads(docker.run("tutor", "lessons", "--json").stdout)[0]["id"] == LESSON
    assert (
        docker.run("tutor", "start", "no-such-lesson").returncode == docker.tutor("start", "no-such-lesson").returncode
    )
    assert docker.tutor("install-plugin", "--uninstall").returncode == 0
    assert docker.run("tutor", "lessons").returncode != 0


@pytest.mark.usefixtures("daemon")
def test_a_lesson_starts_and_knows_where_it_is(docker: Docker) -> None:
    """With docker's own flag for the daemon a lesson starts; typed at its prompt, `docker tutor` starts no second."""
    url = resolve(os.environ, Path(docker.program)).url
    lines = "docker tutor\n@ docker ps\n@ quit\n"
    started = docker.run("-H", url, "tutor", "start", LESSON, "--image", "stand-in", lines=lines)
    assert started.returncode == NOT_COMPLETE, started.stdout + started.stderr
    assert "You are in it already" in started.stdout
    assert "CONTAINER ID" in started.stdout
    assert started.stdout.count("Altering Container Processes:") == 1
