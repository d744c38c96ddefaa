"""What `calls` and `explain` look like at both widths and in every look. See `test_render` for the snapshots."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.chat.test_render import LOOKS, SNAPSHOTS, picture, printed
from tests.core.conversation import Conversation
from tests.core.test_calls import ATTACH, START, create, did, passing_shell

if TYPE_CHECKING:
    from tutor.core.message import Message


def said_to_calls() -> tuple[Message, ...]:
    """The calls of a command with everything in it."""
    talk = Conversation().at("own-command")
    host = {"PortBindings": {"2368/tcp": [{"HostIp": "", "HostPort": "8989"}]}, "AutoRemove": True}
    body = {"Env": ["NODE_ENV=development", "DB_PASSWORD=hunter2"], "Labels": {"mine": "yes"}, "HostConfig": host}
    refused = replace(START, status=403, refused=True)
    talk.run("docker run --rm -p 8989:2368 ghost", did(create(**body), ATTACH, START, refused))
    talk.enter("calls")
    return tuple(talk.messages)


def said_to_a_shell() -> tuple[Message, ...]:
    """Two creates side by side."""
    return tuple(passing_shell().messages[1:4])


PICTURES = {"calls": said_to_calls, "calls-compared": said_to_a_shell}


@pytest.mark.parametrize("name", PICTURES)
def test_each_looks_as_drawn(name: str) -> None:
    """As in its snapshot, at both widths and in every look."""
    path = SNAPSHOTS / f"{name}.txt"
    shown = picture(PICTURES[name]())
    if os.environ.get("SNAPSHOTS") == "write":
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_plain_and_ascii(name: str) -> None:
    """With --plain there is no escape sequence, and where the stream carries ASCII alone there is nothing else."""
    messages = PICTURES[name]()
    assert all("\x1b" not in printed(message, LOOKS["plain"], 80) for message in messages)
    assert all(printed(message, LOOKS["ascii"], 40).isascii() for message in messages)
