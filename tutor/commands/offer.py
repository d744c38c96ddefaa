"""What is offered when a lesson is to begin and no daemon answers: help it up, the recorded lesson, or leave."""

from __future__ import annotations

from argparse import Namespace
from enum import StrEnum
from typing import TYPE_CHECKING

from tutor.commands.doctor import hands_for, looker, read_line, voice_on
from tutor.commands.library import lesson_named
from tutor.core import texts
from tutor.core.cures import finding_of
from tutor.core.findings import Will, needed, told
from tutor.core.message import Note, Options, Tone, text
from tutor.core.questions import chosen
from tutor.core.state import About, Question
from tutor.doctor.fixing import fix
from tutor.doctor.machine import machine_here
from tutor.errors import NoDaemonError
from tutor.exit_codes import ExitCode
from tutor.recorded.shelf import has_recordings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.chat.render import Voice
    from tutor.core.findings import Finding
    from tutor.environment import Environment


class Way(StrEnum):
    """What can be done without a daemon, by the word that chooses it."""

    CURE = "cure"
    AGAIN = "again"
    RECORDED = "recorded"
    QUIT = "quit"


def offer(
    environment: Environment, options: Namespace, error: NoDaemonError, start: Callable[[Namespace], ExitCode]
) -> ExitCode:
    """Ask what to do, do it, and start the lesson; again, while no daemon answers.

    Args:
        environment: The program's.
        options: Those of `start`.
        error: Why the lesson did not start.
        start: Holds the conversation with such options.

    Raises:
        NoDaemonError: There is none, and nobody to ask; the hint says how to cure that on this machine.
        TutorError: As `start`.
    """
    tried = False
    while True:
        finding = finding_of(error, machine_here(environment.variables))
        if not environment.is_typed:
            ways = in_words(finding, options.lesson, recorded=can_be_shown(options.lesson, environment.variables))
            raise NoDaemonError(error.message, ways, error.trouble, error.where) from error
        voice = voice_on(environment, environment.stdout, plain=options.plain)
        match asked(environment, voice, options, finding, tried=tried):
            case Way.RECORDED:
                options = Namespace(**{**vars(options), "recorded": True})
            case Way.CURE:
                fix(needed_by(looker(environment)), hands_for(environment, voice, environment.stdout))
            case Way.QUIT:
                return ExitCode.NO_DAEMON
            case Way.AGAIN:
                pass
        tried = True
        try:
            return start(options)
        except NoDaemonError as still:
            error = still


def needed_by(look: Callable[[], tuple[Finding, ...]]) -> Callable[[], tuple[Finding, ...]]:
    """The same look, for no more than the lesson needs: which image it takes, it asks itself."""
    return lambda: needed(look())


def in_words(finding: Finding, lesson: str, *, recorded: bool) -> str:
    """The cures as lines of plain text, for who reads no chat, and the way without Docker where there is one."""
    lines = [line for cure in finding.cures for line in (texts.fill(cure.text), *(f"    {c}" for c in cure.commands))]
    without = (texts.fill(text("offer.script", lesson=lesson)),) if recorded else ()
    return "\n".join((*lines, *without, texts.words("offer.more")))


def asked(environment: Environment, voice: Voice, options: Namespace, finding: Finding, *, tried: bool) -> Way:
    """Tell what is wrong, and ask until one of the ways is chosen. The end of the input leaves, as everywhere."""
    ways = ways_for(finding, recorded=can_be_shown(options.lesson, environment.variables))
    for note in told(finding)[: 1 if Way.CURE in ways else None]:  # a cure that I run is shown when it is chosen
        voice.say(note)
    choices = tuple((way.value, texts.fill(text(f"offer.{way.value}"))) for way in ways)
    question = Options(
        text("offer.still" if tried else "offer.ask"), "", choices, (ways[-1] if tried else ways[0]).value
    )
    voice.say(question)
    while line := read_line(environment):
        word = chosen(Question(About.CHOICE, question), line)
        if word is not None:
            return Way(word)
        voice.say(Note(text("answer.unknown", words=", ".join(ways)), Tone.DIM))
    return Way.QUIT


def ways_for(finding: Finding, *, recorded: bool) -> tuple[Way, ...]:
    """What can be chosen; leaving comes last."""
    can_cure = any(cure.will is Will.DOES for cure in finding.cures)
    return (Way.CURE if can_cure else Way.AGAIN, *((Way.RECORDED,) if recorded else ()), Way.QUIT)


def can_be_shown(name: str, variables: Mapping[str, str]) -> bool:
    """Whether the lesson of that id or file can be taken from recordings.

    Raises:
        LessonError: There is no such lesson, or it is broken.
    """
    lesson = lesson_named(name, variables)
    return has_recordings(lesson.id, lesson.path)
