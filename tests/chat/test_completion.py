"""The Tab key, colours and suggestions: at once, beside the prompt, and never in the way of a key."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.output import DummyOutput

from tutor.chat import completion
from tutor.chat.colours import coloured
from tutor.chat.habits import Habits
from tutor.chat.look import Look
from tutor.chat.prompt import Prompt
from tutor.core.completing import Candidate
from tutor.core.events import Typed
from tutor.core.grammar import Extra
from tutor.core.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from prompt_toolkit.input import PipeInput

VIEW = View("A lesson", 4, 25, words=("hint", "help", "skip"), about=("ghost",))
NAMES = (Candidate("gin"), Candidate("ghost"), Candidate("ghost-2"))
PATIENCE = 20.0


class Cli:
    """Answers with these; `asked` tells that it was asked, `go` lets it answer, `done` that the answer was given."""

    def __init__(self, *answer: Candidate, is_slow: bool = False) -> None:
        self.answer = answer
        self.asked = threading.Event()
        self.go = threading.Event()
        self.words: list[tuple[tuple[str, ...], str]] = []
        if not is_slow:
            self.go.set()

    def __call__(self, words: tuple[str, ...], begun: str) -> tuple[Candidate, ...]:
        """As the real one would."""
        self.words.append((words, begun))
        self.asked.set()
        self.go.wait(PATIENCE)
        return self.answer


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer than a learner is made to wait."""
    monkeypatch.setattr(completion, "DEADLINE", PATIENCE)


def prompt(keys: PipeInput, cli: Cli | None = None, *, history: Path | None = None, vi_keys: bool = False) -> Prompt:
    """A prompt on that keyboard."""
    return Prompt(Look(), history, keys, DummyOutput(), habits=Habits(vi_keys, cli))


def shown(prompt: Prompt) -> tuple[str, list[str]]:
    """What stands on the line, and what is listed under it."""
    buffer = prompt._editor._session.default_buffer  # noqa: SLF001 -- what is seen before Enter has no other name
    state = buffer.complete_state
    return buffer.text, [one.display_text for one in state.completions] if state else []


def typed_until(prompt: Prompt, keys: PipeInput, text: str, seen: tuple[str, list[str]], enter: str = "\r") -> Typed:
    """Type, wait until the line and the list are as `seen`, press `enter`; what is read then."""
    keys.send_text(text)

    def press() -> None:
        pause = threading.Event()
        for _ in range(int(PATIENCE / 0.01)):
            if shown(prompt) == seen:
                break
            pause.wait(0.01)
        keys.send_text(enter)

    waiting = threading.Thread(target=press)
    waiting.start()
    read = prompt.read(VIEW)
    waiting.join()
    assert isinstance(read, Typed)
    return read


def test_tab_asks_the_cli_and_shows_the_steps_own_first(keys: PipeInput) -> None:
    """What all begin with is put in; the list is the CLI's, filtered, the step's image first."""
    cli = Cli(*NAMES)
    read = typed_until(prompt(keys, cli), keys, "docker run g\t", ("docker run g", ["ghost", "gin", "ghost-2"]))
    assert read == Typed("docker run g")
    assert cli.words == [(("run",), "g")]


def test_a_common_beginning_is_put_in(keys: PipeInput) -> None:
    """As far as there is no choice."""
    read = typed_until(prompt(keys, Cli(*NAMES)), keys, "docker run gh\t", ("docker run ghost", []))
    assert read == Typed("docker run ghost")


def test_the_only_word_is_put_in_with_a_blank(keys: PipeInput) -> None:
    """The next word can be typed at once."""
    read = typed_until(prompt(keys, Cli(*NAMES)), keys, "docker run gi\t", ("docker run gin ", []))
    assert read == Typed("docker run gin ")


def test_tab_walks_the_list_and_enter_takes_the_word_only(keys: PipeInput) -> None:
    """Nothing runs by the Enter that takes a word; the next one enters the line."""
    subject = prompt(keys, Cli(*NAMES))
    read = typed_until(subject, keys, "docker run g\t", ("docker run g", ["ghost", "gin", "ghost-2"]), "\t\tls\r")
    assert read == Typed("docker run ginls")
    read = typed_until(subject, keys, "docker run g\t", ("docker run g", ["ghost", "gin", "ghost-2"]), "\t\rls\r")
    assert read == Typed("docker run ghost ls")


def test_without_an_answer_the_grammar_helps(keys: PipeInput) -> None:
    """Flags and commands are known even with no CLI at all."""
    read = typed_until(prompt(keys, Cli()), keys, "docker run --inter\t", ("docker run --interactive ", []))
    assert read == Typed("docker run --interactive ")


def test_no_key_waits_for_a_slow_cli(keys: PipeInput) -> None:
    """Keys typed while it is asked are there at once, and its late answer changes nothing of what was typed on."""
    cli = Cli(*NAMES, is_slow=True)
    subject = prompt(keys, cli)
    read = typed_until(subject, keys, "docker run g\tin -x", ("docker run gin -x", []))
    assert read == Typed("docker run gin -x")
    cli.go.set()
    keys.send_text("hint\r")
    assert subject.read(VIEW) == Typed("hint")


def test_a_question_can_be_left_to_a_dead_cli(keys: PipeInput, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the deadline the grammar answers; the thread that still waits holds nothing up."""
    monkeypatch.setattr(completion, "DEADLINE", 0.05)
    cli = Cli(is_slow=True)
    read = typed_until(prompt(keys, cli), keys, "docker run --inter\t", ("docker run --interactive ", []))
    assert read == Typed("docker run --interactive ")
    assert cli.asked.is_set()
    cli.go.set()


def test_an_earlier_line_is_suggested_and_taken_by_an_arrow(keys: PipeInput, tmp_path: Path) -> None:
    """From the history; the arrow to the right takes it."""
    history = tmp_path / "history"
    history.write_text("docker run ghost ls\n", encoding="utf-8")
    subject = prompt(keys, history=history)
    buffer = subject._editor._session.default_buffer  # noqa: SLF001 -- as above

    def press() -> None:
        pause = threading.Event()
        for _ in range(int(PATIENCE / 0.01)):
            if buffer.suggestion is not None:
                break
            pause.wait(0.01)
        keys.send_text("\x1b[C\r")

    waiting = threading.Thread(target=press)
    waiting.start()
    keys.send_text("docker r")
    assert subject.read(VIEW) == Typed("docker run ghost ls")
    waiting.join()


def test_earlier_lines_are_searched_for(keys: PipeInput, tmp_path: Path) -> None:
    """Ctrl-R and a piece of it."""
    history = tmp_path / "history"
    history.write_text("docker run ghost ls\ndocker ps\n", encoding="utf-8")
    keys.send_text("\x12ghost\r\r")
    assert prompt(keys, history=history).read(VIEW) == Typed("docker run ghost ls")


@pytest.mark.parametrize(("vi_keys", "typed", "line"), [(True, "docker\x1b0x\r", "ocker"), (False, "x\x01d\r", "dx")])
def test_the_keys_are_those_of_vi_or_of_emacs(keys: PipeInput, typed: str, line: str, *, vi_keys: bool) -> None:
    """Escape and commands, or Ctrl-A to the line's beginning."""
    keys.send_text(typed)
    read = prompt(keys, vi_keys=vi_keys).read(VIEW)
    assert isinstance(read, Typed)
    assert read.line == line


def test_an_unknown_flag_has_a_style_of_its_own() -> None:
    """And the pieces are the whole line."""
    pieces = coloured("docker run --intec ghost", Extra())
    assert ("class:typed.unknown", "--intec") in pieces
    assert "".join(text for _, text in pieces) == "docker run --intec ghost"
