"""What happened to a session's containers, as the daemon tells it: a listener, for it tells only the last 256 again."""

from __future__ import annotations

import json
import re
import socket
import threading
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tutor.core.lifelines import Happening, Standing, What
from tutor.engine.api import Api
from tutor.engine.containers import NEVER, words
from tutor.engine.ownership import LAB_LABEL, LABEL
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tutor.engine.endpoint import Endpoint

AGAIN = 1.0
"""Seconds after which a daemon that broke off is listened to again."""
JOINING = 2.0
"""Seconds that closing waits for the listener."""
OTHER_WORDS = {"remove": What.DESTROY, "exec_died": What.EXEC_DIE}  # Podman's own (DOCKER-FACTS, Podman)
RUNNING = ("running", "paused", "restarting")
FILTERS = {"type": ["container"], "label": [LABEL]}


class History:
    """Listens from its making to its closing. What came before is told by the daemon as far as it remembers.

    Args:
        endpoint: The daemon's.
        sessions: Whose containers matter.
    """

    def __init__(self, endpoint: Endpoint, sessions: Collection[str]) -> None:
        self._api = Api(endpoint)
        self._sessions = frozenset(sessions)
        self._lock = threading.Lock()
        self._happened: dict[tuple[object, ...], Happening] = {}
        self._socket: socket.socket | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="history", daemon=True)
        self._thread.start()

    def happened(self) -> tuple[Happening, ...]:
        """All that happened until now, in no order.

        Raises:
            NoDaemonError: The daemon does not answer.
        """
        self._note(_events(self._api.get("/events", since=0, until=f"{self.now():.6f}", filters=FILTERS)))
        with self._lock:
            return tuple(self._happened.values())

    def now(self) -> float:
        """The daemon's clock, in seconds.

        Raises:
            NoDaemonError: The daemon does not answer.
        """
        return moment(str(self._api.get("/info").get("SystemTime", "")))

    def standing(self) -> tuple[Standing, ...]:
        """The containers of these sessions that are there now.

        Raises:
            NoDaemonError: The daemon does not answer.
        """
        listed = self._api.get("/containers/json", all=True, filters={"label": [LABEL]})
        mine = [one["Id"] for one in listed if self._is_mine(one.get("Labels") or {})]
        return tuple(standing for one in mine if (standing := self._look(one)) is not None)

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        with self._lock, suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(JOINING)

    def _look(self, identity: str) -> Standing | None:
        try:
            return standing_of(self._api.get(f"/containers/{identity}/json"))
        except TutorError as error:
            if getattr(error, "status", 0) == 404:  # noqa: PLR2004 -- it went while we looked
                return None
            raise

    def _listen(self) -> None:
        while not self._closing.is_set():
            with suppress(TutorError):
                for line in self._api.follow("/events", self._opened, since=0, filters=FILTERS):
                    self._note(_events(line.decode(errors="replace")))
            self._closing.wait(AGAIN)

    def _opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._socket = connection
            if self._closing.is_set():
                connection.shutdown(socket.SHUT_RDWR)

    def _note(self, events: Iterable[Mapping[str, Any]]) -> None:
        for event in events:
            labels = (event.get("Actor") or {}).get("Attributes") or {}
            happening = happening_of(event) if self._is_mine(labels) else None
            if happening is not None:
                key = (happening.container, happening.what, happening.at, happening.exec)
                with self._lock:
                    self._happened[key] = happening

    def _is_mine(self, labels: Mapping[str, Any]) -> bool:
        """Whether a command of these sessions made it; the shells of a lab are the tutor's own."""
        return labels.get(LABEL) in self._sessions and LAB_LABEL not in labels


def happening_of(event: Mapping[str, Any]) -> Happening | None:
    """The event as a value; None for one that begins and ends nothing."""
    action, _, command = str(event.get("Action", "")).partition(": ")
    actor = event.get("Actor") or {}
    about = actor.get("Attributes") or {}
    try:
        what = What(OTHER_WORDS.get(action, action))
    except ValueError:
        return None
    code = str(about.get("exitCode", ""))
    return Happening(
        at=int(event.get("timeNano") or 0) / 1e9,
        what=what,
        container=str(actor.get("ID", "")),
        name=str(about.get("name", "")),
        image=str(about.get("image", "")),
        code=int(code) if code.isdecimal() else None,
        exec=str(about.get("execID", "")),
        command=command.strip(),
    )


def standing_of(details: Mapping[str, Any]) -> Standing:
    """The container that `GET /containers/ID/json` described. Its command is what was asked for, else what started."""
    config, state = details.get("Config") or {}, details.get("State") or {}
    command = words(config.get("Cmd")) or (str(details.get("Path", "")), *words(details.get("Args")))
    is_running = str(state.get("Status", "")) in RUNNING or bool(state.get("Running"))
    return Standing(
        id=str(details.get("Id", "")),
        name=str(details.get("Name", "")).removeprefix("/"),
        image=str(config.get("Image", "")),
        command=" ".join(command),
        is_running=is_running,
        created=moment(str(details.get("Created", ""))),
        started=moment(str(state.get("StartedAt", ""))),
        finished=moment(str(state.get("FinishedAt", ""))),
        code=None if is_running else state.get("ExitCode"),
        execs=frozenset(details.get("ExecIDs") or ()) if "ExecIDs" in details else None,
    )


def moment(written: str) -> float:
    """Seconds since 1970 of a time as the daemon writes it, to the microsecond; 0 for one that has not come."""
    if not written or written == NEVER:
        return 0.0
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", written)).timestamp()


def _events(answer: object) -> Iterator[Mapping[str, Any]]:
    """The events in an answer: JSON of one, or a line for each."""
    if isinstance(answer, dict):
        yield answer
    elif isinstance(answer, str):
        for line in answer.splitlines():
            with suppress(ValueError):
                event = json.loads(line)
                if isinstance(event, dict):
                    yield event
