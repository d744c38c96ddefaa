"""Lesson files as bytes and as YAML: what no lesson may hold is refused before anything reads on."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml

from tests.lesson_texts import MISTAKES, documented, small
from tutor.content import LessonFileError, load, parse_lesson
from tutor.errors import LessonError
from tutor.lessonfile.yaml_tree import LOADER, BrokenYamlError, parse_yaml, plain_value


@pytest.mark.parametrize("loader", [yaml.BaseLoader, LOADER])
def test_both_yaml_parsers_say_the_same(loader: type[yaml.BaseLoader]) -> None:
    """Without libyaml's parser, PyYAML's own must give the same trees and the same lines."""
    for block in re.findall(r"```step\n(.*?)```", documented(), re.DOTALL):
        assert parse_yaml(block, 1, loader) == parse_yaml(block, 1)
    assert plain_value(parse_yaml("a: {b: [no, 08, 1.10, '']}\nc: |\n  x\n", 1, loader)) == {
        "a": {"b": ["no", "08", "1.10", ""]},
        "c": "x",
    }
    for broken, line in (("a: b: c", 1), ("a: 1\na: 2", 2), ("x: 1\na: *b", 2), ("x: y z # w", 1), ("a: [b", 1)):
        with pytest.raises(BrokenYamlError) as caught:
            parse_yaml(broken, 1, loader)
        assert caught.value.problem.line == line


def test_an_alias_bomb_is_refused_unread() -> None:
    """A few lines that would stand for gigabytes must be one short error."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )
    with pytest.raises(LessonFileError) as caught:
        parse_lesson(small(f"## A\n```step\n{bomb}```\n"), "x.md", MISTAKES)
    assert caught.value.message == "x.md:11: `&a` is an anchor to YAML; lessons have none."


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b"---\nformat: 1\n\xff\n", "The byte 0xFF here is not UTF-8.", 3),
        (b"---\r\n\r\nnul \0\n", "There is a character U+0000 here, which does not belong in a lesson.", 3),
        (b"a\n\x1b[31mred", "There is a character U+001B here, which does not belong in a lesson.", 2),
        ("a\nb\u2028c".encode(), "There is a character U+2028 here, which does not belong in a lesson.", 2),
    ],
)
def test_bytes_that_are_no_text_are_named_with_their_line(
    tmp_path: Path, content: bytes, message: str, line: int
) -> None:
    """A file that is no clean text must be refused before it reaches a parser or a terminal."""
    path = tmp_path / "bad.md"
    path.write_bytes(content)
    with pytest.raises(LessonFileError) as caught:
        load(path, MISTAKES)
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [(line, message)]


def test_what_cannot_be_a_lesson_file_is_refused_in_words(tmp_path: Path) -> None:
    """Missing, a folder, a pipe that nobody writes to, or too large: each must be said, and none may hang."""
    (tmp_path / "large.md").write_bytes(b"x" * (1024 * 1024 + 1))
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    said = {
        "large": "larger than 1 MiB",
        "folder": "cannot be read|is not a file",
        "pipe": "is not a file",
        "no": "There is no file",
    }
    for name, words in said.items():
        with pytest.raises(LessonError, match=words) as caught:
            load(tmp_path / f"{name}.md", MISTAKES)
        assert caught.value.hint
        assert str(tmp_path / name) in caught.value.message
    with pytest.raises(LessonError):
        load(Path("nul\0.md"), MISTAKES)
