"""What is typed while a program runs that reads nothing is kept for the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.terminal.learner import PATIENCE, wait_until
from tutor.terminal.passthrough import Departure, foreground
from tutor.terminal.typed_ahead import TypedAhead, unread

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.learner import Learner, Shelf


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (b"", ""),
        (b"docker ps", "docker ps"),
        (b"docker ps\n", "docker ps"),
        (b"\r\r  docker ps -a \rdocker images\r", "docker ps -a"),
        (b"\n\n \n", ""),
        ("docker run --name gr\u00fcn".encode(), "docker run --name gr\u00fcn"),
        (b"\x1b[A\x1b[24;7R", ""),
        (b"docker\x00 ps\x04\xff", "docker ps\ufffd"),
    ],
)
def test_its_first_line_is_kept(keys: bytes, line: str) -> None:
    """Without Enter, escape sequences and control characters; Enter alone is nothing."""
    ahead = TypedAhead()
    ahead.add(keys[:3])
    ahead.add(keys[3:])
    assert ahead.take() == line
    assert ahead.take() == ""


def until(flag: Path) -> str:
    """Shell words that wait for that file."""
    return f"until [ -e {flag} ]; do sleep 0.05; done"


def test_what_nobody_read_is_kept(shelf: Shelf, learner: Learner, tmp_path: Path) -> None:
    """Whole lines and the begun one, whatever the program printed meanwhile, and what comes after its end."""
    terminal = shelf.shell(f"echo ready; {until(tmp_path / 'go')}; echo over")

    def act() -> None:
        learner.saw(b"ready")
        learner.type(b"\ndocker ps -")
        learner.saw(b"docker ps -")  # the terminal's own echo
        (tmp_path / "go").touch()

    learner.meanwhile(act)
    assert foreground(terminal, learner.console) is Departure.ENDED
    terminal.send(b"a")
    assert terminal.ahead.take() == "docker ps -a"


def test_what_the_program_read_is_not(shelf: Shelf, tmp_path: Path) -> None:
    """Only what came after the line that it asked for."""
    terminal = shelf.shell(f"read first; echo got $first; {until(tmp_path / 'go')}")
    terminal.send(b"one\r")
    wait_until(lambda: "got one" in terminal.text(), "the answer")
    terminal.send(b"two")
    wait_until(lambda: "two" in terminal.text(), "the echo")
    (tmp_path / "go").touch()
    assert terminal.wait(PATIENCE)
    assert terminal.ahead.take() == "two"


def test_ctrl_c_clears_it_as_in_any_shell(shelf: Shelf) -> None:
    """Whoever interrupts a program has given up what was typed into it."""
    terminal = shelf.shell("trap 'exit 1' INT; echo ready; while :; do sleep 0.05; done")
    wait_until(lambda: "ready" in terminal.text(), "ready")
    terminal.send(b"ls\r")
    terminal.send(b"\x03")
    assert terminal.wait(PATIENCE)
    assert terminal.ahead.take() == ""


def test_a_descriptor_that_is_no_terminals_has_none() -> None:
    """Nor has one that is closed."""
    with open("/dev/null", "rb") as file:  # noqa: PTH123 -- its number is wanted
        assert unread(file.fileno()) == b""
    assert unread(-1) == b""
