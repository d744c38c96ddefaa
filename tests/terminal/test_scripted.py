"""A script's lines, typed into a program in the foreground."""

from __future__ import annotations

import os
import threading
from collections import deque
from typing import TYPE_CHECKING

import pytest

from tests.terminal.learner import PATIENCE, wait_until
from tutor.core.outcome import Key
from tutor.terminal.passthrough import Departure, Hangup
from tutor.terminal.scripted import Patience, ScriptedForeground
from tutor.terminal.wake import Wake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.terminal.learner import Shelf
    from tutor.terminal.terminals import Terminal

TUTOR = "the tutor's"
# Times as long as a test can wait; what must never happen in a test is far away.
QUICK = Patience(quiet=0.2, silent=0.6, chatty=1.0, ending=1.5, addressed=1.5, last_quiet=1.0)


class Lines:
    """A script in memory."""

    def __init__(self, *entries: bytes | Key | str) -> None:
        self.entries = deque(entries)
        self.is_here = True
        self.gave_up: float | None = None

    def is_ready(self) -> bool:
        """As a pipe that was written to."""
        return self.is_here

    def next_for_foreground(self) -> bytes | Key | None:
        """The next one, unless it is the tutor's."""
        if not self.entries or isinstance(self.entries[0], str):
            return None
        entry = self.entries.popleft()
        assert not isinstance(entry, str)
        return entry

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return not self.entries

    def give_up(self, seconds: float) -> None:
        """Note it."""
        self.gave_up = seconds


class Stage:
    """A plain output, and what was printed on it."""

    def __init__(self, output: int, wake: Wake) -> None:
        self.output = output
        self.wake = wake
        self.seen = b""

    def attend(self) -> None:
        """Say something, as the tutor does."""
        self.wake.clear()
        os.write(self.output, b"the tutor\n")

    def run(
        self,
        terminal: Terminal,
        lines: Lines,
        *,
        patience: Patience = QUICK,
        is_waiting: Callable[[], bool] = lambda: False,
    ) -> Departure:
        """Run the lines against the program."""
        return ScriptedForeground(lines, self.output, self.attend, self.wake.fd, is_waiting, patience).run(terminal)


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A pipe that is read all the time."""
    reader, writer = os.pipe()
    with Wake() as wake:
        stage = Stage(writer, wake)

        def read() -> None:
            while data := os.read(reader, 65536):
                stage.seen += data

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        yield stage
        os.close(writer)
        thread.join(PATIENCE)
        os.close(reader)


def test_lines_are_typed_one_by_one(shelf: Shelf, stage: Stage) -> None:
    """Each line comes after the answer to the one before; the output is plain; `exit 7` keeps its code."""
    terminal = shelf.start("sh", "-i")
    lines = Lines(b"PS1='> '", b"printf 'a\\033[31mb\\n'", b"exit 7")
    assert stage.run(terminal, lines) is Departure.ENDED
    assert terminal.exit_code == 7
    wait_until(lambda: b"exit 7\n" in stage.seen, "the last line")
    assert b"\nab\n> " in stage.seen
    assert b"\x1b" not in stage.seen
    assert b"\r" not in stage.seen
    assert stage.seen.index(b"> printf") < stage.seen.index(b"\nab\n") < stage.seen.index(b"> exit")


def test_a_line_waits_for_silence(shelf: Shelf, stage: Stage) -> None:
    """While the program still prints its start-up work, nothing is typed into it."""
    terminal = shelf.shell(
        "stty -echo; for i in 1 2 3 4 5 6; do echo work; sleep 0.05; done; read line; echo got $line"
    )
    assert stage.run(terminal, Lines(b"x")) is Departure.ENDED
    wait_until(lambda: b"got x" in stage.seen, "the answer")
    assert terminal.text() == "work\n" * 6 + "got x\n"


def test_a_silent_program_gets_its_line_all_the_same(shelf: Shelf, stage: Stage) -> None:
    """What prints nothing is given the line after a while."""
    terminal = shelf.shell("stty -echo; read line; echo got $line")
    assert stage.run(terminal, Lines(b"x")) is Departure.ENDED
    assert terminal.text() == "got x\n"


def test_a_program_that_never_pauses_gets_its_line_all_the_same(shelf: Shelf, stage: Stage) -> None:
    """A chatty server can be interrupted."""
    terminal = shelf.shell("while :; do echo work; sleep 0.02; done")
    assert stage.run(terminal, Lines(Key.INTERRUPT)) is Departure.ENDED
    assert terminal.exit_code == 130
    keys = terminal.keys()
    assert [press.key for press in keys] == [Key.INTERRUPT]


def test_the_end_of_input_is_a_key(shelf: Shelf, stage: Stage) -> None:
    """`^D` ends `cat`, with its own code."""
    terminal = shelf.start("cat")
    assert stage.run(terminal, Lines(b"word", Key.END_OF_INPUT)) is Departure.ENDED
    assert terminal.exit_code == 0
    assert terminal.text().startswith("word\nword\n")


def test_the_leave_key_leaves_it_running(shelf: Shelf, stage: Stage) -> None:
    """`^]` comes back to the tutor, on a line of its own, and says so in the keys."""
    terminal = shelf.shell("printf 'half a line'; sleep 1000")
    assert stage.run(terminal, Lines(Key.LEAVE, b"next")) is Departure.LEFT
    assert terminal.is_alive
    assert terminal.keys()[-1].key is Key.LEAVE
    wait_until(lambda: stage.seen == b"half a line\n", "a fresh line")


def test_after_an_exit_nothing_is_typed_until_the_end(shelf: Shelf, stage: Stage) -> None:
    """A slow end is waited for: the next line is not swallowed by a program on its way out."""
    terminal = shelf.shell("trap 'echo bye; sleep 0.8; exit 0' INT; echo ready; while :; do sleep 0.02; done")
    lines = Lines(Key.INTERRUPT, b"next")
    assert stage.run(terminal, lines) is Departure.ENDED
    assert list(lines.entries) == [b"next"]


def test_an_end_that_does_not_come_is_not_waited_for_for_ever(shelf: Shelf, stage: Stage) -> None:
    """A shell stays after `^C`: the next line is typed all the same."""
    terminal = shelf.shell("trap 'echo caught' INT; echo ready; while ! read line; do :; done; echo got $line")
    assert stage.run(terminal, Lines(Key.INTERRUPT, b"x")) is Departure.ENDED
    assert terminal.text().endswith("got x\n")


def test_a_line_for_the_tutor_is_never_typed(shelf: Shelf, stage: Stage) -> None:
    """It waits for the program's end."""
    terminal = shelf.shell("echo ready; sleep 0.7; echo end")
    lines = Lines(TUTOR)
    assert stage.run(terminal, lines) is Departure.ENDED
    assert terminal.text() == "ready\nend\n"
    assert lines.gave_up is None


def test_a_line_for_the_tutor_gives_up_by_name(shelf: Shelf, stage: Stage) -> None:
    """The program does not end: the script is told, and the program is left."""
    terminal = shelf.shell("echo ready; sleep 1000")
    lines = Lines(TUTOR)
    assert stage.run(terminal, lines) is Departure.LEFT
    assert lines.gave_up == QUICK.addressed
    assert list(lines.entries) == [TUTOR]


def test_at_the_scripts_end_a_program_may_finish(shelf: Shelf, stage: Stage) -> None:
    """The last command of a script runs to its end; one that would run for ever is left."""
    finishing = shelf.shell("echo one; sleep 0.5; echo two; exit 3")
    assert stage.run(finishing, Lines()) is Departure.ENDED
    assert finishing.exit_code == 3
    assert stage.run(shelf.shell("echo up; sleep 1000"), Lines()) is Departure.LEFT


def test_lines_are_held_while_the_step_waits(shelf: Shelf, stage: Stage) -> None:
    """Until what the step waits for is decided, quiet or not, nothing is typed."""
    terminal = shelf.shell("stty -echo; echo ready; read line; echo got $line")
    lines, decided = Lines(b"x"), threading.Event()
    waits = 0

    def is_waiting() -> bool:
        nonlocal waits
        waits += 1
        if waits == 20:  # longer than the quiet it would else wait for
            assert len(lines.entries) == 1
            decided.set()
        return not decided.is_set()

    assert stage.run(terminal, lines, is_waiting=is_waiting) is Departure.ENDED
    assert terminal.text() == "ready\ngot x\n"


def test_the_tutor_speaks_between_lines(shelf: Shelf, stage: Stage) -> None:
    """`attend` is called when the wake is set, on a line of its own."""
    terminal = shelf.shell("printf 'half'; read line; echo; echo end")
    stage.wake.set()
    decided = threading.Event()
    attend = stage.attend

    def attend_and_decide() -> None:
        attend()
        decided.set()

    stage.attend = attend_and_decide  # type: ignore[method-assign]
    assert stage.run(terminal, Lines(b""), is_waiting=lambda: not decided.is_set()) is Departure.ENDED
    wait_until(lambda: stage.seen.endswith(b"end\n"), "the end")
    assert b"the tutor" in stage.seen.split(b"\n")


def test_a_script_that_is_still_being_written_is_waited_for(shelf: Shelf, stage: Stage) -> None:
    """Output flows on while the next line is not there yet."""
    terminal = shelf.shell("stty -echo; echo ready; sleep 0.6; echo more; read line; echo got $line")
    lines = Lines(b"x")
    lines.is_here = False

    def write() -> None:
        wait_until(lambda: b"more" in stage.seen, "more")
        lines.is_here = True

    thread = threading.Thread(target=write)
    thread.start()
    assert stage.run(terminal, lines) is Departure.ENDED
    thread.join(PATIENCE)
    assert terminal.text() == "ready\nmore\ngot x\n"


def test_nobody_reading_is_a_hangup(shelf: Shelf) -> None:
    """Output into a closed pipe ends the visit by name."""
    reader, writer = os.pipe()
    os.close(reader)
    with Wake() as wake, pytest.raises(Hangup):
        ScriptedForeground(Lines(), writer, lambda: None, wake.fd, lambda: False).run(shelf.start("echo", "x"))
    os.close(writer)
