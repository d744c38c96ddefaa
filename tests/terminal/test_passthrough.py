"""A program in the foreground of a real pseudo-terminal, and a person who types."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from tests.terminal.learner import PATIENCE, sitting, wait_until
from tutor.core.outcome import Key
from tutor.terminal.passthrough import Console, Departure, Hangup, foreground
from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    from types import FrameType

    from tests.terminal.learner import Learner, Shelf

FORTY_MEGABYTES = "yes 'sixteen bytes..' | head -c 50000000"


def test_keys_and_output_pass_untouched(shelf: Shelf, learner: Learner) -> None:
    """Every byte from 0 to 255 but the leave key goes in, comes out of a raw `cat`, and nothing is added."""
    keys = bytes(byte for byte in range(256) if byte != 0x1D)
    terminal = shelf.shell("stty raw -echo; printf ready; head -c 255")

    def act() -> None:
        learner.saw(b"ready")
        learner.type(keys)

    learner.meanwhile(act)
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert terminal.exit_code == 0
    assert terminal.output() == b"ready" + keys
    learner.saw(b"ready" + keys)


def test_a_flood_arrives_whole(shelf: Shelf, learner: Learner) -> None:
    """Fifty megabytes on the screen are the fifty megabytes that were printed."""
    terminal = shelf.shell(f"stty -opost; {FORTY_MEGABYTES}; echo")
    assert foreground(terminal, learner.console) is Departure.ENDED
    line = b"sixteen bytes..\n"
    printed = (line * (50_000_000 // len(line) + 1))[:50_000_000] + b"\n"
    wait_until(lambda: len(learner.seen) >= len(printed), "the last byte")
    assert hashlib.sha256(learner.seen).digest() == hashlib.sha256(printed).digest()


def test_the_last_lines_of_a_fast_program_are_shown(shelf: Shelf, learner: Learner) -> None:
    """Twenty thousand lines of a program that is over at once: all of them, each time."""
    expected = "".join(f"{number}\r\n" for number in range(1, 20_001)).encode()
    for _ in range(50):
        learner.seen.clear()
        assert foreground(shelf.start("seq", "20000"), learner.console) is Departure.ENDED
        wait_until(lambda: len(learner.seen) >= len(expected), "the last line")
        assert learner.seen == expected


def test_a_slow_screen_slows_the_program(shelf: Shelf, learner: Learner) -> None:
    """While nobody reads the screen, a flood stops in the program and not in our memory; then all of it comes."""
    learner.may_read.clear()
    terminal = shelf.shell(f"stty -opost; {FORTY_MEGABYTES}")
    sizes: list[int] = []

    def act() -> None:
        wait_until(lambda: _is_stalled(lambda: len(terminal.output())), "the flood to stop")
        sizes.append(len(terminal.output()))
        learner.may_read.set()

    learner.meanwhile(act)
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert sizes[0] < 500_000
    wait_until(lambda: len(learner.seen) >= 50_000_000, "all of it")


def test_ctrl_c_goes_to_the_program_and_not_to_us(shelf: Shelf, learner: Learner) -> None:
    """The program is interrupted (130); no KeyboardInterrupt comes up here; the key is remembered."""
    terminal = shelf.shell("echo ready; exec sleep 1000")
    learner.answer(b"ready", b"\x03")
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert terminal.exit_code == 130
    keys = terminal.keys()
    assert [press.key for press in keys] == [Key.INTERRUPT]


def test_ctrl_c_reaches_a_flooding_program(shelf: Shelf, learner: Learner) -> None:
    """Nobody reads the screen and the program prints without end: Ctrl-C still ends it."""
    learner.may_read.clear()
    terminal = shelf.start("yes")

    def act() -> None:
        wait_until(lambda: _is_stalled(lambda: len(terminal.output())), "the flood to stop")
        learner.may_read.set()
        learner.type(b"\x03")

    learner.meanwhile(act)
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert terminal.exit_code == 130


@pytest.mark.parametrize(("script", "code"), [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 137)])
def test_exit_codes_are_kept(shelf: Shelf, learner: Learner, script: str, code: int) -> None:
    """The way through the foreground changes no code."""
    terminal = shelf.shell(script)
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert terminal.exit_code == code


def test_the_window_is_forwarded_at_the_start_and_when_it_changes(shelf: Shelf, learner: Learner) -> None:
    """The program sees the learner's size, and each new one."""
    learner.resize(30, 90)
    terminal = shelf.shell("trap 'stty size' WINCH; echo ready; while :; do stty size; sleep 0.05; done")

    def act() -> None:
        learner.saw(b"30 90")
        learner.resize(40, 132)
        os.kill(os.getpid(), signal.SIGWINCH)
        learner.saw(b"40 132")
        learner.type(b"\x03")

    learner.meanwhile(act)
    assert foreground(terminal, learner.console) is Departure.ENDED


@pytest.mark.parametrize("key", [b"\x1d", b"\x1b[93;5u", b"\x1b[27;5;93~"], ids=["plain", "kitty", "xterm"])
def test_leaving_delivers_what_came_before_and_keeps_what_comes_after(
    shelf: Shelf, learner: Learner, key: bytes
) -> None:
    """The leave key ends the visit wherever it stands; the rest stays in the terminal for the prompt."""
    terminal = shelf.shell("stty -echo; echo ready; read line; echo got $line; sleep 1000")
    learner.answer(b"ready", b"before\r" + key + b"after")
    assert foreground(terminal, learner.console) is Departure.LEFT
    assert terminal.is_alive
    assert terminal.keys()[-1].key is Key.LEAVE
    wait_until(lambda: "got before" in terminal.text(), "what came before")
    assert learner.unread() == b"after"


def test_another_leave_key_works_and_the_usual_one_is_a_key_like_any(shelf: Shelf, learner: Learner) -> None:
    """With `leave_key` F12 the program gets Ctrl-]."""
    terminal = shelf.shell("stty raw -echo; printf ready; head -c 1 | od -c; sleep 1000")

    def act() -> None:
        learner.saw(b"ready")
        learner.type(b"\x1d")
        learner.saw(b"035")
        learner.type(b"\x1b[24~")

    learner.meanwhile(act)
    assert foreground(terminal, learner.console, leave_key=b"\x1b[24~") is Departure.LEFT


def test_returning_shows_what_was_missed_and_goes_on(shelf: Shelf, learner: Learner) -> None:
    """At most a screenful of the output that went by is shown again, then the live program."""
    terminal = shelf.shell("echo ready; read line; seq 100; echo waiting; read line; echo end")
    learner.answer(b"ready", b"\x1d")
    assert foreground(terminal, learner.console) is Departure.LEFT
    terminal.send(b"\r")
    wait_until(lambda: "waiting" in terminal.text(), "the missed lines")
    learner.seen.clear()
    learner.answer(b"waiting", b"x\r")
    assert foreground(terminal, learner.console) is Departure.ENDED
    learner.saw(b"end\r\n")
    assert b"\r\n100\r\nwaiting\r\n" in learner.seen
    assert b"\n70\r" not in learner.seen
    assert b"ready" not in learner.seen


def test_returning_shows_the_prompt_again(shelf: Shelf, learner: Learner) -> None:
    """A shell that waits at its prompt shows it once more, without asking the terminal anything."""
    terminal = shelf.shell(r"printf 'line\n\033[31m/ # \033[0m\033[6n'; read line; echo end")
    learner.answer(b"/ # \x1b[0m\x1b[6n", b"\x1d")
    assert foreground(terminal, learner.console) is Departure.LEFT
    wait_until(lambda: learner.seen.endswith(b"\r\n"), "a line of one's own for the tutor")
    learner.seen.clear()
    learner.answer(b"/ #", b"\r")
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert learner.seen.startswith(b"\x1b[31m/ # \x1b[0m")
    assert b"\x1b[6n" not in learner.seen


def test_a_full_screen_program_is_left_tidily_and_repaints_on_return(shelf: Shelf, learner: Learner) -> None:
    """On leaving the learner's own screen is back; on return the program's is, and it is told to paint."""
    terminal = shelf.shell(
        r"""printf 'before\r\n\033[?1049h\033[?25l\033[?1000h'
        paint() { printf '\033[H\033[2Jpainted %s' "$(stty size)"; }
        trap paint WINCH; kill -WINCH $$; while :; do sleep 0.05; done"""
    )
    learner.answer(b"painted 24 80", b"\x1d")
    assert foreground(terminal, learner.console) is Departure.LEFT
    wait_until(lambda: learner.seen.endswith(b"\x1b[?1000l\x1b[?1049l"), "the way back")
    assert b"\x1b[?25h" in learner.seen
    learner.seen.clear()
    learner.answer(b"painted 24 80", b"\x1d")
    assert foreground(terminal, learner.console) is Departure.LEFT
    assert learner.seen.startswith(b"\x1b[?1049h")
    wait_until(lambda: learner.seen.endswith(b"\x1b[?1049l"), "the way back")


def test_the_tutor_gets_a_line_of_its_own(shelf: Shelf, learner: Learner) -> None:
    """A program that ends in mid-line and in red leaves neither to what comes next."""
    assert foreground(shelf.shell(r"printf 'half\033[31m red'"), learner.console) is Departure.ENDED
    wait_until(lambda: learner.seen == b"half\x1b[31m red\x1b[0m\r\n", "a fresh line")


def test_the_tutor_waits_for_a_pause(shelf: Shelf, learner: Learner) -> None:
    """What it has to say in the middle of a flood stands below it, where it can be read."""
    terminal = shelf.shell("yes 'a whole line of output' | head -n 50000; sleep 2; echo last")
    with Wake() as wake:
        wake.set()

        def attend() -> None:
            wake.clear()
            os.write(learner.console.output, b"the tutor\n")

        assert foreground(terminal, learner.console, attend=attend, wake=wake.fd) is Departure.ENDED
    learner.saw(b"last\r\n")
    assert bytes(learner.seen).split(b"\r\n")[-4:] == [b"a whole line of output", b"the tutor", b"last", b""]


def test_the_tutor_speaks_only_between_lines(shelf: Shelf, learner: Learner) -> None:
    """What `attend` prints never stands in the middle of a line of a flood."""
    terminal = shelf.shell("yes 'a whole line of output' | head -n 200000; echo; echo last")
    with Wake() as wake:

        def attend() -> None:
            wake.clear()
            os.write(learner.console.output, b"the tutor\n")

        def act() -> None:
            for said in range(1, 6):
                wake.set()
                learner.saw(b"the tutor", times=said)

        learner.meanwhile(act)
        assert foreground(terminal, learner.console, attend=attend, wake=wake.fd, flood=0.0) is Departure.ENDED
    learner.saw(b"last\r\n")
    assert set(bytes(learner.seen).split(b"\r\n")) == {b"a whole line of output", b"the tutor", b"", b"last"}


def test_the_tutor_may_break_a_silent_line_and_shows_it_again(shelf: Shelf, learner: Learner) -> None:
    """At a shell's prompt nothing else would ever come: there the tutor speaks, and the prompt comes back."""
    terminal = shelf.shell("printf '/ # '; read line; echo got $line")
    with Wake() as wake:

        def attend() -> None:
            wake.clear()
            os.write(learner.console.output, b"the tutor\n")

        def act() -> None:
            learner.saw(b"/ # ")
            wake.set()
            learner.saw(b"the tutor\r\n/ # ")
            learner.type(b"x\r")

        learner.meanwhile(act)
        assert foreground(terminal, learner.console, attend=attend, wake=wake.fd) is Departure.ENDED
    learner.saw(b"got x")
    assert learner.screen()[-3:] == ["the tutor", "/ # x", "got x"]


def test_the_tutor_never_speaks_over_a_full_screen_program(shelf: Shelf, learner: Learner) -> None:
    """What there is to say waits until the alternate screen is gone."""
    terminal = shelf.shell(r"printf '\033[?1049hfull'; read line; printf '\033[?1049lend\n'; read line")
    with Wake() as wake:

        def attend() -> None:
            wake.clear()
            os.write(learner.console.output, b"the tutor\n")

        def act() -> None:
            learner.saw(b"full")
            wake.set()
            learner.type(b"\r")
            learner.saw(b"the tutor")
            learner.type(b"\r")

        learner.meanwhile(act)
        foreground(terminal, learner.console, attend=attend, wake=wake.fd)
    assert learner.seen.index(b"the tutor") > learner.seen.index(b"\x1b[?1049l")


def test_settings_are_back_after_an_exception(shelf: Shelf, learner: Learner) -> None:
    """Whatever `attend` raises comes up here, and the terminal is as it was."""
    terminal = shelf.start("sleep", "1000")
    before = learner.settings
    with Wake() as wake:
        wake.set()

        def attend() -> None:
            assert learner.settings != before
            raise LookupError

        with pytest.raises(LookupError):
            foreground(terminal, learner.console, attend=attend, wake=wake.fd)
    assert learner.settings == before
    assert terminal.is_alive


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_settings_are_back_after_a_signals_exception(shelf: Shelf, learner: Learner, number: signal.Signals) -> None:
    """SIGINT or SIGTERM from outside, turned into an exception by the session, leaves nothing behind."""

    def handler(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(number, handler)
    handlers = [signal.getsignal(each) for each in (signal.SIGWINCH, signal.SIGHUP, number)]
    before = learner.settings
    try:
        for _ in range(20):
            terminal = shelf.shell("echo ready; sleep 1000")
            learner.seen.clear()
            learner.when(b"ready", lambda: os.kill(os.getpid(), number))
            with pytest.raises(KeyboardInterrupt):
                foreground(terminal, learner.console)
            assert learner.settings == before
        assert [signal.getsignal(each) for each in (signal.SIGWINCH, signal.SIGHUP, number)] == handlers
    finally:
        signal.signal(number, previous)


def test_a_program_that_is_killed_leaves_the_terminal_as_it_was(shelf: Shelf, learner: Learner) -> None:
    """SIGKILL in raw mode, mouse on: all is back, the code is 137."""
    terminal = shelf.shell(r"stty raw -echo; printf '\033[?1003hready'; kill -KILL $$")
    before = learner.settings
    assert foreground(terminal, learner.console) is Departure.ENDED
    assert learner.settings == before
    assert terminal.exit_code == 137
    learner.saw(b"\x1b[?1003l")


def test_a_closed_window_is_a_hangup(shelf: Shelf) -> None:
    """The terminal is gone: `Hangup`, and the program runs on until somebody ends it."""
    terminal = shelf.shell("echo ready; sleep 1000")
    with sitting() as person:
        person.when(b"ready", person.hang_up)
        with pytest.raises(Hangup):
            foreground(terminal, person.console)
    assert terminal.is_alive


def test_sighup_is_a_hangup(shelf: Shelf, learner: Learner) -> None:
    """The signal alone is enough, and its handler is put back."""
    before = signal.getsignal(signal.SIGHUP)
    terminal = shelf.shell("echo ready; sleep 1000")
    learner.when(b"ready", lambda: os.kill(os.getpid(), signal.SIGHUP))
    with pytest.raises(Hangup):
        foreground(terminal, learner.console)
    assert signal.getsignal(signal.SIGHUP) is before


def test_output_into_a_pipe_works_without_raw_mode(shelf: Shelf, learner: Learner) -> None:
    """Keys from a terminal, output into a file: settings are never touched, Ctrl-C still goes to the program."""
    reader, writer = os.pipe()
    terminal = shelf.shell("trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 0.05; done")
    before, handler = learner.settings, signal.getsignal(signal.SIGINT)

    def act() -> None:
        wait_until(lambda: "ready" in terminal.text(), "ready")
        wait_until(lambda: signal.getsignal(signal.SIGINT) is not handler, "the foreground")
        assert learner.settings == before
        os.kill(os.getpid(), signal.SIGINT)  # what the system makes of Ctrl-C there

    learner.meanwhile(act)
    assert foreground(terminal, Console(learner.console.input, writer)) is Departure.ENDED
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        assert file.read().replace(b"^C", b"") == b"ready\r\ncaught\r\n"
    assert terminal.exit_code == 9


def test_input_from_a_pipe_ends_as_a_person_would_end_it(shelf: Shelf) -> None:
    """No terminal at all: what is piped in is typed, and its end is Ctrl-D."""
    inputs, outputs = os.pipe(), os.pipe()
    os.write(inputs[1], b"one\ntwo\n")
    os.close(inputs[1])
    terminal = shelf.shell("stty -echo; cat; echo end")
    taken: list[bytes] = []
    taker = threading.Thread(target=lambda: taken.append(_read_all(outputs[0])))
    taker.start()
    assert foreground(terminal, Console(inputs[0], outputs[1])) is Departure.ENDED
    os.close(outputs[1])
    taker.join(PATIENCE)
    os.close(inputs[0])
    assert taken[0].replace(b"one\r\n", b"", 1).count(b"two\r\n") >= 1
    assert taken[0].endswith(b"end\r\n")


def _read_all(fd: int) -> bytes:
    with os.fdopen(fd, "rb") as file:
        return file.read()


def _is_stalled(size: object) -> bool:
    """Whether a size that was above zero stayed the same over a quarter of a second."""
    assert callable(size)
    before = size()
    threading.Event().wait(0.25)
    return bool(before and size() == before)
