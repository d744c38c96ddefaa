"""Finds the concept card that answers a question: SQLite's full-text search, ranked by its bm25.

The index lies in memory and is built when the first question comes, in some milliseconds. The ranking is
`bm25` (https://www.sqlite.org/fts5.html#the_bm25_function) over title, other words, text and command, in this order of
weight. What the learner stands at adds to a card's score a little; it never decides alone, and never hides a card.
"""

from __future__ import annotations

import re
import sqlite3
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tutor.core.concept import AskConcepts, ConceptsFound
from tutor.core.nearest import nearest
from tutor.errors import LessonError
from tutor.lessonfile.cards import card_files, load_card

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tutor.core.concept import Concept

NAMING = "title also"  # the columns that say what a card is about
ALL = "title also text attempt"
RANKED = "SELECT id, -bm25(cards, 0.0, 8.0, 6.0, 1.5, 0.5) FROM cards WHERE cards MATCH ?"  # weights by column
OF_CONTEXT = 0.15  # what a word of the step counts beside a word of the question
OF_TITLE, OF_NAME = 12.0, 9.0  # added where the question is just a card's title, or another word for it
OF_PHRASE = 4.0  # added for each word of the longest of a card's names that stands in the question, two words at least
ENOUGH = 3.0  # a lower score, negated bm25, is chance: one common word somewhere in a text
COVERED = 0.5  # the part of the question's words that the card has to know
OFFERED = 3  # titles, where no card answers
EMPTY_WORDS = frozenset(
    """
    a about all am an and any are as at be been but by can could did do does doing done for from get give gives had has
    have help how i if in into is isn it its just know let like made make makes many me mean means much my need of off
    on one only or other out please really say see should so some tell than that the their them then there these they
    thing things this those to too up use used uses using want was we were what when where which while who why will
    with without word would you your yours s t don docker work works between difference different explain meaning vs
    versus whats wheres
    """.split()  # noqa: SIM905 -- a list of 120 quoted words is harder to read
)
LINKS = frozenset("a an and between difference or my the your".split())  # noqa: SIM905 -- as above
ALIKE = (
    0.75  # difflib's ratio of two spellings of one word; their first letters are the same too, as `bread` is no `read`
)
LONG = 5  # letters; shorter words are near to everything
TERM = re.compile(r"(?<!\S)--?([a-z][a-z-]*)|\bctrl[ -]?([a-z\]])\b|([a-z_]+|[0-9]+)", re.IGNORECASE)


def terms(words: str) -> tuple[str, ...]:
    """The words to look for, small: a flag such as `-it` is one word of its own, `Ctrl-C` another."""
    return tuple(_term(match) for match in TERM.finditer(words))


def _term(match: re.Match[str]) -> str:
    flag, control, word = match.groups()
    if flag:
        return "flag" + flag.replace("-", "").lower()
    return f"ctrl{control}".lower().replace("]", "leave") if control else str(word).lower().replace("_", "")


def plain(words: str) -> tuple[str, ...]:
    """The words of a phrase without what only links them, one or several of a thing alike."""
    return tuple(word.removesuffix("s") for word in terms(words) if word not in LINKS)


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """Those that say what the question is about; all of them where none would be left (`what is docker`)."""
    known = tuple(dict.fromkeys(words))
    return tuple(word for word in known if word not in EMPTY_WORDS) or known[-1:]


class Concepts:
    """The cards, ready to be asked."""

    def __init__(self, cards: Sequence[Concept]) -> None:
        self._cards = {card.id: card for card in cards}
        titles = [(card.title.partition(",")[0], card.id, OF_TITLE) for card in cards]
        names = titles + [(name, card.id, OF_NAME) for card in cards for name in card.also]
        self._names = [(plain(name), card, more) for name, card, more in names]
        self._words = {word for card in cards for words in _fields(card) for word in terms(words)}
        # The learner asks in one thread; which one is the session's business.
        self._index = sqlite3.connect(":memory:", check_same_thread=False)
        columns = "id UNINDEXED, title, also, text, attempt"
        self._index.execute(f"CREATE VIRTUAL TABLE cards USING fts5({columns}, tokenize = 'porter unicode61')")
        rows = [(card.id, *(" ".join(terms(words)) for words in _fields(card))) for card in cards]
        self._index.executemany("INSERT INTO cards VALUES (?, ?, ?, ?, ?)", rows)

    def ask(self, question: str, context: str = "") -> ConceptsFound:
        """The card that answers, or none and the titles that are nearest.

        Args:
            question: As the learner typed it.
            context: What the step at hand is about, in any words.
        """
        wanted = telling(self._spelt(word) for word in terms(question))
        scores = self._scores(wanted)
        nearby = self._scores(telling(terms(context))) if context else {}
        weighed = {card: score + OF_CONTEXT * nearby.get(card, 0.0) for card, score in scores.items()}
        for card, more in self._called(question, wanted):
            weighed[card] = weighed.get(card, 0.0) + more
        best = sorted(weighed, key=lambda card: -weighed[card])
        sure = next((card for card in best if self._knows(card, wanted, weighed[card])), None)
        if sure is not None:
            return ConceptsFound(question, self._cards[sure])
        near = best or sorted(nearby, key=lambda card: -nearby[card])
        return ConceptsFound(question, near=tuple(self._cards[card].title for card in near[:OFFERED]))

    def _scores(self, words: Sequence[str], columns: str = ALL) -> Mapping[str, float]:
        """Every card that has one of the words there, and how much it is about them."""
        query = " OR ".join(f'"{word}"' for word in words)
        if not query:
            return {}
        found = self._index.execute(RANKED, (f"{{{columns}}} : ({query})",))
        return dict(found.fetchall())

    def _called(self, question: str, wanted: Sequence[str]) -> Iterator[tuple[str, float]]:
        """The cards that are called what the question says, and what that counts."""
        asked, whole = f" {' '.join(plain(question))} ", plain(" ".join(wanted))
        best: dict[str, float] = {}
        for name, card, more in self._names:
            if name == whole:
                best[card] = max(more, best.get(card, 0.0))
            elif len(name) > 1 and f" {' '.join(name)} " in asked:
                best[card] = max(OF_PHRASE * len(name), best.get(card, 0.0))
        yield from best.items()

    def _knows(self, card: str, wanted: Sequence[str], score: float) -> bool:
        """Whether the card is about enough of what was asked: a word that is only in its text is a chance meeting."""
        known = sum(card in self._scores((word,)) for word in wanted)
        return score >= ENOUGH and known >= COVERED * len(wanted) and card in self._scores(wanted, NAMING)

    def _spelt(self, word: str) -> str:
        """The word, or what it is a misspelling of: `contianer`."""
        if word in EMPTY_WORDS or word in self._words or len(word) < LONG or self._scores((word,)):
            return word
        near = nearest(word, sorted(self._words))
        is_near = near[:1] == word[:1] and SequenceMatcher(None, word, near).ratio() >= ALIKE
        return near if is_near else word


def _fields(card: Concept) -> tuple[str, str, str, str]:
    return card.title, " ".join(card.also), card.markdown, card.attempt


class Library:
    """The cards of some lesson folders, read when the first question comes."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = roots
        self._concepts: Concepts | None = None

    def ask(self, task: AskConcepts) -> ConceptsFound:
        """Answer from the cards. A card that cannot be read is left out: linting is the author's business."""
        try:
            self._concepts = self._concepts or Concepts(tuple(_readable(self._roots)))
        except sqlite3.Error as error:  # an SQLite built without full-text search
            return ConceptsFound(task.question, failed=str(error))
        return self._concepts.ask(task.question, task.context)


def _readable(roots: Sequence[Path]) -> Iterator[Concept]:
    for path in card_files(roots):
        try:
            yield load_card(path)
        except LessonError:
            continue
