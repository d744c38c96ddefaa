"""Which containers there are that a fixture could have made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.fitting import fits, shape_of
from tutor.engine.containers import from_daemon
from tutor.engine.daemon import found
from tutor.engine.ownership import survey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import docker

    from tutor.core.command import DockerCommand
    from tutor.core.facts import ImageFacts
    from tutor.core.lesson import Fixture
    from tutor.core.outcome import ContainerSeen


def fitting(  # noqa: PLR0913, PLR0917 -- whose, and like what
    client: docker.APIClient,
    sessions: Collection[str],
    recorded: Collection[str],
    fixture: Fixture,
    command: DockerCommand,
    image: ImageFacts,
) -> Iterator[ContainerSeen]:
    """Containers of these sessions that fit, the newest first, as the daemon lists them. `recorded`: see `survey`.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    shape = shape_of(fixture, command)
    for listed in survey(client, sessions, recorded).containers:
        details = found(client.inspect_container, listed.id)
        seen = from_daemon(details, own_entrypoint=False) if details else None
        if seen is not None and fits(seen, shape, command, image):
            yield seen
