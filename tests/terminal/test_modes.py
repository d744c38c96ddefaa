"""What output switched on in a terminal, and how it is put back."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.terminal.modes import ScreenModes


def modes_after(*pieces: bytes) -> ScreenModes:
    """The state after these pieces of output."""
    modes = ScreenModes()
    for piece in pieces:
        modes.feed(piece)
    return modes


@pytest.mark.parametrize(
    ("output", "reset"),
    [
        (b"plain\r\n", b""),
        (b"\x1b[31mred\x1b[0m\r\n", b""),
        (b"\x1b[31mred", b"\x1b[0m"),
        (b"\x1b[?25l", b"\x1b[?25h"),
        (b"\x1b[?25l\x1b[?25h", b""),
        (b"\x1b[?1000;1006h\x1b[?2004h", b"\x1b[?1000l\x1b[?1006l\x1b[?2004l"),
        (b"\x1b[?1049h\x1b[?1h\x1b=", b"\x1b>\x1b[?1l\x1b[?1049l"),
        (b"\x1b[?1000l\x1b[?2004l", b""),
        (b"\x1b[2;20r", b"\x1b7\x1b[r\x1b8"),
        (b"\x1b[2;20r\x1b[r", b""),
        (b"\x1b(0", b"\x1b(B"),
        (b"\x0e", b"\x0f"),
        (b"\x1b[4h", b"\x1b[4l"),
        (b"\x1b[5 q", b"\x1b[0 q"),
        (b"\x1b[>1u", b"\x1b[<9u"),
        (b"\x1b[>1u\x1b[<u", b""),
        (b"\x1b[>4;2m", b"\x1b[>4m"),
        (b"\x1b[>4;2m\x1b[>4m", b""),
        (b"\x1b[?25l\x1b[31m\x1bc", b""),
        (b"\x1b[?4711h", b""),
        (b"\x1b]0;title\x07", b""),
        (b"\x1b]0;title\x1b\\\x1b]1;icon\x1b\\", b""),
        (b"\x1b]0;half a title", b"\x1b\\"),
        (b"\x1b]0;half a title\r\nand a line\r\n", b"\x1b\\"),
        (b"\x1b]0;half a title\r\nand a line\x18\r\n", b""),
        (b"\x1bPhalf a picture" + b"x" * 10_000, b"\x1b\\"),
        (b"\x1b[31;", b"\x1b\\"),
        (b"\x1b[31mred\x1b", b"\x1b\\\x1b[0m"),
    ],
)
def test_reset_undoes_what_was_changed_and_nothing_else(output: bytes, reset: bytes) -> None:
    """Exactly the modes that differ from a new terminal's are put back."""
    assert modes_after(output).reset() == reset


def test_again_brings_back_what_reset_took() -> None:
    """After `reset` and `again` the state is what it was, the alternate screen first."""
    modes = modes_after(b"\x1b[?1049h\x1b[?1000h\x1b[?25l\x1b[1m")
    again = modes_after(modes.reset(), modes.again())
    assert again.reset() == modes.reset()
    assert modes.again().startswith(b"\x1b[?1049h")


@pytest.mark.parametrize(
    ("pieces", "is_start"),
    [
        ((b"",), True),
        ((b"x",), False),
        ((b"x\r\n",), True),
        ((b"x\r\n\x1b[0m",), True),
        ((b"/ # \x1b[6n",), False),
        ((b"x", b"\n", b"\x1b[?25h"), True),
        ((b"50 %\r",), False),
        ((b"50 %\r\x1b[K",), True),
        ((b"x\n\x1b]0;a ti", b"tle\x07"), True),
        ((b"x\n\x1b[3", b"1m"), True),
        ((b"\x1b[?1049h",), False),
        ((b"half\x1b[?1049hfull\r\n\x1b[?1049l",), False),
        ((b"line\r\n\x1b[?1049hfull\x1b[?1049l",), True),
    ],
)
def test_the_start_of_a_line_is_known(pieces: tuple[bytes, ...], *, is_start: bool) -> None:
    """It is a line's start where printing breaks nothing that stands there."""
    assert modes_after(*pieces).is_line_start is is_start


@given(st.binary(max_size=80), st.integers(0, 80))
def test_pieces_may_be_cut_anywhere(noise: bytes, cut: int) -> None:
    """A sequence in two pieces is what it is in one."""
    data = b"\x1b[?1000;25h\x1b[31m" + noise.replace(b"\x1b", b"") + b"\x1b[?1049h\x1b[>4;1m\r\n"
    whole, parts = modes_after(data), modes_after(data[:cut], data[cut:])
    assert parts.reset() == whole.reset()
    assert parts.is_line_start == whole.is_line_start


def test_a_copy_goes_its_own_way() -> None:
    """What one sees after the copy, the other does not."""
    modes = modes_after(b"\x1b[?25l")
    twin = modes.copy()
    twin.feed(b"\x1b[?25h\x1b[31m")
    assert modes.reset() == b"\x1b[?25h"
    assert modes.colour == b""
    assert twin.colour == b"\x1b[31m"


def test_a_terminal_agrees() -> None:
    """A real screen is its old self after a full-screen program was reset in the middle of it."""
    output = b"\x1b[?25l\x1b[?1h\x1b[7mhalf\x1b[3;9r\x1b[4h"
    screen = pyte.Screen(80, 24)
    clean = set(screen.mode)
    stream = pyte.ByteStream(screen)
    stream.feed(output)
    assert set(screen.mode) != clean
    stream.feed(modes_after(output).reset())
    assert set(screen.mode) == clean
    assert not screen.cursor.attrs.reverse
    assert screen.margins is None or (screen.margins.top, screen.margins.bottom) == (0, 23)
