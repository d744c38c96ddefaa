"""What can come next on a line: what is being completed, what fits, and what of it comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core import grammar
from tutor.core.pasted import strip_pasted
from tutor.core.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.core.view import View

PROGRAM = "docker"
MOST = 200  # words; a list that nobody reads to its end


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that can stand there, and in a few words what it means ("" where nothing is known)."""

    word: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """The word being typed: `begun` is what there is of it, `words` all before it, the first one `docker`.

    Without `words` it is the first word of the line.
    """

    begun: str
    words: tuple[str, ...] = ()


def sought(before: str) -> Sought | None:
    """What is completed where `before` stands before the cursor; None where nothing can be: inside quotes, say."""
    line, _ = strip_pasted(before.lstrip())
    seen = scan(line)
    if seen.parts or seen.lookalikes or seen.unclosed is not None:
        return None
    words = tuple(word.value for word in seen.words)
    if not words or line[-1].isspace():
        return Sought("", words) if not words or words[0] == PROGRAM else None
    if line[seen.words[-1].span.start :] != words[-1]:
        return None  # it is quoted in part: what is typed and what is meant differ
    return Sought(words[-1], words[:-1]) if len(words) == 1 or words[0] == PROGRAM else None


def read_answer(printed: str) -> tuple[Candidate, ...]:
    """What `docker __complete` printed: a word and its meaning on each line, last a line of its own business (`:4`).

    The form is that of cobra, https://cobra.dev/docs/how-to-guides/shell-completion/.
    """
    lines = [line.partition("\t") for line in printed.splitlines()]
    return tuple(
        Candidate(word, " ".join(meaning.split()))
        for word, _, meaning in lines
        if word.strip() == word and word and not word.startswith((":", "_activeHelp_"))
    )


def first_words(view: View) -> tuple[Candidate, ...]:
    """What a line can begin with."""
    return tuple(Candidate(word) for word in dict.fromkeys((*view.words, PROGRAM)))


def from_grammar(place: Sought) -> tuple[Candidate, ...]:
    """What the tutor's own grammar knows, for where the installed CLI does not answer: commands and flags."""
    name = ""
    for word in place.words[1:]:
        found = grammar.find(f"{name} {word}".strip())
        if found is None:
            break
        name = found
    if place.begun.startswith("-"):
        return tuple(Candidate(f"--{flag}") for flag in grammar.rule(name).long)
    return tuple(map(Candidate, grammar.children(name))) if grammar.is_group(name) else ()


def fitting(place: Sought, candidates: Iterable[Candidate], about: Iterable[str]) -> tuple[Candidate, ...]:
    """Those that begin as the word does; first the ones that the step is `about`, in its order.

    The CLI does not filter by beginning, and offers again what stands there already. What it does not offer is not
    put in: that would be the answer.
    """
    known = {candidate.word: candidate for candidate in candidates}
    first = [known[word] for word in dict.fromkeys(about) if word in known]
    ranked = dict.fromkeys((*first, *known.values()))
    return tuple(one for one in ranked if _begins(one.word, place) and not _is_there(one.word, place))[:MOST]


def _is_there(word: str, place: Sought) -> bool:
    """Whether a name stands on the line already; flags may come again."""
    return word in place.words and not word.startswith("-")


def _begins(word: str, place: Sought) -> bool:
    """Docker tells capitals from small letters; the tutor's words, which come first on a line, do not."""
    if place.words:
        return word.startswith(place.begun)
    return word.casefold().startswith(place.begun.casefold())
