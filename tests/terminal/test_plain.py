"""What a reader saw of a program's bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.terminal.plain import PlainStream, only_colours, plain_text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\r\ntwo\r\n", "one\ntwo\n"),
        (b"50 %\r100 %\r\n", "100 %\n"),
        (b"a long line\rshort\x1b[K\r\n", "short\n"),
        (b"ls\b\b\x1b[Jpwd\r\n", "pwd\n"),
        (b"lz\bs\r\n", "ls\n"),
        (b"abc\x1b[2Dx\r\n", "axc\n"),
        (b"abc\x1b[3D\x1b[P\r\n", "bc\n"),
        (b"bc\r\x1b[@a\r\n", "abc\n"),
        (b"abc\x1b[1K\x1b[2Kd\r\n", "   d\n"),
        (b"\x1b[1;31mred\x1b[0m \x1b[38;5;9mtoo\x1b[m\n", "red too\n"),
        (b"/ # \x1b[6nls\r\n", "/ # ls\n"),
        (b"\x1b]0;a title\x07after\n", "after\n"),
        (b"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\n", "link\n"),
        (b"\x1b(B\x1b=\x1b[?25lhidden\x1b[?25h\n", "hidden\n"),
        (b"bell\x07 nul\0 tab\tend\n", "bell nul tab\tend\n"),
        (b"\x1b]never ended\nnext\n", "\nnext\n"),
        (b"\xff \xc3\xa9\n", "\ufffd é\n"),
        (b"\x1b[99999999999999C\x1b[999999999G\x1b[99999999@x", " " * 4095 + "x"),
    ],
)
def test_lines_read_as_they_looked(data: bytes, text: str) -> None:
    """Overwritten characters are overwritten, erased ones erased, and no escape sequence is left."""
    assert plain_text(data)[:4097].rstrip(" ") == text.rstrip(" ")


@given(st.lists(st.sampled_from([b"\x1b", b"[", b"2", b";", b"K", b"]", b"\r", b"\n", b"\b", b"x", b"\xff"])))
def test_no_bytes_break_it(parts: list[bytes]) -> None:
    """Whatever comes, there are as many lines as before and no control character but tabs."""
    text = plain_text(b"".join(parts))
    assert text.count("\n") == parts.count(b"\n")
    assert not set(text) & {"\x1b", "\r", "\b"}


def test_a_prompt_that_is_painted_again_is_shown_once() -> None:
    """A shell that learns the size of its terminal paints its prompt anew: the transcript has it once."""
    stream = PlainStream()
    assert stream.feed(b"x\r\n/ # \x1b[6n") == b"x\n/ # "
    assert stream.feed(b"\r/") + stream.feed(b" # \x1b[J") + stream.feed(b"ls\r\n") == b"ls\n"


@given(
    st.lists(st.sampled_from([b"\r", b"\n", b"a", b"ab", b"\x1b[K", b"/ # "])).map(b"".join) | st.binary(max_size=60),
    st.integers(0, 60),
)
def test_a_stream_reads_the_same_however_it_is_cut(noise: bytes, cut: int) -> None:
    """A sequence, a line end or a string in two pieces is what it is in one."""
    data = b"a\x1b[31mb\r\nc\x1b]0;t\x07d\x1b[0m\r\n" + noise.replace(b"\x1b", b"") + b"\r\nend\r\n"
    whole, parts = PlainStream(), PlainStream()
    assert parts.feed(data[:cut]) + parts.feed(data[cut:]) + parts.finish() == whole.feed(data) + whole.finish()


def test_a_stream_keeps_text_and_drops_sequences() -> None:
    r"""Escape sequences go, `\r\n` becomes `\n`, a bar that repaints itself keeps its `\r`."""
    stream = PlainStream()
    assert stream.feed(b"\x1b[1mbold\x1b[0m\r\n1\r2\r\n\x1b[") == b"bold\n1\r2\n"
    assert stream.feed(b"6nx") == b"x"
    assert stream.finish() == b""


def test_what_is_shown_again_asks_for_nothing() -> None:
    """Colours stay; questions to the terminal, titles and cursor movements do not."""
    data = b"\x05\x1b[c\x1b[31m/ # \x1b[0m\x1b[6n\x1b]11;?\x07\x1b[2Aend"
    assert only_colours(data) == b"\x1b[31m/ # \x1b[0mend"


def test_a_long_text_is_cut_nowhere() -> None:
    """Line by line it is what it is as a whole, however long, with empty lines and an unfinished last one."""
    lines = [b"x" * (number % 97) for number in range(3000)]
    assert plain_text(b"\r\n".join(lines)).encode() == b"\n".join(lines)
    assert plain_text(b"\n" * 100_000) == "\n" * 100_000
