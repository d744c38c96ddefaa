"""The line under the prompt, from wide to narrow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tutor.chat.bottom_line import bottom_line
from tutor.chat.look import Look
from tutor.core.view import TerminalView, View

GHOST = TerminalView(1, "docker run -p 8989:2368 ghost")
SHELL = TerminalView(2, "docker run -it ghost sh", running=False)
VIEW = View("Altering Container Processes", 4, 25, (GHOST, SHELL), "hint")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (
            120,
            (
                "Altering Container Processes · 4 of 25 · 1: docker run -p 8989:2368 ghost"
                " · 2: docker run -it ghost sh (ended) · hint"
            ),
        ),
        (100, "Altering Container Processes · 4 of 25 · 1: docker run -p… · 2: docker run -i… (ended) · hint"),
        (78, "Altering Co… · 4 of 25 · 1: docker run -p… · 2: docker run -i… (ended) · hint"),
        (64, "4 of 25 · 1: docker run -p… · 2: docker run -i… (ended) · hint"),
        (38, "4 of 25 · 1 running · hint"),
        (16, "4 of 25 · hint"),
        (8, "hint"),
        (3, "hi…"),
    ],
)
def test_the_least_important_goes_first(width: int, line: str) -> None:
    """As the terminal narrows labels shrink, the title goes, then what runs; what matters now stays longest."""
    assert bottom_line(VIEW, width, Look()) == line


def test_nothing_is_shown_of_what_is_not_there() -> None:
    """Without a step, terminals or a hint there are no empty places."""
    assert bottom_line(View("A lesson"), 80, Look()) == "A lesson"
    assert bottom_line(View(), 80, Look()) == ""


@given(st.text(max_size=60), st.text(max_size=60), st.integers(1, 100), st.booleans())
def test_it_always_fits_on_one_line(title: str, label: str, width: int, signs: bool) -> None:  # noqa: FBT001 -- given by hypothesis
    """Whatever the words and the width, it is one line that fits."""
    look = Look(signs=signs, encoding="utf-8" if signs else "ascii")
    line = bottom_line(View(title, 1, 2, (TerminalView(1, label),), label), width, look)
    assert cell_len(line) <= width
    assert "\n" not in line
