"""A container as a `ContainerSeen`: as the daemon describes it, or, once it is removed, as its calls described it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.core.outcome import Binding, ContainerSeen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.engine.told import Created

NEVER = "0001-01-01T00:00:00Z"
"""How the daemon writes a time that has not come (Go's zero time)."""
UNENDED = ("created", "running", "paused", "restarting")


def from_daemon(details: Mapping[str, Any], *, own_entrypoint: bool) -> ContainerSeen:
    """The container that `GET /containers/ID/json` described.

    Args:
        details: The daemon's answer.
        own_entrypoint: Whether it was created with an entrypoint of its own; the answer does not tell.
    """
    config, state = details.get("Config") or {}, details.get("State") or {}
    status = str(state.get("Status") or ("running" if state.get("Running") else "exited"))
    started = str(state.get("StartedAt") or NEVER)
    return ContainerSeen(
        id=str(details.get("Id", "")),
        name=str(details.get("Name", "")).removeprefix("/"),
        image=str(config.get("Image", "")),
        image_id=str(details.get("Image", "")),
        status=status,
        command=words(config.get("Cmd")),
        path=str(details.get("Path", "")),
        args=words(details.get("Args")),
        tty=bool(config.get("Tty")),
        open_stdin=bool(config.get("OpenStdin")),
        auto_remove=bool((details.get("HostConfig") or {}).get("AutoRemove")),
        exit_code=None if status in UNENDED else state.get("ExitCode"),
        bindings=bindings_of(details),
        exposed=tuple(config.get("ExposedPorts") or ()),
        started_at="" if started == NEVER else started,
        own_entrypoint=own_entrypoint,
    )


def from_calls(created: Created, image: Mapping[str, Any] | None) -> ContainerSeen:
    """The container as its calls told it, filled in from its image's description where that is still there.

    What was started is put together by the daemon's own rule: an entrypoint of one's own drops the image's command.
    """
    body, config = created.body, (image or {}).get("Config") or {}
    host = body.get("HostConfig") or {}
    own_entrypoint = body.get("Entrypoint") is not None
    entrypoint = words(body.get("Entrypoint") if own_entrypoint else config.get("Entrypoint"))
    command = words(body.get("Cmd")) or (() if own_entrypoint else words(config.get("Cmd")))
    path, *args = (*(word for word in entrypoint if word or not own_entrypoint), *command) or ("",)
    return ContainerSeen(
        id=created.id,
        name=created.name,
        image=str(body.get("Image", "")),
        image_id=str((image or {}).get("Id", "")),
        status=created.status,
        command=command,
        path=path,
        args=tuple(args),
        tty=bool(body.get("Tty")),
        open_stdin=bool(body.get("OpenStdin")),
        auto_remove=bool(host.get("AutoRemove")),
        exit_code=created.exit_code,
        bindings=bindings(host.get("PortBindings") or {}),
        exposed=tuple({**(config.get("ExposedPorts") or {}), **(body.get("ExposedPorts") or {})}),
        own_entrypoint=own_entrypoint,
    )


def bindings_of(details: Mapping[str, Any]) -> tuple[Binding, ...]:
    """The ports of a described container: as they are published while it runs, else as they were asked for."""
    live = (details.get("NetworkSettings") or {}).get("Ports") or {}
    asked = (details.get("HostConfig") or {}).get("PortBindings") or {}
    return bindings(live) or bindings(asked)


def bindings(table: Mapping[str, Any]) -> tuple[Binding, ...]:
    """The daemon's table of ports as values; a host port that it is to choose itself is 0."""
    return tuple(
        Binding(_number(entry.get("HostPort")), str(port), str(entry.get("HostIp") or ""))
        for port, entries in table.items()
        for entry in entries or ()
    )


def words(value: object) -> tuple[str, ...]:
    """A command in either of the API's two forms, a list or one string, or none at all."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(word) for word in value) if isinstance(value, list) else ()


def _number(port: object) -> int:
    text = str(port or "")
    return int(text) if text.isascii() and text.isdigit() else 0
