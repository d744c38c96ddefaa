"""The value of `--publish`, understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.outcome import Binding

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand, FlagUse
    from tutor.core.outcome import ContainerSeen, Outcome


@dataclass(frozen=True, slots=True)
class Publication:
    """`[[IP:]HOST:]CONTAINER[/PROTOCOL]`: `host` is "" where Docker chooses; `protocol` is `tcp` if not said."""

    container: str
    host: str = ""
    host_ip: str = ""
    protocol: str = "tcp"

    @property
    def container_port(self) -> str:
        """The container's side as the daemon writes it: `2368/tcp`."""
        return f"{self.container}/{self.protocol}"


def with_protocol(port: str) -> str:
    """`2368` as `2368/tcp`; a port that names its protocol stays as it is."""
    return port if "/" in port else f"{port}/tcp"


def publication(value: str) -> Publication | None:
    """What `--publish=value` asks for; None for ranges and for what is no port at all."""
    address, _, protocol = value.partition("/")
    rest, _, container = address.rpartition(":")
    host_ip, _, host = rest.rpartition(":")
    is_number = container.isascii() and container.isdigit()
    if not is_number or (host and not (host.isascii() and host.isdigit())):
        return None
    return Publication(container, host, host_ip, protocol or "tcp")


def publications(command: DockerCommand) -> tuple[tuple[FlagUse, Publication], ...]:
    """Every use of `--publish` that can be understood, with what it asks for."""
    uses = ((use, publication(use.value)) for use in command.flags if use.name == "publish")
    return tuple((use, asked) for use, asked in uses if asked is not None)


def bindings(command: DockerCommand, container: ContainerSeen) -> tuple[Binding, ...]:
    """Where `container` is or was published.

    The daemon forgets the bindings of a container that ended; then the typed line tells them.
    """
    if container.bindings or container.is_running:
        return container.bindings
    return tuple(
        Binding(int(asked.host), asked.container_port, asked.host_ip)
        for _, asked in publications(command)
        if asked.host
    )


def is_published(command: DockerCommand, outcome: Outcome, container_port: str, host_port: int) -> bool:
    """Whether `host_port` leads to `container_port` of the container that the command created."""
    if outcome.container is None:
        return False
    wanted = with_protocol(container_port)
    seen = bindings(command, outcome.container)
    return any(binding.container_port == wanted and binding.host_port == host_port for binding in seen)
