"""Moments to die at that are known for certain: in a shell, in a create, in a pull; each seen from outside."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docker.errors import NotFound

from tests.live.typed import endpoint as own_endpoint
from tests.trust.deaths import Victim, at_any_line
from tests.trust.faults import Fault, FaultyDaemon, Way

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from tests.e2e.conftest import Home
    from tests.trust.deaths import Death
    from tests.trust.registry import SlowRegistry

KILL = signal.SIGKILL
CREATE = "POST /containers/create"


class Killer:
    """Kills tutors of one home; `mark` tells its things from those of other homes."""

    def __init__(self, place: Home, registry: SlowRegistry, choose: random.Random, mark: str) -> None:
        self._place, self._registry, self._choose = place, registry, choose
        self._words = {"mark": mark, "slow": registry.name}
        self._plan: tuple[Callable[[], Death], ...] = (
            *(lambda name=name: self._anywhere(name) for name in ("runs", "making", "server", "build", "shell")),
            self._in_a_shell,
            self._in_a_pull,
            lambda: self._in_a_create(Way.SLOW),
            lambda: self._in_a_create(Way.CUT),
            lambda: self._anywhere("runs"),
        )

    def kill(self, number: int) -> Death:
        """The death of that number; ten of them are one of each kind."""
        return self._plan[number % len(self._plan)]()

    def _anywhere(self, script: str) -> Death:
        return at_any_line(Victim(self._place, script, self._words, {}), self._choose, KILL)

    def _in_a_shell(self) -> Death:
        """A container with a terminal of its own runs, and the script still types to it."""
        victim = Victim(self._place, "shell", self._words, {})
        return certain(victim.die("inside -it", self._has_shell, self._choose, KILL, 0.3))

    def _in_a_pull(self) -> Death:
        """The daemon fetches a layer for it."""
        before, victim = self._registry.asked, Victim(self._place, "pull", self._words, {})
        return certain(victim.die("pull", lambda: self._registry.asked > before, self._choose, KILL, 0.3))

    def _in_a_create(self, way: Way) -> Death:
        """The daemon has not been asked yet (SLOW), or has, and half of its answer is here (CUT)."""
        with relayed(self._place) as relay:
            relay.break_(Fault(way, CREATE))
            victim = Victim(self._place, "making", self._words, {"DOCKER_HOST": relay.url})
            death = victim.die(f"create {way.value}", lambda: relay.hits, self._choose, KILL, 0.1)
            return certain(death)

    def _has_shell(self) -> bool:
        client = self._place.client
        try:
            return any(
                details["Config"]["Tty"] and details["State"]["Running"]
                for one in self._place.containers()
                for details in [client.inspect_container(one)]
            )
        except NotFound:  # it went while we looked
            return False


@contextmanager
def relayed(place: Home) -> Iterator[FaultyDaemon]:
    """A way to the daemon of this home's own, where a create can be held."""
    path = place.folder / "relay.sock"
    path.unlink(missing_ok=True)
    with FaultyDaemon(path, own_endpoint().path) as relay:
        yield relay


def certain(death: Death) -> Death:
    """It was alive when the moment had come: nothing else ended it."""
    assert death.lived, death
    return death
