"""Which keys make a line that was entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.terminal.learner import PATIENCE, wait_until
from tutor.terminal.typed_lines import TypedLines

if TYPE_CHECKING:
    from tests.terminal.learner import Shelf


@pytest.mark.parametrize(
    ("keys", "count"),
    [
        (b"", 0),
        (b"ls", 0),
        (b"ls\r", 1),
        (b"ls\rexit\r", 2),
        (b"ls\nexit\n", 2),
        (b"ls\r\n", 1),
        (b"\r\r\r", 0),
        (b"   \r", 0),
        (b" ls\r", 1),
        (b"\x1b[A\r", 1),
        (b"ls\x03\r", 0),
        (b"ls\x15\r", 0),
        (b"ls\x03pwd\r", 1),
        (b"\x1b[24;7R\r", 0),
        (b"\x1b[24;7Rls\r", 1),
    ],
)
def test_lines_are_counted_where_something_was_typed(keys: bytes, count: int) -> None:
    """Enter behind something counts, be it CR or LF; Enter alone, a cleared line and a terminal's answer do not."""
    lines = TypedLines()
    lines.feed(keys)
    assert lines.count == count


def test_lines_are_counted_wherever_the_keys_are_cut() -> None:
    """A person's keys come one by one."""
    lines = TypedLines()
    for key in b"ls\rexit\r":
        lines.feed(bytes([key]))
    assert lines.count == 2


def test_a_terminal_knows_the_lines_entered_into_it(shelf: Shelf) -> None:
    """Also after the program's end, and whatever the program did with them."""
    terminal = shelf.shell("read first; read second; echo got $first")
    assert terminal.lines.count == 0
    terminal.send(b"one\r")
    terminal.send(b"two\r")
    assert terminal.wait(PATIENCE)
    assert terminal.lines.count == 2


def test_a_terminal_knows_how_long_it_has_been_silent(shelf: Shelf) -> None:
    """Unknown before the first output, from then on counted from the last."""
    terminal = shelf.shell("read go; echo word; read go")
    assert terminal.silence is None
    terminal.send(b"\n")
    wait_until(lambda: "word" in terminal.text(), "the word")
    silence = terminal.silence
    assert silence is not None
    wait_until(lambda: (terminal.silence or 0.0) > silence, "silence that grows")


def test_an_interrupt_of_ours_is_no_key_of_the_learners(shelf: Shelf) -> None:
    """The program gets SIGINT; nobody is told that Ctrl-C was pressed."""
    terminal = shelf.shell("trap 'exit 7' INT; echo ready; while :; do sleep 0.05; done")
    wait_until(lambda: "ready" in terminal.text(), "the trap")
    terminal.interrupt()
    assert terminal.wait(PATIENCE)
    assert (terminal.exit_code, terminal.keys()) == (7, ())
