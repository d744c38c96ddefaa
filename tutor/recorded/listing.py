"""Several recorded lists as one: each list shows one container; the learner has several. Pure.

Every row is what a daemon printed; only the columns are set to one width again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = "CONTAINER ID"
TITLE = re.compile(r"\S+(?: \S+)*")
GAP = 3
"""Blanks between docker's columns."""


def merged(lists: Sequence[str]) -> str:
    r"""The lists as one, rows in the same order. Lists without a head (`-q`) follow each other. Lines end in `\n`."""
    if not lists or not all(text.startswith(HEAD) for text in lists):
        return "".join(lists)
    head = [title[0] for title in TITLE.finditer(_lines(lists[0])[0])]
    rows = [cells for text in lists for cells in _rows(text)]
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
    padded = [cell.ljust(width + GAP) for cell, width in zip(cells, widths, strict=True)]
    return "".join(padded[:-1]) + cells[-1]
