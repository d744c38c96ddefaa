"""Mistakes about terminal and keyboard: `-i`, `-t`, and what is typed inside."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tutor.core.expectations import is_refused
from tutor.core.mistakes.case import Case, Found, Mistake, found
from tutor.core.unmet import Point

if TYPE_CHECKING:
    from tutor.core.command import FlagUse

# What the usual shells say of a program that is not there.
DOCKER_NOT_FOUND = re.compile(r"\bdocker: (command )?not found")
# A line that was typed behind a shell's prompt, as its terminal shows it.
DOCKER_TYPED = re.compile(r"^.*[#$] ?docker\b", re.MULTILINE)
PS_NOT_FOUND = re.compile(r"\bps: (command )?not found")
PS_TYPED = re.compile(r"^.*[#$] ?ps *\r?$", re.MULTILINE)


ENTERING = frozenset({"run", "exec", "start", "attach"})


def wants_stream(case: Case, point: Point, flag: str) -> bool:
    """Whether the step needs this stream: its container lacks it, or the model's `exec` has it."""
    if case.command.name == "exec":
        return case.model is not None and case.model.name == "exec" and case.model.has(flag)
    return case.command.name in {"run", "create"} and case.lacks(point)


def _flag(case: Case, name: str) -> FlagUse | None:
    return case.command.use(name) if case.command.has(name) else None


def i_only(case: Case) -> Found | None:
    """`-i` alone: it listens, without a terminal."""
    use = _flag(case, "interactive")
    if use is None or case.command.has("tty") or not wants_stream(case, Point.TTY, "tty"):
        return None
    return found(use.span, flag=use.spelled)


def t_only(case: Case) -> Found | None:
    """`-t` alone: a terminal without a keyboard."""
    use = _flag(case, "tty")
    if use is None or case.command.has("interactive") or not wants_stream(case, Point.STDIN, "interactive"):
        return None
    return found(use.span, flag=use.spelled)


def it_no_command(case: Case) -> Found | None:
    """`-it` without a program: it connects, and the default command runs."""
    interactive, tty = _flag(case, "interactive"), _flag(case, "tty")
    if not case.is_creating or interactive is None or tty is None or case.program is not None:
        return None
    is_started = case.container is not None and not is_refused(case.container, case.outcome)
    if not is_started or not case.lacks(Point.COMMAND) or case.command.use("entrypoint") is not None:
        return None
    spans = (use.span for use in (interactive, tty))
    words = {
        token.span for span in spans for token in case.command.tokens if token.span.start <= span.start < token.span.end
    }
    return found(*sorted(words), image=case.target.value if case.target else "")


def docker_inside(case: Case) -> Found | None:
    """`docker …` typed to a container's shell."""
    if case.command.name not in ENTERING:
        return None
    has_keyboard = case.command.has("interactive") or any(visit.stdin for visit in case.outcome.execs)
    seen = DOCKER_NOT_FOUND.search(case.outcome.output) or DOCKER_TYPED.search(case.outcome.output)
    return found() if has_keyboard and seen else None


def ps_too_narrow(case: Case) -> Found | None:
    """A bare `ps` shows the processes of its own terminal only; as the program, or typed to the shell.

    Many an image has none at all: that is told as what it is.
    """
    if case.lacks(Point.SAW) and PS_NOT_FOUND.search(case.outcome.output):
        return found(variant="missing")
    if case.lacks(Point.SAW) and PS_TYPED.search(case.outcome.output):
        return found()
    program = case.program
    is_bare = program is not None and len(case.command.tail) == 1 and PurePosixPath(program.value).name == "ps"
    if program is None or not is_bare or not case.lacks(Point.OUTPUT):
        return None
    return found(program.span)


STREAMS = (
    Mistake("it-no-command", it_no_command),
    Mistake("i-only", i_only),
    Mistake("t-only", t_only),
    Mistake("docker-inside", docker_inside),
    Mistake("ps-too-narrow", ps_too_narrow),
)
