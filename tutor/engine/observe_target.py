"""What a command did to the step's container, and the processes that it started in containers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tutor.core.outcome import ContainerSeen, ExecSeen, Key
from tutor.engine.containers import from_daemon, words
from tutor.engine.told import is_meant

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from tutor.core.outcome import KeyPress
    from tutor.engine.look import Look
    from tutor.engine.told import Touch
    from tutor.engine.told_execs import ToldExec

KILLED = 137
"""What a process inside ends with when the container's own ends before it (DOCKER-FACTS, exit codes: SIGKILL)."""


def is_end_due(
    target: ContainerSeen, changes: Collection[Touch], visits: Collection[ToldExec], keys: Collection[KeyPress]
) -> bool:
    """Whether the container may be about to end though the command has ended.

    `docker kill` with a signal does not wait, nor does a `kill` typed inside or the CLI after the third Ctrl-C; what
    is inside ends a moment before the daemon has noted that the container did.
    """
    mine = [one.verb for one in changes if one.worked and is_meant(one.reference, target.id, target.name)]
    if "kill" in mine:
        return True
    if {"start", "attach"} & set(mine) and any(press.key is Key.INTERRUPT for press in keys):
        return True
    inside = [one for one in visits if is_meant(one.reference, target.id, target.name)]
    return any(one.exit_code == KILLED or "kill" in " ".join(words(one.body.get("Cmd"))) for one in inside)


def target_seen(look: Look, target: ContainerSeen) -> ContainerSeen:
    """The step's container as it is now; as it was seen last where nobody answers."""
    details = look.container(target.id)
    if details is not None and (details.get("State") or {}).get("Status") == "removing":
        look.wait_for("removed", target.id)
        details = look.container(target.id)
    if details is not None:
        return from_daemon(details, own_entrypoint=target.own_entrypoint)
    return target if look.lost else replace(target, status="removed")


def execs_of(look: Look, visits: Collection[ToldExec], known: Collection[ContainerSeen]) -> tuple[ExecSeen, ...]:
    """The processes, each with its container's full id and name, and its exit code once it ended."""
    return tuple(_exec_seen(look, one, known) for one in visits)


def _exec_seen(look: Look, one: ToldExec, known: Collection[ContainerSeen]) -> ExecSeen:
    now = look.process(one.id) if one.exit_code is None or not one.container else None
    identity, name = _container_of(look, one, now or {}, known)
    return ExecSeen(
        container=identity,
        name=name,
        command=words(one.body.get("Cmd")),
        tty=bool(one.body.get("Tty")),
        stdin=bool(one.body.get("AttachStdin")),
        exit_code=_exit_code(now or {}) if one.exit_code is None else one.exit_code,
    )


def _exit_code(now: Mapping[str, Any]) -> int | None:
    code = None if now.get("Running") else now.get("ExitCode")
    return code if isinstance(code, int) else None


def _container_of(
    look: Look, one: ToldExec, now: Mapping[str, Any], known: Collection[ContainerSeen]
) -> tuple[str, str]:
    """Full id and name: as the command was answered, else as the daemon says, else as it was seen, else as called."""
    if one.container:
        return one.container, one.name
    details = look.container(str(now.get("ContainerID") or one.reference))
    if details is not None:
        return str(details.get("Id", "")), str(details.get("Name", "")).removeprefix("/")
    before = next((seen for seen in known if is_meant(one.reference, seen.id, seen.name)), None)
    return (before.id, before.name) if before else (one.reference, one.reference)
