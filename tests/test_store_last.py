"""What a start asks of the progress file: the last line and the last trouble of each step, however much was typed."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tutor.core.progress import Attempt
from tutor.store import Store

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TROUBLE = frozenset({"not yet", "hint"})


def test_the_last_of_each_step(tmp_path: Path) -> None:
    """The line that it was passed with last, and when it last gave trouble; other lessons and verdicts aside."""
    moments = iter(NOON + timedelta(minutes=count) for count in range(100))
    store, _ = Store.open(tmp_path / "progress.sqlite3", lambda: next(moments))
    with closing(store):
        assert not store.has_attempts("first")
        for lesson, step, line, verdict in (
            ("first", "a", "one", "passed"),
            ("first", "b", "two", "not yet"),
            ("first", "b", "three", "hint"),
            ("first", "b", "four", "passed"),
            ("first", "a", "five", "passed"),
            ("first", "a", "six", "elsewhere"),
            ("first", "c", "seven", "yet"),
            ("other", "a", "eight", "passed"),
            ("other", "a", "nine", "hint"),
        ):
            store.save(Attempt(lesson, step, line, verdict))
        assert store.has_attempts("first")
        assert store.passed_lines("first") == {"a": "five", "b": "four"}
        times = [past.time for past in store.attempts("first")]
        assert store.last_times("first", TROUBLE) == {"b": times[2]}
        assert store.passed_lines("nosuch") == store.last_times("nosuch", TROUBLE) == {}
