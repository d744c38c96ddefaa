"""A transcript in words: evidence as labelled facts, plain text, Markdown. Colours are dropped here."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from tutor.core.message import text
from tutor.core.texts import fill
from tutor.core.transcript import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tutor.core.transcript import ContainerShown, Evidence, ExecShown, PastEntry

SIGN = "› "  # noqa: RUF001 -- the tutor's prompt
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
BETWEEN = " · "

Facts = tuple[tuple[str, str], ...]
"""Labels and what stands behind them."""


def plain(words: str) -> str:
    """The text without its colours."""
    return COLOUR.sub("", words)


def sessions(entries: Iterable[PastEntry]) -> Iterator[tuple[str, tuple[PastEntry, ...]]]:
    """The entries by session, each with its heading."""
    for _, group in groupby(entries, key=lambda past: past.session):
        turns = tuple(group)
        date, _, time = turns[0].time.partition("T")
        yield fill(text("transcript.session", date=date, time=time[:5])), turns


def spoken(past: PastEntry) -> str:
    """The turn as it stood on the screen, colours included; of a command, that not all of its output is here."""
    entry = past.entry
    match entry.kind:
        case Kind.TYPED:
            return f"{SIGN}{entry.text}\n"
        case Kind.RAN if entry.evidence and entry.evidence.cut:
            return ended_line(fill(text("transcript.cut", count=entry.evidence.cut))) + ended_line(entry.text)
        case Kind.SAID | Kind.RAN:
            return ended_line(entry.text)


def ended_line(words: str) -> str:
    """The text with an end to its last line, if it has one."""
    return words if not words or words.endswith("\n") else f"{words}\n"


def summary(past: PastEntry, evidence: Evidence) -> str:
    """How a command ended, how long it took, when: one line."""
    code = evidence.exit_code
    ended = fill(text("transcript.runs")) if code is None else fill(text("transcript.ended", code=code))
    keys = (fill(text("transcript.keys", keys=", ".join(evidence.keys))),) if evidence.keys else ()
    taken = fill(text("transcript.seconds", seconds=f"{evidence.seconds:.1f}"))
    return BETWEEN.join((ended, taken, *keys, past.time[11:19]))


def things(evidence: Evidence) -> Iterator[tuple[str, Facts]]:
    """Each container and process that the command made or touched: what it is, and what is known of it."""
    for container in evidence.containers:
        key = "transcript.made" if container.made else "transcript.touched"
        yield fill(text(key, name=container.name)), tuple(_of_container(container))
    for process in evidence.execs:
        yield fill(text("transcript.joined", name=process.name)), tuple(_of_process(process))


def _of_container(container: ContainerShown) -> Iterator[tuple[str, str]]:
    code = "" if container.exit_code is None else str(container.exit_code)
    facts = (
        ("transcript.id", container.id),
        ("transcript.image", container.image),
        ("transcript.digest", container.image_id),
        ("transcript.started", " ".join(container.started)),
        ("transcript.state", container.status),
        ("transcript.exit", code),
        ("transcript.since", container.started_at),
        ("transcript.ports", ", ".join(container.ports)),
    )
    yield from ((fill(text(key)), value) for key, value in facts if value)


def _of_process(process: ExecShown) -> Iterator[tuple[str, str]]:
    code = "" if process.exit_code is None else str(process.exit_code)
    facts = (
        ("transcript.id", process.container),
        ("transcript.command", " ".join(process.command)),
        ("transcript.exit", code),
    )
    yield from ((fill(text(key)), value) for key, value in facts if value)


def markdown(title: str, entries: Sequence[PastEntry]) -> str:
    """The whole transcript as Markdown: what was on the screen in code blocks, the evidence below each command."""
    parts = [f"# {fill(text('transcript.title', title=title))}", fill(text("transcript.about"))]
    for heading, turns in sessions(entries):
        parts.append(f"## {heading}")
        screen = ""
        for past in turns:
            screen += plain(spoken(past))
            if past.entry.evidence is not None:
                parts += [fenced(screen), *evidence_lines(past, past.entry.evidence)]
                screen = ""
        parts += [fenced(screen)] if screen.strip() else []
    return "\n\n".join(parts) + "\n"


def fenced(words: str) -> str:
    """A code block around the text, its fence longer than any within."""
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{words.strip(chr(10))}\n{fence}"


def evidence_lines(past: PastEntry, evidence: Evidence) -> Iterator[str]:
    """The evidence of one command as Markdown paragraphs."""
    yield f"*{summary(past, evidence)}*"
    for thing, facts in things(evidence):
        yield f"- {thing}\n" + "\n".join(f"  - {label}: {code(value)}" for label, value in facts)


def code(words: str) -> str:
    """A code span, whatever stands in it."""
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {words} {fence}" if longest else f"{fence}{words}{fence}"
