"""The lesson without Docker: no docker command on the PATH, no daemon, and yet to the end."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.learner import COMMAND, LESSON, Learner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / f"{LESSON}.txt"
PATIENCE = 110


def without_docker(folder: Path) -> dict[str, str]:
    """Variables of a machine that has no docker command and no daemon."""
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    return {"PATH": str(empty), "DOCKER_HOST": f"unix://{folder}/no.sock", "LC_ALL": "C.UTF-8"}


def run(variables: Mapping[str, str], *words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    """Run the installed command."""
    environment = {**os.environ, **variables}
    return subprocess.run(
        [str(COMMAND), *words],
        input=lines,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=environment,
        encoding="utf-8",
        errors="replace",
    )


def told(variables: Mapping[str, str], *words: str) -> Any:  # noqa: ANN401 -- JSON
    """What a command prints as JSON."""
    return json.loads(run(variables, *words, "--json").stdout)


def test_the_whole_lesson_without_docker(home: Path, tmp_path: Path) -> None:
    """The example script, meant for a daemon, ends complete from recordings, and progress says so."""
    del home
    here = without_docker(tmp_path)
    done = run(here, "start", LESSON, "--recorded", lines=EXAMPLE.read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "<<" not in done.stdout
    (row,) = told(here, "progress")
    assert row["done"] == row["recorded"] == row["steps"]
    assert all(step["recorded"] for step in told(here, "steps", LESSON))


def test_the_recordings_prove_the_lesson(home: Path, tmp_path: Path) -> None:
    """By recordings alone every answer passes and every wrong one is told as its mistake."""
    del home
    shown = told(without_docker(tmp_path), "author", "verify", LESSON, "--recorded")
    assert [check for check in shown["checks"] if not check["ok"]] == []
    assert shown["unwell"] == []


def test_a_lesson_is_replayed(home: Path, tmp_path: Path) -> None:
    """Each step's model answer is shown, by its title and line, names filled in."""
    del home
    done = run(without_docker(tmp_path), "replay", LESSON)
    assert (done.returncode, done.stderr) == (0, "")
    assert "$ docker run -p 8989:2368 ghost" in done.stdout
    assert "Ghost booted" in done.stdout
    assert "<<" not in done.stdout


@pytest.fixture
def sit(home: Path, tmp_path: Path) -> Iterator[Callable[..., Learner]]:
    """Sits a learner down at a terminal, without Docker."""
    del home
    learners: list[Learner] = []

    def begin(*words: str) -> Learner:
        variables = without_docker(tmp_path)
        learners.append(Learner("start", LESSON, "--recorded", *words, size=(40, 100), variables=variables))
        learners[-1].wait_for_prompt()
        return learners[-1]

    yield begin
    for learner in learners:
        learner.close()


def test_a_recorded_server_at_a_terminal(sit: Callable[..., Learner]) -> None:
    """It holds the screen until it is left, runs on, can be returned to, and ends with Ctrl-C."""
    learner = sit()
    assert "No Docker is used here" in learner.said
    learner.submit("docker run -p 8989:2368 ghost")
    learner.wait_for("Creating table")
    learner.press(" ")
    learner.wait_for("Here it answered on localhost:8989")
    learner.press("\x1d")
    learner.wait_for("Who named the program?")
    learner.wait_for_prompt()
    learner.submit("terminal 1")
    learner.wait_for("recorded on 2", times=3)  # in the welcome, at the start, at the return
    learner.press("\x03")
    learner.wait_for("Terminal 1 ended with code 0")
    learner.wait_for_prompt()
    learner.submit("quit")
    assert learner.end() == 0
    assert learner.settings == learner.modes


def test_a_recorded_shell_at_a_terminal(sit: Callable[..., Learner]) -> None:
    """It is shown, not typed: each Enter shows its next line, whatever stands before it."""
    learner = sit("--step", "shell")
    learner.submit("docker run -it ghost sh")
    learner.wait_for("This shell is shown, not typed")
    learner.press("pwd\r")
    learner.wait_for("config.production.json")
    learner.press("\r")
    learner.wait_for("As long as your shell ran")
    learner.wait_for_prompt()
    learner.submit("quit")
    assert learner.end() == 0
