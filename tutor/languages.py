"""Which language the tutor speaks, and the file that its sentences stand in.

A translation is one TOML file, `de.toml` or `pt_BR.toml`, with a line for each sentence of `tutor/core/texts/en`:
`"quit.stay" = "Gut. Weiter geht's."`. It lies in `tutor/core/texts`, or in the folder `languages` of the learner's own
data. What it lacks is said in English.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LANGUAGE_VARIABLE = "DOCKER_TUTOR_LANGUAGE"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts (locale(7))
CODE = re.compile(r"(?P<language>[A-Za-z]{2,3})(?:[_-](?P<country>[A-Za-z]{2}))?(?:[.@].*)?")
ENGLISH = "en"
SHIPPED = Path(texts.__file__).parent
SHOWN = 3  # keys of a list that are named


def choose(variables: Mapping[str, str], own: Path) -> tuple[str, ...]:
    """Speak the language that the environment asks for, as far as there is a file for it.

    Args:
        variables: The environment.
        own: The learner's own folder of languages; it goes before what is shipped.

    Returns:
        What the learner is to be told of it.
    """
    codes = wanted(variables)
    path = next((path for code in codes for path in candidates(code, (own, SHIPPED)) if path.is_file()), None)
    if path is None:
        texts.speak({})
        is_asked = codes and variables.get(LANGUAGE_VARIABLE)
        return (texts.words("language.none", language=codes[-1]),) if is_asked else ()
    sentences, trouble = read(path)
    left_out = texts.speak(sentences)
    if not left_out:
        return trouble
    named = ", ".join(left_out[:SHOWN]) + (", …" if len(left_out) > SHOWN else "")
    return (*trouble, texts.words("language.unfit", path=path, keys=named))


def wanted(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The languages asked for, best first: `pt_BR`, `pt`. None for English, and for what is no language's code."""
    named = variables.get(LANGUAGE_VARIABLE) or next(filter(None, map(variables.get, LOCALE_VARIABLES)), "")
    found = CODE.fullmatch(named)
    if found is None or found["language"].lower() == ENGLISH:
        return ()
    language, country = found["language"].lower(), found["country"]
    return (f"{language}_{country.upper()}", language) if country else (language,)


def candidates(code: str, folders: Sequence[Path]) -> Iterator[Path]:
    """Where its file may be."""
    yield from (folder / f"{code}.toml" for folder in folders)


def read(path: Path) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The sentences of a file, and what is wrong with it: a broken file has none."""
    import tomllib  # noqa: PLC0415 -- only a translation needs it

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return {}, (texts.words("language.not-read", path=path, reason=error),)
    sentences = {key: value for key, value in content.items() if isinstance(value, str)}
    others = [key for key in content if key not in sentences]
    if not others:
        return sentences, ()
    return sentences, (texts.words("language.no-quotes", path=path, key=others[0]),)
