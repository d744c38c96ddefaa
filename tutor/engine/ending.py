"""Ends containers the way `docker stop`, `docker kill` and `docker rm -f -v` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.daemon import guarded

if TYPE_CHECKING:
    import docker

GOING = (404, 409)  # there is none any more; it does not run, or its removal is in progress
GRACE = 5
"""Whole seconds between SIGTERM and SIGKILL. Ghost needs 0.3 (DOCKER-FACTS); docker's own 10 keep a learner waiting."""


def stop(client: docker.APIClient, identity: str) -> None:
    """Ask the container to end, and end it after `GRACE` seconds. One that does not run, or is no more, is left alone.

    Raises:
        TutorError: The daemon refused.
        NoDaemonError: The daemon does not answer.
    """
    from docker.errors import NotFound  # noqa: PLC0415  # costs 0.15 s: only when a daemon is used

    with guarded("doing.stop", name=identity[:12]):
        try:
            client.stop(identity, timeout=GRACE)
        except NotFound:
            return


def kill(client: docker.APIClient, identity: str) -> None:
    """End the container at once. One that does not run, or is no more, is left alone.

    Raises:
        TutorError: The daemon refused.
        NoDaemonError: The daemon does not answer.
    """
    from docker.errors import APIError  # noqa: PLC0415  # see stop

    with guarded("doing.kill", name=identity[:12]):
        try:
            client.kill(identity)
        except APIError as error:
            if error.status_code not in GOING:
                raise


def remove(client: docker.APIClient, identity: str) -> None:
    """Remove the container, running or not, with its anonymous volumes; nothing if it is gone, or going.

    Raises:
        TutorError: The daemon refused.
        NoDaemonError: The daemon does not answer.
    """
    from docker.errors import APIError  # noqa: PLC0415  # see stop

    with guarded("doing.remove-container", name=identity[:12]):
        try:
            client.remove_container(identity, v=True, force=True)
        except APIError as error:
            if error.status_code not in GOING:
                raise
