"""The table of known mistakes: by id, in the order in which they are tried, the most telling first.

A rule looks at the parsed line and at what happened, at codes and structure before Docker's words, which differ from
engine to engine. It only speaks where the step lacks what the rule is about.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.mistakes.case import Case, Found, Mistake
from tutor.core.mistakes.dashes import DASHES
from tutor.core.mistakes.formats import FIELDS, FORMATS
from tutor.core.mistakes.keys import KEYS
from tutor.core.mistakes.lists import LISTS
from tutor.core.mistakes.objects import MISSING, NAMES
from tutor.core.mistakes.placement import LATE_FLAGS, ORDER
from tutor.core.mistakes.ports import BUSY, PORTS
from tutor.core.mistakes.programs import PROGRAMS, QUOTES
from tutor.core.mistakes.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Mapping

# Told of a line that does not run: which problem of the parser (its name) is which mistake.
OF_SYNTAX: Mapping[str, str] = MappingProxyType(
    {
        "ONE_DASH_LONG": "one-dash-long",
        "TYPOGRAPHY": "pasted-typography",
        "SHELL_SYNTAX": "shell-syntax",
        "NOT_DOCKER": "host-side",
    }
)
EXPANDED = frozenset("$*?[{~")  # what a shell would replace by names or values
TOLD_BOTH_WAYS = {mistake.id for mistake in DASHES}  # docker itself can read some of these lines, and refuses them
UNRUN = (*(Mistake(id_) for id_ in OF_SYNTAX.values() if id_ not in TOLD_BOTH_WAYS), Mistake("host-expansion"))

MISTAKES: Mapping[str, Mistake] = MappingProxyType(
    {
        mistake.id: mistake
        for mistake in (
            *DASHES,
            *MISSING,
            *QUOTES,
            *FORMATS,
            *ORDER,
            *NAMES,
            *FIELDS,
            *BUSY,
            *LISTS,
            *LATE_FLAGS,
            *PROGRAMS,
            *PORTS,
            *STREAMS,
            *KEYS,
            *UNRUN,
        )
    }
)


def first_mistake(case: Case) -> tuple[Mistake, Found] | None:
    """The first mistake of the table that `case` shows, and where; None if it shows none."""
    for mistake in MISTAKES.values():
        seen = mistake.find(case) if mistake.find is not None else None
        if seen is not None:
            return mistake, seen
    return None


def mistake_of_syntax(problem_name: str, found: str = "") -> str:
    """The id of the mistake that a problem of the parser is, "" if it is none.

    Args:
        problem_name: The problem's name: `ONE_DASH_LONG`.
        found: What stands there. Shell syntax that is a variable or a pattern is a mistake of its own.
    """
    id_ = OF_SYNTAX.get(problem_name, "")
    is_expansion = not found.startswith("$(") and not EXPANDED.isdisjoint(found)
    return "host-expansion" if id_ == "shell-syntax" and is_expansion else id_


__all__ = ["MISTAKES", "Case", "Found", "Mistake", "first_mistake", "mistake_of_syntax"]
