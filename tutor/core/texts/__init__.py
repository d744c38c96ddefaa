"""Every sentence the tutor can say, apart from the logic: keys to templates with `{name}` places to fill in.

The English table is complete. Another language is chosen once, before anything is said; what it lacks is said in English.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from tutor.core.texts.en import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.message import Text

_spoken: dict[str, str] = dict(TEXTS)


def fill(text: Text) -> str:
    """The sentence of `text`, its values in place. They are put in as they are and never read as templates.

    Raises:
        KeyError: There is no such sentence, or a value for one of its places is missing.
    """
    return _spoken[text.key].format_map(text.values)


def words(key: str, /, **values: object) -> str:
    """The sentence `key` with `values` filled in, each as its `str`.

    Raises:
        KeyError: As `fill`.
    """
    return _spoken[key].format_map({name: str(value) for name, value in values.items()})


def counted(key: str, count: int) -> str:
    """The sentence `key` of so many things; `key.one` has it for a single one.

    Raises:
        KeyError: As `fill`.
    """
    return words(f"{key}.one" if count == 1 else key, count=count)


def speak(sentences: Mapping[str, str]) -> tuple[str, ...]:
    """Say these from now on, and what they lack in English; without any, all of it.

    Returns:
        The keys that are not taken: there is no such sentence, or it has a place that the English one lacks.
    """
    fitting = {key: sentence for key, sentence in sentences.items() if key in TEXTS and _fits(sentence, TEXTS[key])}
    _spoken.update(TEXTS)
    _spoken.update(fitting)
    return tuple(sorted(sentences.keys() - fitting.keys()))


def _fits(sentence: str, english: str) -> bool:
    try:
        return _places(sentence) <= _places(english)
    except ValueError:  # a brace that is never closed
        return False


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
