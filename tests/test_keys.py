"""Names of keys."""

from __future__ import annotations

import pytest

from tutor.errors import UsageError
from tutor.keys import leave_key


@pytest.mark.parametrize(
    ("spelled", "data", "name"),
    [
        ("ctrl-]", b"\x1d", "Ctrl-]"),
        ("Ctrl-G", b"\x07", "Ctrl-G"),
        ("C-o", b"\x0f", "Ctrl-O"),
        ("^t", b"\x14", "Ctrl-T"),
        ("ctrl-\\", b"\x1c", "Ctrl-\\"),
    ],
)
def test_a_control_key_is_its_byte(spelled: str, data: bytes, name: str) -> None:
    """However it is written."""
    key = leave_key(spelled)
    assert (key.data, key.name) == (data, name)


@pytest.mark.parametrize("spelled", ["", "x", "f1", "ctrl-", "ctrl-c", "^D", "ctrl-m", "ctrl-[", "ctrl-ä", "ctrl-1"])
def test_other_keys_are_refused_with_a_cure(spelled: str) -> None:
    """No key at all, or one that programs need."""
    with pytest.raises(UsageError) as error:
        leave_key(spelled)
    assert "ctrl-]" in error.value.hint
