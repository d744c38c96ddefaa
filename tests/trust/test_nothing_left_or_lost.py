"""Promises 4 and 6: killed at any moment, nothing that was said is lost, and the next start leaves nothing behind."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.scale import chances, scaled
from tests.trust.deaths import SCRIPTS, die, programs

if TYPE_CHECKING:
    from pathlib import Path

    import docker

    from tests.e2e.conftest import Home

KILLS = scaled(10, 300)
POLITE = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
ORDERLY = scaled(1, 5)  # times each script


@pytest.mark.timeout(7200)
def test_killed_at_any_moment(place: Home, daemon: docker.APIClient, tmp_path: Path) -> None:
    """Every verdict that was shown is in the store, and a clean-up takes all that the dead left, programs included."""
    before, choose, shown = there(daemon), chances("kills"), 0
    for number in range(KILLS):
        script = list(SCRIPTS)[number % len(SCRIPTS)]
        kept = stored(place)
        death = die(script, tmp_path, choose, signal.SIGKILL)
        new = stored(place)[len(kept) :]
        shown += len(death.verdicts)
        assert new[: len(death.verdicts)] == death.verdicts, f"{death}\n{new}"
        place.wait_until(lambda: not programs(place), f"the end of what {death} had started")
        if number % 4 == 3 or number == KILLS - 1:
            cleared = place.run("cleanup")
            assert cleared.returncode == 0, cleared.stdout
            assert place.is_clear(), death
    assert there(daemon) == before
    assert shown >= KILLS // 4, "the kills came too early to show anything"


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("number", POLITE, ids=lambda number: number.name)
def test_told_to_go_at_any_moment(
    place: Home, daemon: docker.APIClient, tmp_path: Path, number: signal.Signals
) -> None:
    """SIGTERM, SIGHUP, Ctrl-C: it clears up by itself before it ends; nothing is left for the next start."""
    before, choose = there(daemon), chances(number.name)
    for script in list(SCRIPTS)[: scaled(1, len(SCRIPTS))] * ORDERLY:
        kept = stored(place)
        death = die(script, tmp_path, choose, number)
        assert stored(place)[len(kept) :][: len(death.verdicts)] == death.verdicts, death
        assert place.is_clear(), death
        assert not programs(place), death
    assert there(daemon) == before


def stored(place: Home) -> list[str]:
    """The verdicts in the store, in order."""
    return [verdict for _, _, verdict in place.attempts()]


def there(daemon: docker.APIClient) -> dict[str, set[Any]]:
    """The ids of all that is on the daemon, but for images without a name: a build of the learner's leaves such."""
    return {
        "containers": {one["Id"] for one in daemon.containers(all=True)},
        "volumes": {one["Name"] for one in daemon.volumes()["Volumes"] or ()},
        "networks": {one["Id"] for one in daemon.networks()},
        "images": {tag for one in daemon.images() for tag in one["RepoTags"] or () if tag != "<none>:<none>"},
    }
