"""One dash before a long flag, where docker can read it all the same: `-port 80:80` is `-p` with the value `ort`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.mistakes.case import Case, Found, Mistake, found, whole

if TYPE_CHECKING:
    from tutor.core.command_values import FlagUse

SHORTEST_WORD = 3  # letters; -it and -ti are two flags, not a word
REFUSED = frozenset({1, 125})  # Docker's own refusals


def one_dash_long(case: Case) -> Found | None:
    """A short flag that swallowed the rest of a word, in a line that Docker refused."""
    if case.outcome.exit_code not in REFUSED:
        return None
    use = next((use for use in case.command.flags if _is_word(use)), None)
    if use is None:
        return None
    return found(whole(use), variant="swallowed", flag=use.spelled + use.value, letter=use.spelled, value=use.value)


def _is_word(use: FlagUse) -> bool:
    letters = use.spelled[1:] + use.value
    is_short = len(use.spelled) == len("-p") and use.value_span is not None and use.value_span.start == use.span.end
    return is_short and letters.isalpha() and letters.islower() and len(letters) >= SHORTEST_WORD


DASHES = (Mistake("one-dash-long", one_dash_long, off_path=True),)
