"""Pulls an image, tells how far it is, and stops when it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.engine.daemon import guarded
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import docker

    Progress = Callable[[str, int, int], None]

DOWNLOADING = "Downloading"
ONLINE = "trouble.not-pulled.cure"


@dataclass(slots=True)
class _Layers:
    """How many bytes of how many each layer has; the daemon tells of one layer at a time."""

    bytes_of: dict[str, tuple[int, int]] = field(default_factory=dict)

    def note(self, line: Mapping[str, object]) -> None:
        detail = line.get("progressDetail")
        if line.get("status") == DOWNLOADING and isinstance(detail, dict):
            self.bytes_of[str(line.get("id"))] = int(detail.get("current") or 0), int(detail.get("total") or 0)

    def sums(self) -> tuple[int, int]:
        """Bytes here, and bytes of all layers that have begun."""
        return sum(here for here, _ in self.bytes_of.values()), sum(total for _, total in self.bytes_of.values())


def pull(client: docker.APIClient, name: str, on_progress: Progress = lambda _status, _here, _total: None) -> None:
    """Pull image `name` (`latest` where it names no tag).

    Whatever `on_progress` raises, and a Ctrl-C, ends the pull: the connection is closed, and the daemon stops with it.
    It keeps whole layers, so a later pull resumes.

    Args:
        client: The daemon.
        name: A reference.
        on_progress: Called for each line of the daemon's with its words ("Downloading", "Extracting", …), the bytes
            that are here, and the bytes of all layers known so far.

    Raises:
        TutorError: The pull failed; Docker's words are in the message.
        NoDaemonError: The daemon did not answer, or broke off.
    """
    layers = _Layers()
    for line in _lines(client, name):
        if "error" in line:
            message = words("trouble.not-pulled", image=name, reason=line["error"])
            raise TutorError(message, words(ONLINE))
        layers.note(line)
        on_progress(str(line.get("status", "")), *layers.sums())


def is_offered(client: docker.APIClient, name: str) -> bool:
    """Whether the daemon sees `name` at its registry just now; false, too, for an engine that cannot tell (Podman)."""
    try:
        with guarded("doing.look-for", image=name):
            client.inspect_distribution(name)  # type: ignore[no-untyped-call]  # the stubs lack its result
    except TutorError:
        return False
    return True


def _lines(client: docker.APIClient, name: str) -> Iterator[Mapping[str, object]]:
    """What the daemon says, line by line, on a connection that is closed whichever way this ends."""
    with guarded("doing.pull", image=name):
        stream = client.pull(name, stream=True, decode=True)
    try:
        while True:
            with guarded("doing.pull", image=name):
                line = next(stream, None)
            if line is None:
                return
            yield line
    finally:
        stream.close()
