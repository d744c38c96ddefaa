"""The commands beside the conversation: what they print, and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.learner import COMMAND, LESSON
from tutor.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Home

USAGE = 2
COMMANDS = [
    "start",
    "lessons",
    "steps",
    "progress",
    "explain",
    "reset",
    "cleanup",
    "install-plugin",
    "completion",
    "stand-in",
]
KILLED = -9


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run `docker-tutor` with these words and nothing on its input."""
    return subprocess.run([str(COMMAND), *words], capture_output=True, text=True, timeout=60, check=False, input="")


def shown(*words: str) -> Any:  # noqa: ANN401 -- JSON is anything
    """What a command prints as JSON."""
    done = run(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.usefixtures("home")
def test_lessons_as_json() -> None:
    """Each lesson has its id, title, minutes, steps, how many are done or skipped, its path and what is wrong."""
    (row,) = [row for row in shown("lessons") if row["id"] == LESSON]
    assert set(row) == {"id", "title", "minutes", "steps", "done", "skipped", "path", "error"}
    assert (row["steps"], row["done"], row["error"]) == (27, 0, "")


@pytest.mark.usefixtures("home")
def test_steps_as_json() -> None:
    """Each step has id, section, kind, title, the command with the facts filled in, and whether it is done."""
    rows = shown("steps", LESSON)
    assert set(rows[0]) == {"id", "section", "kind", "title", "do", "done", "state", "recorded"}
    assert rows[0] == {
        "id": "boot-ghost",
        "section": "Creating a container",
        "kind": "do",
        "title": "Boot Ghost",
        "do": "docker run -p 8989:2368 ghost",
        "done": False,
        "state": "open",
        "recorded": False,
    }
    assert len(rows) == 27


@pytest.mark.usefixtures("home")
def test_progress_before_anything() -> None:
    """With nothing begun the list is empty, and for people there is a sentence."""
    assert shown("progress") == []
    assert run("progress").stdout == "Nothing begun yet. Type: docker-tutor\n"


def test_reset_forgets_one_lesson(place: Home) -> None:
    """`reset LESSON` tells what it forgot; then nothing is done, and a start greets as the first time."""
    place.script("CMD", step="which-line")
    forgotten = place.run("reset", LESSON)
    assert forgotten.stdout == f"Forgot 1 step and 1 typed line of {LESSON}.\n"
    assert place.told("progress") == []
    assert "Welcome. Altering Container Processes" in place.script("quit").stdout


def test_cleanup_only_lists_when_asked_to(place: Home) -> None:
    """`cleanup --dry-run` names what a killed tutor left and leaves it; `cleanup` removes just that."""
    learner = place.start("--step", "own-command")
    learner.enter("docker run --name e2e-left-behind ghost ls")
    assert learner.kill() == KILLED
    dry = place.run("cleanup", "--dry-run")
    assert "would remove container e2e-left-behind" in dry.stdout
    assert len(place.containers()) == 1
    wet = place.run("cleanup")
    assert "removed container e2e-left-behind" in wet.stdout
    assert place.is_clear()
    assert "e2e-left-behind" not in place.run("cleanup").stdout


def test_cleanup_leaves_a_living_session_alone(place: Home) -> None:
    """What belongs to a tutor that still runs is neither listed nor removed."""
    learner = place.start("--step", "own-command")
    learner.enter("docker run --name e2e-still-mine ghost ls")
    assert "e2e-still-mine" not in place.run("cleanup").stdout
    assert len(place.containers()) == 1


def test_explain_as_json() -> None:
    """The parse names the command, its flags and their places in the line; an error its place."""
    line = "docker run -p 8989:2368 ghost ls"
    data = shown("explain", line)
    text = json.dumps(data)
    assert "8989:2368" in text
    assert str(line.index("8989")) in text
    wrong = run("explain", "docker rn ghost", "--json")
    assert wrong.returncode == USAGE
    assert "run" in json.dumps(json.loads(wrong.stdout))


def test_explain_for_people() -> None:
    """Without --json the line is drawn with its parts, each with its words; a wrong one with carets, and code 2."""
    done = run("explain", "docker run -p 8989:2368 --cpus 2 ghost ls", "--plain")
    assert done.returncode == 0
    parts = [line.strip().partition(": ")[0] for line in done.stdout.splitlines()[1:-1]]
    assert [part for part in parts if part in {"-p 8989:2368", "--cpus 2", "ghost", "ls"}] == [
        "-p 8989:2368", "--cpus 2", "ghost", "ls",
    ]  # fmt: skip
    assert "Number of CPUs" in done.stdout
    wrong = run("explain", "docker rn ghost")
    assert wrong.returncode == USAGE
    assert "       ^^" in wrong.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str) -> None:
    """`COMMAND --help` says what it does; the top help lists it, with the exit codes."""
    done = run(name, "--help")
    assert done.returncode == 0
    assert f"usage: docker-tutor {name}" in done.stdout
    top = run("--help")
    assert f"    {name}" in [line[: 4 + len(name)] for line in top.stdout.splitlines()]
    assert "exit codes: 0 fine" in top.stdout


@pytest.mark.parametrize(
    "words", [("frobnicate",), ("start",), ("start", LESSON, "--frob"), ("steps", "no-such-lesson")]
)
def test_wrong_usage_ends_with_2(home: Path, words: tuple[str, ...]) -> None:
    """An unknown command, a missing word, an unknown option or lesson: a sentence and code 2, no traceback."""
    done = run(*words)
    assert done.returncode == USAGE
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert home.is_dir()


@pytest.mark.parametrize("key", ["x", "ctrl-c", "ctrl-["])
def test_a_leave_key_that_cannot_be(place: Home, key: str) -> None:
    """A key that programs need, or that is none, is refused with what could be taken."""
    done = place.run("start", LESSON, "--leave-key", key)
    assert done.returncode == USAGE
    assert "such as ctrl-] or ctrl-g" in done.stderr


def test_the_leave_key_can_be_another(place: Home) -> None:
    """With --leave-key ctrl-g it is Ctrl-G that leaves, and that is what the tutor says."""
    learner = place.start("--leave-key", "ctrl-g", "--step", "own-command")
    learner.submit("docker run ghost")
    learner.wait_for("Creating table: posts")
    learner.press("\x07")
    learner.wait_for("It runs on in terminal 1.")
    learner.wait_for_prompt()
    learner.enter("help")
    assert "Ctrl-G while a program runs" in learner.said


def test_version_and_module() -> None:
    """`--version` tells it; `python -m tutor` is the same program."""
    assert run("--version").stdout == f"docker-tutor {__version__}\n"
    module = subprocess.run(
        [sys.executable, "-m", "tutor", "--version"], capture_output=True, text=True, timeout=60, check=False
    )
    assert module.stdout == run("--version").stdout


def test_alone_it_goes_on_where_the_learner_was(place: Home) -> None:
    """`docker-tutor` without a word takes up the lesson that was begun, at its first open step."""
    place.script("CMD", "quit", step="which-line")
    learner = place.sit()
    learner.wait_for("Welcome back. Altering Container Processes, step 1 of 27.")
    learner.wait_for_prompt()
    learner.submit("quit")
    assert learner.end() == 0
