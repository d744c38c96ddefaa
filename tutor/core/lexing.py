"""The words of a typed line, as a POSIX shell would split it; what only a shell understands is refused by name.

    line   = { blank | word }
    blank  = " " | tab | line end at the line's start or end | backslash line-end
    word   = piece { piece }
    piece  = plain
           | "'" { any but "'" } "'"
           | '"' { any but '"' | backslash one-of($ ` " backslash line-end) } '"'
           | backslash any

Refused outside quotes: | ; & < > ( ) and a second line, a leading # and ~, and * ? [...] where a shell would look for
files; outside single quotes: $name, ${...}, $(...) and backticks. Refused anywhere: control characters. Printed
quotes, and blanks that only look like one, are refused outside quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.core.command_error import CommandSyntaxError, Problem
from tutor.core.edits import replaced, without
from tutor.core.scan import Scan, Word, scan
from tutor.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.core.shell_syntax import ShellPart

LONGEST = 100_000  # characters in a line; a terminal's own limit is 4096, a paste may be longer
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]|\r(?![\r\n]|\\Z)")
# What a terminal sends for an arrow key, and puts around pasted text: the whole of it goes, not just its first byte.
SEQUENCE = re.compile(f"\x1b\\[[0-9;?]*[@-~]|{CONTROL.pattern}")


def words_of(line: str) -> tuple[Word, ...]:
    """Split `line` into words. The time taken grows with its length and no faster.

    Raises:
        CommandSyntaxError: EMPTY, TOO_LONG, CONTROL_CHARACTER, UNBALANCED_QUOTE, TRAILING_BACKSLASH, TYPOGRAPHY or
            SHELL_SYNTAX, the one that comes first in the line.
    """
    _check_characters(line)
    scanned = scan(line)
    _check(scanned)
    return tuple(scanned.words)


def _check_characters(line: str) -> None:
    if len(line) > LONGEST:
        length, limit = f"{len(line):,}", f"{LONGEST:,}"
        raise CommandSyntaxError(line, Problem.TOO_LONG, "command.too-long", length=length, limit=limit)
    if not line.strip():
        raise CommandSyntaxError(line, Problem.EMPTY, "command.empty")
    if found := CONTROL.search(line):
        raise CommandSyntaxError(
            line,
            Problem.CONTROL_CHARACTER,
            "command.control",
            span=Span(*found.span()),
            found=f"U+{ord(found[0]):04X}",
            offer=SEQUENCE.sub("", line).strip(),
        )


def _check(scanned: Scan) -> None:
    """Raise for the first thing in the line that cannot stay."""
    parts = _apart(scanned.parts)
    first_part = parts[0].span.start if parts else len(scanned.line)
    if scanned.lookalikes and scanned.lookalikes[0].span.start < first_part:
        raise _lookalike_error(scanned)
    if parts:
        raise _shell_error(scanned.line, parts)
    if scanned.unclosed:
        raise _unclosed_error(scanned.line, scanned.unclosed)


def _apart(parts: Sequence[ShellPart]) -> list[ShellPart]:
    """The parts in their order in the line, those within another left out."""
    kept: list[ShellPart] = []
    for part in sorted(parts, key=lambda part: (part.span.start, -part.span.end)):
        if not kept or part.span.start >= kept[-1].span.end:
            kept.append(part)
    return kept


def _lookalike_error(scanned: Scan) -> CommandSyntaxError:
    first = scanned.lookalikes[0]
    return CommandSyntaxError(
        scanned.line,
        Problem.TYPOGRAPHY,
        f"command.{first.kind}",
        span=first.span,
        found=first.found,
        offer=replaced(scanned.line, [(found.span, found.instead) for found in scanned.lookalikes]),
        instead=first.instead,
    )


def _shell_error(line: str, parts: Sequence[ShellPart]) -> CommandSyntaxError:
    first = parts[0]
    return CommandSyntaxError(
        line,
        Problem.SHELL_SYNTAX,
        f"command.shell-{first.shell}",
        span=first.span,
        found=line[first.span.start : first.span.end].strip(),
        offer=without(line, [part.span for part in parts]),
    )


def _unclosed_error(line: str, place: Span) -> CommandSyntaxError:
    found = line[place.start]
    if found == "\\":
        offer = line[: place.start].strip()
        return CommandSyntaxError(
            line, Problem.TRAILING_BACKSLASH, "command.trailing-backslash", span=place, found=found, offer=offer
        )
    return CommandSyntaxError(
        line,
        Problem.UNBALANCED_QUOTE,
        "command.unbalanced",
        span=place,
        found=found,
        offer=f"{line.rstrip()}{found}",
    )
