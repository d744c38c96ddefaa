"""A recorded program in a terminal: it prints, listens, and ends like one."""

from __future__ import annotations

import signal
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest

from tutor.core.events import Sighting
from tutor.recorded.program import PlayedProgram, Tempo
from tutor.recorded.screenplay import Cue, Line, Print, Rest, Sight
from tutor.terminal.terminal import Terminal
from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 30.0
FOREVER = 1_000.0
"""Seconds of a pause that no test waits for: only a key ends it."""
AT_ONCE = Tempo(paused=False, turn=FOREVER)
SERVER = (Print(0.0, b"up\r\n"), Rest(), Print(0.0, b"^Cdown\r\n"))


@pytest.fixture
def play() -> Iterator[Callable[..., Terminal]]:
    """Plays a script in a terminal that somebody looks at."""
    terminals: list[Terminal] = []
    with Wake() as wake:

        def begin(
            *script: Cue, code: int | None = 0, tempo: Tempo = AT_ONCE, saw: Callable[[Sight], object] = str
        ) -> Terminal:
            program = PlayedProgram(script, code, tempo, saw)
            terminal = Terminal(1, "docker …", program, lambda _: None)
            terminal.begin()
            terminal.bring_forward(wake, 24)
            program.begin()
            terminals.append(terminal)
            return terminal

        yield begin
        for terminal in terminals:
            terminal.end(0.0)


def shows(terminal: Terminal, text: str) -> bool:
    """Whether it comes to show this."""
    for _ in range(int(PATIENCE * 20)):
        if text in terminal.text():
            return True
        terminal.wait(0.05)
    return False


def test_it_prints_and_ends(play: Callable[..., Terminal]) -> None:
    """All of it is printed, and its exit code is the recorded one."""
    terminal = play(Print(0.0, b"a\r\n"), Print(0.0, b"b\r\n"), code=3)
    assert terminal.wait(PATIENCE)
    assert (terminal.text(), terminal.exit_code) == ("a\nb\n", 3)


def test_a_lot_of_output_is_not_lost(play: Callable[..., Terminal]) -> None:
    """More than a screen takes at once arrives whole."""
    terminal = play(Print(0.0, b"0123456789\r\n" * 20_000))
    while terminal.is_alive:
        terminal.take()
        terminal.wait(0.01)
    assert len(terminal.output()) == 12 * 20_000


def test_a_key_hurries_it(play: Callable[..., Terminal]) -> None:
    """A pause ends with the first key, and so do those after it."""
    terminal = play(Print(0.0, b"a"), Print(FOREVER, b"b"), Print(FOREVER, b"c"), tempo=Tempo())
    assert shows(terminal, "a")
    terminal.send(b" ")
    assert terminal.wait(PATIENCE)
    assert terminal.text() == "abc"


def test_a_server_runs_until_it_is_interrupted(play: Callable[..., Terminal]) -> None:
    """It stays at its rest; other keys do nothing; Ctrl-C plays its end."""
    terminal = play(*SERVER)
    assert shows(terminal, "up")
    terminal.send(b"x\r")
    assert not terminal.wait(0.2)
    terminal.send(b"\x03")
    assert terminal.wait(PATIENCE)
    assert (terminal.text(), terminal.exit_code) == ("up\n^Cdown\n", 0)


def test_an_early_interrupt_goes_to_the_end(play: Callable[..., Terminal]) -> None:
    """Ctrl-C before the rest does not play what came until then."""
    terminal = play(Print(0.0, b"a\r\n"), Print(FOREVER, b"b\r\n"), *SERVER, tempo=Tempo())
    assert shows(terminal, "a")
    terminal.interrupt()
    assert terminal.wait(PATIENCE)
    assert terminal.text() == "a\n^Cdown\n"


def test_what_heeds_no_interrupt_goes_on(play: Callable[..., Terminal]) -> None:
    """Where Ctrl-C ended nothing when it was recorded it ends nothing now; being told to end does."""
    terminal = play(Print(0.0, b"$ "), Rest(), code=None)
    assert shows(terminal, "$ ")
    terminal.send(b"\x03")
    assert not terminal.wait(0.2)
    terminal.ask_to_end()
    assert terminal.wait(PATIENCE)
    assert terminal.exit_code == 128 + signal.SIGTERM


def test_a_shell_goes_on_with_each_line(play: Callable[..., Terminal]) -> None:
    """Whatever is typed, Enter shows the recorded line; and each Enter one."""
    terminal = play(
        Print(0.0, b"$ "), Line("ls"), Print(0.0, b"ls\r\nfiles\r\n$ "), Line("exit"), Print(0.0, b"exit\r\n")
    )
    assert shows(terminal, "$ ")
    terminal.send(b"pwd\r")
    assert shows(terminal, "files")
    terminal.send(b"\r")
    assert terminal.wait(PATIENCE)
    assert terminal.text() == "$ ls\nfiles\n$ exit\n"


@pytest.mark.parametrize("keys", [b"ls\rexit\r", b"\x04"])
def test_lines_typed_ahead_are_all_taken(play: Callable[..., Terminal], keys: bytes) -> None:
    """What is typed for the shell goes to the shell, and not to whoever listens next; Ctrl-D goes to its end."""
    terminal = play(Line("ls"), Print(0.0, b"files\r\n"), Line("exit"), Print(0.0, b"exit\r\n"))
    terminal.send(keys)
    assert terminal.wait(PATIENCE)
    assert terminal.text() == "files\nexit\n"


def test_a_line_that_nobody_types_types_itself(play: Callable[..., Terminal]) -> None:
    """Where nobody begins a line, the recording goes on after a while."""
    terminal = play(Line("ls"), Print(0.0, b"files\r\n"), tempo=Tempo(turn=0.0))
    assert terminal.wait(PATIENCE)


def test_sights_are_told_in_their_place(play: Callable[..., Terminal]) -> None:
    """What a watch saw is told when the recording comes to it."""
    seen: SimpleQueue[Sight] = SimpleQueue()
    terminal = play(Print(0.0, b"up"), Sight(Sighting.SEEN), Rest(), saw=seen.put)
    assert seen.get(timeout=PATIENCE) == Sight(Sighting.SEEN)
    assert terminal.is_alive
