"""A socket between the learner and the daemon that a test can take away and bring back."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 65536
JOINING = 10.0


class Switch:
    """Forwards connections at `path` to the daemon's socket while it is on.

    Args:
        path: The socket that learners are sent to.
        daemon: The daemon's own socket.
    """

    def __init__(self, path: Path, daemon: str) -> None:
        self.path = path
        self._daemon = daemon
        self._listener: socket.socket | None = None
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """For DOCKER_HOST."""
        return f"unix://{self.path}"

    def __enter__(self) -> Self:
        self.on()
        return self

    def __exit__(self, *_: object) -> None:
        self.off()

    def on(self) -> None:
        """The daemon is there."""
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen(64)
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def off(self) -> None:
        """The daemon is gone: its socket file too, and every connection ends."""
        listener, self._listener = self._listener, None
        if listener is None:
            return
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        self.path.unlink()
        with self._lock:
            ending, self._open = self._open, []
        for one in ending:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                learner, _ = listener.accept()
                daemon = socket.socket(socket.AF_UNIX)
                daemon.connect(self._daemon)
            except OSError:
                return
            with self._lock:
                self._open += [learner, daemon]
            pairs = ((learner, daemon), (daemon, learner))
            pumps = [threading.Thread(target=pump, args=pair, daemon=True) for pair in pairs]
            threading.Thread(target=self._attend, args=(learner, daemon, pumps), daemon=True).start()

    def _attend(self, learner: socket.socket, daemon: socket.socket, pumps: list[threading.Thread]) -> None:
        for one in pumps:
            one.start()
        for one in pumps:
            one.join()
        with self._lock:
            self._open = [one for one in self._open if one not in {learner, daemon}]
        learner.close()
        daemon.close()


def pump(source: socket.socket, target: socket.socket) -> None:
    """Copy bytes until the source ends, then end the target's input."""
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
