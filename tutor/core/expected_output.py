"""Does what a command printed meet what a step asks of it?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.core.facts_text import fill_facts, missing_facts
from tutor.core.unmet import Point, Unmet, unmet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.lesson import OutputWanted
    from tutor.core.outcome import Outcome

TARGET = "{{container}}"
SHORT_ID = 12  # digits of an id in docker's lists
DIGEST = re.compile(r"(sha256:[0-9a-f]{12})[0-9a-f]{52}")  # as long as Docker's lists show it
SHOWN = 60  # characters of an output's first line that fit into a sentence
PUNCTUATION = str.maketrans(dict.fromkeys("[]\"',", " "))
# The CLI warns about its own configuration before the output of any command.
WARNING = "WARNING: "


def output_points(wanted: OutputWanted, command: DockerCommand, outcome: Outcome, facts: Facts) -> Iterator[Unmet]:
    """Every point of `wanted` that the printed text does not meet; at most one of each kind."""
    expected = tuple(piece for piece in (wanted.words, *wanted.contains) if piece is not None)
    unknown = [fact.value for piece in (*expected, *wanted.without) for fact in missing_facts(piece, facts)]
    if unknown:
        yield unmet(Point.UNKNOWN, "unchecked.fact", fact=unknown[0])
        return
    if command.name == "run" and command.has("detach"):  # nothing was printed: that proves nothing, either way
        yield unmet(Point.OUTPUT, "gap.output-detached")
        return
    if wanted.words is not None:
        yield from words_point(fill_facts(wanted.words, facts), outcome.output)
    yield from pieces_points(wanted, outcome.output, facts)
    yield from surplus_point(wanted.without, command, outcome.output, facts)


def pieces_points(wanted: OutputWanted, output: str, facts: Facts) -> Iterator[Unmet]:
    """The first piece that is missing from `output`."""
    lacking = (piece for piece in wanted.contains if not is_printed(piece, output, facts))
    for piece in tuple(lacking)[:1]:
        key = "gap.output-contains" if output.strip() else "gap.output-empty"
        wanted_text = DIGEST.sub(r"\1…", fill_facts(piece, facts))
        yield unmet(Point.OUTPUT, key, wanted=wanted_text, printed=first_line(output))


def surplus_point(without: tuple[str, ...], command: DockerCommand, output: str, facts: Facts) -> Iterator[Unmet]:
    """The first piece of `output` that should not be there."""
    surplus = (piece for piece in without if is_printed(piece, output, facts))
    for piece in tuple(surplus)[:1]:
        key = "gap.output-listed" if command.name == "ps" and piece == TARGET else "gap.output-without"
        yield unmet(Point.OUTPUT, key, unwanted=fill_facts(piece, facts))


def is_printed(piece: str, output: str, facts: Facts) -> bool:
    """Whether the piece stands in `output`. A container does by its name, or by its id as lists shorten it."""
    short = facts.container_id[:SHORT_ID]
    if piece == TARGET and short and short in output:
        return True
    return fill_facts(piece, facts) in output


def words_point(wanted: str, output: str) -> Iterator[Unmet]:
    """The point that the words printed are exactly `wanted`, if they are not."""
    if words(output) != words(wanted):
        key = "gap.output-words" if output.strip() else "gap.output-empty"
        yield unmet(Point.OUTPUT, key, wanted=wanted, printed=first_line(output))


def words(output: str) -> list[str]:
    """The words of a text; brackets, quotes and commas aside: `["node","index.js"]` and `[node index.js]` are equal."""
    lines = (line for line in output.splitlines() if not line.startswith(WARNING))
    return " ".join(lines).translate(PUNCTUATION).split()


def first_line(output: str) -> str:
    """The first line with anything on it, short enough for a sentence; "" if there is none."""
    line = next((line.strip() for line in output.splitlines() if line.strip()), "")
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def filled(pieces: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """The pieces with every fact put in."""
    return tuple(fill_facts(piece, facts) for piece in pieces)
