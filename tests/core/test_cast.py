"""Recordings as files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.cast import Cast, CastError, CastEvent, Kind, read_cast, written

TIMES = st.integers(0, 10**7).map(lambda thousandths: thousandths / 1000)
EVENTS = st.builds(CastEvent, TIMES, st.sampled_from(Kind), st.text(st.characters(codec="utf-8")))


@given(st.lists(EVENTS))
def test_what_is_written_is_read(events: list[CastEvent]) -> None:
    """A recording comes back as it was, whatever a program printed."""
    cast = Cast(tuple(events), "docker ps", 100, 30, 1_700_000_000)
    assert read_cast(written(cast), "a.cast") == cast


def test_other_peoples_recordings_are_read() -> None:
    """Headers and events that mean nothing here are passed over."""
    text = '{"version": 2, "width": 90, "height": 20, "env": {"TERM": "xterm"}}\n[0.5, "r", "80x24"]\n[1, "o", "hi"]\n'
    assert read_cast(text, "a.cast") == Cast((CastEvent(1.0, Kind.OUTPUT, "hi"),), "", 90, 20)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a.cast:1"),
        ("[]\n", "a.cast is not an asciicast"),
        ('{"version": 1}\n', "a.cast is not an asciicast"),
        ('{"version": 2}\n[1, "o"]\n', "a.cast:2"),
        ('{"version": 2}\n\n[1, "o", 5]\n', "a.cast:3"),
        ('{"version": 2}\n[1, "o", "cut o', "a.cast:2"),
    ],
)
def test_what_is_no_recording_is_named(text: str, told: str) -> None:
    """The error names the file, and the line where there is one."""
    with pytest.raises(CastError) as error:
        read_cast(text, "a.cast")
    assert error.value.message.startswith(told)
