"""A script on standard input, read for the tutor and for the program in the foreground."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tutor.chat.script import LONGEST_LINE, ScriptLines
from tutor.core.events import Closed, Reason, Typed
from tutor.core.outcome import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Script = Callable[[bytes], ScriptLines]


@pytest.fixture
def echoed() -> list[str]:
    """What was printed."""
    return []


@pytest.fixture
def script(tmp_path: Path, echoed: list[str]) -> Iterator[Script]:
    """Scripts in files."""
    opened: list[int] = []

    def read(content: bytes) -> ScriptLines:
        path = tmp_path / f"script-{len(opened)}"
        path.write_bytes(content)
        opened.append(os.open(path, os.O_RDONLY))
        return ScriptLines(opened[-1], echoed.append, "> ")

    yield read
    for fd in opened:
        os.close(fd)


def test_lines_come_as_if_typed(script: Script, echoed: list[str]) -> None:
    """Comments are skipped, blank lines are Enter, the last line needs no end; each is echoed after the prompt."""
    lines = script(b"# a comment\ndocker ps\r\n\n#no comment\n@ docker ps -a\n#\nlast")
    taken = [lines.next_for_tutor() for _ in range(6)]
    assert taken[:5] == [Typed("docker ps"), Typed(""), Typed("#no comment"), Typed("docker ps -a"), Typed("last")]
    assert taken[5] == Closed(Reason.END)
    assert "".join(echoed) == "> docker ps\n> \n> #no comment\n> @ docker ps -a\n> last\n"


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (b"^C", Closed(Reason.INTERRUPT)),
        (b"^D", Closed(Reason.END)),
        (b"^]\nnext", Typed("next")),
        (b"^C ", Typed("^C ")),
        (b"@", Typed("")),
        (b"@x", Typed("@x")),
        (b"\xff\0\x1b", Typed("\ufffd\0\x1b")),
    ],
)
def test_keys_and_odd_bytes_at_the_prompt(script: Script, line: bytes, event: Typed | Closed) -> None:
    """Keys alone on a line are keys; what no keyboard sends is passed on for the core to judge."""
    assert script(line + b"\n").next_for_tutor() == event


def test_an_echo_cannot_change_the_terminal(script: Script, echoed: list[str]) -> None:
    """Control characters are shown, not sent."""
    script(b"a\x1b[31m\0b\n").next_for_tutor()
    assert echoed == ["> a^[[31m^@b\n"]


def test_the_foreground_gets_lines_and_keys_but_not_the_tutors(script: Script, echoed: list[str]) -> None:
    """A line addressed to the tutor stays where it is; nothing is echoed, programs do that by themselves."""
    lines = script("ls é\n\n^C\n^D\n^]\n# skipped\n@ docker ps\nexit\n".encode())
    taken = [lines.next_for_foreground() for _ in range(5)]
    assert taken == ["ls é".encode(), b"", Key.INTERRUPT, Key.END_OF_INPUT, Key.LEAVE]
    assert lines.next_for_foreground() is None
    assert lines.next_for_foreground() is None
    assert not lines.is_at_end
    assert echoed == []
    assert lines.next_for_tutor() == Typed("docker ps")
    assert lines.next_for_foreground() == b"exit"
    assert lines.next_for_foreground() is None
    assert lines.is_at_end


def test_a_line_that_cannot_be_delivered_is_named(script: Script) -> None:
    """After `give_up` the script is over: it failed, and says at which line and what to do."""
    lines = script(b"# one\n\n@ docker ps\n")
    assert lines.next_for_tutor() == Typed("")
    assert lines.next_for_foreground() is None
    lines.give_up(60)
    assert lines.next_for_tutor() == Closed(Reason.FAILED)
    assert "Line 3" in lines.failure
    assert "`@ docker ps`" in lines.failure
    assert "60 s" in lines.failure
    assert lines.next_for_tutor() == Closed(Reason.FAILED)


def test_a_pipe_is_never_waited_for_when_one_only_looks() -> None:
    """`is_ready` says what is there; half a line is not a line until the pipe is closed."""
    reader, writer = os.pipe()
    lines = ScriptLines(reader, lambda _: None)
    assert not lines.is_ready()
    assert not lines.is_at_end
    os.write(writer, b"docker ")
    assert not lines.is_ready()
    os.write(writer, b"ps\n# comment\n")
    assert lines.is_ready()
    assert lines.next_for_tutor() == Typed("docker ps")
    assert not lines.is_ready()
    os.write(writer, b"half")
    os.close(writer)
    assert lines.is_ready()
    assert lines.next_for_foreground() == b"half"
    assert lines.is_at_end
    os.close(reader)


def test_a_long_line_is_a_line_and_an_endless_one_is_not(script: Script) -> None:
    """100 kB pass; what has no end fails by name and does not fill the memory."""
    assert script(b"x" * 100_000 + b"\n").next_for_tutor() == Typed("x" * 100_000)
    endless = script(b"ok\n" + b"x" * (LONGEST_LINE + 100_000))
    assert endless.next_for_tutor() == Typed("ok")
    assert endless.next_for_tutor() == Closed(Reason.FAILED)
    assert "Line 2" in endless.failure


def test_an_empty_script_ends(script: Script) -> None:
    """Nothing, or nothing but comments, is the end at once."""
    assert script(b"").next_for_tutor() == Closed(Reason.END)
    assert script(b"# only this").next_for_foreground() is None
