"""`doctor`: what a live lesson needs, whether it is here, and what to do where it is not; `--fix` does it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from tutor.chat.look import Mark
from tutor.chat.render import Voice, console_for
from tutor.commands.folders import lock_folder
from tutor.commands.sides import look_for
from tutor.core import texts
from tutor.core.findings import Will, first_bad, is_live, next_cure, told
from tutor.core.message import Note, Tone, text
from tutor.doctor.fixing import fix, run_shown
from tutor.doctor.looks import Surroundings, look_around
from tutor.doctor.machine import machine_here
from tutor.errors import TutorError, UsageError
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from pathlib import Path

    from tutor.core.findings import Finding
    from tutor.core.message import Message
    from tutor.environment import Environment
    from tutor.world import Voice as Speaks

PIPED_WIDTH = 200  # columns: a finding stays on one line where no terminal bounds it
YES = frozenset({"y", "yes"})


def doctor(environment: Environment, options: Namespace) -> ExitCode:
    """Look, put right if asked to, and tell.

    Returns:
        FINE if a lesson can run live now, else NO_DAEMON.

    Raises:
        UsageError: `--fix` without `--yes`, and nobody there to say yes; or a yes to nothing.
    """
    if options.yes and not options.fix:
        raise UsageError(texts.words("trouble.yes-alone"), texts.words("trouble.yes-alone.cure"))
    look = looker(environment)
    stream = environment.stderr if options.json else environment.stdout
    voice = voice_on(environment, stream)
    findings = (
        fix(look, hands_for(environment, voice, stream, takes_all=options.yes, willing=not options.yes))
        if options.fix
        else look()
    )
    if options.json:
        environment.stdout.write(json.dumps(as_json(findings), indent=2, ensure_ascii=False) + "\n")
    else:
        tell(findings, voice)
        if not options.fix and first_bad(findings) and next_cure(findings, frozenset(), willing=False):
            voice.say(Note(text("doctor.can-fix"), Tone.PLAIN, ("docker-tutor doctor --fix",)))
    return ExitCode.FINE if is_live(findings) else ExitCode.NO_DAEMON


def looker(environment: Environment) -> Callable[[], tuple[Finding, ...]]:
    """What looks at everything, each time anew."""
    locks = locks_of(environment)
    return lambda: look_around(Surroundings(environment, machine_here(environment.variables), locks))


def locks_of(environment: Environment) -> Path | None:
    """Where sessions hold their locks; None where there is no place for them."""
    try:
        return lock_folder(environment)
    except TutorError:
        return None


def voice_on(environment: Environment, stream: TextIO, *, plain: bool = False) -> Voice:
    """The tutor's voice, on `stream`."""
    look = look_for(environment, plain=plain)
    return Voice(console_for(look, stream, None if stream.isatty() else PIPED_WIDTH), look)


def tell(findings: tuple[Finding, ...], voice: Speaks) -> None:
    """Every finding, then what it comes to."""
    for finding in findings:
        for note in told(finding):
            voice.say(note)
    voice.say(Note(text("doctor.live" if is_live(findings) else "doctor.not-live"), Tone.PLAIN))


def as_json(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """`live`: whether a lesson can run; `findings`: kind, state, sentence, and the cures with their commands."""
    return {
        "live": is_live(findings),
        "findings": [
            {
                "kind": finding.kind.value,
                "state": finding.health.value,
                "sentence": texts.fill(finding.text),
                "cures": [
                    {"sentence": texts.fill(cure.text), "commands": list(cure.commands)} for cure in finding.cures
                ],
            }
            for finding in findings
        ],
    }


@dataclass
class TypedHands:
    """Speaks, asks at the terminal, and runs, the commands printing to `output`.

    `takes_all`: `--yes` was given. `is_willing`: what a lesson can do without is offered, too.
    """

    voice: Speaks
    environment: Environment
    output: int
    takes_all: bool
    is_willing: bool

    def say(self, message: Message) -> None:
        """Show it."""
        self.voice.say(message)

    def agrees(self, command: str, will: Will) -> bool:
        """`--yes` says yes to all that a lesson needs; else a person is asked, and only a typed yes is one."""
        is_agreed = self.takes_all and will is Will.DOES
        self.say(Note(text("fix.running" if is_agreed else "fix.ask"), Tone.PLAIN, (command,)))
        if is_agreed:
            return True
        self.say(Note(text("fix.yes"), Tone.PLAIN))
        return read_line(self.environment).strip().lower() in YES

    def run(self, command: str) -> int:
        """Run it, its output shown."""
        return run_shown(command, self.environment.variables, asks=self.environment.is_typed, output=self.output)


def read_line(environment: Environment) -> str:
    """A line with its end, "" at the end of the input. The terminal edits it: no conversation goes on."""
    environment.stdout.write(f"{look_for(environment, plain=False).mark(Mark.PROMPT)} ")
    environment.stdout.flush()
    return environment.stdin.readline()


def hands_for(
    environment: Environment, voice: Speaks, stream: TextIO, *, takes_all: bool = False, willing: bool = False
) -> TypedHands:
    """The hands that fit the streams; see `TypedHands`.

    Raises:
        UsageError: Nobody is there to say yes.
    """
    if not takes_all and not environment.is_typed:
        raise UsageError(texts.words("trouble.nobody"), texts.words("trouble.nobody.cure"))
    return TypedHands(voice, environment, stream.fileno(), takes_all, willing)
