"""What can be said of concept cards, `concepts/*.md` beside the lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.chat.look import Look
from tutor.chat.render import draw
from tutor.content import Finding, LessonFileError
from tutor.core.asking import card
from tutor.core.command import CommandSyntaxError, Extra, parse
from tutor.core.effects import Say
from tutor.core.facts import Facts, ImageFacts, ImageKind
from tutor.core.facts_text import fill_facts
from tutor.core.tasks import CliSays
from tutor.core.texts import fill, words
from tutor.errors import LessonError
from tutor.lessonfile.cards import FOLDER, card_files, load_card

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tutor.core.concept import Concept

MOST_LINES = 12  # a card is read at a glance
WIDTH = 80  # cells, the terminal that it is drawn for
LONGEST_LINK = 76  # what a line of the card holds
FEWEST_WORDS = 2  # other words for a thing; without them a card is found by its title alone
PLUGINS = Extra().learned(("compose",), "", CliSays.COMMAND)  # comes with Docker, and is no command of its own
USUAL = Facts(image=ImageFacts(name="ghost", id="", kind=ImageKind.OFFICIAL), container="quirky_bell")


def is_of_cards(path: Path) -> bool:
    """Whether this is a card, or the folder of cards."""
    return (path if path.is_dir() else path.parent).resolve().name == FOLDER


def cards_at(path: Path) -> tuple[Path, ...]:
    """The card itself, or those of a folder: of lessons with cards beside them, or of cards."""
    if not is_of_cards(path):
        return card_files([path]) if path.is_dir() else ()
    return card_files([path.resolve().parent]) if path.is_dir() else (path,)


def card_findings(path: Path) -> Iterator[Finding]:
    """The findings of one card. One that does not load has its problems only."""
    file = str(path)
    try:
        concept = load_card(path)
    except LessonFileError as error:
        yield from (Finding(file, problem.line, problem.sentence) for problem in error.problems)
    except LessonError as error:
        yield Finding(file, 1, f"{error.message} {error.hint}".strip())
    else:
        yield from (Finding(file, 1, message) for message in about_card(concept))


def about_card(concept: Concept) -> Iterator[str]:
    """What a valid card lacks to be a good one."""
    if len(concept.also) < FEWEST_WORDS:
        yield words("lint.few-words", count=len(concept.also), fewest=FEWEST_WORDS)
    try:
        parse(filled(concept.attempt), PLUGINS)
    except CommandSyntaxError as error:
        yield words("lint.bad-try", reason=fill(error.text))
    if len(concept.link) > LONGEST_LINK:
        yield words("lint.long-link", count=len(concept.link), most=LONGEST_LINK)
    if (lines := drawn_lines(concept)) > MOST_LINES:
        yield words("lint.long-card", count=lines, columns=WIDTH, most=MOST_LINES)


def drawn_lines(concept: Concept) -> int:
    """How many lines the card takes on the screen, the empty one before it counted."""
    said = [effect.message for effect in card(concept, filled) if isinstance(effect, Say)]
    return sum(len(draw(message, Look(), WIDTH)) for message in said)


def filled(words: str) -> str:
    """The words with the usual facts in them."""
    return fill_facts(words, USUAL)
