"""The private socket between the docker command and the daemon: every call is seen, marked or refused on it.

One `Wire` for a session, one `Line` for each command: so it is certain which call came from which command.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tutor.core.guard_host import Place
from tutor.engine.api import Api
from tutor.engine.endpoint_connect import DROPPED
from tutor.engine.told import is_making
from tutor.engine.wire_connection import Connection
from tutor.engine.wire_guard import Guard, Owned
from tutor.engine.wire_ledger import Ledger
from tutor.engine.wire_sockets import listen, private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tutor.core.outcome import Call
    from tutor.core.reach import Hit
    from tutor.engine.endpoint import Endpoint

_ENDING = 2.0  # seconds that each connection may take to end
_BACK_OFF = 0.05  # seconds until the next try where the system gives no more files


class Wire:
    """Opens a line for each command of one session.

    Args:
        endpoint: The daemon behind it.
        session: What is made over it is labelled `docker-tutor.session=<session>`.
        folder: Where its private folder goes; the system's own for such files if that path would be too long.
        working_folder: Where the learner works; by default where this process is.
        known: Full ids of containers that are the lesson's already.

    Raises:
        TutorError: The private folder cannot be made.
    """

    def __init__(
        self, endpoint: Endpoint, session: str, folder: Path, working_folder: str = "", known: Iterable[str] = ()
    ) -> None:
        self._endpoint = endpoint
        self._session = session
        self._place = Place(working_folder or str(Path.cwd()), os.path.realpath)
        self._folder = private_folder(folder)
        self._owned = Owned(known)
        self._lines: set[Line] = set()
        self._lock = threading.Lock()
        self._count = 0

    def open(self, allowed: Iterable[Hit] = ()) -> Line:
        """A new line, ready for a command's connections; `allowed` is what the learner said yes to for this run.

        Raises:
            TutorError: The socket cannot be made.
        """
        ledger = Ledger()
        guard = Guard(Api(self._endpoint), self._session, self._place, allowed, self._owned)
        with self._lock:
            self._count += 1
            path = self._folder / str(self._count)
            line = Line(path, listen(path), self._endpoint, guard, ledger, self._owned, self._forget)
            self._lines.add(line)
        return line

    def close(self) -> None:
        """Close every line and remove the folder."""
        with self._lock:
            lines = tuple(self._lines)
        for line in lines:
            line.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _forget(self, line: Line) -> None:
        with self._lock:
            self._lines.discard(line)


class Line:
    """One command's way to the daemon. Close it once the command has ended; its calls can be read on after that."""

    def __init__(  # noqa: PLR0913, PLR0917 -- made by Wire alone
        self,
        path: Path,
        listener: socket.socket,
        endpoint: Endpoint,
        guard: Guard,
        ledger: Ledger,
        owned: Owned,
        on_close: Callable[[Line], None],
    ) -> None:
        self._path = path
        self._listener = listener
        self._endpoint = endpoint
        self._guard = guard
        self._ledger = ledger
        self._owned = owned
        self._on_close = on_close
        self._connections: set[Connection] = set()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._accept, name="wire: accept", daemon=True)
        self._thread.start()

    @property
    def docker_host(self) -> str:
        """What `DOCKER_HOST` is for the command: `unix://…`."""
        return f"unix://{self._path}"

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """`base` for a command on this line: our socket, and none of the settings that name a daemon otherwise."""
        kept = {name: value for name, value in base.items() if name not in DROPPED}
        return {**kept, "DOCKER_HOST": self.docker_host}

    def calls(self) -> tuple[Call, ...]:
        """Every call until now, in order. Once the command has ended, all that it was answered is in them."""
        return self._ledger.calls()

    def refused(self) -> tuple[Call, ...]:
        """The calls that the guard answered in the daemon's place."""
        return tuple(call for call in self.calls() if call.refused)

    def wait_for(self, predicate: Callable[[Call], bool], deadline: float) -> Call | None:
        """The first call that fits, as soon as there is one.

        `predicate` is asked again for every call whenever one begins (its `status` is 0 and its request is whole,
        or, for a stream, has begun), is answered (`status` is known) or ends (`ended` and `response` are). It is asked
        under a lock that the wire needs too: it must be quick and may not use the line.

        Args:
            predicate: Whether this is the one.
            deadline: Seconds to wait at most.

        Returns:
            The call; None if the time is up, or the line is closed and no call fits.
        """
        return self._ledger.wait_for(predicate, deadline)

    @property
    def daemon_lost(self) -> bool:
        """Whether the daemon could not be reached, or went away while an answer was due or not yet whole."""
        return self._ledger.daemon_lost

    def close(self, patience: float = 0.0) -> None:
        """Take no more connections, break off those there are, remove the socket. A second time does nothing.

        Args:
            patience: Seconds that the daemon may take for what it is just making. Broken off it would be made all the
                same, at some time later.
        """
        with self._lock:
            if self._closing.is_set():
                return
            self._closing.set()
            connections = tuple(self._connections)
        self._wake()
        self._ledger.wait_until_none(is_making, patience)
        for connection in connections:
            connection.close()
        for connection in connections:
            connection.join(_ENDING)
        self._ledger.close()
        self._on_close(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wake(self) -> None:
        """A connection of our own is what ends `accept` on every system."""
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
            knock.connect(str(self._path))
        self._thread.join(_ENDING)
        self._path.unlink(missing_ok=True)

    def _accept(self) -> None:
        with self._listener:
            while not self._closing.is_set():
                try:
                    client, _ = self._listener.accept()
                except OSError:  # too many open files: that passes
                    self._closing.wait(_BACK_OFF)
                    continue
                if not self._take(client):
                    client.close()

    def _take(self, client: socket.socket) -> bool:
        connection = Connection(
            client,
            endpoint=self._endpoint,
            guard=self._guard,
            ledger=self._ledger,
            owned=self._owned,
            on_end=self._end,
        )
        with self._lock:
            if self._closing.is_set():
                return False
            self._connections.add(connection)
        connection.start()
        return True

    def _end(self, connection: Connection) -> None:
        with self._lock:
            self._connections.discard(connection)
