"""The looks, one after the other: from the system to the daemon, what is there for a lesson, and what is around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.core.cures import finding_of, windows
from tutor.core.findings import Finding, Health, Kind
from tutor.core.machine import Family
from tutor.core.message import text
from tutor.doctor import looks_around, looks_engine
from tutor.engine import daemon
from tutor.engine.cli import cli_version, find_cli
from tutor.engine.endpoint import DEFAULT_URL, Endpoint, diagnose, resolve
from tutor.errors import NoDaemonError, Trouble, TutorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tutor.core.machine import Machine
    from tutor.environment import Environment


@dataclass(frozen=True)
class Surroundings:
    """What the looks are given: the program's environment, the machine, and where sessions hold their locks.

    `locks` is None where there is no place for them.
    """

    environment: Environment
    machine: Machine
    locks: Path | None


def look_around(surroundings: Surroundings) -> tuple[Finding, ...]:
    """Every finding, in the order in which one hangs on the other. A healthy daemon takes half a second.

    Where the docker command is missing, the daemon is looked for where DOCKER_HOST says, else in the usual place.
    """
    environment, machine = surroundings.environment, surroundings.machine
    near = (*docker_findings(surroundings), *looks_around.findings(environment))
    return (about_system(machine), *near)


def about_system(machine: Machine) -> Finding:
    """Which system this is."""
    if machine.family is Family.WINDOWS:
        return Finding(Kind.SYSTEM, Health.BAD, text("doctor.system.windows"), (windows(),))
    key = "doctor.system.wsl" if machine.is_wsl else "doctor.system"
    return Finding(Kind.SYSTEM, Health.GOOD, text(key, name=machine.name))


def docker_findings(surroundings: Surroundings) -> Iterator[Finding]:
    """The docker command, where it leads, who answers there, and what a lesson needs of that one."""
    variables, machine = surroundings.environment.variables, surroundings.machine
    endpoint = Endpoint(variables.get("DOCKER_HOST") or DEFAULT_URL)
    try:
        cli = find_cli(variables.get("PATH"))
        endpoint = resolve(variables, cli)
        yield about_cli(cli)
        yield about_context(endpoint, variables.get("DOCKER_HOST", ""))
    except NoDaemonError as error:
        yield finding_of(error, machine)
        if error.trouble is not Trouble.NO_CLI:  # it knows where the daemon is, and does not say
            return
    yield from daemon_findings(endpoint, surroundings)


def about_cli(cli: Path) -> Finding:
    """Which program the learner's `docker` is."""
    try:
        version = cli_version(cli)
    except TutorError:
        version = ""
    key = "doctor.cli" if version else "doctor.cli.unknown"
    return Finding(Kind.CLI, Health.GOOD, text(key, path=cli, version=version))


def about_context(endpoint: Endpoint, host: str) -> Finding:
    """Where the docker command is led, and by what."""
    key = "doctor.context.host" if host else "doctor.context"
    return Finding(Kind.CONTEXT, Health.GOOD, text(key, context=endpoint.context, url=endpoint.url))


def daemon_findings(endpoint: Endpoint, surroundings: Surroundings) -> Iterator[Finding]:
    """Who answers, and the rest as far as that goes."""
    trouble = diagnose(endpoint)
    if trouble is None:
        yield Finding(Kind.SOCKET, Health.GOOD, text("doctor.socket", where=endpoint.path or endpoint.url))
        try:
            yield from looks_engine.findings(endpoint, surroundings.machine, surroundings.locks)
        except TutorError as error:  # it answers a ping, and no more than that
            lost = NoDaemonError(error.message, error.hint or daemon.check(), Trouble.STRANGE)
            yield replace(finding_of(lost, surroundings.machine), kind=Kind.ENGINE)
    else:
        yield finding_of(trouble, surroundings.machine)
        yield from looks_engine.without_engine(endpoint)
    yield from looks_around.other_sockets(surroundings.environment, endpoint)
