"""Was a container's shell visited as a step wants it?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.core.expected_output import filled
from tutor.core.expected_target import misnamed
from tutor.core.facts_text import missing_facts
from tutor.core.outcome import Key
from tutor.core.texts import words
from tutor.core.unmet import Point, Unmet, unmet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.lesson import InsideWanted
    from tutor.core.outcome import ExecSeen, Outcome

# The line that ended the shell, as its terminal shows it: `/ # exit`. It is a line typed, but not one that was tried.
LEAVING = re.compile(r"(?:^|[#$%>] ?)(?:exit|logout)(?: \d+)?$")
# /proc/1/cmdline puts a NUL after each word where `ps` puts blanks.
BETWEEN_WORDS = re.compile(r"[\s\0]+")


def visit_points(wanted: InsideWanted, command: DockerCommand, outcome: Outcome, facts: Facts) -> Iterator[Unmet]:
    """The unmet points of a visit to a shell."""
    visit = visit_of(outcome, facts)
    if wanted.entered and visit is None:
        yield from misnamed(command, outcome, facts)
        yield no_visit(outcome, facts)
        return
    if wanted.entered and visit is not None:
        yield from stream_points(visit)
    if outcome.exit_code is None:
        yield unmet(Point.VISIT, "gap.inside-open", leave=facts.leave_key)
        return
    if lines_tried(outcome) < wanted.lines:
        yield unmet(Point.VISIT, "gap.inside-lines")
    yield from saw_point(wanted.saw, outcome, facts)


def visit_of(outcome: Outcome, facts: Facts) -> ExecSeen | None:
    """The newest process that the command started in the step's container; one with a terminal before one without."""
    visits = [visit for visit in outcome.execs if visit.container == facts.container_id]
    whole = [visit for visit in visits if visit.tty and visit.stdin]
    newest = (whole or visits)[-1:]
    return newest[0] if newest else None


def no_visit(outcome: Outcome, facts: Facts) -> Unmet:
    """That the step's container was not entered; where another one was, which."""
    name = facts.container or words("container.unnamed")
    if outcome.execs:
        return unmet(Point.VISIT, "gap.inside-other", entered=outcome.execs[-1].name, name=name)
    return unmet(Point.VISIT, "gap.inside-none", name=name)


def stream_points(visit: ExecSeen) -> Iterator[Unmet]:
    """The points of terminal and keyboard."""
    if not visit.tty:
        yield unmet(Point.TTY, "gap.inside-tty", name=visit.name)
    if not visit.stdin:
        yield unmet(Point.STDIN, "gap.inside-stdin", name=visit.name)


def lines_tried(outcome: Outcome) -> int:
    """How many lines were typed into the shell, the one that left it aside.

    After Ctrl-D there is none to leave out: bash then prints an `exit` of its own.
    """
    last = next((line.strip() for line in reversed(outcome.output.splitlines()) if line.strip()), "")
    was_typed = LEAVING.search(last) is not None and outcome.pressed(Key.END_OF_INPUT) is None
    return outcome.lines_typed - was_typed


def saw_point(pieces: tuple[str, ...], outcome: Outcome, facts: Facts) -> Iterator[Unmet]:
    """The first piece that was not printed; what parts its words does not matter."""
    unknown = [fact.value for piece in pieces for fact in missing_facts(piece, facts)]
    if unknown:
        yield unmet(Point.UNKNOWN, "unchecked.fact", fact=unknown[0])
        return
    printed = BETWEEN_WORDS.sub("", outcome.output)
    for piece in filled(pieces, facts):
        if BETWEEN_WORDS.sub("", piece) not in printed:
            yield unmet(Point.SAW, "gap.inside-saw", wanted=piece)
            return
