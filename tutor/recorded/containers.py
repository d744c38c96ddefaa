"""The containers of a lesson from recordings: what the learner's lines made, each as its recording left it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tutor.core.expected_target import is_called
from tutor.recorded.lifetimes import GONE, Lifetimes

if TYPE_CHECKING:
    from tutor.core.lifelines import Timeline
    from tutor.core.outcome import ContainerSeen, Outcome
    from tutor.recorded.ages import Age

AFTER = timedelta(milliseconds=1)
"""What begins after a container's start, at least."""


class Containers:
    """What there would be on the daemon, the newest last."""

    def __init__(self) -> None:
        self._all: dict[str, ContainerSeen] = {}
        self._lives = Lifetimes()

    def there(self) -> tuple[ContainerSeen, ...]:
        """Those that are not removed, the newest first, as docker lists them."""
        return tuple(seen for seen in reversed(self._all.values()) if seen.status not in GONE)

    def called(self, word: str) -> ContainerSeen | None:
        """The container that the word names: by its name, or by the beginning of its id."""
        return next((seen for seen in self.there() if is_called(word, seen.name, seen.id)), None)

    def get(self, identity: str) -> ContainerSeen | None:
        """That of this id, also once it is removed."""
        return self._all.get(identity)

    def not_before_a_start(self, now: datetime) -> datetime:
        """`now`, or the moment after the latest start, where a recording that nobody had to sit through ran ahead."""
        starts = (datetime.fromisoformat(seen.started_at) for seen in self._all.values() if seen.started_at)
        return max((now, *(start + AFTER for start in starts)))

    def take(self, outcome: Outcome, at: float) -> tuple[ContainerSeen, ...]:
        """Let what a recording did be so, `at` seconds on a clock; those that were running and are not any more."""
        target = (outcome.target,) if outcome.target else ()
        if outcome.exit_code is not None:
            for visit in outcome.execs:
                self._lives.entered(visit, at, outcome.seconds)
        ended = [self._set(seen, at, outcome.seconds) for seen in (*outcome.created, *outcome.touched, *target)]
        return tuple(seen for seen in ended if seen is not None)

    def age(self, seen: ContainerSeen, now: datetime) -> Age:
        """How old it is by the learner's own clock."""
        return self._lives.age(seen, now.timestamp())

    def timeline(self, now: float) -> Timeline:
        """The lives of all of them, until now on the same clock."""
        return self._lives.timeline(self.there(), now)

    def _set(self, seen: ContainerSeen, at: float, seconds: float) -> ContainerSeen | None:
        before = self._all.get(seen.id)
        if before is not None and before.status in GONE:
            return None
        now = seen if before is None else _as_it_became(before, seen)
        self._all[seen.id] = now
        if now != before:
            self._lives.became(before, now, at, seconds)
        return now if before is not None and before.is_running and not now.is_running else None

    def current(self, seen: ContainerSeen) -> ContainerSeen:
        """The container as it is by now."""
        return self._all.get(seen.id, seen)


def _as_it_became(before: ContainerSeen, seen: ContainerSeen) -> ContainerSeen:
    """The container as it was made, in the state that another line's recording left one like it in.

    Its start is the one that it had, unless the line started it.
    """
    return replace(
        before, status=seen.status, exit_code=seen.exit_code, started_at=seen.started_at or before.started_at
    )
