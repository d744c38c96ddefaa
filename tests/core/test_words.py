"""What a line at the prompt is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.words import (
    Blank,
    DockerLine,
    NoDocker,
    NotAlone,
    Reading,
    ShellWord,
    TutorWord,
    Unknown,
    Word,
    read_line,
)


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("", Blank()),
        ("   ", Blank()),
        ("docker", DockerLine("docker")),
        ("  docker ps ", DockerLine("docker ps")),
        ("hint", TutorWord(Word.HINT)),
        ("HINT", TutorWord(Word.HINT)),
        ("?", TutorWord(Word.HELP)),
        ("terminal 2", TutorWord(Word.TERMINAL, "2")),
        ("terminal", TutorWord(Word.TERMINAL)),
        ("ls -l", ShellWord("ls")),
        ("exit", ShellWord("exit")),
        ("start ghost", NoDocker("start", "docker start ghost")),
        ("inspect", NoDocker("inspect", "docker inspect")),
        ("restart ghost", NoDocker("restart", "docker restart ghost")),
        ("hint please", NotAlone(Word.HINT)),
        ("sulotion", Unknown("sulotion", "solution", "solution")),
        ("dcoker ps -a", Unknown("dcoker", "docker", "docker ps -a")),
        ("xyzzy", Unknown("xyzzy")),
    ],
)
def test_the_first_word_decides(line: str, reading: Reading) -> None:
    """Docker lines, tutor words in any case, shell words, near misses with the line put right."""
    assert read_line(line) == reading


def test_a_sentence_that_begins_like_a_tutor_word_is_none() -> None:
    """`next to the image` is somebody's sentence, not `next`."""
    assert not isinstance(read_line("next to the image"), TutorWord)


@given(st.text())
def test_any_line_is_something(line: str) -> None:
    """No line crashes it."""
    read_line(line)
