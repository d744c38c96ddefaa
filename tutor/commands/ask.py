"""`ask`: what a word or a thing of Docker's means, from the concept cards; no daemon is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.chat.render import Voice, console_for
from tutor.commands.sides import look_for
from tutor.concepts import Library
from tutor.content import lesson_roots
from tutor.core import texts
from tutor.core.asking import answer
from tutor.core.concept import AskConcepts
from tutor.core.effects import Say
from tutor.core.facts import Facts, ImageFacts, ImageKind
from tutor.core.facts_text import fill_facts
from tutor.errors import UsageError
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.environment import Environment

USUAL_IMAGE = "ghost"  # what the cards' commands are about where no lesson says otherwise


def ask(environment: Environment, words: Sequence[str]) -> ExitCode:
    """Print the card that answers.

    Raises:
        UsageError: No card answers; the message names the nearest.
    """
    question = " ".join(words).strip()
    if not question:
        raise UsageError(texts.words("trouble.ask-what"), texts.words("trouble.ask-what.cure"))
    found = Library(lesson_roots(environment.variables)).ask(AskConcepts(question))
    if found.concept is None:
        titles = "; ".join(found.near)
        near = texts.words("trouble.no-card.near", titles=titles) if titles else texts.words("trouble.no-card.cure")
        raise UsageError(found.failed or texts.words("trouble.no-card", question=repr(question)), near)
    facts = Facts(image=ImageFacts(name=USUAL_IMAGE, id="", kind=ImageKind.OFFICIAL))
    look = look_for(environment, plain=False)
    voice = Voice(console_for(look, environment.stdout, None if environment.stdout.isatty() else 80), look)
    for effect in answer(found, lambda words: fill_facts(words, facts)):
        if isinstance(effect, Say):
            voice.say(effect.message)
    return ExitCode.FINE
