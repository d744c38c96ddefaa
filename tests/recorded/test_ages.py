"""Ages in recorded lists: docker's words, the learner's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.recorded.theatre import Played
from tutor.core.outcome import ContainerSeen, Outcome
from tutor.recorded.ages import Age, aged, ago
from tutor.recorded.containers import Containers

HOUR = 3600
THEN = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.9, "Less than a second"),
        (1.2, "1 second"),
        (59.9, "59 seconds"),
        (60, "About a minute"),
        (119, "About a minute"),
        (120, "2 minutes"),
        (59 * 60, "59 minutes"),
        (HOUR, "About an hour"),
        (1.6 * HOUR, "2 hours"),
        (47 * HOUR, "47 hours"),
        (48 * HOUR, "2 days"),
        (14 * 24 * HOUR, "2 weeks"),
        (60 * 24 * HOUR, "2 months"),
        (2 * 365 * 24 * HOUR, "2 years"),
    ],
)
def test_ages_are_told_as_docker_tells_them(seconds: float, told: str) -> None:
    """The words and the limits of docker's own code."""
    assert ago(seconds) == told


@pytest.mark.parametrize(
    ("title", "cell", "told"),
    [
        ("CREATED", "5 hours ago", "3 minutes ago"),
        ("STATUS", "Up 22 seconds", "Up About a minute"),
        ("STATUS", "Up Less than a second (Paused)", "Up About a minute (Paused)"),
        ("STATUS", "Exited (127) 1 second ago", "Exited (127) About a minute ago"),
        ("STATUS", "Created", "Created"),
        ("COMMAND", "Up 22 seconds", "Up 22 seconds"),
    ],
)
def test_only_what_tells_an_age_is_changed(title: str, cell: str, told: str) -> None:
    """The age in its column becomes the container's own; all else stays as a daemon printed it."""
    assert aged(title, cell, Age(200, 70)) == told


def test_a_list_tells_how_long_ago_the_learner_did_it() -> None:
    """Made three minutes ago, stopped two minutes ago, by the learner's clock; the columns stand under their heads."""
    played = Played()
    number = played.start("docker run --name server ghost")
    played.theatre.ahead = timedelta(minutes=1)
    assert "Up About a minute" in played.run("docker ps").output
    played.world.stop(number)
    played.theatre.ahead = timedelta(minutes=3, seconds=5)
    head, row = played.run("docker ps -a").output.splitlines()
    assert row[head.index("CREATED") :].startswith("3 minutes ago   Exited (0) 2 minutes ago")
    assert row[head.index("NAMES") :] == "server"
    played.world.close()
    played.theatre.end()


def test_a_line_comes_after_all_that_was_started() -> None:
    """Where a recording's start lies ahead of the clock, as nobody sat through it, what is typed next comes later."""
    containers = Containers()
    assert containers.not_before_a_start(THEN) == THEN
    seen = ContainerSeen("a" * 64, "server", "ghost", started_at="2026-03-01T12:00:09.123456789Z")
    containers.take(Outcome(0, created=(seen,)), THEN.timestamp())
    assert containers.not_before_a_start(THEN).isoformat() > seen.started_at.replace("Z", "")
    later = THEN + timedelta(minutes=1)
    assert containers.not_before_a_start(later) == later
