"""The lesson typed in a real pseudo-terminal."""

from __future__ import annotations

import re
import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.e2e.learner import LESSON, Learner, squeezed

if TYPE_CHECKING:
    from tests.e2e.conftest import Home

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|38|48)(?:;\d+)*m")
CTRL_C, CTRL_D, LEAVE, UP = "\x03", "\x04", "\x1d", "\x1b[A"
INTERRUPTED, OUR_FAULT = 130, 1
FAULT = """
from tutor.core import replies

def fail(state):
    return 1 // 0

replies.progress = fail
"""


def type_the_lesson(learner: Learner) -> None:
    """All sections, from the first step to the last, the first site ended with Ctrl-C."""
    learner.wait_for("1 of 27")
    learner.boot(learner.port)
    learner.press(CTRL_C)
    learner.wait_for("2 of 27")
    learner.wait_for_prompt()
    learner.enter("CMD")
    learner.enter("docker inspect ghost")
    learner.enter("docker inspect -f '{{.Config.Cmd}}' ghost")
    learner.enter("node current/index.js")
    learner.enter("files")
    learner.enter("docker run ghost ls")
    learner.enter("docker ps -a --no-trunc")
    learner.enter("docker-entrypoint.sh ls")
    learner.enter("docker run ghost node --version")
    type_the_later_sections(learner)
    learner.wait_for("That was the last step: 27 done, 0 skipped.")


def type_the_later_sections(learner: Learner) -> None:
    """Sections 3 to 6: a server left and stopped, a shell with both wires, one joined and its plug pulled, the quiz."""
    learner.wait_for("9 of 27")
    learner.submit("docker run --name typed-server ghost")
    learner.wait_for("Ghost booted in", times=2)
    learner.press(LEAVE)
    learner.wait_for("10 of 27")
    learner.wait_for_prompt()
    for line in ("docker container ls", "docker stop typed-server", "docker run --name typed-list ghost ls", "gone"):
        learner.enter(line)
    for line in ("docker container ls", "docker container ls -a", "docker rm typed-list", "docker run --rm ghost ls"):
        learner.enter(line)
    for line in ("silence", "docker run ghost sh", "two", "echo hello", "done"):
        learner.enter(line)
    visit(learner, "docker run -it ghost sh", "ls", "exit")
    learner.wait_for("20 of 27")
    learner.wait_for_prompt()
    learner.enter("docker start typed-server")
    learner.enter("docker logs typed-server")
    visit(learner, "docker exec -it typed-server sh", "cat /proc/1/cmdline", "exit")
    learner.wait_for("23 of 27")
    learner.wait_for_prompt()
    learner.enter("extra")
    visit(learner, "docker exec -it typed-server sh", "kill 1")
    learner.wait_for("25 of 27")
    learner.wait_for_prompt()
    for line in ("stopped", "inside", "running", "empty", "start", "", ""):
        learner.enter(line)


def has_prompts(learner: Learner, count: int) -> bool:
    """Whether the container's shell has shown its prompt so often."""
    return learner.said.count("/var/lib/ghost #") >= count


def visit(learner: Learner, line: str, *inside: str) -> None:
    """Open a shell in a container and type lines into it, each once its prompt is there."""
    prompts = learner.said.count("/var/lib/ghost #")
    learner.submit(line)
    for number, typed in enumerate(inside, 1):
        learner.wait(partial(has_prompts, learner, prompts + number), "the shell")
        learner.press(f"{typed}\r")


@pytest.mark.parametrize("size", [(24, 80), (24, 40)], ids=["80x24", "40x24"])
def test_the_whole_lesson_typed(place: Home, size: tuple[int, int]) -> None:
    """Typed at 80 and at 40 columns the lesson ends complete, the terminal is as it was, nothing is left behind."""
    learner = place.sit("start", LESSON, size=size)
    learner.wait(lambda: learner.draft == "" or "Which one?" in learner.said, "the first prompt")
    if "Which one?" in learner.said:
        learner.enter("stand-in")
    type_the_lesson(learner)
    learner.submit("quit")
    assert learner.end() == 0
    assert learner.settings == learner.modes
    assert place.is_clear()
    assert set(place.marks().values()) == {"done"}
    assert all(len(line) <= size[1] for line in learner.lines)


def test_ctrl_c_clears_and_ctrl_d_asks_once(place: Home) -> None:
    """Ctrl-C empties the line; Ctrl-D asks, `no` stays, a second Ctrl-D leaves with code 0."""
    learner = place.start()
    learner.type("docker run")
    learner.press(CTRL_C)
    learner.wait_for_prompt()
    learner.press(CTRL_D)
    learner.wait_for("Leave the tutor?")
    learner.wait_for_prompt()
    learner.enter("no")
    learner.wait_for("Good. We go on.")
    learner.press(CTRL_D)
    learner.wait_for("Leave the tutor?", times=2)
    learner.wait_for_prompt()
    learner.press(CTRL_D)
    assert learner.end() == 0
    assert learner.settings == learner.modes


def test_a_server_is_left_looked_at_and_stopped(place: Home) -> None:
    """Ctrl-] leaves the site running and passes the step; `terminal 1` goes back, Ctrl-C stops it there."""
    learner = place.start()
    learner.boot(learner.port)
    learner.press(LEAVE)
    learner.wait_for("It runs on in terminal 1.")
    learner.wait_for("2 of 27")
    learner.wait_for_prompt()
    learner.enter("docker ps")
    assert "docker-entrypoint" in learner.said
    learner.enter("terminals")
    assert "docker run -p" in learner.said
    learner.submit("terminal 1")
    learner.wait_for("Back in terminal 1.")
    learner.press(CTRL_C)
    learner.wait_for("Ghost has shut down")
    learner.wait_for_prompt()
    learner.enter("terminals")
    learner.wait_for("Nothing runs in the background.")


def test_a_running_server_is_named_and_ends_with_the_tutor(place: Home) -> None:
    """Ctrl-D names what still runs; leaving stops it and removes it."""
    learner = place.start()
    learner.boot(learner.port)
    learner.press(LEAVE)
    learner.wait_for("2 of 27")
    learner.wait_for_prompt()
    learner.press(CTRL_D)
    learner.wait_for("what still runs here is stopped: docker run -p")
    learner.wait_for_prompt()
    learner.enter("no")
    learner.submit("quit")
    assert learner.end() == 0
    assert place.is_clear()


def test_the_words_of_the_tutor(place: Home) -> None:
    """hint, solution, skip, back, next, restart, steps, progress and help do what `help` says of them."""
    learner = place.start("--step", "inspect-image")
    learner.enter("hint")
    assert "Hint 1 of 2." in learner.said
    learner.enter("hint")
    assert "Hint 2 of 2, the last one." in learner.said
    learner.enter("solution")
    assert "Type this:" in learner.said
    learner.enter("restart")
    assert "From the start of this step." in learner.said
    learner.enter("next")
    learner.wait_for("4 of 27")
    learner.enter("back")
    learner.wait_for("3 of 27", times=3)
    learner.enter("skip")
    assert "Skipped. This was the command: docker inspect ghost" in learner.said
    learner.enter("progress")
    assert "0 of 27 steps done, 1 skipped. You are at step 4" in learner.said
    learner.enter("steps")
    assert "The doorman" in learner.said
    learner.enter("help")
    assert "while a program runs: come back here" in learner.said
    assert place.marks() == {"inspect-image": "skipped"}


def test_skipping_everything_ends_the_lesson(place: Home) -> None:
    """`skip` works at every step; the lesson ends complete, and what steps need was set up and is cleared."""
    learner = place.start()
    for number in range(1, 28):
        learner.wait_for(f"{number} of 27")
        learner.enter("skip")
    learner.wait_for("That was the last step: 0 done, 27 skipped.")
    assert "To set this step up, I ran:" in learner.said
    assert "docker run ghost ls" in learner.said
    learner.submit("quit")
    assert learner.end() == 0
    assert place.is_clear()


def test_lines_of_an_earlier_session_come_back(place: Home) -> None:
    """Arrow up recalls what was typed in the session before."""
    first = place.start("--step", "which-line")
    first.enter("docker version --format one-{{.Client.Os}}-line")
    first.submit("quit")
    assert first.end() == 0
    second = place.start("--step", "which-line")
    second.press(UP)
    second.wait_for_prompt("quit")
    second.press(UP)
    second.wait_for_prompt("docker version --format one-{{.Client.Os}}-line")


def test_no_color_means_none(place: Home) -> None:
    """NO_COLOR takes the colours and leaves the rest; without it there are some."""
    bare = place.start("--step", "which-line", variables={"NO_COLOR": "1"})
    bare.enter("EXPOSE")
    bare.enter("CMD")
    assert not COLOUR.search(bare.seen)
    bare.submit("quit")
    assert bare.end() == 0
    coloured = place.start("--step", "which-line")
    coloured.enter("EXPOSE")
    assert COLOUR.search(coloured.seen)


def test_a_dumb_terminal_is_enough(place: Home) -> None:
    """With TERM=dumb the tutor sends no escape sequence, and commands, answers and quitting work."""
    learner = place.start("--step", "which-line", term="dumb")
    learner.enter("CMD")
    learner.enter("docker inspect ghost")
    learner.wait_for("4 of 27")
    learner.submit("quit")
    assert learner.end() == 0
    assert b"\x1b" not in learner.seen
    assert learner.settings == learner.modes


def test_plain_speaks_in_words(place: Home) -> None:
    """--plain has words for verdicts, no colours and no bottom line."""
    learner = place.start("--plain", "--step", "which-line")
    learner.enter("EXPOSE")
    learner.enter("CMD")
    assert "not yet:" in learner.said
    assert "passed:" in learner.said
    assert "ENTRYPOINT / EXPOSE / CMD" not in learner.said
    assert not COLOUR.search(learner.seen)


def test_a_resize_reaches_the_program_in_the_container(place: Home) -> None:
    """`stty size` inside `docker run -it` tells the window's size, before and after it is dragged."""
    learner = place.start("--step", "own-command")
    learner.submit("docker run -it ghost sh")
    learner.wait_for_bytes(b"# ")
    learner.press("while :; do stty size; sleep 0.2; done\r")
    learner.wait_for("24 80")
    learner.resize(30, 100)
    learner.wait_for("30 100")
    learner.press(CTRL_C)
    learner.press("exit\r")
    learner.wait_for_prompt()


def with_something_running(place: Home, way: str) -> Learner:
    """A learner whose server runs in the foreground, or who left it and is typing at the prompt."""
    learner = place.start("--step", "own-command")
    learner.submit("docker run ghost")
    learner.wait_for("Creating table: posts")
    if way == "prompt":
        learner.press(LEAVE)
        learner.wait_for("It runs on in terminal 1.")
        learner.wait_for_prompt()
        learner.type("half a li")
    return learner


@pytest.mark.parametrize("way", ["prompt", "foreground"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(place: Home, number: signal.Signals, way: str) -> None:
    """SIGTERM and SIGHUP restore the terminal and leave nothing behind, at the prompt and while a server runs."""
    learner = with_something_running(place, way)
    assert learner.kill(number) == INTERRUPTED
    assert learner.settings == learner.modes
    assert place.is_clear()


@pytest.mark.parametrize("way", ["prompt", "foreground"])
def test_a_closed_window_leaves_nothing(place: Home, way: str) -> None:
    """When the terminal goes away the tutor ends and clears up, at the prompt and in the middle of a command."""
    learner = with_something_running(place, way)
    assert learner.hang_up() in {INTERRUPTED, -signal.SIGHUP}
    assert place.is_clear()


def test_our_own_crash_leaves_a_report_and_the_terminal(place: Home) -> None:
    """A fault of ours ends with 1, names a report file, restores the terminal, keeps the place and clears up."""
    folder = place.folder / "faulty"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FAULT, encoding="utf-8")
    learner = place.start("--step", "inspect-image", variables={"PYTHONPATH": str(folder)})
    learner.enter("docker run ghost ls")
    learner.enter("docker inspect ghost")
    learner.submit("progress")
    assert learner.end() == OUR_FAULT
    assert "this is a fault of mine (ZeroDivisionError), not yours." in learner.said
    assert "Traceback" not in learner.said
    assert learner.settings == learner.modes
    assert place.is_clear()
    assert place.marks() == {"inspect-image": "done"}
    (report,) = place.state.glob("report-*.txt")
    assert squeezed(str(report)) in squeezed(learner.said)
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")


def test_what_is_typed_ahead_stands_at_the_next_prompt(place: Home) -> None:
    """Whoever types on while a command that reads nothing still runs finds it there, not run unasked, not lost."""
    learner = place.start("--step", "own-command")
    learner.submit("docker run ghost sleep 3")
    learner.wait(place.containers, "the container")
    learner.press("docker ps -a")
    learner.wait_for_prompt("docker ps -a")
    learner.press("\r")
    learner.wait_for("CONTAINER ID")
