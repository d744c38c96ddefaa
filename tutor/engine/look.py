"""Looks at the daemon for what one command left behind, and stops asking at its first silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.engine.daemon import found, guarded
from tutor.engine.ownership import LABEL
from tutor.engine.told import exit_code_in
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import docker

ENDING = 2.0
"""Seconds to wait for a container's end where one is due: Ghost ends 0.3 s after Ctrl-C (DOCKER-FACTS, the image)."""
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-/:@]*")


class Holder(NamedTuple):
    """The container that publishes a port: its name, "" if there is none, and whether it is a tutor's."""

    name: str
    owned: bool


def port_holder(client: docker.APIClient, port: int) -> Holder:
    """Who publishes `port` of the daemon's machine. A program outside Docker is not seen.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    with guarded("doing.list-containers"):
        running = client.containers()
    for container in running:
        if any(entry.get("PublicPort") == port for entry in container.get("Ports") or ()):
            name = str((container.get("Names") or [container.get("Id", "")])[0]).removeprefix("/")
            return Holder(name, owned=bool((container.get("Labels") or {}).get(LABEL)))
    return Holder("", owned=False)


class Look:
    """Asks the daemon, about each thing once, and again after a wait. For one command's evidence.

    After its first silence it is `lost`, and not asked again: each silence costs a time-out.
    """

    __slots__ = ("_client", "_containers", "_images", "lost")

    def __init__(self, client: docker.APIClient, *, lost: bool) -> None:
        self._client = client
        self._containers: dict[str, Mapping[str, Any] | None] = {}
        self._images: dict[str, Mapping[str, Any] | None] = {}
        self.lost = lost

    def container(self, reference: str) -> Mapping[str, Any] | None:
        """How the daemon describes the container; None if there is none, or no answer."""
        if reference not in self._containers:
            self._containers[reference] = self._found(self._client.inspect_container, reference)
        return self._containers[reference]

    def image(self, reference: str) -> Mapping[str, Any] | None:
        """How the daemon describes the image; None if there is none, none could be called so, or no answer."""
        if reference not in self._images:
            is_one = REFERENCE.fullmatch(reference)
            self._images[reference] = self._found(self._client.inspect_image, reference) if is_one else None
        return self._images[reference]

    def process(self, identity: str) -> Mapping[str, Any] | None:
        """How the daemon describes what an exec started; None once its container is removed, or without an answer."""
        return self._found(self._client.exec_inspect, identity)

    def wait_for(self, condition: str, reference: str) -> int | None:
        """Return once the container is "not-running" or "removed", or `ENDING` passed; its exit code, if that came.

        Its failures are left to the look that follows: a time-out and a lost connection are the same error here.
        """
        if self.lost:
            return None
        self._containers.clear()
        try:
            with guarded("doing.wait", name=reference):
                answer = self._client.wait(reference, timeout=ENDING, condition=condition)  # type: ignore[arg-type]
        except TutorError:
            return None
        return exit_code_in(answer)

    def holder(self, port: int) -> Holder:
        """Who publishes a port, as `port_holder` says; nobody where no answer comes."""
        try:
            return Holder("", owned=False) if self.lost else port_holder(self._client, port)
        except NoDaemonError:
            self.lost = True
            return Holder("", owned=False)

    def _found(self, question: Any, reference: str) -> Mapping[str, Any] | None:  # noqa: ANN401  # docker is untyped
        if self.lost:
            return None
        try:
            return found(question, reference)
        except NoDaemonError:
            self.lost = True
        except TutorError:
            return None
        return None
