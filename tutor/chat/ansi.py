"""A message as a terminal would get it, as text: for a transcript."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from tutor.chat.look import Look
from tutor.chat.render import Voice, console_for

if TYPE_CHECKING:
    from tutor.core.message import Message

WIDTH = 80  # cells of the terminal that a transcript looks like


def as_ansi(message: Message) -> str:
    """The message drawn at 80 columns, colours as escape sequences, a newline behind each line."""
    stream, look = StringIO(), Look()
    Voice(console_for(look, stream, WIDTH), look).say(message)
    return stream.getvalue()
