"""What can be said of lesson files without a daemon: what keeps one from loading, and what could be better."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.authoring.lint_cards import card_findings, cards_at, is_of_cards
from tutor.authoring.lint_claims import claim_findings
from tutor.authoring.lint_hints import hint_findings
from tutor.authoring.lint_model import model_findings
from tutor.authoring.lint_prose import prose_findings
from tutor.content import Finding, LessonFileError, lint, parse_lesson
from tutor.core.texts import words
from tutor.errors import LessonError, UsageError
from tutor.lessonfile.shapes import NAME
from tutor.lessonfile.source import read_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from tutor.core.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Linted:
    """How many lesson files and concept cards were looked at, and what was found, by file and line."""

    files: int
    findings: tuple[Finding, ...]
    cards: int = 0


def lint_path(path: Path, known_mistakes: Collection[str]) -> Linted:
    """What is to better in a lesson file or a concept card, or in all of a folder.

    Args:
        path: The file or folder.
        known_mistakes: The ids that `wrong` may name.

    Raises:
        UsageError: There is no such file or folder, or no lesson in it.
    """
    cards = cards_at(path)
    files = () if cards and is_of_cards(path) else lesson_files(path)
    findings = {found for file in files for found in lint_file(file, known_mistakes)}
    findings.update(found for card in cards for found in card_findings(card))
    return Linted(len(files), tuple(sorted(findings)), len(cards))


def lesson_files(path: Path) -> tuple[Path, ...]:
    """The file itself, or the folder's files whose names a lesson could have (`README.md` is none).

    Raises:
        UsageError: As `lint_path`.
    """
    if not path.exists():
        raise UsageError(words("lint.no-path", path=path), words("lint.no-path.cure"))
    if not path.is_dir():
        return (path,)
    files = tuple(file for file in sorted(path.glob("*.md")) if re.fullmatch(NAME, file.stem))
    if not files:
        raise UsageError(words("lint.no-lesson", path=path), words("lint.no-lesson.cure"))
    return files


def lint_file(path: Path, known_mistakes: Collection[str]) -> Iterator[Finding]:
    """The findings of one file. One that does not load has its problems only."""
    file = str(path)
    try:
        text = read_text(path)
        lesson = parse_lesson(text, file, known_mistakes)
    except LessonFileError as error:
        yield from (Finding(file, problem.line, problem.sentence) for problem in error.problems)
    except LessonError as error:
        yield Finding(file, 1, f"{error.message} {error.hint}".strip())
    else:
        yield from findings_of(lesson, text)


def findings_of(lesson: Lesson, text: str) -> Iterator[Finding]:
    """The findings of a valid lesson; `text` is its file's."""
    yield from lint(lesson)
    for find in (model_findings, hint_findings):
        for line, message in find(lesson):
            yield Finding(lesson.path, line, message)
    for look in (prose_findings, claim_findings):
        for line, message in look(lesson, text):
            yield Finding(lesson.path, line, message)
