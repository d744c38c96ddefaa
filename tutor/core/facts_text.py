"""Facts in a lesson's text: `{{port}}` becomes 8989.

    place := "{{" word "}}"      word := letter (letter | digit | "-" | "_")*

Only a bare word is the lesson's. Braces with a dot, a space, a dollar or anything else between them are a format of
Docker's (`{{.Config.Cmd}}`, `{{json .Mounts}}`) and stay as they are, and so do the words that Go's templates write
bare: `{{else}}`, `{{end}}`, `{{break}}`, `{{continue}}` (https://pkg.go.dev/text/template#hdr-Actions).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from tutor.core.facts import Fact
from tutor.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.facts import Facts

PLACE = re.compile(r"\{\{([A-Za-z][A-Za-z0-9_-]*)\}\}")
GO_WORDS = frozenset({"else", "end", "break", "continue"})
KNOWN = {fact.value: fact for fact in Fact}
NAMES = (Fact.NAME_1, Fact.NAME_2, Fact.NAME_3)  # in the order of `Facts.names`


def fact_words(text: str) -> tuple[tuple[str, Span], ...]:
    """Every bare word between double braces, known or not, and where it stands, braces included."""
    return tuple((match[1], Span(*match.span())) for match in _places(text))


def fill_facts(text: str, facts: Facts) -> str:
    """The text with every fact in place.

    A value is put in as it is and never searched for facts itself. A fact that is not known yet leaves the word that
    Docker's own usage lines would show there, in capitals: `docker rm {{container}}` reads `docker rm NAME`; the others
    are their own word (`IMAGE`, `COMMAND`). Use `missing_facts` before comparing such a text with anything.

    Raises:
        KeyError: The text holds a bare word that is no fact. A loaded lesson has none.
    """

    def value(match: re.Match[str]) -> str:
        if match[1] in GO_WORDS:
            return match[0]
        fact = KNOWN[match[1]]
        return fact_value(fact, facts) or placeholder(fact)

    return PLACE.sub(value, text)


def missing_facts(text: str, facts: Facts) -> tuple[Fact, ...]:
    """The facts that the text speaks of and that are not known; a check that rests on one cannot be made.

    Raises:
        KeyError: As `fill_facts`.
    """
    return tuple(fact for fact in (KNOWN[match[1]] for match in _places(text)) if not fact_value(fact, facts))


def placeholder(fact: Fact) -> str:
    """What stands for a fact that is not known."""
    return "NAME" if fact is Fact.CONTAINER else fact.value.upper()


def fact_value(fact: Fact, facts: Facts) -> str:  # noqa: C901, PLR0911 -- one case for each of a closed set
    """The fact as text: argument lists joined by single spaces, empty if it is not known."""
    image = facts.image
    match fact:
        case Fact.PORT:
            return str(facts.port)
        case Fact.LEAVE_KEY:
            return facts.leave_key
        case Fact.CONTAINER:
            return facts.container
        case Fact.STARTED:
            return facts.started
        case Fact.IMAGE:
            return image.name if image else ""
        case Fact.IMAGE_ID:
            return image.id if image else ""
        case Fact.COMMAND:
            return " ".join(image.command) if image else ""
        case Fact.ENTRYPOINT:
            return " ".join(image.entrypoint) if image else ""
        case Fact.WORKDIR:
            return image.working_dir if image else ""
        case Fact.NAME_1 | Fact.NAME_2 | Fact.NAME_3:
            place = NAMES.index(fact)
            return facts.names[place] if place < len(facts.names) else ""
        case _:
            assert_never(fact)


def _places(text: str) -> Iterator[re.Match[str]]:
    return (match for match in PLACE.finditer(text) if match[1] not in GO_WORDS)
