"""Several recorded lists as one: each list shows one container; the learner has several. Pure.

Every row is what a daemon printed, but for the ages, which are those of the learner's own container; the columns are
set to one width again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.recorded.ages import aged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.recorded.ages import Age

HEAD = "CONTAINER ID"
TITLE = re.compile(r"\S+(?: \S+)*")
GAP, NARROWEST = 3, 10
"""Blanks between docker's columns, and the least width of one with its blanks (docker/cli, its tab writer)."""


def merged(lists: Sequence[tuple[str, Age]]) -> str:
    r"""Lists of one container each as one list, rows in the same order. Lines end in `\n`.

    Lists without a head (`-q`) follow each other.
    """
    if not lists or not all(text.startswith(HEAD) for text, _ in lists):
        return "".join(text for text, _ in lists)
    head = [title[0] for title in TITLE.finditer(_lines(lists[0][0])[0])]
    rows = [
        [aged(title, cell, age) for title, cell in zip(head, cells, strict=True)]
        for text, age in lists
        for cells in _rows(text)
    ]
    widths = [max(len(cells[column]) for cells in (head, *rows)) for column in range(len(head))]
    return "".join(f"{_row(cells, widths)}\n" for cells in (head, *rows))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").splitlines()


def _rows(text: str) -> list[list[str]]:
    head, *rows = _lines(text)
    starts = [title.start() for title in TITLE.finditer(head)]
    ends = [*starts[1:], None]
    return [[row[start:end].strip() for start, end in zip(starts, ends, strict=True)] for row in rows]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(max(width + GAP, NARROWEST)) for cell, width in zip(cells, widths, strict=True)]
    return "".join(padded[:-1]) + cells[-1]
