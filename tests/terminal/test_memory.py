"""What was needed for a moment is given back, where the system can do that."""

from __future__ import annotations

import ctypes

import pytest

from tutor.terminal.memory import give_back


def test_the_library_is_asked() -> None:
    """Nothing is raised here, whatever the C library."""
    give_back()


@pytest.mark.parametrize("error", [OSError, AttributeError])
def test_a_library_that_cannot_is_left_alone(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    """One that is not found, and one without the call."""

    def load(_name: None) -> object:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", load)
    give_back()
