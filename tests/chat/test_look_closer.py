"""What `calls` and `explain` look like at both widths and in every look. See `test_render` for the snapshots."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.chat.test_render import LOOKS, SNAPSHOTS, picture, printed
from tests.core.conversation import Conversation
from tests.core.test_calls import ATTACH, START, create, did, passing_shell
from tutor.chat.render import draw
from tutor.core.command import parse
from tutor.core.explaining import explain

if TYPE_CHECKING:
    from tutor.core.message import Message


EVERYTHING = (
    "docker run -it -p 8989:2368 --name a-rather-long-name "
    "-e NODE_ENV=development --cpus 2 --rm ghost sh -c 'echo 你好'"
)


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


def said_to_explain() -> tuple[Message, ...]:
    """A line with all kinds of words, and one that is wrong."""
    talk = Conversation().at("own-command")
    talk.enter(f"explain {EVERYTHING}")
    explained = talk.messages
    talk.enter("explain docker run --nmae x ghost")
    return (*explained, *talk.messages)


PICTURES = {"explain": said_to_explain, "calls": said_to_calls, "calls-compared": said_to_a_shell}


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


LINES = st.one_of(
    st.just(EVERYTHING),
    st.just("docker ps -aq"),
    st.lists(st.text("ab你é", min_size=1, max_size=40), max_size=12).map(" ".join).map("docker run ghost {}".format),
    st.text("ab=:/", min_size=1, max_size=90).map(lambda value: f"docker run -it -e {value} -p 1:2 ghost a"),
)


@given(line=LINES, width=st.integers(20, 120), name=st.sampled_from(sorted(LOOKS)))
def test_a_line_explained_fits_any_width(line: str, width: int, name: str) -> None:
    """No row is wider than the terminal, but for an address, which stays whole; each part has its number once."""
    explained = explain(parse(line))
    rows = [row.plain for row in draw(explained, LOOKS[name], width)]
    assert [row for row in rows if cell_len(row) > width and "https://" not in row and len(row.split()) > 1] == []
    if name != "plain":
        drawing = takewhile(lambda row: not row.startswith("  1 "), rows)
        numbers = " ".join(row for row in drawing if set(row) <= set(" ─-0123456789"))
        assert re.findall(r"\d+", numbers) == [str(number + 1) for number in range(len(explained.parts))]
