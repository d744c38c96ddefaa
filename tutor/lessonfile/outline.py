"""Markdown to an outline: front matter, sections, steps with their prose and their block.

    file    := front-matter text? section+
    section := "# Heading" text? step*          the last section may have text alone: it closes the lesson
    step    := "## Title" text? "```step" YAML "```"

Which line is a heading or a fence is for a Markdown parser to say (a `#` in a code block is none). The text
between them is kept exactly as it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.lessonfile.problems import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

FENCE = "---"
BLOCK = "step"
SECTION_LEVEL, STEP_LEVEL = 1, 2


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown as written; its first line is line `line` of the file (1-based)."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's or a step's title."""

    line: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Block:
    """A `step` block: its fence is on `line`, its YAML begins on the line after."""

    line: int
    yaml: str


@dataclass(slots=True)
class StepOutline:
    """A step's heading, the text under it, and its block; a whole outline has no step without one."""

    heading: Heading
    prose: Prose | None = None
    block: Block | None = None


@dataclass(slots=True)
class SectionOutline:
    """A section's heading, the text before its first step, and its steps."""

    heading: Heading
    prose: Prose | None = None
    steps: list[StepOutline] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A file's parts; `problems` are all that keep it from being a lesson's."""

    front: str = ""
    intro: Prose | None = None
    sections: list[SectionOutline] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def split_front(text: str) -> tuple[str, int] | None:
    """The YAML between the leading `---` lines and the number of lines that it and they take; None without them."""
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(ends) < 2 or ends[0] != 0:  # noqa: PLR2004 -- one before, one behind
        return None
    return "\n".join(lines[1 : ends[1]]), ends[1] + 1


def outline(text: str) -> Outline:
    """The file's parts, and what is wrong with their order."""
    found = split_front(text)
    if not found:
        return Outline(problems=[Problem(1, words("outline.no-front"), words("outline.no-front.cure"))])
    front, length = found
    drawing = _Drawing(Outline(front=front))
    for part in _parts(text, length):
        drawing.add(part)
    return drawing.finish()


class _Drawing:
    """Puts the parts into the outline, one after the other."""

    def __init__(self, drawn: Outline) -> None:
        self._drawn = drawn
        self._section: SectionOutline | None = None
        self._step: StepOutline | None = None  # its block has not come yet

    def add(self, part: Prose | Heading | Block | Problem) -> None:
        match part:
            case Prose():
                self._add_prose(part)
            case Heading(level=level) if level == SECTION_LEVEL:
                self._end_step()
                self._section = SectionOutline(part)
                self._drawn.sections.append(self._section)
            case Heading():
                self._begin_step(part)
            case Block():
                self._add_block(part)
            case Problem():
                self._drawn.problems.append(part)
                self._step = None  # it is told already that its block is no good

    def finish(self) -> Outline:
        self._end_step()
        for section in self._drawn.sections[:-1]:
            if not section.steps:
                message = words("outline.no-step", section=quoted(section.heading.title))
                self._problem(section.heading.line, message, words("outline.no-step.cure"))
        last = self._drawn.sections[-1] if self._drawn.sections else None
        if last and not (last.steps or last.prose):
            message = words("outline.empty-section", section=quoted(last.heading.title))
            self._problem(last.heading.line, message, words("outline.empty-section.cure"))
        if not self._drawn.problems and not any(section.steps for section in self._drawn.sections):
            self._problem(1, words("outline.no-steps"), words("outline.no-steps.cure"))
        return self._drawn

    def _add_prose(self, prose: Prose) -> None:
        if self._step:
            self._step.prose = prose
        elif not self._section:
            self._drawn.intro = prose
        elif not self._section.steps:
            self._section.prose = prose
        else:
            self._problem(prose.line, words("outline.late-text"), words("outline.late-text.cure"))

    def _begin_step(self, heading: Heading) -> None:
        self._end_step()
        if not self._section:
            message = words("outline.no-section", step=quoted(heading.title))
            self._problem(heading.line, message, words("outline.no-section.cure"))
            self._section = SectionOutline(Heading(heading.line, SECTION_LEVEL, heading.title))
        self._step = StepOutline(heading)
        self._section.steps.append(self._step)

    def _add_block(self, block: Block) -> None:
        if self._step:
            self._step.block = block
            self._step = None
        else:
            self._problem(block.line, words("outline.no-title"), words("outline.no-title.cure"))

    def _end_step(self) -> None:
        if self._step:
            message = words("outline.no-block", step=quoted(self._step.heading.title))
            self._problem(self._step.heading.line, message, words("outline.no-block.cure"))
        self._step = None

    def _problem(self, line: int, message: str, hint: str) -> None:
        self._drawn.problems.append(Problem(line, message, hint))


def _parts(text: str, skipped: int) -> Iterator[Prose | Heading | Block | Problem]:
    lines = text.split("\n")
    lines[:skipped] = [""] * skipped  # blank, so that line numbers stay
    reached = skipped
    for start, end, part in _marks("\n".join(lines)):
        yield from _prose(lines, reached, start)
        yield part
        reached = end
    yield from _prose(lines, reached, len(lines))


def _prose(lines: list[str], start: int, end: int) -> Iterator[Prose]:
    written = [number for number in range(start, end) if lines[number].strip()]
    if written:
        yield Prose(written[0] + 1, "\n".join(lines[written[0] : written[-1] + 1]))


def _marks(text: str) -> Iterator[tuple[int, int, Heading | Block | Problem]]:
    """Headings and step blocks, with their first line and the line behind them (0-based)."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- listing lessons does without, and it takes 30 ms

    markdown = MarkdownIt("commonmark")
    markdown.core.ruler.enableOnly(["normalize", "block"])  # what is inside a paragraph is nobody's business here
    tokens = markdown.parse(text)
    lines = text.split("\n")
    for place, token in enumerate(tokens):
        if token.map and (part := _part(token, tokens[place + 1 : place + 2], lines)):
            yield (token.map[0], token.map[1], part)


def _part(token: Token, following: list[Token], lines: list[str]) -> Heading | Block | Problem | None:
    line = (token.map or [0])[0] + 1
    if token.type == "fence" and token.info.strip() == BLOCK:
        return _block(token, line, lines)
    if token.type != "heading_open" or token.level or token.tag not in {"h1", "h2"}:
        return None
    title = following[0].content.strip().replace("\n", " ")
    if not title:
        return Problem(line, words("outline.empty-heading"), words("outline.empty-heading.cure"))
    return Heading(line, int(token.tag[1]), title)


def _block(token: Token, line: int, lines: list[str]) -> Block | Problem:
    start, end = token.map or (0, 0)
    last = lines[end - 1].strip() if end - start > 1 else ""
    if token.level:
        return Problem(line, words("outline.inner-block"), words("outline.inner-block.cure"))
    if not last.startswith(token.markup) or last.strip(token.markup[0]):
        return Problem(line, words("outline.open-block"), words("outline.open-block.cure", fence=token.markup))
    return Block(line, token.content)
