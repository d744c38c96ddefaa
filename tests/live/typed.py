"""Docker commands for the live tests, run by the real CLI over a real wire."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.engine.endpoint import Endpoint, resolve
from tutor.engine.observe import outcome_of
from tutor.engine.ownership import LABEL, new_session_id
from tutor.engine.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import docker

    from tutor.core.outcome import Call, KeyPress, Outcome
    from tutor.engine.wire import Line

PATIENT = 60.0
"""Seconds after which a command that should have ended or got somewhere has failed."""

SERVER = "mkdir -p /www; echo hello > /www/index.html; trap 'exit 0' INT TERM; busybox httpd -f -p 80 -h /www & wait"
"""A site on port 80 that ends at once, with 0, on INT and TERM: what Ghost does."""


@contextmanager
def session(daemon: docker.APIClient, folder: Path) -> Iterator[tuple[str, Wire]]:
    """A session's id and its wire; the containers that it made are removed at the end, with their volumes.

    The folder is part of the id, so no clean-up that runs beside takes the session for one of its own.
    """
    name = new_session_id(folder)
    with Wire(endpoint(), name, folder) as wire:
        yield name, wire
    for container in daemon.containers(all=True, filters={"label": f"{LABEL}={name}"}):
        daemon.remove_container(container["Id"], force=True, v=True)


@dataclass(frozen=True, slots=True)
class Typed:
    """A command that ended."""

    exit_code: int
    output: str
    calls: tuple[Call, ...]
    daemon_lost: bool


def endpoint() -> Endpoint:
    """The daemon that the CLI here uses."""
    return resolve(os.environ, Path(shutil.which("docker") or "docker"))


def start(line: Line, *words: str) -> subprocess.Popen[str]:
    """Begin `docker WORDS` on a line."""
    environment = line.environment(os.environ)
    command = ("docker", *words)
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdin=nothing, stdout=pipe, stderr=subprocess.STDOUT, text=True)


def finish(line: Line, process: subprocess.Popen[str]) -> Typed:
    """Wait for its end."""
    output, _ = process.communicate(timeout=PATIENT)
    line.close()
    return Typed(process.returncode, output, line.calls(), line.daemon_lost)


def typed(wire: Wire, *words: str) -> Typed:
    """Run `docker WORDS` to its end."""
    with wire.open() as line:
        return finish(line, start(line, *words))


def observed(
    daemon: docker.APIClient,
    done: Typed,
    *,
    keys: tuple[KeyPress, ...] = (),
    image_names: Iterable[str] = (),
    **more: Any,  # noqa: ANN401  # handed on
) -> Outcome:
    """What `outcome_of` makes of it."""
    return outcome_of(
        daemon,
        exit_code=done.exit_code,
        output=done.output,
        seconds=0.1,
        keys=keys,
        calls=done.calls,
        daemon_lost=done.daemon_lost,
        image_names=image_names,
        **more,
    )
