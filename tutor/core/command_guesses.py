"""Which command was meant by a word that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core import grammar
from tutor.core.nearest import nearest
from tutor.core.spans import Span

if TYPE_CHECKING:
    from tutor.core.scan import Word


def meant(group: str, word: Word, following: Word | None) -> tuple[str, Span]:
    """The words that were probably meant, "" for none; and the place in the line that they belong in.

    Args:
        group: What the command would belong to (`image`), "" for docker itself.
        word: The word that is no command of it.
        following: The word after it.
    """
    known = frozenset(grammar.children(group))
    if following is not None and word.value + following.value in known:
        return word.value + following.value, Span(word.span.start, following.span.end)  # `docker p s`
    head, dash, tail = word.value.partition("-")
    if tail and head in known:
        return f"{head} {dash}{tail}", word.span  # `docker ps-a`
    of_containers = grammar.find(f"container {word.value}") if not group else None
    return of_containers or nearest(word.value, grammar.children(group)), word.span  # `docker list`


def run_together(first: str) -> str:
    """`dockerps` and `docker-ps` as two words; "" where it is neither."""
    rest = first.lower().removeprefix("docker").lstrip("-")
    is_both = first.lower().startswith("docker") and rest != ""
    return f"docker {rest}" if is_both and grammar.find(rest) is not None else ""
