"""Puts right what the looks found: shows each command, asks, runs it, and looks whether it helped."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tutor.core.findings import Will, first_bad, has_helped, is_cured, next_cure
from tutor.core.message import Note, Tone, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.core.findings import Cure, Finding
    from tutor.core.message import Message

    Look = Callable[[], tuple[Finding, ...]]

BETWEEN_LOOKS = 0.5  # seconds
LAST_LINES = 40
NOT_FOUND = 127  # as a shell has it
OWN_FOLDER = Path(sys.executable).parent
"""Where docker-tutor itself lies, should it have been called by a path that the PATH lacks."""


class Hands(Protocol):
    """How the doctor speaks, asks and acts. `is_willing`: somebody is there to say yes to what `--yes` leaves out."""

    is_willing: bool

    def say(self, message: Message) -> None:
        """Show it."""

    def agrees(self, command: str, will: Will) -> bool:
        """Show the command; whether the learner wants it run."""

    def run(self, command: str) -> int:
        """Run it, its output shown; its exit code."""


def fix(look: Look, hands: Hands) -> tuple[Finding, ...]:
    """Cure what can be cured, one thing after the other, and stop at the first cure that does not help.

    Args:
        look: Looks at everything anew.
        hands: What speaks, asks and acts.

    Returns:
        The findings after the last look.
    """
    findings, done = look(), frozenset[tuple[str, ...]]()
    if next_cure(findings, done, willing=hands.is_willing) is None:
        key = "fix.nothing" if first_bad(findings) is None else "fix.stuck"
        hands.say(Note(text(key), Tone.DIM))
    while (chosen := next_cure(findings, done, willing=hands.is_willing)) is not None:
        finding, cure = chosen
        done |= {cure.name}
        code = carried_out(finding, cure, hands)
        if code is None:
            done |= others_declined(finding, cure)
            continue
        findings = settled(look, finding, cure, hands, patience=0 if code else cure.patience)
        if is_cured(finding, findings) and has_helped(cure, finding, findings):
            hands.say(Note(text("fix.helped"), Tone.GOOD))
        elif not has_helped(cure, finding, findings) and not has_other(finding, findings, done, hands):
            show_log(cure, hands)
            hands.say(Note(text("fix.unhelpful"), Tone.ERROR))
            break
    return findings


def others_declined(finding: Finding, cure: Cure) -> frozenset[tuple[str, ...]]:
    """What else a no to this cure was meant for: every way to the same end, but not a smaller one than a big one."""
    return frozenset() if cure.will is Will.ASKS else frozenset(other.name for other in finding.cures)


def has_other(finding: Finding, findings: tuple[Finding, ...], done: frozenset[tuple[str, ...]], hands: Hands) -> bool:
    """Whether there is another way to cure the same thing."""
    following = next_cure(findings, done, willing=hands.is_willing)
    return following is not None and following[0].kind is finding.kind


def carried_out(finding: Finding, cure: Cure, hands: Hands) -> int | None:
    """Show what is wrong and each command, and run what is agreed to.

    Returns:
        The last exit code, which is not 0 where a command failed; None if one was declined.
    """
    hands.say(Note(finding.text, Tone.WARNING))
    hands.say(Note(cure.text))
    for command in cure.commands:
        if not hands.agrees(command, cure.will):
            hands.say(Note(text("fix.declined"), Tone.DIM))
            return None
        if code := hands.run(command):
            hands.say(Note(text("fix.failed", code=code), Tone.WARNING))
            return code
    return 0


def settled(look: Look, finding: Finding, cure: Cure, hands: Hands, patience: float) -> tuple[Finding, ...]:
    """Look until the cure shows, for at most `patience` seconds."""
    end = time.monotonic() + patience
    findings = look()
    if patience and not has_helped(cure, finding, findings):
        hands.say(Note(text("fix.waiting", seconds=round(patience)), Tone.DIM))
    while not has_helped(cure, finding, findings) and time.monotonic() < end:
        time.sleep(BETWEEN_LOOKS)
        findings = look()
    return findings


def show_log(cure: Cure, hands: Hands) -> None:
    """The last lines that the engine wrote, if there is such a file."""
    try:
        lines = Path(cure.log).read_text(errors="replace").splitlines() if cure.log else []
    except OSError:
        return
    if lines:
        hands.say(Note(text("fix.log", path=cure.log), Tone.DIM, tuple(lines[-LAST_LINES:])))


def run_shown(command: str, variables: Mapping[str, str], *, asks: bool, output: int | None = None) -> int:
    """Run a cure's command: no shell beside the one that it may name itself.

    Args:
        command: As shown.
        variables: Its environment; a package's own questions are left out where nobody would answer them.
        asks: Whether it may ask (a password, say), and so gets the terminal.
        output: The file descriptor for its output; None for our own.

    Returns:
        Its exit code, 127 where there is no such program.
    """
    quiet = {} if asks else {"DEBIAN_FRONTEND": "noninteractive"}
    sys.stdout.flush()
    try:
        return subprocess.run(  # noqa: S603 -- one of the commands in tutor.core.cures, shown and agreed to
            shlex.split(command),
            stdin=None if asks else subprocess.DEVNULL,
            stdout=output,
            env={**variables, **quiet, "PATH": f"{variables.get('PATH', os.defpath)}:/usr/sbin:/sbin:{OWN_FOLDER}"},
            check=False,
        ).returncode
    except OSError:
        return NOT_FOUND
