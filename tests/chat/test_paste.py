"""Pasted blocks and continued lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.chat.paste import is_continued, join_continued, split_pasted


@pytest.mark.parametrize(
    ("block", "lines", "rest"),
    [
        ("docker ps", (), "docker ps"),
        ("docker ps\n", (), "docker ps"),
        ("docker ps\r\n\r\n", (), "docker ps"),
        ("one\ntwo", ("one",), "two"),
        ("one\r\ntwo\rthree\n", ("one", "two", "three"), ""),
        ("\n\none\n\n  \ntwo\n", ("one", "two"), ""),
        ("docker run \\\n    -it \\\n    ghost", (), "docker run -it ghost"),
        ("docker run\\\n -it\nhint\n", ("docker run -it", "hint"), ""),
        ("ab\\\ncd\nhint\n", ("abcd", "hint"), ""),
        ("ab\\\\\ncd\n", ("ab\\\\", "cd"), ""),
        ("docker run \\\n", (), "docker run "),
        ("", (), ""),
    ],
)
def test_a_block_becomes_lines(block: str, lines: tuple[str, ...], rest: str) -> None:
    """Complete lines, continued ones joined, empty ones dropped; a single line waits for Enter."""
    assert split_pasted(block) == (lines, rest)


@given(st.text(st.sampled_from("ab \\\n\r"), max_size=40))
def test_no_word_is_lost(block: str) -> None:
    """Every letter that was pasted is in the lines or in the rest, in order."""
    lines, rest = split_pasted(block)
    letters = [character for character in block if character in "ab"]
    assert [character for character in "".join([*lines, rest]) if character in "ab"] == letters
    assert not any("\n" in line or "\r" in line for line in (*lines, rest))


def test_an_escaped_backslash_does_not_continue() -> None:
    """Only an odd number of backslashes continues a line."""
    assert is_continued("a\\")
    assert not is_continued("a\\\\")
    assert join_continued("docker run  \\", "\tghost") == "docker run ghost"
