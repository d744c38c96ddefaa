"""What the tutor says of keys at once, and by which numbers the learner knows what runs."""

from __future__ import annotations

import pytest

from tests.core.conversation import Conversation
from tests.core.judging import left, printed
from tutor.core import events
from tutor.core.command import parse
from tutor.core.keys_pressed import takes_keys
from tutor.core.outcome import Key
from tutor.core.view import TerminalView
from tutor.core.views import view_of


def at_server(line: str = "docker run ghost") -> Conversation:
    """A program has the screen."""
    talk = Conversation().at("boot-ghost")
    talk.enter(line)
    return talk


def press(talk: Conversation, key: Key) -> None:
    """A key at the program."""
    talk.tell(events.Pressed(talk.running.terminal, key))


def test_ctrl_d_at_a_server_is_answered_at_once_and_once() -> None:
    """It would be waited for in vain."""
    talk = at_server()
    press(talk, Key.END_OF_INPUT)
    assert talk.keys == ["pressed.end-of-input"]
    press(talk, Key.END_OF_INPUT)
    assert talk.keys == []


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("docker run -it ghost sh", Key.END_OF_INPUT),
        ("docker run -i ghost sh", Key.END_OF_INPUT),
        ("docker attach blog", Key.END_OF_INPUT),
        ("docker run ghost", Key.INTERRUPT),
    ],
)
def test_a_key_that_works_is_not_talked_about(line: str, key: Key) -> None:
    """A shell that reads, and the key that stops."""
    talk = at_server(line)
    press(talk, key)
    assert talk.keys == []


@pytest.mark.parametrize(
    ("line", "takes"),
    [
        ("docker run ghost ls", False),
        ("docker run -it ghost sh", True),
        ("docker run -i ghost sh", True),
        ("docker run -t ghost sh", True),  # it looks like a shell, so people type into it
        ("docker exec -it blog sh", True),
        ("docker attach blog", True),
        ("docker logs -f blog", False),
    ],
)
def test_who_is_typed_to(line: str, *, takes: bool) -> None:
    """A program that was given a keyboard, or the prompt that comes next."""
    assert takes_keys(parse(line)) is takes


def test_what_runs_in_the_background_is_numbered_from_one() -> None:
    """However many commands ran before; a number that is free again is taken again, and `terminal` knows it."""
    talk = Conversation().at("boot-ghost")
    for _ in range(3):
        talk.run("docker ps", printed(""))
    for place in (1, 2):
        talk.enter("docker run ghost")
        talk.tell(events.Left(talk.running.terminal, left("docker run ghost")))
        assert f"terminal {place}" in talk.said
    assert view_of(talk.state).terminals == (TerminalView(1, "docker run ghost"), TerminalView(2, "docker run ghost"))
    talk.enter("terminal 1")
    first = talk.state.foreground
    assert first is not None
    talk.tell(events.Ended(first, printed("")))
    talk.enter("docker run ghost")
    talk.tell(events.Left(talk.running.terminal, left("docker run ghost")))
    assert "terminal 1" in talk.said
