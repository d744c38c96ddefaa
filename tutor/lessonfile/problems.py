"""What is wrong with a lesson file: where, what, and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.nearest import nearest
from tutor.core.texts import words
from tutor.errors import LessonError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 20  # a broken file can have thousands; nobody reads more at once
MOST = 100  # looked for in one block or text, so that no file takes long to refuse


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem: `line` is 1-based in the file; `message` and `hint` (the cure, may be empty) are whole sentences."""

    line: int
    message: str
    hint: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong and what to do about it."""
        return f"{self.message} {self.hint}".rstrip()


class LessonFileError(LessonError):
    """A lesson file that cannot be used; `problems` are all that were found, by line.

    Args:
        file: The file, as the reader shall see it.
        problems: At least one.
    """

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(set(problems)))
        first, *more = self.problems
        if more:
            super().__init__(self._all())
        else:
            super().__init__(f"{file}:{first.line}: {first.message}", first.hint)

    def _all(self) -> str:
        lines = [f"{self.file}:{problem.line}: {problem.sentence}" for problem in self.problems[:SHOWN]]
        hidden = len(self.problems) - len(lines)
        rest = [words("problem.more", count=hidden)] if hidden else []
        return "\n".join([words("problem.all", file=self.file, count=len(self.problems)), *lines, *rest])


def quoted(word: str, limit: int = 40) -> str:
    """The word in backticks, cut at `limit` characters and to its first line."""
    line = word.partition("\n")[0]
    cut = line if line == word and len(line) <= limit else line[:limit] + "…"
    return f"`{cut}`"


def one_of(choices: Iterable[str]) -> str:
    """The words as a list to read: `` `do`, `read` ``."""
    return ", ".join(f"`{choice}`" for choice in choices)


def near_to(word: str, valid: Iterable[str]) -> str:
    """The valid word that was probably meant, "" if none is near."""
    return nearest(word.replace("_", "-"), sorted(valid))


def nearest_hint(word: str, valid: Iterable[str]) -> str:
    """The cure for an unknown word: the nearest valid one, or all of them when none is near and they are few."""
    known = sorted(valid)
    if near := near_to(word, known):
        return words("problem.near", near=near)
    if not known:
        return words("problem.none-yet")
    return words("problem.known", known=one_of(known)) if len(known) <= SHOWN else ""  # a longer list helps nobody
