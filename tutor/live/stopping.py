"""Stops what a command left running, as a careful learner would: Ctrl-C first, then `docker stop`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.engine import ending
from tutor.engine.daemon import found
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Collection

    import docker

    from tutor.live.run import Run

INTERRUPTED = 3.0
"""Seconds for a server to end after Ctrl-C: Ghost needs 0.3 (DOCKER-FACTS, the image)."""


def stop(client: docker.APIClient, run: Run, ours: Collection[str]) -> None:
    """End the command and what it started: afterwards neither runs, and the containers are stopped, not removed.

    Ctrl-C goes to the command, which hands it on; what does not heed it, or has a terminal of its own inside, is
    stopped as `docker stop` does it. A container that the command only joined (`attach`, `exec`, `logs`) runs on.
    A daemon that does not answer is nobody's fault here: the command alone is ended then.

    Args:
        client: The daemon's.
        run: The command.
        ours: Ids of containers that may be stopped although another command created them: the lesson's.
    """
    created = run.all_created()
    if created and run.terminal.is_alive:
        run.terminal.interrupt()
        run.terminal.wait(INTERRUPTED)
    with suppress(TutorError):
        for identity in (*created, *_woken(client, run, ours)):
            ending.stop(client, identity)
    run.terminal.end()


def _woken(client: docker.APIClient, run: Run, ours: Collection[str]) -> tuple[str, ...]:
    """The ids of the lesson's containers that the command started without having created them."""
    found_ones = (found(client.inspect_container, reference) for reference in run.started_again())
    return tuple(str(details["Id"]) for details in found_ones if details and details["Id"] in ours)
