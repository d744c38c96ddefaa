"""What is said of a lesson file comes from the table whole: where that says nothing, only the author's words stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.authoring.test_lint import FAULTS, linted
from tests.test_content_errors import BREAKS, changed, problems
from tutor.core import texts
from tutor.core.texts.en import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Backticks, brackets and double braces stand around a lesson's own words.
WRITTEN = re.compile(r"`[^`]*`|\([^)]*\)|\{\{[^}]*\}\}")
PLACE = re.compile(r"`[^`]*\{\w+\}[^`]*`|\([^)]*\{\w+\}[^)]*\)|\{\w+\}")
READER = "{reason}"  # what YAML's reader says is English


@pytest.fixture(autouse=True)
def _only_places() -> Iterator[None]:
    """Every sentence is its places, between marks."""
    texts.speak({key: f"«{places(words)}»" for key, words in TEXTS.items()})
    yield
    texts.speak({})


def places(words: str) -> str:
    """The places of a sentence, with what stands around a lesson's own words."""
    found = PLACE.findall(words.replace("{{", "").replace("}}", ""))
    return " ".join(f"({place})" if place == READER else place for place in found)


def left(said: str) -> list[str]:
    """The words in it that are not the lesson's."""
    return re.findall(r"(?<!/)\b[a-z]{2,}", WRITTEN.sub("", said))


@pytest.mark.parametrize(("old", "new"), [one[:2] for one in BREAKS])
def test_an_error_has_no_words_of_its_own(old: str, new: str) -> None:
    """Neither what is wrong nor the cure."""
    for _, message, hint in problems(changed(old, new)[0]):
        assert (message[0], message[-1]) == ("«", "»")
        assert left(message) == []
        assert left(hint) == []


@pytest.mark.parametrize("change", [fault[1] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_finding_has_no_words_of_its_own(tmp_path: Path, change: tuple[str, str]) -> None:
    """Where and what, and nothing else."""
    found = [one.partition(": ")[2] for one in linted(tmp_path, change)]
    assert found
    assert [one for one in found if left(one) or (one[0], one[-1]) != ("«", "»")] == []
