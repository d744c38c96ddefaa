"""Programs in pseudo-terminals of their own, nobody looking."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.scale import scaled
from tests.terminal.learner import PATIENCE, Shelf, wait_until
from tutor.core.outcome import Key
from tutor.errors import TutorError
from tutor.terminal.terminals import Terminals


@pytest.mark.parametrize(
    ("script", "code"),
    [("exit 0", 0), ("exit 7", 7), ("kill -INT $$", 130), ("kill -KILL $$", 137), ("kill -TERM $$", 143)],
)
def test_the_exit_code_is_the_programs_own(shelf: Shelf, script: str, code: int) -> None:
    """A program's code is kept, a signal counts as 128 and its number, and `on_end` is called once."""
    terminal = shelf.shell(script)
    assert terminal.wait(PATIENCE)
    terminal.end()
    assert terminal.exit_code == code
    assert not terminal.is_alive
    assert shelf.ended == [terminal.number]


def test_on_end_finds_everything_known() -> None:
    """When `on_end` is called, output, exit code and number are there already."""
    terminals, found = Terminals(), list[tuple[int | None, str]]()

    def note(number: int) -> None:
        terminal = terminals.get(number)
        assert terminal is not None
        found.append((terminal.exit_code, terminal.text()))

    terminals.start(3, "x", ["sh", "-c", "echo there; exit 5"], dict(os.environ), (24, 80), "/", note)
    wait_until(lambda: found, "on_end")
    terminals.close()
    assert found == [(5, "there\n")]


def test_the_last_lines_of_a_fast_program_are_never_lost(shelf: Shelf) -> None:
    """Twenty thousand lines, again and again, nobody looking: the last one is always there."""
    for _ in range(scaled(20, 500)):
        terminal = shelf.start("seq", "20000")
        terminal.send_back(0)
        assert terminal.wait(PATIENCE)
        assert terminal.text().splitlines()[-3:] == ["19998", "19999", "20000"]


def test_memory_is_bounded_and_nothing_stops_an_unread_program(shelf: Shelf) -> None:
    """Ten megabytes that nobody looks at run through; at most the last one is kept, cut at a line."""
    terminal = shelf.shell("yes 'a line of some length' | head -c 10000000; echo; echo last")
    assert terminal.wait(PATIENCE)
    assert len(terminal.output()) == 1024 * 1024
    lines = terminal.text().splitlines()
    assert lines[-1] == "last"
    assert set(lines[:-2]) == {"a line of some length"}


def test_the_program_has_a_terminal_of_the_learners_size(shelf: Shelf) -> None:
    """Size, `tty` and echo are those of a real terminal."""
    terminal = shelf.shell(
        "stty size; tty; stty | tr ' ' '\\n' | grep -x -- -echo; echo ready; read line; echo got $line"
    )
    wait_until(lambda: "ready" in terminal.text(), "ready")
    terminal.send(b"word\r")
    assert terminal.wait(PATIENCE)
    size, device, *rest = terminal.text().splitlines()
    assert size == "24 80"
    assert device.startswith("/dev/")
    assert rest == ["ready", "word", "got word"]


def test_a_new_size_reaches_the_program(shelf: Shelf) -> None:
    """`resize` is followed by SIGWINCH, and the program sees the new size."""
    terminal = shelf.shell("trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done")
    wait_until(lambda: "ready" in terminal.text(), "ready")
    terminal.resize(33, 101)
    assert terminal.wait(PATIENCE)
    assert "33 101" in terminal.text()


def test_the_size_is_announced_although_it_is_the_same(shelf: Shelf) -> None:
    """`announce_size` alone makes the program look again."""
    terminal = shelf.shell("trap 'echo again; exit' WINCH; echo ready; while :; do sleep 0.05; done")
    wait_until(lambda: "ready" in terminal.text(), "ready")
    terminal.announce_size()
    assert terminal.wait(PATIENCE)
    assert "again" in terminal.text()


def test_keys_are_remembered_with_their_times(shelf: Shelf) -> None:
    """Ctrl-C and Ctrl-D are noted when sent, in order, in seconds since the start; other keys are not."""
    terminal = shelf.shell("trap '' INT; echo ready; cat")
    wait_until(lambda: "ready" in terminal.text(), "ready")
    terminal.send(b"a\x03")
    terminal.send(b"\r\x04")
    assert terminal.wait(PATIENCE)
    keys = terminal.keys()
    assert [press.key for press in keys] == [Key.INTERRUPT, Key.END_OF_INPUT]
    assert 0 <= keys[0].at <= keys[1].at <= terminal.seconds


def test_much_typing_at_once_arrives_whole(shelf: Shelf) -> None:
    """A megabyte sent to a raw reader that echoes it arrives complete, though no pipe holds so much."""
    terminal = shelf.shell("stty raw -echo; echo ready; head -c 1000000 | sha256sum")
    wait_until(lambda: "ready" in terminal.text(), "ready")
    typed = bytes(range(250)) * 4000
    terminal.send(typed)
    assert terminal.wait(PATIENCE)
    assert terminal.text().split()[1] == hashlib.sha256(typed).hexdigest()


def test_end_stops_one_that_ignores_it_and_what_it_started(shelf: Shelf) -> None:
    """SIGTERM ignored, a child of its own: both are gone when `end` returns."""
    terminal = shelf.shell("trap '' TERM HUP; sleep 1000 & echo pid $!; while :; do sleep 1; done")
    wait_until(lambda: "\n" in terminal.text(), "pid")
    pid = int(terminal.text().split()[1])
    terminal.end(0.1)
    assert terminal.exit_code == 137
    wait_until(lambda: not _runs(pid), "the end of the sleep")


def test_end_gives_time_to_tidy_up(shelf: Shelf) -> None:
    """A program that obeys SIGTERM ends by itself, with its own code and its last words."""
    terminal = shelf.shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done")
    wait_until(lambda: "ready" in terminal.text(), "ready")
    terminal.end(PATIENCE)
    assert terminal.exit_code == 3
    assert "bye" in terminal.text()


def test_a_terminal_ends_with_its_program_though_others_hold_it_open(shelf: Shelf) -> None:
    """What a program leaves running does not keep its terminal alive."""
    terminal = shelf.shell("trap '' HUP; sleep 1000 & echo $!; exit 4")
    assert terminal.wait(PATIENCE)
    assert terminal.exit_code == 4
    os.kill(int(terminal.text()), signal.SIGKILL)  # it ran on: else this fails


def test_a_program_that_closes_its_terminal_is_waited_for(shelf: Shelf, tmp_path: Path) -> None:
    """The end of the output is not the end of the program."""
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    terminal = shelf.shell(f"exec <&- >&- 2>&-; read line <{gate}; exit 6")
    with gate.open("w") as file:
        assert terminal.is_alive
        file.write("go\n")
    assert terminal.wait(PATIENCE)
    assert terminal.exit_code == 6


def test_signals_are_as_a_program_expects_them(shelf: Shelf) -> None:
    """Nothing is ignored or blocked in the program, whatever Python does in ours."""
    question = ("grep", "-E", "SigBlk|SigIgn", "/proc/self/status")
    usual = subprocess.run(question, capture_output=True, check=True, text=True).stdout
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        terminal = shelf.start(*question)
        assert terminal.wait(PATIENCE)
    finally:
        signal.signal(signal.SIGINT, before)
    assert terminal.text().split() == usual.split()


def leftovers() -> tuple[int, int, set[str]]:
    """Descriptors and threads of this process, and its children, as Linux counts them."""
    tasks = Path("/proc/self/task")
    children = {child for task in tasks.iterdir() for child in (task / "children").read_text().split()}
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count(), children


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_many_programs_leave_nothing_behind(shelf: Shelf) -> None:
    """Descriptors, threads and processes are as many as before."""
    shelf.start("true").wait(PATIENCE)
    shelf.terminals.close()
    before = leftovers()
    for _ in range(scaled(8, 200)):
        for terminal in [shelf.start("echo", "x") for _ in range(10)]:
            terminal.end(PATIENCE)
    assert leftovers() == before


def test_close_ends_all_of_them(shelf: Shelf) -> None:
    """`alive` lists what runs, by number; after `close` it is empty, and all have their codes."""
    terminals = [shelf.start("sleep", "1000") for _ in range(3)]
    assert shelf.terminals.alive() == tuple(terminals)
    shelf.terminals.close()
    assert shelf.terminals.alive() == ()
    assert [terminal.exit_code for terminal in terminals] == [143] * 3


@pytest.mark.parametrize(
    ("argv", "folder", "part"),
    [
        (["no-such-program", "x"], "/", "no-such-program"),
        (["no-such program"], "/", "no-such program"),
        (["true"], "/no-such-folder", "/no-such-folder"),
        (["true", "a\0b"], "/", "'a\\x00b'"),
        (["true", "\ud800"], "/", "'\\ud800'"),
        (["true", "x" * 4_000_000], "/", "too long"),
    ],
)
def test_what_cannot_start_is_named(argv: list[str], folder: str, part: str) -> None:
    """Whatever cannot be started is an error that names it and says what to do, and leaves no process."""
    with pytest.raises(TutorError) as caught:
        Terminals().start(1, "x", argv, dict(os.environ), (24, 80), folder, lambda _: None)
    assert part in caught.value.message
    assert caught.value.hint


def test_a_program_without_arguments_and_with_blanks_in_its_name_starts(shelf: Shelf, tmp_path: Path) -> None:
    r"""A path is one word, whatever characters it has."""
    program = tmp_path / "a 'b\\ c"
    program.write_text("#!/bin/sh\necho hi\n")
    program.chmod(0o755)
    terminal = shelf.start(str(program))
    assert terminal.wait(PATIENCE)
    assert terminal.text() == "hi\n"


def test_output_is_kept_byte_for_byte(shelf: Shelf) -> None:
    """Bytes that are not UTF-8 stay as they are in `output`, and are replaced in `text`."""
    terminal = shelf.start("printf", r"\377\376x\r\n")
    assert terminal.wait(PATIENCE)
    assert terminal.output() == b"\xff\xfex\r\r\n"
    assert terminal.text() == "\ufffd\ufffdx\n"


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
