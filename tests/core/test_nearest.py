"""The nearest word is the one that was meant, and none where none was."""

from __future__ import annotations

import pytest

from tutor.core.grammar import children, rule
from tutor.core.nearest import nearest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rnu", "run"),
        ("sp", "ps"),
        ("ls", "ps"),
        ("isnpect", "inspect"),
        ("conatiner", "container"),
        ("imges", "images"),
        ("LOGS", "logs"),
        ("ins", "inspect"),
        ("zzzzzz", ""),
        ("compose", ""),
        ("", ""),
        ("x", ""),
        ("x" * 100_000, ""),
    ],
)
def test_a_slip_leads_to_the_command(typed: str, meant: str) -> None:
    """A slip, two letters changed about, another case or a beginning lead to the command; noise leads nowhere."""
    assert nearest(typed, children("")) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("nmae", "name"), ("pubish", "publish"), ("interact", "interactive"), ("Rm", "rm"), ("detatch", "detach")],
)
def test_a_slip_leads_to_the_flag(typed: str, meant: str) -> None:
    """Among the hundred flags of run the right one is found."""
    assert nearest(typed, rule("run").long) == meant


def test_the_first_of_equals_wins() -> None:
    """Two words that are as near give the same answer each time: the first."""
    assert nearest("bat", ["cat", "hat"]) == "cat"
    assert nearest("bat", ["hat", "cat"]) == "hat"
