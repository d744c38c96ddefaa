"""Sees what is started from the lesson's image by others than a tutor: a learner who typed in another terminal."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tutor.core.reach import LABEL
from tutor.engine.containers import from_daemon
from tutor.engine.daemon import found, guarded
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import docker

    from tutor.core.outcome import ContainerSeen

STARTS = {"type": "container", "event": "start"}


def is_foreign_start(event: Mapping[str, Any], image: str) -> bool:
    """Whether the event is the start of a container of `image` that no tutor's command made.

    Only what every API version tells is looked at: 1.52 has no `status`, `id` and `from` any more.
    """
    told = (event.get("Actor") or {}).get("Attributes") or {}
    name = str(told.get("image", "")).removeprefix("docker.io/library/").removesuffix(":latest")
    return event.get("Action") == "start" and LABEL not in told and name == image.removesuffix(":latest")


class Elsewhere:
    """Listens to the daemon's events, which costs nothing while there are none. Whatever fails, it just hears nothing.

    Args:
        client_factory: Makes a client for the listening thread alone.
        image: The lesson's image, by name.
        notice: Told of each container that was started elsewhere; from the listening thread.
    """

    def __init__(
        self, client_factory: Callable[[], docker.APIClient], image: str, notice: Callable[[ContainerSeen], None]
    ) -> None:
        self._client_factory = client_factory
        self._image = image
        self._notice = notice
        self._stream: Any = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._listen, name="elsewhere", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more. The thread ends by itself: at once, or with the daemon's next event."""
        self._is_closed = True
        if self._stream is not None:
            with suppress(Exception):  # whatever the library meets when it takes its stream apart, nobody needs it now
                self._stream.close()

    def _listen(self) -> None:
        with suppress(TutorError):
            client = self._client_factory()
            try:
                for seen in self._starts(client):
                    self._notice(seen)
            finally:
                client.close()

    def _starts(self, client: docker.APIClient) -> Iterator[ContainerSeen]:
        with guarded("doing.listen"):
            self._stream = client.events(decode=True, filters=STARTS)
            for event in self._stream:
                if self._is_closed:
                    return
                if not is_foreign_start(event, self._image):
                    continue
                details = found(client.inspect_container, str(event["Actor"].get("ID", "")))
                if details is not None:
                    yield from_daemon(details, own_entrypoint=False)
