"""When a server that boots counts as up: a recording waits longer than a learner would."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from tutor.authoring.camera import SETTLING
from tutor.live.settling import QUIET, await_rest

if TYPE_CHECKING:
    import docker

    from tutor.live.run import Run


@dataclass
class Booting:
    """A server that is silent for a while, as a busy machine's is, and ends after some more looks."""

    looks_left: int
    silence: float = QUIET + 1

    @property
    def is_alive(self) -> bool:
        """Asked once for each look."""
        self.looks_left -= 1
        return self.looks_left >= 0


NOWHERE = cast("docker.APIClient", SimpleNamespace(inspect_container=lambda _: {}))


def test_a_pause_in_a_boot_is_no_rest_for_a_recording() -> None:
    """After the longest pause of a usual boot a lesson goes on; a recorder waits for the site or the end."""
    server = Booting(3)
    await_rest(NOWHERE, cast("Run", SimpleNamespace(terminal=server)), "one", ())
    assert server.looks_left == 2
    await_rest(NOWHERE, cast("Run", SimpleNamespace(terminal=server)), "one", (), SETTLING)
    assert server.looks_left == -1
