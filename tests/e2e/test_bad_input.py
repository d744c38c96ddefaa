"""What can go wrong from the learner's side, or around it: each has a clear answer, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.learner import BOOT, COMMAND, LESSON
from tests.e2e.switch import Switch
from tests.nobody import as_nobody
from tutor.engine.endpoint import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import Home

NOT_COMPLETE, NO_DAEMON, USAGE = 3, 4, 2
LESSON_FILE = Path(__file__).resolve().parents[2] / "lessons" / f"{LESSON}.md"
CTRL_C, LEAVE = "\x03", "\x1d"

SLIPS = [
    ("", "Type a docker command, or one of"),
    ("docker inspect 'ghost", "is never closed"),
    ("docker frobnicate", "`docker` has no command `frobnicate`"),
    ("docker inspct ghost", "Did you mean `inspect`?"),
    ("docker inspect --frobnicate ghost", "`docker inspect` has no flag `--frobnicate`"),
    ("docker ps | grep ghost", "`| grep ghost` hands the output to another program."),
    ("docker ps ; docker images", "is a second command."),
    ("docker ps && docker images", "is a second command."),
    ("docker rm $(docker ps -aq)", "is a command within the command."),
    ("docker rm `docker ps -aq`", "is a command within the command."),
    ("docker inspect ghost > file", "leads input or output to another place."),
    ("docker run ghost ls *", "by the names of files that fit."),
    ("ls", "`ls` is a word of the container's shell"),
    ("cd /tmp", "`cd` is a word of the container's shell"),
    ("exit", "`exit` leaves a container's shell. You are at the tutor: `quit` leaves it."),
    ("dcoker ps", "Did you mean docker?"),
    ("frobnicate", "I don't know `frobnicate`."),
]


@pytest.fixture
def switch(place: Home) -> Iterator[Switch]:
    """A way to the daemon that can be cut; the daemon itself is never touched."""
    docker = shutil.which("docker")
    assert docker is not None
    endpoint = resolve(dict(os.environ), Path(docker))
    assert endpoint.path, "these tests need a daemon on a unix socket"
    with Switch(place.folder / "d.sock", endpoint.path) as way:
        yield way


def test_slips_at_the_prompt(place: Home) -> None:
    """Each slip is answered by its own sentence, runs nothing, and the step waits as before."""
    learner = place.start("--step", "inspect-image")
    for line, words in SLIPS:
        times = learner.said.count(words)
        learner.wait(lambda: learner.draft is not None, "a prompt")
        learner.submit(line)
        learner.wait_for(words, times + 1)
    learner.wait(lambda: learner.draft is not None, "a prompt")
    learner.press(CTRL_C)
    learner.wait_for_prompt()
    learner.enter("docker inspect ghost")
    learner.wait_for("4 of 27")
    assert place.containers() == []


def test_the_line_without_the_shells_part_is_offered(place: Home) -> None:
    """After `docker ps | grep ghost` the prompt is empty, Tab puts `docker ps` there, and Enter runs it."""
    learner = place.start("--step", "inspect-image")
    learner.enter("docker ps | grep ghost")
    learner.wait_for("Tab takes the line below.")
    learner.press("\t")
    learner.wait_for_prompt("docker ps")
    learner.press("\r")
    learner.wait_for("CONTAINER ID")


@pytest.mark.parametrize(
    ("line", "words"), [("$ docker inspect ghost", "I left out `$`"), ("sudo docker inspect ghost", "I left out sudo")]
)
def test_what_was_pasted_with_the_line_is_left_out(place: Home, line: str, words: str) -> None:
    """A prompt sign or sudo before docker is dropped and said, and the rest counts."""
    learner = place.start("--step", "inspect-image")
    learner.submit(line)
    learner.wait_for(words)
    learner.wait_for("4 of 27")


def test_docker_alone_tells_what_docker_can_do(place: Home) -> None:
    """`docker` alone runs and prints its own help; the step waits on."""
    learner = place.start("--step", "inspect-image")
    learner.enter("docker")
    assert "Run 'docker COMMAND --help'" in learner.said
    assert "This step waits for" in learner.said or "hint · solution · skip" in learner.said


def test_a_line_of_100_kilobytes(place: Home) -> None:
    """A pasted line of 100 kB is refused by its length; the next line works."""
    learner = place.start("--step", "inspect-image")
    learner.press("\x1b[200~docker run ghost " + "x" * 100_000 + "\x1b[201~")
    learner.press("\r")
    learner.wait_for("The line has 100,017 characters.")
    learner.wait_for_prompt()
    learner.enter("docker inspect ghost")
    learner.wait_for("4 of 27")


def test_bytes_that_nobody_types(place: Home) -> None:
    """NUL, escape and bytes that are no UTF-8 in a script are named or replaced, never run, and the script goes on."""
    lines = (
        b"docker inspect gh\x00ost\ndocker inspect \x1b[2Jghost\ndocker inspect \xff\xfe\n\x07\ndocker inspect ghost\n"
    )
    done = place.run("start", LESSON, "--image", "stand-in", "--step", "inspect-image", lines=lines)
    assert done.stdout.count("There is a character here that cannot be seen") == 2
    assert "Long, isn't it?" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\0" not in done.stdout
    assert done.returncode == NOT_COMPLETE


def test_output_that_is_no_text(place: Home) -> None:
    """Bytes that are no UTF-8 reach the learner's terminal untouched, and the verdict still comes."""
    learner = place.start("--step", "own-command")
    learner.enter(r"""docker run ghost sh -c 'printf "a\377\376b\n"'""")
    assert b"a\xff\xfeb" in learner.seen
    learner.wait_for("9 of 27")


def test_an_image_that_is_not_there(place: Home) -> None:
    """Docker's complaint is explained, nothing else happens, and Tab takes the line with the right name."""
    learner = place.start("--step", "inspect-image")
    learner.enter("docker inspect gohst")
    assert "hint · solution · skip" in learner.said
    learner.press("\t")
    learner.wait_for_prompt("docker inspect ghost")
    learner.press("\r")
    learner.wait_for("4 of 27")


def test_no_daemon_at_the_start(place: Home, switch: Switch) -> None:
    """Without a daemon the start says so, with a cure, and ends with 4; once it is back, the lesson starts."""
    switch.off()
    done = place.script("quit", DOCKER_HOST=switch.url)
    assert done.returncode == NO_DAEMON
    assert "no Docker daemon runs there" in done.stderr
    assert "Start Docker" in done.stderr
    switch.on()
    assert place.script("quit", DOCKER_HOST=switch.url).returncode == NOT_COMPLETE


def test_the_daemon_goes_between_two_commands(place: Home, switch: Switch) -> None:
    """It is said that Docker does not answer, it does not count, and once it is back the line works."""
    learner = place.start("--step", "inspect-image", variables={"DOCKER_HOST": switch.url})
    switch.off()
    learner.submit("docker inspect ghost")
    learner.wait_for("Docker does not answer any more: There is no socket file")
    learner.wait(lambda: learner.draft is not None, "a prompt")
    switch.on()
    learner.press(CTRL_C)
    learner.wait_for_prompt()
    learner.enter("docker inspect ghost")
    learner.wait_for("4 of 27")
    assert [verdict for _, _, verdict in place.attempts()] == ["daemon down", "passed"]
    learner.submit("quit")
    assert learner.end() == 0
    assert place.is_clear()


def test_a_line_that_changes_something_is_not_run_without_a_daemon(place: Home, switch: Switch) -> None:
    """Before such a line the daemon is asked; if it is gone nothing runs, and Tab brings the line back later."""
    learner = place.start("--step", "own-command", variables={"DOCKER_HOST": switch.url})
    learner.enter("docker run --name e2e-to-be-removed ghost ls")
    switch.off()
    learner.enter("docker rm e2e-to-be-removed")
    assert "Docker does not answer any more" in learner.said
    switch.on()
    learner.press("\t")
    learner.wait_for_prompt("docker rm e2e-to-be-removed")
    learner.press("\r")
    learner.wait(lambda: not place.containers(), "the container's removal")


def test_the_daemon_goes_during_a_command(place: Home, switch: Switch) -> None:
    """It is said that Docker stopped answering; once it is back the lesson goes on and clears up."""
    learner = place.start(variables={"DOCKER_HOST": switch.url})
    learner.submit(BOOT.format(port=learner.port))
    learner.wait_for("Creating table: posts")
    switch.off()
    learner.wait_for("Docker stopped answering while this ran.")
    learner.wait(lambda: learner.draft is not None, "a prompt")
    switch.on()
    learner.press(CTRL_C)
    learner.wait_for_prompt()
    learner.enter("docker ps")
    learner.submit("quit")
    assert learner.end() == 0
    assert place.is_clear()


def test_the_daemon_is_gone_when_the_learner_leaves(place: Home, switch: Switch) -> None:
    """What could not be cleared is said with the command that will; that command does."""
    learner = place.start("--step", "own-command", variables={"DOCKER_HOST": switch.url})
    learner.enter("docker run ghost ls")
    assert place.containers()
    switch.off()
    learner.submit("quit")
    assert learner.end() == 0
    assert "I could not clear up" in learner.said
    assert "docker-tutor cleanup" in learner.said
    assert place.run("cleanup").returncode == 0
    assert place.is_clear()


def test_a_socket_without_permission(place: Home, tmp_path: Path) -> None:
    """Somebody who may not use the daemon's socket is told how to get in, with code 4."""
    path = tmp_path / "closed.sock"
    with socket.socket(socket.AF_UNIX) as closed:
        closed.bind(str(path))
        path.chmod(0)
        for folder in (tmp_path, *tmp_path.iterdir()):
            if folder.is_dir():
                folder.chmod(0o777)
        open_path(tmp_path)
        done = subprocess.run(
            [*as_nobody(), str(COMMAND), "start", LESSON],
            input="quit\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd="/",
            env={**os.environ, "DOCKER_HOST": f"unix://{path}", "DOCKER_CONFIG": str(tmp_path)},
        )
    assert done.returncode == NO_DAEMON, done.stdout + done.stderr
    assert "your user may not use the Docker socket" in done.stderr
    assert "usermod -aG docker" in done.stderr
    shutil.rmtree(place.state, ignore_errors=True)


def open_path(folder: Path) -> None:
    """Let everybody walk to a folder of pytest's."""
    for parent in folder.parents:
        if parent.owner() == Path.home().owner() and parent.is_relative_to("/tmp/"):  # noqa: S108 -- where pytest's lie
            parent.chmod(parent.stat().st_mode | 0o011)


def test_no_docker_program(place: Home) -> None:
    """Without a docker CLI on the PATH the start says so, with code 4."""
    done = place.script("quit", PATH=str(place.folder))
    assert done.returncode == NO_DAEMON
    assert "The program docker is not on this machine" in done.stderr


def test_a_port_that_another_program_took(place: Home) -> None:
    """A port taken after the start is named as the trouble; freed, the same line passes."""
    learner = place.start()
    port = learner.port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("0.0.0.0", int(port)))  # noqa: S104 -- just what is in docker's way
        other.listen()
        learner.enter(BOOT.format(port=port))
    assert f"Another program holds port {port} of your machine already" in learner.said
    assert place.attempts()[-1][2] != "passed"
    learner.boot(port)


def test_a_port_that_an_earlier_command_of_ours_has(place: Home) -> None:
    """Booting a second time while the first one runs in the background is explained, not passed over."""
    learner = place.start()
    port = learner.port
    learner.boot(port)
    learner.press(LEAVE)
    learner.wait_for("2 of 27")
    learner.wait_for_prompt()
    learner.enter("back")
    learner.enter(BOOT.format(port=port))
    assert f"holds port {port} of your machine already." in learner.said
    assert "stop it with `docker stop" in learner.said


def test_a_lesson_that_is_not_there(place: Home) -> None:
    """The nearest lesson is named, with code 2; so it is for a step."""
    missing = place.run("start", "altering-container-proceses")
    assert missing.returncode == USAGE
    assert LESSON in missing.stderr
    step = place.run("start", LESSON, "--step", "boot-gost")
    assert step.returncode == USAGE
    assert "Did you mean boot-ghost?" in step.stderr


def test_a_broken_lesson(place: Home) -> None:
    """A broken lesson names file, line and what is wrong, with code 2."""
    text = LESSON_FILE.read_text(encoding="utf-8").replace("kind: predict", "kind: predct")
    line = text[: text.index("kind: predct")].count("\n") + 1
    file = place.folder / "broken.md"
    file.write_text(text, encoding="utf-8")
    done = place.run("start", str(file))
    assert done.returncode == USAGE
    assert f"{file}:{line}" in done.stderr
    assert "predict" in done.stderr


def test_a_lesson_newer_than_the_program(place: Home) -> None:
    """A later format is told to be one, with code 2."""
    file = place.folder / "newer.md"
    file.write_text(LESSON_FILE.read_text(encoding="utf-8").replace("format: 1", "format: 99"), encoding="utf-8")
    done = place.run("start", str(file))
    assert done.returncode == USAGE
    assert "newer" in done.stderr


def test_a_corrupt_store(place: Home) -> None:
    """A file that is no database is set aside under a told name, and a new one begun."""
    place.store.parent.mkdir(parents=True)
    place.store.write_bytes(b"this is no database" * 1000)
    done = place.script("CMD", "quit", step="which-line")
    assert done.returncode == NOT_COMPLETE
    told = [path for path in place.store.parent.iterdir() if path.name in done.stderr and path != place.store]
    assert told, done.stderr
    assert told[0].read_bytes().startswith(b"this is no database")
    assert place.marks() == {"which-line": "done"}


def test_a_home_that_cannot_be_written(place: Home) -> None:
    """It is said once that progress cannot be saved, and the lesson goes on."""
    nowhere = {"XDG_DATA_HOME": "/proc/nowhere", "XDG_STATE_HOME": "/proc/nowhere"}
    done = place.script("EXPOSE", "CMD", "docker inspect ghost", "quit", step="which-line", **nowhere)
    assert done.returncode == NOT_COMPLETE, done.stdout + done.stderr
    assert (done.stdout + done.stderr).count("progress cannot be saved") == 1
    assert "4 of 27" in done.stdout
