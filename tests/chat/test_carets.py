"""Carets under a typed line, however wide its characters and however narrow the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tutor.chat.carets import draw_marks
from tutor.chat.look import Look
from tutor.core.spans import Span

LINES = st.text(st.sampled_from("ab -日🐳é\t\x1b"), min_size=1, max_size=90)


@given(line=LINES, data=st.data(), width=st.integers(20, 60))
def test_carets_stand_under_their_characters(line: str, data: st.DataObject, width: int) -> None:
    """However the line is windowed, the carets cover exactly the marked characters, as far as they are shown."""
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    look = Look(colour=False, styled=False)
    row, carets = (drawn.plain for drawn in draw_marks(line, [Span(start, end)], width, look))
    assert cell_len(row) <= width
    left = len(carets) - len(carets.lstrip())
    under = _between_cells(row, left, cell_len(carets))
    marked = look.show(line[start:end])
    assert marked.startswith(under)
    assert under == marked or cell_len(row) > width - 4


def _between_cells(row: str, left: int, right: int) -> str:
    """The characters of `row` that stand in these cells."""
    place, found = 0, ""
    for character in row:
        if left <= place < right:
            found += character
        place += cell_len(character)
    return found


@given(line=LINES, start=st.integers(-1, 120), length=st.integers(0, 120), width=st.integers(1, 60))
def test_no_mark_breaks_the_drawing(line: str, start: int, length: int, width: int) -> None:
    """Marks outside the line, empty ones, and tiny terminals are drawn without an error."""
    assert draw_marks(line, [Span(max(0, start), max(0, start) + length)], width, Look())
