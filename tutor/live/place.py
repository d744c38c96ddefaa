"""The place a lesson runs in: which CLI, which daemon, which image, which port."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutor.core.facts import Facts
from tutor.engine import daemon, ports
from tutor.engine.cli import cli_version, find_cli
from tutor.engine.endpoint import diagnose, resolve
from tutor.engine.image import read_image
from tutor.live.settling import Settling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

    import docker

    from tutor.core.facts import ImageFacts
    from tutor.engine.endpoint import Endpoint
    from tutor.engine.image_memory import ImageMemory


@dataclass(frozen=True)
class Place:
    """An open connection to the learner's own daemon, found as their own `docker` finds it."""

    cli: Path
    endpoint: Endpoint
    client: docker.APIClient
    variables: Mapping[str, str]
    version: Future[str]
    """The CLI's, as `cli_version` tells it."""

    def connect(self) -> docker.APIClient:
        """Another client of the same daemon, for a thread of its own.

        Raises:
            NoDaemonError: It does not answer any more.
        """
        return daemon.connect(self.endpoint)


@dataclass(frozen=True)
class Setting:
    """One session at one place: its id, the lesson's image by name, and the learner's working folder.

    `inherited` are earlier sessions that ended without their own clean-up and whose locks this one holds, `left_over`
    the ids of the containers that are kept of them for the lesson's steps. `locks` is where sessions hold their locks;
    None where nobody else is expected. `memory` knows images that were read before. `settling` says how long a server
    that is made for a step may take.
    """

    place: Place
    session: str
    image: str
    folder: Path
    inherited: tuple[str, ...] = ()
    left_over: frozenset[str] = frozenset()
    locks: Path | None = None
    memory: ImageMemory | None = None
    settling: Settling = field(default_factory=Settling)

    @property
    def sessions(self) -> tuple[str, ...]:
        """Whose things are this learner's, and go in the end."""
        return (self.session, *self.inherited)


def open_place(variables: Mapping[str, str]) -> Place:
    """Find the CLI and the daemon.

    Raises:
        NoDaemonError: One of them is missing or unusable; the message says which and how to cure it.
    """
    cli = find_cli(variables.get("PATH"))
    with ThreadPoolExecutor(2) as asking:  # two programs to start, while this process is busy loading a library
        version, answer = asking.submit(cli_version, cli), asking.submit(resolve, variables, cli)
        daemon.load()
        endpoint = answer.result()
        trouble = diagnose(endpoint)
        if trouble is not None:
            raise trouble
        return Place(cli, endpoint, daemon.connect(endpoint), variables, version)


def facts_of(
    place: Place, image: ImageFacts | None, *, names: tuple[str, ...] = (), leave_key: str, scripted: bool
) -> Facts:
    """What the conversation is told of the place; `names` are for a quiz, see `fresh_names`.

    Raises:
        NoDaemonError: The daemon stopped answering.
    """
    return Facts(
        engine_version=daemon.versions(place.client).engine,
        cli_version=place.version.result(),
        endpoint=place.endpoint.url,
        probe_host=place.endpoint.probe_host,
        image=image,
        port=lesson_port(place),
        leave_key=leave_key,
        names=names,
        scripted=scripted,
    )


def lesson_port(place: Place, wanted: int = ports.USUAL) -> int:
    """`wanted`, or the next port that is free for the daemon, and on this machine if that is where it publishes.

    Raises:
        NoDaemonError: The daemon stopped answering.
        TutorError: None of the next hundred is free.
    """
    taken = ports.published_ports(place.client)
    if place.endpoint.scheme in {"unix", "npipe"}:
        return ports.first_free(wanted, taken)
    return next(port for port in range(wanted, ports.HIGHEST) if port not in taken)


def lesson_image(setting: Setting) -> ImageFacts | None:
    """The lesson's image as the daemon has it, None if it is not there.

    Raises:
        NoDaemonError: The daemon stopped answering.
    """
    return read_image(setting.place.client, setting.image, setting.session, setting.memory)
