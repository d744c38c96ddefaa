"""The lesson loader under any input: an error in words or a lesson, never anything else."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.lesson_strategies import lessons, written
from tests.lesson_texts import HEAD, MISTAKES, documented
from tutor.content import LessonFileError, Problem, lint, parse_lesson
from tutor.lessonfile.source import clean_text

if TYPE_CHECKING:
    from tutor.core.lesson import Lesson

EXAMPLE = documented()
PIECES = [
    *EXAMPLE.splitlines(keepends=True),
    *(
        "---\n",
        "# A\n",
        "## B\n",
        "```step\n",
        "```\n",
        "~~~step\n",
        "\t",
        " ",
        "  - ",
        "> ",
        "{",
        "}",
        "[",
        "]",
        "{{prot}}",
    ),
    *(
        "id: a\n",
        "kind: read\n",
        ": ",
        " #",
        "'",
        '"',
        "*a",
        "&a ",
        "!a ",
        "|\n",
        "- ",
        "? ",
        "%",
        "===\n",
        "<!--",
        "\n\n",
    ),
]
ANYTHING = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)


def problems_of(content: bytes) -> tuple[Problem, ...]:
    """What is wrong with a file of these bytes; nothing if they load."""
    try:
        lint(parse_lesson(clean_text(content, "x.md"), "x.md", MISTAKES))
    except LessonFileError as error:
        return error.problems
    return ()


def assert_told_well(content: bytes) -> None:
    """The bytes load, or the error has a message, and lines that are in the file, in order."""
    told = problems_of(content)
    last = len(re.split(rb"\r\n|\r|\n", content))
    assert [problem.line for problem in told] == sorted(problem.line for problem in told)
    assert all(1 <= problem.line <= last for problem in told)
    assert all(problem.message and "\n" not in problem.message for problem in told)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_lesson_or_a_lesson_error(content: bytes) -> None:
    """No bytes may crash the loader."""
    assert_told_well(content)


@given(ANYTHING)
@example(HEAD)
@example(HEAD + "# A\n## B\n```step\n")
@example(HEAD + "# A\n## B\n```step\nid: '\n```")
@example("---\n---")
@example("---\nid: [\n---\n# A\n## B\n  ```step\n  \t\n")
def test_any_text_in_front_of_the_parsers_is_answered(text: str) -> None:
    """No text may crash the loader, with front matter before it or without."""
    for content in (text, HEAD + text):
        with suppress(UnicodeEncodeError):
            assert_told_well(content.encode())


@given(st.data())
def test_a_lesson_with_one_slip_is_answered(data: st.DataObject) -> None:
    """The example with any piece cut out and any put in must load or say where it went wrong."""
    start = data.draw(st.integers(0, len(EXAMPLE)))
    end = data.draw(st.integers(start, min(len(EXAMPLE), start + 30)))
    piece = data.draw(st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec="utf-8"), max_size=5)))
    assert_told_well((EXAMPLE[:start] + piece + EXAMPLE[end:]).encode())


@settings(max_examples=settings().max_examples // 2)  # a whole lesson is slow to draw
@given(lessons())
def test_a_valid_lesson_comes_back_as_it_was_written(lesson: Lesson) -> None:
    """Loading what a lesson says must give that lesson: nothing dropped, nothing added, every step's line true."""
    text = written(lesson)
    loaded = parse_lesson(text, "", MISTAKES)
    lines = text.split("\n")
    assert [lines[step.line_number - 1] for step in loaded.steps] == [f"## {step.title}" for step in lesson.steps]
    assert replace(loaded, steps=tuple(replace(step, line_number=0) for step in loaded.steps)) == lesson
