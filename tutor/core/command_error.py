"""Why a line is not a docker command: what is wrong, where, and what to type instead."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tutor.core.message import text
from tutor.core.spans import Span, draw
from tutor.core.tasks import AskCli
from tutor.core.texts import fill
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.core.message import Text

SHOWN = 60  # characters of what was found that a sentence repeats
DRAWN = 76  # columns of the line as drawn in str(error)


class Problem(StrEnum):
    """What is wrong with a line."""

    EMPTY = "empty line"
    TOO_LONG = "line too long"
    CONTROL_CHARACTER = "control character"
    UNBALANCED_QUOTE = "unbalanced quote"
    TRAILING_BACKSLASH = "trailing backslash"
    TYPOGRAPHY = "typography"
    SHELL_SYNTAX = "shell syntax"
    NOT_DOCKER = "not a docker command"
    UNKNOWN_COMMAND = "unknown command"
    UNKNOWN_FLAG = "unknown flag"
    ONE_DASH_LONG = "one dash before a long flag"
    BAD_FLAG = "malformed flag"
    FLAG_NEEDS_VALUE = "flag without its value"
    BAD_BOOLEAN = "not a yes or no"


class CommandSyntaxError(TutorError):
    """A line that docker's command line would not take, or that only a shell understands.

    Attributes:
        line: The line as typed.
        problem: What is wrong.
        span: Where; None if nowhere in particular.
        found: What stands there, printable.
        offer: A better line, "" if there is none: without the offending part, or with the nearest word.
        nearest: The known word that was probably meant, "" if none.
        text: The sentence for the learner.
        words: The command's words that were read before it (UNKNOWN_COMMAND: with the unknown one).
        flag: The flag that is not known, as the CLI can be asked for it (`--foo`, `-z`).
    """

    def __init__(  # noqa: PLR0913 - one keyword for each attribute, all named at the call
        self,
        line: str,
        problem: Problem,
        sentence: str,
        *,
        span: Span | None = None,
        found: str = "",
        offer: str = "",
        nearest: str = "",
        words: tuple[str, ...] = (),
        flag: str = "",
        **values: str,
    ) -> None:
        self.text: Text = text(sentence, found=_short(found), nearest=nearest, **values)
        super().__init__(fill(self.text))
        self.line = line
        self.problem = problem
        self.span = span
        self.found = found
        self.offer = offer
        self.nearest = nearest
        self.words = words
        self.flag = flag

    def __str__(self) -> str:
        if self.span is None:
            return self.message
        drawing = draw(self.line, (self.span,), DRAWN)
        return f"{self.message}\n\n    {drawing.line}\n    {drawing.carets}"


def question(error: CommandSyntaxError) -> AskCli | None:
    """What to ask the installed CLI before the line is refused; None if there is nothing to ask."""
    match error.problem:
        case Problem.UNKNOWN_COMMAND | Problem.UNKNOWN_FLAG | Problem.ONE_DASH_LONG:
            return AskCli(error.line, error.words, error.flag)
        case _:
            return None


def error_as_data(error: CommandSyntaxError) -> dict[str, object]:
    """The error as JSON-ready data; `span` is [start, end] in characters, or null."""
    return {
        "line": error.line,
        "problem": error.problem.value,
        "span": [error.span.start, error.span.end] if error.span else None,
        "found": error.found,
        "offer": error.offer,
        "nearest": error.nearest,
        "message": error.message,
    }


def _short(found: str) -> str:
    return found if len(found) <= SHOWN else f"{found[: SHOWN - 3]}..."
