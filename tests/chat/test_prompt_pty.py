"""The prompt on a real pseudo-terminal: what stands on the screen, and how the terminal is left."""

from __future__ import annotations

import os
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.chat.talk import HUNG_UP
from tests.chat.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

CURSOR_QUERY = b"\x1b[6n"


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A terminal of 80 columns at its first prompt."""
    terminal = Terminal()
    terminal.wait_for_prompt()
    yield terminal
    terminal.child.close(force=True)


def opened(term: str = "xterm-256color", *arguments: str, columns: int = 80) -> Terminal:
    """A terminal of another kind."""
    return Terminal(term, arguments, columns)


def test_a_session_reads_as_a_chat(terminal: Terminal) -> None:
    """Entered lines stay in the scrollback as they were typed; the bottom line stands under the prompt only."""
    terminal.wait_for("  A lesson · 4 of 25 · 1: docker run ghost · hint")
    terminal.type("docker ps\r")
    terminal.wait_for("read Typed(line='docker ps')")
    terminal.wait_for_prompt()
    terminal.wait(lambda: len(terminal.lines) == 4)
    assert terminal.lines == [
        "› docker ps",  # noqa: RUF001 -- the prompt's sign
        "read Typed(line='docker ps')",
        "›",  # noqa: RUF001 -- as above
        "  A lesson · 4 of 25 · 1: docker run ghost · hint",
    ]


def test_an_aside_stands_above_the_draft(terminal: Terminal) -> None:
    """What is said while a line is being typed goes above it, and the line stands there as before."""
    terminal.type("docker rn\x1b[D")
    terminal.wait_for_prompt("docker rn")
    terminal.nudge()
    terminal.wait_for("aside 1")
    terminal.wait_for_prompt("docker rn")
    terminal.type("u\r")
    terminal.wait_for("read Typed(line='docker run')")
    assert terminal.lines[:3] == ["aside 1", "› docker run", "read Typed(line='docker run')"]  # noqa: RUF001 -- as above


def test_a_search_goes_on_after_an_aside(terminal: Terminal) -> None:
    """Ctrl-R, a few letters, an aside: the search is still there and finds."""
    terminal.type("docker run ghost\r")
    terminal.wait_for("read Typed")
    terminal.wait_for_prompt()
    terminal.type("\x12run")
    terminal.wait_for("`run': docker run ghost")
    terminal.nudge()
    terminal.wait_for("aside 1")
    terminal.wait(lambda: "`run': docker run ghost" in terminal.cursor_line)
    terminal.type("\r")
    terminal.wait_for_prompt("docker run ghost")


def test_keys_typed_under_a_hail_of_asides_all_arrive(terminal: Terminal) -> None:
    """Not one of a hundred keys is lost, doubled or printed elsewhere while asides come."""
    words = "docker run --name a-long-one -p 8989:2368 ghost node current/index.js --and more --and still more words"
    for start in range(0, len(words), 8):
        terminal.nudge()
        for key in words[start : start + 8]:
            terminal.type(key)
        terminal.wait_for(f"aside {start // 8 + 1}")
    terminal.type("\r")
    terminal.wait_for("read Typed")
    shown = "".join(terminal.screen.display)
    assert f"› {words}" in shown  # noqa: RUF001 -- the prompt's sign


def test_ctrl_c_clears_or_says_how_to_leave(terminal: Terminal) -> None:
    """Ctrl-C empties the line; on an empty one the bottom line says how to leave, until the next key."""
    terminal.type("docker")
    terminal.wait_for_prompt("docker")
    terminal.type("\x03")
    terminal.wait_for_prompt()
    assert "leaves" not in terminal.lines[-1]
    terminal.type("\x03")
    terminal.wait_for("Ctrl-D or quit leaves")
    terminal.type("h")
    terminal.wait_for("A lesson · 4 of 25")


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_the_terminal_is_restored(term: str) -> None:
    """After Ctrl-D the terminal's mode is what it was, and nothing is left under the last line."""
    terminal = opened(term)
    terminal.wait_for_prompt()
    terminal.type("hint\r")
    terminal.wait_for("read Typed")
    terminal.wait_for_prompt()
    terminal.type("\x04")
    terminal.wait_for("read Closed(reason=<Reason.END")
    assert terminal.lines[-1].startswith("read Closed")
    terminal.wait(lambda: termios.tcgetattr(terminal.child.child_fd) == terminal.modes)
    terminal.end()
    assert terminal.child.exitstatus == 0


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_a_hangup_is_an_orderly_end(term: str) -> None:
    """When the terminal goes away `read` says so, and the program ends by itself."""
    terminal = opened(term)
    terminal.wait_for_prompt()
    terminal.type("docker")
    terminal.wait_for_prompt("docker")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), terminal.child.child_fd)  # closes our end, and pexpect still has a file to close
    assert terminal.child.wait() == HUNG_UP


def test_the_terminal_is_never_asked_where_the_cursor_is(terminal: Terminal) -> None:
    """No cursor query is sent, whose answer could reach a program, and no warning about it is printed."""
    terminal.type("\x04")
    terminal.end()
    assert CURSOR_QUERY not in terminal.seen
    assert b"WARNING" not in terminal.seen


def test_a_resized_terminal_gets_a_fitting_bottom_line(terminal: Terminal) -> None:
    """At 20 columns the line is shortened, the draft kept."""
    terminal.type("docker")
    terminal.wait_for_prompt("docker")
    terminal.screen.resize(24, 20)
    terminal.child.setwinsize(24, 20)
    terminal.wait_for("4 of 25 · hint")
    terminal.type("\r")
    terminal.wait_for("read Typed")


def test_forty_columns_hold_a_long_line() -> None:
    """A line longer than the terminal is wide wraps, and is entered whole."""
    terminal = opened(columns=40)
    terminal.wait_for_prompt()
    terminal.type("docker run --name a-long-one -p 8989:2368 ghost\r")
    terminal.wait_for("read Typed")
    shown = "".join(terminal.screen.display)
    assert "› docker run --name a-long-one -p 8989:2368 ghost" in shown  # noqa: RUF001 -- the prompt's sign
    terminal.child.close(force=True)


def test_control_characters_are_shown_and_do_nothing(terminal: Terminal) -> None:
    """A pasted escape sequence is seen in the scrollback and not obeyed."""
    terminal.type("\x1b[200~a\x1b[2Jb\x07\x1b[201~\r")
    terminal.wait_for("› a␛[2Jb␇")  # noqa: RUF001 -- the prompt's sign
    assert b"\x1b[2J" not in terminal.seen


def test_a_plain_prompt_has_no_bottom_line() -> None:
    """With --plain there is the prompt and nothing else; how to leave is said in a line."""
    terminal = opened("xterm-256color", "--plain")
    terminal.wait_for_prompt()
    terminal.type("\x03")
    terminal.wait_for("Ctrl-D or quit leaves")
    terminal.wait_for_prompt()
    assert not any("of 25" in line for line in terminal.lines)
    terminal.child.close(force=True)


def test_a_dumb_terminal_gets_no_escape_sequence() -> None:
    """With TERM=dumb lines, continued lines, Ctrl-C, asides and Ctrl-D work, and not one escape sequence is sent."""
    terminal = opened("dumb")
    terminal.wait_for_prompt()
    terminal.type("docker run \\\r")
    terminal.wait_for_prompt(sign="…")
    terminal.type("ghost\r")
    terminal.wait_for("read Typed(line='docker run ghost')")
    terminal.wait_for_prompt()
    terminal.type("docker")
    terminal.wait_for_prompt("docker")
    terminal.nudge()
    terminal.wait_for("aside 1")
    terminal.wait_for_prompt()
    terminal.type(" ps\r")
    terminal.wait_for("read Typed(line='docker ps')")
    terminal.wait_for_prompt()
    terminal.type("x\x03")
    terminal.wait_for("Ctrl-D or quit leaves")
    terminal.wait_for_prompt()
    terminal.type("\x04")
    terminal.end()
    assert b"read Closed(reason=<Reason.END" in terminal.seen
    assert b"\x1b" not in terminal.seen


def test_the_list_of_words_stands_under_the_line_and_goes_with_it(terminal: Terminal) -> None:
    """Tab shows what can follow, with the line above and the bottom line below; nothing of it stays behind."""
    terminal.type("docker run --in\t")
    terminal.wait_for("--interactive")
    terminal.wait(lambda: "hint" in terminal.lines[-1])
    assert terminal.lines[0].endswith("docker run --in")
    assert {line.strip() for line in terminal.lines[1:3]} == {"--init", "--interactive"}
    terminal.type("teractive\r")
    terminal.wait_for("read Typed(line='docker run --interactive')")
    terminal.wait_for_prompt()
    terminal.wait(lambda: len(terminal.lines) == 4)


def test_plain_completes_the_tutors_words_and_shows_no_list() -> None:
    """A screen reader is told of lines only: no list, no suggestion, no colours."""
    terminal = opened("xterm-256color", "--plain")
    terminal.wait_for_prompt()
    terminal.type("docker run --in\tsol\x01\x0bsol\t\r")
    terminal.wait_for("read Typed(line='solution')")
    assert b"--init" not in terminal.seen
    terminal.child.close(force=True)
