"""Terminals and a learner for every test here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.terminal.learner import Learner, Shelf, sitting

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """Terminals; those still running at the test's end are ended."""
    shelf = Shelf()
    yield shelf
    shelf.terminals.close()


@pytest.fixture
def learner() -> Iterator[Learner]:
    """A person at a terminal of 24 rows and 80 columns, whose settings must be the same at the end."""
    with sitting() as learner:
        before = learner.settings
        yield learner
        assert learner.settings == before
