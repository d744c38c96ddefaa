"""From a cast to cues."""

from __future__ import annotations

from tutor.core.cast import Cast, CastEvent, Kind
from tutor.core.events import Sighting
from tutor.recorded.ages import Age
from tutor.recorded.listing import merged
from tutor.recorded.screenplay import Line, Print, Rest, Sight, after_rest, cues, printed, silenced

CAST = Cast(
    (
        CastEvent(0.2, Kind.OUTPUT, "a"),
        CastEvent(9.0, Kind.OUTPUT, "b"),
        CastEvent(9.5, Kind.MARKER, "sighted UNKNOWN not from here"),
        CastEvent(9.5, Kind.MARKER, "somebody's own"),
        CastEvent(9.6, Kind.INPUT, "ls"),
        CastEvent(9.6, Kind.MARKER, "rest"),
        CastEvent(20.0, Kind.OUTPUT, "c"),
    )
)


def test_nobody_waits_longer_than_a_second() -> None:
    """Pauses are kept, but none is longer than a second; markers are understood, others passed over."""
    assert cues(CAST) == (
        Print(0.2, b"a"),
        Print(1.0, b"b"),
        Sight(Sighting.UNKNOWN, "not from here"),
        Line("ls"),
        Rest(),
        Print(1.0, b"c"),
    )


def test_what_was_printed_by_when() -> None:
    """Up to its rest, or in all; a silent one shows and types nothing, and does the rest."""
    script = cues(CAST)
    assert (printed(script, until_rest=True), printed(script)) == (b"ab", b"abc")
    assert silenced(script) == (Sight(Sighting.UNKNOWN, "not from here"), Rest())
    assert after_rest(script) == 5
    assert after_rest(script[:3]) is None


def test_lists_become_one() -> None:
    """The rows of several lists stand under one head, their columns in line; an empty cell stays one."""
    age = Age(0, 0)
    one = "CONTAINER ID   IMAGE     PORTS     NAMES\r\nabc            ghost               a\r\n"
    two = "CONTAINER ID   IMAGE     PORTS      NAMES\r\ndef            ghost     2368/tcp   bee\r\n"
    assert merged([(one, age), (two, age)]) == (
        "CONTAINER ID   IMAGE     PORTS      NAMES\n"
        "abc            ghost                a\n"
        "def            ghost     2368/tcp   bee\n"
    )
    assert merged([("abc\n", age), ("def\n", age)]) == "abc\ndef\n"
    assert merged([]) == ""
