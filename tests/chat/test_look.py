"""What may be used on which terminal."""

from __future__ import annotations

import pytest

from tutor.chat.look import Look, Sign


@pytest.mark.parametrize(
    ("environ", "encoding", "is_tty", "plain", "look"),
    [
        ({"TERM": "xterm"}, "utf-8", True, False, Look()),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "utf-8", True, False, Look(colour=False)),
        ({"TERM": "xterm", "NO_COLOR": ""}, "utf-8", True, False, Look()),
        ({"TERM": "xterm"}, "utf-8", False, False, Look(colour=False, styled=False)),
        ({"TERM": "xterm"}, "utf-8", True, True, Look(colour=False, styled=False, plain=True)),
        ({"TERM": "dumb"}, "utf-8", True, False, Look(colour=False, styled=False, dumb=True)),
        ({"TERM": "linux"}, "utf-8", True, False, Look(signs=False)),
        ({"TERM": "xterm"}, "latin-1", True, False, Look(signs=False, encoding="latin-1")),
        ({"TERM": "xterm"}, None, True, False, Look(signs=False, encoding="ascii")),
        ({"TERM": "xterm"}, "no-such", True, False, Look(signs=False, encoding="no-such")),
    ],
)
def test_the_look_follows_the_environment(
    *, environ: dict[str, str], encoding: str | None, is_tty: bool, plain: bool, look: Look
) -> None:
    """Colours, styles, signs and the way lines are read follow TERM, NO_COLOR, the stream and --plain."""
    assert Look.for_environment(environ, encoding, is_tty=is_tty, plain=plain) == look


def test_signs_of_state_are_words_for_a_screen_reader() -> None:
    """In plain mode no sign is a drawing."""
    assert all(Look(plain=True).sign(sign).isascii() for sign in Sign)
