"""`lessons` and `steps`, as tables and as JSON."""

from __future__ import annotations

import json
import re

import pytest

from tutor.cli import main
from tutor.core import texts
from tutor.core.texts.en import TEXTS

LESSON = "altering-container-processes"

pytestmark = pytest.mark.usefixtures("home")


def test_a_table_of_steps(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its kind, its command where it has one, and how far it is."""
    assert main(["steps", LESSON]) == 0
    head, first, *more = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "kind", "title", "do", "state"]
    assert re.fullmatch(r"boot-ghost +do +Boot Ghost +docker run -p 8989:2368 ghost +open *", first)
    assert any(re.match(r"\S+ +quiz ", line) for line in more)


def test_the_table_is_translated_and_the_data_are_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Headings, kinds and states are words for people; other programs read the same JSON in every language."""
    monkeypatch.setattr("tutor.cli.choose", lambda *_: ())
    texts.speak({key: f"«{words}»" for key, words in TEXTS.items()})
    try:
        assert main(["steps", LESSON]) == 0
        head, first, *_ = capsys.readouterr().out.splitlines()
        assert main(["steps", LESSON, "--json"]) == 0
    finally:
        texts.speak({})
    assert head.split() == ["«id»", "«kind»", "«title»", "«do»", "«state»"]
    assert first.split()[:2] == ["boot-ghost", "«do»"]
    assert first.split()[-1] == "«open»"
    row = json.loads(capsys.readouterr().out)[0]
    assert (row["id"], row["kind"], row["state"], row["recorded"]) == ("boot-ghost", "do", "open", False)
