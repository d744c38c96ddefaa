"""Containers that ignore every signal, never say a word, never stop, or print every escape sequence, or very much."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest

from tutor.engine.ownership import LABEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Home
    from tests.e2e.learner import Learner

INTERRUPT, LEAVE = "\x03", "\x1d"
DEAF = """docker run ghost sh -c 'trap "" INT TERM HUP QUIT TSTP USR1 USR2; echo deaf; while :; do sleep 1; done'"""
SILENT = "docker run ghost sleep 100000"
PRIVATE = (1, 5, 6, 9, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 47, 1047, 1049, 2004)
SEQUENCES = (
    *(rf"\033[?{mode}h" for mode in PRIVATE), r"\033[?7l", r"\033[?25l", r"\033[4h", r"\033[20h", r"\033=", r"\033(0",
    r"\016", r"\033[>4;2m", r"\033[>1u", r"\033[5 q", r"\033[7;31;45m", r"\033[5;10r", r"\033]0;a title\007",
    r"\033]4;1;rgb:ff/00/00\007", r"\033P1$r0m\033\\", r"\033[6n", r"\033[c", r"\033[2J", r"\033[3;3H",
)  # fmt: skip
UNFINISHED = (r"\033]0;a title without an end", r"\033Pnothing", r"\033[?10", r"\033[1;", r"\033")
MEGABYTES = 50
NOT_COMPLETE = 3
SWITCH = re.compile(rb"\x1b\[\?([\d;]+)([hl])")


def switches(seen: bytes) -> dict[int, bytes]:
    """How each private mode of the terminal was left, by what was last printed of it."""
    return {int(mode): found[2] for found in SWITCH.finditer(seen) for mode in found[1].split(b";")}


def on_after(learner: Learner, before: int) -> set[int]:
    """The modes that stand otherwise than they did when `before` bytes had been printed."""
    earlier, now = switches(learner.seen[:before]), switches(learner.seen)
    usual = {25: b"h", 7: b"h"}
    return {mode for mode, how in now.items() if how != earlier.get(mode, usual.get(mode, b"l"))}


def came_back(learner: Learner, place: Home, attempts: int) -> str:
    """The verdict, once the prompt is there again."""
    learner.wait(lambda: len(place.attempts()) > attempts and learner.has_draft(), "the prompt, with a verdict")
    return place.attempts()[-1][2]


@pytest.mark.timeout(600)
def test_the_terminal_comes_back(place: Home) -> None:
    """From each, by Ctrl-], by three Ctrl-C, or by its own end: with a verdict, a prompt, and all modes as before.

    The last thing that a program prints may be half a sequence, which would swallow what comes after it.
    """
    learner = place.start("--step", "own-command")
    modes, before = learner.settings, len(learner.seen)

    def tried(line: str, act: Callable[[], None]) -> None:
        attempts = len(place.attempts())
        learner.submit(line)
        act()
        assert came_back(learner, place, attempts) in {"passed", "not yet", "elsewhere"}, learner.told()
        assert (learner.settings, on_after(learner, before)) == (modes, set()), line
        assert learner.screen.margins is None or "5;10r" not in line

    tried(SILENT, lambda: left(learner, lambda: bool(running(place))))
    tried(DEAF, lambda: interrupted(learner, "deaf"))
    tried(f"docker run -t ghost printf '{''.join(SEQUENCES)}'", lambda: None)
    for end in UNFINISHED:
        tried(f"docker run --rm ghost printf 'half:{end}'", lambda: None)
    learner.enter("docker inspect -f '{{.Os}}' ghost")
    assert "linux" in learner.said
    learner.submit("quit")
    assert learner.end() == 0
    assert learner.settings == learner.modes
    assert place.is_clear()


def running(place: Home) -> list[str]:
    """The containers of this home that run."""
    listed = place.client.containers(filters={"label": LABEL, "status": "running"})
    return [one["Id"] for one in listed if place.is_ours(one["Labels"][LABEL])]


def left(learner: Learner, is_up: Callable[[], bool]) -> None:
    """Ctrl-], once it runs."""
    learner.wait(is_up, "its start")
    learner.press(LEAVE)
    learner.wait_for("It runs on in terminal")


def interrupted(learner: Learner, word: str) -> None:
    """Three times Ctrl-C: docker itself gives up then, and the container runs on."""
    learner.wait_for(word, 2)  # in the line, and printed
    for number in range(3):  # one after the other: signals of one kind that come together are one
        times = learner.said.count("^C") - number
        learner.press(INTERRUPT)
        learner.wait_for("^C", times + number + 1)
    learner.wait_for("got 3 SIGTERM/SIGINTs")


@pytest.mark.timeout(600)
def test_much_output(place: Home) -> None:
    """Fifty megabytes go by to the last byte, and have their verdict. A gigabyte: `tests/soak`."""
    size = MEGABYTES * 1_000_000
    line = f"docker run --log-driver none ghost sh -c 'yes 0123456789 | head -c {size}; echo the end'"
    done = place.script(line, step="own-command")
    assert done.returncode == NOT_COMPLETE, done.stdout[-2000:]
    assert done.stdout.count("0123456789\n") >= size // 11
    assert "the end\n✓ " in done.stdout
    assert place.attempts()[-1][2] == "passed"
    assert place.is_clear()


@pytest.mark.timeout(600)
def test_a_tutor_that_is_told_to_go_does_not_wait_for_the_deaf(place: Home) -> None:
    """SIGTERM, while a container that ignores every signal has the screen: it ends, and takes the container along."""
    learner = place.start("--step", "own-command")
    modes = learner.modes
    learner.submit(DEAF)
    learner.wait_for("deaf", 2)
    learner.kill(signal.SIGTERM)
    assert learner.settings == modes
    assert place.is_clear()
