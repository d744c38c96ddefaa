"""A daemon with things of a test's own on it, and lines run against it over a wire: what tests of the guard share."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docker.errors import NotFound

from tutor.core.command import parse
from tutor.core.guard import LABEL, Hit
from tutor.engine.api import Api
from tutor.engine.endpoint import resolve
from tutor.engine.preflight import resolve_hits
from tutor.engine.wire import Line, Wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import docker

    from tutor.engine.endpoint import Endpoint

CLI = Path(shutil.which("docker") or "docker")
PATIENCE = 60  # seconds


@dataclass(slots=True)
class Bench:
    """A daemon with things of the test's own, told apart from all others by the mark in their names and labels."""

    daemon: docker.APIClient
    image: str
    session: str
    wire: Wire
    api: Api
    folder: str
    mark: str

    def container(self, name: str, *, owned: bool = False, running: bool = True) -> str:
        """A container; its id."""
        labels = {self.mark: "1", **({LABEL: self.session} if owned else {})}
        made = self.daemon.create_container(self.image, "sleep 1000", name=f"{self.mark}-{name}", labels=labels)
        if running:
            self.daemon.start(made["Id"])
        return str(made["Id"])

    def state(self, identity: str) -> dict[str, Any] | None:
        """Name, whether it runs or is paused, and when it began; None once it is gone."""
        try:
            found = self.daemon.inspect_container(identity)
        except NotFound:
            return None
        state = found["State"]
        return {
            "name": found["Name"],
            "status": state["Status"],
            "began": state["StartedAt"],
            "execs": found["ExecIDs"],
        }

    def hits(self, line: str) -> tuple[Hit, ...]:
        """What the question before `line` would list."""
        return resolve_hits(parse(line), self.api, self.folder)

    def run(self, line: str, allowed: Iterable[Hit] = (), cli: Path = CLI) -> tuple[int, str, Line]:
        """Run it on a line of its own; exit code, what it printed, and the line."""
        with self.wire.open(allowed) as wired:
            done = subprocess.run(
                [cli, *shlex.split(line)[1:]],
                env=wired.environment(os.environ),
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                text=True,
            )
        return done.returncode, done.stdout + done.stderr, wired


@pytest.fixture(scope="module")
def endpoint() -> Endpoint:
    """The daemon that the tests' own docker uses."""
    return resolve(os.environ, CLI)


@pytest.fixture
def bench(
    daemon: docker.APIClient, busybox_image: str, session_id: str, endpoint: Endpoint, tmp_path: Path
) -> Iterator[Bench]:
    """A bench; what was made on it is removed at the end."""
    mark = f"dt-{secrets.token_hex(5)}"
    with Wire(endpoint, session_id, tmp_path / "wire", str(tmp_path)) as wire:
        yield Bench(daemon, busybox_image, session_id, wire, Api(endpoint), str(tmp_path), mark)
    for container in daemon.containers(all=True, filters={"label": mark}):
        daemon.remove_container(container["Id"], force=True, v=True)
    for volume in daemon.volumes(filters={"label": mark})["Volumes"] or ():
        daemon.remove_volume(volume["Name"])
    for network in daemon.networks(filters={"label": mark}):
        daemon.remove_network(network["Id"])
    for image in daemon.images(filters={"reference": f"{mark}*"}):
        for tag in image["RepoTags"]:
            daemon.remove_image(tag)
