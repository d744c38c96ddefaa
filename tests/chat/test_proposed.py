"""A line that the tutor proposes: greyed at an empty prompt, taken whole by a key, never in the way of typing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.chat.terminal import Terminal
from tests.chat.test_prompt import VIEW, lines, pasted
from tutor.chat.editor import LineEditor
from tutor.chat.history import LineHistory
from tutor.chat.look import Look
from tutor.chat.prompt import Prompt
from tutor.core.events import Typed

if TYPE_CHECKING:
    from prompt_toolkit.input import PipeInput

BETTER = "docker ps -a"
SIGN = "›"  # noqa: RUF001 -- the prompt's sign
ASKED = replace(VIEW, refusal="no")


@pytest.fixture
def prompt(keys: PipeInput) -> Prompt:
    """A prompt on that keyboard, with a line proposed."""
    prompt = Prompt(Look(), None, keys, DummyOutput())
    prompt.offer(BETTER)
    return prompt


@pytest.mark.parametrize(
    ("pressed", "entered"),
    [
        ("\t\r", BETTER),
        ("\x1b[C\r", BETTER),  # the arrow to the right
        ("\x1b[F\r", BETTER),  # End
        ("\x05\r", BETTER),  # Ctrl-E
        ("\r", ""),
        ("hint\r", "hint"),
        ("docker p\t\r", BETTER),
        ("docker px\x7f\t\r", BETTER),  # it is back once it fits again
        ("docker rm\r", "docker rm"),
        ("\t --no-trunc\r", BETTER + " --no-trunc"),
        ("docker ps -a\r", BETTER),
        ("\x03docker i\r", "docker i"),  # Ctrl-C drops it
    ],
)
def test_it_is_taken_or_typed_over(keys: PipeInput, prompt: Prompt, pressed: str, entered: str) -> None:
    """Tab, the arrow, End and Ctrl-E take it whole; what is typed is just that, and Enter alone runs nothing."""
    keys.send_text(pressed)
    assert lines(prompt, 1) == [entered]


def test_it_is_for_one_line(keys: PipeInput, prompt: Prompt) -> None:
    """After the next line nothing is proposed any more."""
    keys.send_text("hint\r\x1b[C\r")
    assert lines(prompt, 2) == ["hint", ""]


def test_it_outlives_an_aside(keys: PipeInput, prompt: Prompt) -> None:
    """Something said meanwhile takes nothing away."""
    prompt.nudge()
    assert prompt.read(VIEW) is None
    keys.send_text("\t\r")
    assert lines(prompt, 1) == [BETTER]


def test_it_leaves_a_draft_alone(keys: PipeInput, prompt: Prompt) -> None:
    """What was typed already stays as it is."""
    keys.send_text(pasted("one\ntwo\nmine"))
    assert lines(prompt, 2) == ["one", "two"]
    prompt.offer("yours")
    keys.send_text("\r")
    assert lines(prompt, 1) == ["mine"]


def test_a_screen_reader_is_told_of_it_on_a_line_of_its_own() -> None:
    """In the plain look nothing stands behind the cursor; the line is printed, and Tab takes it."""
    with create_pipe_input() as keys:
        editor = LineEditor(Look(plain=True), LineHistory(None), keys, DummyOutput())
        editor.proposal.put(BETTER)
        assert editor._session.default_buffer.suggestion is None  # noqa: SLF001 -- what would be drawn
        prompt = Prompt(Look(plain=True), None, keys, DummyOutput())
        prompt.offer(BETTER)
        keys.send_text("\t\r")
        assert lines(prompt, 1) == [BETTER]


@pytest.mark.parametrize("key", ["\x03", "\x04", "ye\x03", "y\\\r\x03"])
def test_a_key_can_say_no(keys: PipeInput, key: str) -> None:
    """Where a yes or no is asked Ctrl-C and Ctrl-D are a no, whatever was typed; the prompt after it is empty."""
    prompt = Prompt(Look(), None, keys, DummyOutput())
    keys.send_text(key)
    assert prompt.read(ASKED) == Typed("no")
    keys.send_text("docker ps\r")
    assert prompt.read(VIEW) == Typed("docker ps")


@pytest.mark.parametrize("answer", ["no\r", "\r", "\x03"])
def test_the_arrow_brings_back_what_was_refused(keys: PipeInput, answer: str) -> None:
    """However the no was given, it is not what the arrow finds."""
    prompt = Prompt(Look(), None, keys, DummyOutput())
    keys.send_text("docker rm blog\r")
    assert lines(prompt, 1) == ["docker rm blog"]
    keys.send_text(answer)
    assert isinstance(prompt.read(ASKED), Typed)
    keys.send_text("\x1b[A\r")
    assert lines(prompt, 1) == ["docker rm blog"]


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_on_a_terminal(term: str) -> None:
    """It stands behind the cursor (or on a line before a dumb terminal's prompt), and Tab takes it."""
    terminal = Terminal(term, ("--offer",))
    terminal.wait(lambda: terminal.cursor_line.startswith(SIGN) and any(BETTER in line for line in terminal.lines))
    assert terminal.screen.cursor.x == len(SIGN) + 1
    terminal.type("\t\r")
    terminal.wait_for(f"read Typed(line='{BETTER}')")
    terminal.child.close(force=True)


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_a_key_says_no_on_a_terminal(term: str, key: str) -> None:
    """Ctrl-C and Ctrl-D at a yes-or-no question are read as a no, and the prompt goes on."""
    terminal = Terminal(term, ("--ask",))
    terminal.wait(lambda: terminal.cursor_line == SIGN)
    terminal.type(key)
    terminal.wait_for("read Typed(line='no')")
    terminal.child.close(force=True)
