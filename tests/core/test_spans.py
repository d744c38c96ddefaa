"""Carets stand under what they mean, whatever the line is made of."""

from __future__ import annotations

import pytest

from tutor.core.spans import Drawing, Span, draw


@pytest.mark.parametrize(
    ("line", "marks", "drawn", "carets"),
    [
        ("docker run -x", (Span(11, 13),), "docker run -x", "           ^^"),
        ("a b c", (Span(0, 1), Span(4, 5)), "a b c", "^   ^"),
        ("docker ps", (Span(9, 9),), "docker ps", "         ^"),
        ("日本 x", (Span(0, 2),), "日本 x", "^^^^"),
        ("日本 x", (Span(3, 4),), "日本 x", "     ^"),
        ("e\u0301 x", (Span(3, 4),), "e\u0301 x", "  ^"),
        ("a\x1b[Ab", (Span(1, 2),), "a?[Ab", " ^"),
        ("a\n\tb", (Span(3, 4),), "a  b", "   ^"),
        ("a\u200bb", (Span(1, 2),), "a?b", " ^"),
        ("ab", (Span(1, 99),), "ab", " ^"),
        ("", (Span(0, 0),), "", "^"),
        ("ab", (), "ab", ""),
    ],
)
def test_carets_stand_under_the_marks(line: str, marks: tuple[Span, ...], drawn: str, carets: str) -> None:
    """Wide, combining, unseen and line-end characters do not push the carets aside, and nothing raw is drawn."""
    assert draw(line, marks) == Drawing(drawn, carets)


@pytest.mark.parametrize("start", [0, 5, 300, 995, 999])
def test_a_long_line_is_cut_around_the_mark(start: int) -> None:
    """The marked word is in sight, its carets under it, and both rows fit."""
    line = f"{'a' * start}X{'a' * (999 - start)}"
    drawing = draw(line, (Span(start, start + 1),), 40)
    assert drawing.line[drawing.carets.index("^")] == "X"
    assert len(drawing.line) <= 40
    assert len(drawing.carets) <= 40


def test_a_mark_wider_than_the_row_is_cut_too() -> None:
    """Carets never run out of the row."""
    drawing = draw("b" * 20 + "a" * 500, (Span(20, 520),), 40)
    assert len(drawing.carets) <= 40
    assert "^^^" in drawing.carets
