"""What the prompt makes of keys: whole conversations through a pipe, judged by what `read` returns."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.output import DummyOutput

from tutor.chat.editor import Entered, Left, LineEditor
from tutor.chat.history import LineHistory
from tutor.chat.look import Look
from tutor.chat.prompt import Prompt
from tutor.core.events import Closed, Event, Reason, Typed
from tutor.core.view import TerminalView, View

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from prompt_toolkit.input import PipeInput

VIEW = View("A lesson", 4, 25, (TerminalView(1, "docker run ghost"),), "hint", ("hint", "skip", "solution"))
PATIENCE = 20  # seconds


@pytest.fixture
def prompt(keys: PipeInput) -> Prompt:
    """A prompt on that keyboard, without a history file."""
    return Prompt(Look(), None, keys, DummyOutput())


@pytest.fixture
def editor(keys: PipeInput) -> LineEditor:
    """The line editor on that keyboard."""
    return LineEditor(Look(), LineHistory(None), keys, DummyOutput())


def pasted(block: str) -> str:
    """The keys that a terminal sends for a pasted block."""
    return f"\x1b[200~{block}\x1b[201~"


def once(condition: Callable[[], bool], action: Callable[[], None]) -> None:
    """Do `action` from another thread as soon as `condition` holds."""

    def wait() -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.001)
        action()

    threading.Thread(target=wait, daemon=True).start()


def lines(prompt: Prompt, count: int) -> list[str]:
    """The next `count` lines that are entered."""
    events = [prompt.read(VIEW) for _ in range(count)]
    assert all(isinstance(event, Typed) for event in events), events
    return [event.line for event in events if isinstance(event, Typed)]


@pytest.mark.parametrize(
    ("typed", "event"),
    [
        ("docker ps\r", Typed("docker ps")),
        ("docker ps\n", Typed("docker ps")),
        ("\r", Typed("")),
        ("\x04", Closed(Reason.END)),
        ("ab\x01\x04\r", Typed("b")),  # Ctrl-D in a line deletes
        ("docker\x03hint\r", Typed("hint")),  # Ctrl-C clears the line
        ("\x03\x03hint\r", Typed("hint")),  # … and does nothing where there is none
        ("\x1dhint\r", Typed("hint")),  # Ctrl-] swallows no key
        ("sol\t\r", Typed("solution")),
        ("docker s\t\r", Typed("docker s")),
        ("docker run \\\r -it \\\r  ghost\r", Typed("docker run -it ghost")),
        ("docker run \\\r\x03hint\r", Typed("hint")),
        ("docker run \\\r-it\x03hint\r", Typed("hint")),
        ("docker run \\\r\x04hint\r", Typed("hint")),
        ("echo a\\\\\r", Typed("echo a\\\\")),
        ("🐳 é\r", Typed("🐳 é")),
        (pasted("docker ps"), None),
        (pasted("docker ps\n"), None),
        (pasted("a\x00\x07b") + "\r", Typed("a\x00\x07b")),
    ],
)
def test_keys_become_events(keys: PipeInput, prompt: Prompt, typed: str, event: Event | None) -> None:
    """Each way of entering, clearing and leaving gives its event; None stands for a line that still waits for Enter."""
    keys.send_text(typed)
    if event is None:
        keys.send_text(" -a\r")
        event = Typed("docker ps -a")
    assert prompt.read(VIEW) == event


def test_lines_typed_ahead_come_one_by_one(keys: PipeInput, prompt: Prompt) -> None:
    """Lines typed faster than they are read are delivered in order, none lost."""
    keys.send_text("one\rtwo\rthree\r")
    assert lines(prompt, 3) == ["one", "two", "three"]


def test_the_keyboard_going_away_is_a_hangup(keys: PipeInput, prompt: Prompt) -> None:
    """A closed terminal is told from Ctrl-D."""
    keys.close()
    assert prompt.read(VIEW) == Closed(Reason.HANGUP)


def test_a_pasted_block_comes_line_by_line(keys: PipeInput, prompt: Prompt) -> None:
    """Complete lines are delivered in order; what has no line end stays on the prompt."""
    keys.send_text("docker " + pasted("ps\r\n\ndocker run \\\n  ghost\rdocker im") + "ages\r")
    assert lines(prompt, 3) == ["docker ps", "docker run ghost", "docker images"]


def test_the_rest_of_a_pasted_block_can_be_dropped(keys: PipeInput, prompt: Prompt) -> None:
    """After `drop_pending`, which names them, the next line is what the learner types."""
    keys.send_text(pasted("one\ntwo\nthree\n"))
    assert lines(prompt, 1) == ["one"]
    assert prompt.drop_pending() == ("two", "three")
    keys.send_text("four\r")
    assert lines(prompt, 1) == ["four"]


def test_a_nudge_between_pasted_lines_is_heard(keys: PipeInput, prompt: Prompt) -> None:
    """Something to say comes before the next pasted line, which is not lost."""
    keys.send_text(pasted("one\ntwo\n"))
    assert lines(prompt, 1) == ["one"]
    prompt.nudge()
    assert prompt.read(VIEW) is None
    assert lines(prompt, 1) == ["two"]


def test_a_nudge_before_read_returns_at_once(keys: PipeInput, prompt: Prompt) -> None:
    """A nudge that finds nobody reading is heard by the next `read`, and once only."""
    prompt.nudge()
    prompt.nudge()
    assert prompt.read(VIEW) is None
    keys.send_text("hint\r")
    assert lines(prompt, 1) == ["hint"]


def test_a_nudge_keeps_draft_and_cursor(keys: PipeInput, editor: LineEditor) -> None:
    """After a nudge the line stands there as it was, the cursor where it was."""
    keys.send_text("ac\x1b[Db")
    once(lambda: editor.draft == "abc", editor.leave)
    assert editor.edit() is Left.NUDGED
    keys.send_text("X\r")
    assert editor.edit() == Entered("abXc")


def test_keys_between_two_reads_survive(keys: PipeInput, editor: LineEditor) -> None:
    """What is typed while something is being said goes into the line."""
    keys.send_text("docker ")
    once(lambda: editor.draft == "docker ", editor.leave)
    assert editor.edit() is Left.NUDGED
    keys.send_text("ps\r")
    assert editor.edit() == Entered("docker ps")


def test_half_a_two_key_command_survives_a_nudge(keys: PipeInput, editor: LineEditor) -> None:
    """Ctrl-X before the nudge and Ctrl-X after it are one command: go to the line's start."""
    keys.send_text("ab\x18")
    once(lambda: editor.draft == "ab", editor.leave)
    assert editor.edit() is Left.NUDGED
    keys.send_text("\x18Y\r")
    assert editor.edit() == Entered("Yab")


def test_nudges_never_lose_a_line(keys: PipeInput, prompt: Prompt) -> None:
    """Under a hail of nudges every entered line arrives, once and in order."""
    wanted = [f"docker run ghost {number}" for number in range(60)]
    done = threading.Event()

    def hail() -> None:
        while not done.wait(0.001):
            prompt.nudge()

    nudger = threading.Thread(target=hail)
    nudger.start()
    got: list[str] = []
    try:
        for line in wanted:
            keys.send_text(f"{line}\r")
            while len(got) < wanted.index(line) + 1:
                if (event := prompt.read(VIEW)) is not None:
                    assert isinstance(event, Typed)
                    got.append(event.line)
    finally:
        done.set()
        nudger.join()
    assert got == wanted


def test_lines_of_earlier_sessions_are_found(keys: PipeInput, tmp_path: Path) -> None:
    """The arrow brings back the last line, Ctrl-R finds one before it, over sessions."""
    first = Prompt(Look(), tmp_path / "history", keys, DummyOutput())
    keys.send_text("docker ps\rdocker run ghost\r")
    assert lines(first, 2) == ["docker ps", "docker run ghost"]
    second = Prompt(Look(), tmp_path / "history", keys, DummyOutput())
    keys.send_text("\x12ps\r\r")
    assert lines(second, 1) == ["docker ps"]


def test_a_very_long_line_arrives_whole(keys: PipeInput, prompt: Prompt) -> None:
    """100 kB pasted are one line."""
    line = "docker run " + "x" * 100_000
    once(lambda: True, lambda: keys.send_text(f"{pasted(line)}\r"))
    assert lines(prompt, 1) == [line]


def test_plain_prompts_read_the_same(keys: PipeInput) -> None:
    """Without a bottom line Ctrl-C, Ctrl-D and lines mean the same."""
    prompt = Prompt(Look(colour=False, styled=False, plain=True), None, keys, DummyOutput())
    keys.send_text("x\x03\x03hint\r\x04")
    assert lines(prompt, 1) == ["hint"]
    assert prompt.read(VIEW) == Closed(Reason.END)


def test_a_line_can_have_been_begun_before_there_was_a_prompt(prompt: Prompt, keys: PipeInput) -> None:
    """It stands there, not entered; a draft that is older is not thrown away for it."""
    prompt.begin("docker ps")
    prompt.begin("docker images")
    keys.send_text(" -a\r")
    assert lines(prompt, 1) == ["docker ps -a"]
