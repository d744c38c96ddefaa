"""The real docker CLI in our terminals, and a person at them."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.terminal.learner import PATIENCE, Learner, Shelf, sitting, wait_until
from tutor.core.outcome import Key
from tutor.terminal.passthrough import Departure, foreground
from tutor.terminal.scripted import ScriptedForeground
from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.terminal.terminals import Terminal

# As Ghost does, it ends with 0 on INT or TERM.
SERVER = "trap 'echo stopping; exit 0' INT TERM; echo booted; while :; do sleep 0.1; done"


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """Terminals; those still running at the test's end are ended."""
    shelf = Shelf()
    yield shelf
    shelf.terminals.close()


@pytest.fixture
def learner() -> Iterator[Learner]:
    """A person at a terminal whose settings must be the same at the end."""
    with sitting() as learner:
        before = learner.settings
        yield learner
        assert learner.settings == before


@pytest.fixture
def name() -> Iterator[str]:
    """A prefix for the names of a test's containers, which are removed at its end."""
    prefix = f"docker-tutor-test-{secrets.token_hex(6)}"
    yield prefix
    found = docker("ps", "-aq", "--filter", f"name={prefix}").split()
    if found:
        docker("rm", "-f", "-v", *found)


def docker(*words: str) -> str:
    """What another client of the same daemon is told."""
    return subprocess.run(["docker", *words], check=True, capture_output=True, text=True).stdout


def test_a_shell_inside_is_a_shell_with_a_terminal(
    shelf: Shelf, learner: Learner, busybox_image: str, name: str
) -> None:
    """`run -it … sh`: echo, `tty`, size, Ctrl-C that spares the shell, and the exit code of the last command."""
    terminal = shelf.start(docker_cli(), "run", "-it", "--name", name, busybox_image, "sh")

    def act() -> None:
        learner.saw(b"/ # ")
        learner.type(b"tty; stty size\r")
        learner.saw(b"/dev/pts/0")
        learner.saw(b"24 80")
        learner.type(b"not this\x03")
        learner.saw(b"^C")
        learner.type(b"exit 7\r")

    learner.meanwhile(act)
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert terminal.exit_code == 7
    keys = terminal.keys()
    assert [press.key for press in keys] == [Key.INTERRUPT]
    assert "\n/ # tty; stty size\n/dev/pts/0\n24 80\n" in terminal.text()
    assert terminal.text().endswith("/ # exit 7\n")


def test_a_shell_is_left_and_found_again(shelf: Shelf, learner: Learner, busybox_image: str, name: str) -> None:
    """After Ctrl-] the container runs on; back in it, the prompt stands there and the shell answers."""
    terminal = shelf.start(docker_cli(), "run", "-it", "--name", name, busybox_image, "sh")
    learner.answer(b"/ # ", b"echo o''ne\r\x1d")
    assert foreground(terminal, learner.console) is Departure.LEFT
    wait_until(lambda: "\none\n/ # " in terminal.text(), "the shell's answer")
    assert docker("inspect", "-f", "{{.State.Running}}", name) == "true\n"
    learner.seen.clear()

    def act() -> None:
        learner.saw(b"one\r\n/ # ")
        learner.type(b"exit\r")

    learner.meanwhile(act)
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert terminal.exit_code == 0


def test_a_server_is_left_looked_at_and_interrupted(
    shelf: Shelf, learner: Learner, busybox_image: str, name: str
) -> None:
    """The seed's two windows in one: start, step away, list it, come back, Ctrl-C; it ends with its own code."""
    terminal = shelf.start(docker_cli(), "run", "--name", name, busybox_image, "sh", "-c", SERVER)
    learner.answer(b"booted", b"\x1d")
    assert foreground(terminal, learner.console) is Departure.LEFT
    listing = shelf.start(docker_cli(), "ps", "--filter", f"name={name}", "--format", "{{.Names}} {{.State}}")
    assert foreground(listing, learner.console) is Departure.ENDED
    learner.saw(f"{name} running\r\n".encode())

    def act() -> None:
        wait_until(lambda: docker("inspect", "-f", "{{.State.Running}}", name) == "true\n", "the server")
        learner.type(b"\x03")

    learner.meanwhile(act)
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert terminal.exit_code == 0
    assert terminal.text() == "booted\n^Cstopping\n"
    assert docker("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", name) == "exited 0\n"


def test_background_servers_are_never_stopped_by_their_output(shelf: Shelf, busybox_image: str, name: str) -> None:
    """Three at once print 5 MB each that nobody looks at, and come to their last line."""
    script = "yes 'a line of a log' | head -c 5000000; echo; echo printed; sleep 1000"
    words = ("run", "--init", "--name")
    terminals = [
        shelf.start(docker_cli(), *words, f"{name}-{each}", busybox_image, "sh", "-c", script) for each in range(3)
    ]
    for each, terminal in enumerate(terminals):
        wait_until(lambda ready=terminal: ready.text().endswith("\nprinted\n"), "the last line")  # type: ignore[misc]
        assert docker("inspect", "-f", "{{.State.Running}}", f"{name}-{each}") == "true\n"
    docker("kill", *(f"{name}-{each}" for each in range(3)))
    for terminal in terminals:
        assert terminal.wait(PATIENCE)
        assert terminal.exit_code == 137


def test_end_ends_a_client_that_sigterm_does_not(shelf: Shelf, busybox_image: str, name: str) -> None:
    """The CLI of a `-t` container ignores SIGTERM; `end` is over all the same."""
    terminal = shelf.start(docker_cli(), "run", "-it", "--name", name, busybox_image, "sh")
    wait_until(lambda: "/ # " in terminal.text(), "the prompt")
    terminal.end(0.2)
    assert terminal.exit_code == 137


def test_a_script_runs_a_shell_and_a_server(shelf: Shelf, busybox_image: str, name: str) -> None:
    """The same by script: lines are typed at the prompt, `exit` ends the shell and swallows nothing."""
    terminal = shelf.start(docker_cli(), "run", "-it", "--name", f"{name}-a", busybox_image, "sh")
    lines = Script(b"echo o''ne", b"exit 3", b"docker ps")
    outputs = os.pipe()
    assert run_script(outputs, terminal, lines) is Departure.ENDED
    assert terminal.exit_code == 3
    assert lines.entries == [b"docker ps"]
    with os.fdopen(outputs[0], "rb") as file:
        assert file.read().endswith(b"\n/ # echo o''ne\none\n/ # exit 3\n")
    server = shelf.start(docker_cli(), "run", "--name", f"{name}-b", busybox_image, "sh", "-c", SERVER)
    outputs = os.pipe()
    assert run_script(outputs, server, Script(Key.INTERRUPT, b"next")) is Departure.ENDED
    os.close(outputs[0])
    assert server.exit_code == 0


class Script:
    """A script in memory."""

    def __init__(self, *entries: bytes | Key) -> None:
        self.entries = list(entries)

    def is_ready(self) -> bool:
        """All of it is there."""
        return True

    def next_for_foreground(self) -> bytes | Key | None:
        """The next line or key."""
        return self.entries.pop(0) if self.entries else None

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return not self.entries

    def give_up(self, seconds: float) -> None:
        """No line here is the tutor's."""
        pytest.fail(f"gave up after {seconds} s")


def run_script(output: tuple[int, int], terminal: Terminal, lines: Script) -> Departure:
    """Run it against the program; `output` is a pipe whose writing end is closed at the end."""
    with Wake() as wake:
        departure = ScriptedForeground(lines, output[1], wake.clear, wake.fd, lambda: False).run(terminal)
    os.close(output[1])
    return departure


def docker_cli() -> str:
    """The CLI that the learner's own shell would find."""
    found = shutil.which("docker")
    assert found
    return found
