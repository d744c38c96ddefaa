"""Promises 4 and 6: killed at any moment, nothing that was said is lost, and the next start leaves nothing behind."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import docker
import pytest

from tests.conftest import HOMES
from tests.e2e.conftest import Home
from tests.scale import chances, scaled
from tests.trust.deaths import SCRIPTS, Victim, at_any_line, programs
from tests.trust.moments import Killer
from tests.trust.registry import SlowRegistry
from tutor.engine import stand_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.trust.deaths import Death

KILLS = scaled(40, 300)
AT_ONCE = 4  # homes, each with a tutor that is killed again and again
ROUND = 5  # kills until the next start is to leave nothing
NOT_COMPLETE = 3
POLITE = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
ORDERLY = scaled(1, 5)  # times each script


@pytest.mark.timeout(7200)
def test_killed_at_any_moment(daemon: docker.APIClient, session_id: str, tmp_path: Path) -> None:
    """Every verdict that was shown is in the store; the next start that ends in order leaves nothing of the dead.

    In four homes at once. Of ten kills, four come at a moment that is known: in an `-it` shell, in a pull, in a create
    that the daemon has not heard of yet, and in one that it is about to answer.
    """
    before = there(daemon)
    homes = [apart(tmp_path / f"home-{number}") for number in range(AT_ONCE)]
    with in_use(daemon, session_id), ThreadPoolExecutor(AT_ONCE) as together:
        deaths = [death for some in together.map(killed, homes, range(AT_ONCE)) for death in some]
    cleared = homes[0].script()  # by now nobody uses the stand-in any more
    assert cleared.returncode == NOT_COMPLETE, cleared.stdout
    assert there(daemon) == before
    assert len(deaths) == KILLS
    shown = sum(len(death.verdicts) for death in deaths)
    assert shown >= KILLS // 4, "the kills came too early to show anything"


def killed(place: Home, number: int) -> list[Death]:
    """The deaths of this home's share, each looked at."""
    deaths = []
    with SlowRegistry() as registry:
        killer = Killer(place, registry, chances(f"kills {number}"), f"killed-{number}")
        mine = range(number, KILLS, AT_ONCE)
        for count, kill in enumerate(mine):
            kept = stored(place)
            deaths.append(death := killer.kill(kill // AT_ONCE + number))
            new = stored(place)[len(kept) :]
            assert new[: len(death.verdicts)] == death.verdicts, f"{death}\n{new}"
            place.wait_until(lambda: not programs(place), f"the end of what {death} had started")
            if count % ROUND == ROUND - 1 or kill == mine[-1]:
                following = place.script()
                assert following.returncode == NOT_COMPLETE, following.stdout
                assert place.is_clear(), death
    return deaths


def apart(folder: Path) -> Home:
    """A home that this process does not live in, with a client of its own."""
    for name in HOMES.values():
        (folder / name).mkdir(mode=0o700, parents=True)
    variables = {variable: str(folder / name) for variable, name in HOMES.items()}
    return Home(folder, docker.from_env(timeout=30).api, variables)


@contextmanager
def in_use(daemon: docker.APIClient, session: str) -> Iterator[None]:
    """Somebody uses the stand-in: it need not be made again for each of many."""
    stand_in.build(daemon, "ghost:latest", session=session)
    user = daemon.create_container("ghost:latest", "true")["Id"]
    try:
        yield
    finally:
        daemon.remove_container(user, v=True)


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("number", POLITE, ids=lambda number: number.name)
def test_told_to_go_at_any_moment(place: Home, daemon: docker.APIClient, number: signal.Signals) -> None:
    """SIGTERM, SIGHUP, Ctrl-C: it clears up by itself before it ends; nothing is left for the next start."""
    before, choose = there(daemon), chances(number.name)
    for script in [name for name in SCRIPTS if name != "pull"][: scaled(1, len(SCRIPTS))] * ORDERLY:
        kept = stored(place)
        death = at_any_line(Victim(place, script, {"mark": "told"}, {}), choose, number)
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
