"""Short turns and sound links: what can be said of a lesson's prose without understanding it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.chat.look import Look
from tutor.chat.markdown import draw_markdown
from tutor.core.lesson import StepKind
from tutor.core.texts import words
from tutor.lessonfile.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.lesson import Lesson

MOST_LINES = 6
WIDTH = 76  # columns that words fill on a terminal of 80
FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^\n`]*)")
CODE = re.compile(r"(`+).+?\1")
LINK = re.compile(r"\[[^\]]*\]\(([^)]*)\)")
BARE = re.compile(r"(?<![(\w])http://[^\s)>\"']+")
GOOD = re.compile(r"https://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?")


def prose_findings(lesson: Lesson, text: str) -> Iterator[tuple[int, str]]:
    """Line and message of each finding; `text` is the lesson's file."""
    yield from long_turns(lesson)
    for number, line in outside_code(text):
        for message in bad_links(line):
            yield number, message


def long_turns(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Steps that say more than a few lines before there is something to type. A step to read is for reading."""
    for step in lesson.steps:
        lines = prose_lines(step.prose)
        if step.kind is not StepKind.READ and lines > MOST_LINES:
            yield step.line_number, words("lint.long-text", step=quoted(step.id), count=lines, most=MOST_LINES)


def prose_lines(markdown: str) -> int:
    """How many lines the prose takes on the screen. Empty ones and code blocks are not read, they are looked at."""
    drawn = draw_markdown(FENCED.sub("", markdown), Look(), WIDTH)
    return sum(bool(line.plain.strip()) for line in drawn)


def outside_code(text: str) -> Iterator[tuple[int, str]]:
    """The file's lines by number, without code in spans and blocks; the YAML of step blocks is the lesson's own."""
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = FENCE.fullmatch(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not mark[2].strip() else fence
        elif mark and mark[2].strip() != "step":
            fence = mark[1]
        else:
            yield number, CODE.sub("", line)


def bad_links(line: str) -> Iterator[str]:
    """Links that lead nowhere, or in the open."""
    for target in LINK.findall(line):
        if not GOOD.fullmatch(target):
            yield words("lint.bad-link", target=quoted(target))
    for target in BARE.findall(LINK.sub("", line)):
        yield words("lint.bare-link", target=quoted(target))
