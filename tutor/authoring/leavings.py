"""What an attempt left behind, looked for after its clean-up: there should be nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.engine.daemon import found
from tutor.engine.ownership import survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import docker

    from tutor.live.run import Run


def left_behind(
    client: docker.APIClient, session: str, volumes: Iterable[str], runs: Iterable[Run], sockets: Path
) -> tuple[str, ...]:
    """A few words for each thing that should be gone: on the daemon, in the process table, on the disk.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    on_daemon = left_on_daemon(client, session, volumes)
    programs = (words("left.program", line=run.command.line) for run in runs if run.terminal.is_alive)
    folders = (words("left.folder", path=sockets),) if sockets.exists() else ()
    return (*on_daemon, *programs, *folders)


def left_on_daemon(client: docker.APIClient, session: str, volumes: Iterable[str]) -> Iterator[str]:
    """What carries the session's label, and the anonymous volumes that were seen, where they still exist."""
    owned = survey(client, (session,))
    yield from (words("left.container", name=one.name) for one in owned.containers)
    yield from (words("left.container", name=name) for name in owned.doubtful)
    yield from (words("left.volume", name=one.name) for one in owned.volumes)
    yield from (words("left.network", name=one.name) for one in owned.networks)
    for name in volumes:
        if found(client.inspect_volume, name) is not None:
            yield words("left.anonymous-volume", name=name[:12])
