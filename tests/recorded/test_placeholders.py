"""Stand-ins for names, ids and times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from tutor.recorded.placeholders import abstracted, anonymous, filled, moved, stand_ins

ID = "0123456789ab" + "c" * 52
THEN = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
NOW = datetime(2027, 1, 1, 8, 30, 0, tzinfo=UTC)


def test_what_was_taken_out_can_be_put_in_for_another() -> None:
    """Names, whole ids and short ones become another container's."""
    told = f"{ID}\n{ID[:12]} keen_babbage"
    kept = abstracted(told, stand_ins("target", ID, "keen_babbage"))
    assert kept == "<<target.id>>\n<<target.short>> <<target.name>>"
    assert filled(kept, stand_ins("target", "f" * 64, "mine")) == f"{'f' * 64}\n{'f' * 12} mine"


def test_a_recordings_own_times_move_with_it() -> None:
    """Times of the recording follow the lesson; an image's age, a year before, is a fact and stays."""
    told = "[2026-03-01 12:00:09] INFO up; started 2026-03-01T12:00:01.25Z; built 2025-01-01T00:00:00Z"
    expected = "[2027-01-01 08:30:09] INFO up; started 2027-01-01T08:30:01.25Z; built 2025-01-01T00:00:00Z"
    assert moved("9999-99-99 99:99:99", THEN, NOW) == "9999-99-99 99:99:99"
    assert moved(told, THEN, NOW) == expected


def test_moved_times_keep_their_order() -> None:
    """A recording that began within a second, played from within another: what came later still does, to the digit."""
    begun, now = THEN + timedelta(milliseconds=900), NOW + timedelta(milliseconds=50)
    times = ("2026-03-01T12:00:00.912345678Z", "2026-03-01T12:00:01.1Z", "2026-03-01T12:00:01.85Z")
    expected = ["2027-01-01T08:30:00.062345678Z", "2027-01-01T08:30:00.2Z", "2027-01-01T08:30:01.00Z"]
    assert [moved(told, begun, now) for told in times] == expected


def test_a_replay_makes_up_names() -> None:
    """Where nobody made a container, each has a name all the same, and one name only."""
    told = anonymous("<<new1.name>> <<target.name>> <<new1.name>> <<new1.short>>", Random(1))  # noqa: S311 -- names
    first, other, again, short = told.split()
    assert "<<" not in told
    assert first == again != other
    assert len(short) == 12
