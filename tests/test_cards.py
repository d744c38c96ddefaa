"""Concept card files: what is read of a good one, and each fault told with its line."""

from __future__ import annotations

import pytest

from tutor.content import LessonFileError
from tutor.core.concept import Concept
from tutor.lessonfile.cards import parse_card

GOOD = """\
---
id: volume
title: Volume
also: [volumes, "-v"]
try: docker volume ls
link: https://docs.docker.com/engine/storage/volumes/
---
Files that outlive {{container}}.
"""


def test_a_card_says_what_stands_in_it() -> None:
    """Every key, and the text without the lines around it."""
    link = "https://docs.docker.com/engine/storage/volumes/"
    card = parse_card(GOOD, "concepts/volume.md")
    assert card == Concept(
        "volume", "Volume", ("volumes", "-v"), "docker volume ls", link, "Files that outlive {{container}}."
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("---\nid", "id", 1, "There is no front matter."),
        ("title: Volume\n", "", 2, "The front matter has no `title`."),
        ("also:", "alsso:", 4, "The front matter has no key `alsso`. Did you mean `also`?"),
        ("try: docker volume ls", "try: volume ls", 5, "`try` must be one line that begins with `docker `"),
        ("https://docs.docker.com", "https://example.com", 6, "`link` must be a page of Docker's documentation"),
        ("{{container}}", "{{contaner}}", 8, "There is no fact `{{contaner}}`."),
        ("Files that outlive {{container}}.", " ", 8, "This card says nothing."),
        ("id: volume", "id: other", 2, "The card is `other`, its file `volume`."),
        ('"-v"]', '"-v]', 4, "This is not valid YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, line: int, message: str) -> None:
    """File, line, what is wrong, and the cure, as for lessons."""
    assert old in GOOD
    with pytest.raises(LessonFileError) as caught:
        parse_card(GOOD.replace(old, new, 1), "concepts/volume.md")
    assert any(found.line == line and message in found.sentence for found in caught.value.problems)
