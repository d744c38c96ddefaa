"""Ports of this machine. What is found here says something of the daemon's ports only if the daemon runs here."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.engine.daemon import guarded
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Collection

    import docker

EVERYWHERE = "0.0.0.0"  # noqa: S104  # where `docker run -p` listens; bound for a moment, never listened on
USUAL = 8989
"""The lesson's port."""
TRIES = 100
HIGHEST = 65535


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether `port` (1 to 65535) can be bound at `host` now. A port that is not this user's to bind is not free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As Docker does: a connection that ended a minute ago does not count, a listening socket does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def first_free(wanted: int = USUAL, taken: Collection[int] = ()) -> int:
    """`wanted`, or the next port after it that can be published here.

    Args:
        wanted: The port to begin with.
        taken: Ports known to be taken, such as `published_ports`: with the userland proxy off they look free.

    Raises:
        TutorError: None of the next hundred is free.
    """
    last = min(wanted + TRIES, HIGHEST + 1)
    for port in range(wanted, last):
        if port not in taken and is_free(port, EVERYWHERE) and is_free(port):
            return port
    message = words("trouble.no-port", first=wanted, last=last - 1)
    raise TutorError(message, words("trouble.no-port.cure"))


def published_ports(client: docker.APIClient) -> frozenset[int]:
    """The ports of the daemon's machine that running containers publish.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    return frozenset(holders(client))


def holders(client: docker.APIClient) -> dict[int, str]:
    """The same ports, and the name of the container that holds each.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    with guarded("doing.list-containers"):
        running = client.containers()
    return {
        int(entry["PublicPort"]): next(iter(container.get("Names") or ("",))).lstrip("/")
        for container in running
        for entry in container.get("Ports") or ()
        if entry.get("PublicPort")
    }
