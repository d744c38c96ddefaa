"""Mistakes about `--format`, Docker's templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.core.mistakes.case import INSPECTING, Case, Found, Mistake, found, value_of
from tutor.core.spans import Span
from tutor.core.unmet import Point

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand

# Words that `--format` knows besides templates (docs.docker.com/engine/cli/formatting).
FORMAT_WORDS = ("json", "table", "raw", "pretty")
FIELD = re.compile(r"\.[A-Za-z][A-Za-z0-9_.]*")


def format_split(case: Case) -> Found | None:
    """A format whose braces do not pair: the shell's habit of splitting at blanks, or a missing end."""
    use = case.command.use("format")
    if use is None or use.value.count("{{") == use.value.count("}}"):
        return None
    start = value_of(use)
    rest = [token.span.end for token in case.command.arguments if "}}" in token.value and token.span.start > start.end]
    if rest and "{{" in use.value:
        return found(Span(start.start, rest[0]), format=use.value)
    return found(start, variant="unclosed", format=use.value)


def format_without_f(case: Case) -> Found | None:
    """A format where the object's name belongs."""
    if case.command.name not in INSPECTING or case.command.use("format") is not None:
        return None
    stray = next((token for token in case.command.arguments if token.value.startswith(("{{", "."))), None)
    if stray is None or not case.lacks(Point.OUTPUT, Point.CODE):
        return None
    return found(stray.span, format=stray.value)


def format_no_braces(case: Case) -> Found | None:
    """A format without braces: Docker prints it as it stands."""
    use = case.command.use("format")
    if use is None or "{{" in use.value or use.value.split(maxsplit=1)[:1] in [[word] for word in FORMAT_WORDS]:
        return None
    if not case.lacks(Point.OUTPUT) or use.value not in case.outcome.output:
        return None
    return found(value_of(use), format=use.value)


def fields(command: DockerCommand | None) -> tuple[str, ...]:
    """The paths of fields in a command's format: `.Config.Cmd`."""
    use = command.use("format") if command else None
    return tuple(FIELD.findall(use.value)) if use else ()


def field_wrong(case: Case) -> Found | None:
    """A template of another field than the step asks for, or of one that is not there."""
    use, typed, wanted = case.command.use("format"), fields(case.command), fields(case.model)
    if use is None or not typed or typed == wanted or not case.lacks(Point.OUTPUT, Point.CODE):
        return None
    if not wanted and not case.failed:
        return None
    other = next((path for path in typed if path not in wanted), typed[0])
    capitals = other.casefold() in {path.casefold() for path in wanted}
    inside = value_of(use)
    start = case.command.line.find(other, inside.start, inside.end)
    mark = Span(start, start + len(other)) if start >= 0 else inside
    return found(mark, variant="capitals" if capitals else "", field=other)


FORMATS = (
    Mistake("format-split", format_split, off_path=True),
    Mistake("format-without-f", format_without_f),
    Mistake("format-no-braces", format_no_braces),
)
FIELDS = (Mistake("field-wrong", field_wrong),)
