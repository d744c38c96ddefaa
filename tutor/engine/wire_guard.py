"""Decides what a request may do: go on as it is, go on marked, or be answered here. It never waits for a person."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from tutor.core.guard_calls import changed_by
from tutor.core.message import text
from tutor.core.reach import LABEL, Hit, Kind, Reach, describe, is_allowed, kind_words
from tutor.core.texts import fill
from tutor.engine.api import Api, ApiError
from tutor.engine.preflight import resolve
from tutor.engine.wire_label import UnlabelledError, labelled_body, labelled_target, labels_body, with_body, with_target
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.core.guard_host import Place
    from tutor.engine.wire_reading import RequestHead

_STREAMED = re.compile(r"^/(build|images/load|images/create|session|grpc|containers/[^/]+/archive)$")
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_NAMED_VOLUME = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]+):")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the wire answers in the daemon's place."""

    status: int
    message: str

    @property
    def body(self) -> bytes:
        """The answer's body, as the daemon words its own errors."""
        return json.dumps({"message": self.message}).encode()

    @property
    def head(self) -> bytes:
        """The answer's head; it ends the connection."""
        lines = f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}", "Content-Type: application/json"
        return "\r\n".join((*lines, f"Content-Length: {len(self.body)}", "Connection: close", "", "")).encode()


def is_held(head: RequestHead) -> bool:
    """Whether the request is read whole before it goes on: it changes something, and its body is not a stream."""
    return head.method not in _READS and not _STREAMED.match(head.path)


class Owned:
    """Ids of containers that are known to be ours without asking: `known`, and what this program's own lines made.

    Shared by the lines.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._ids = set(known)
        self._lock = threading.Lock()

    def add(self, identity: str) -> None:
        """Note a container by its full id."""
        with self._lock:
            self._ids.add(identity)

    def has(self, reference: str) -> bool:
        """Whether `reference` is one of the full ids."""
        with self._lock:
            return reference in self._ids


class Guard:
    """One line's guard. `allowed` is what the learner said yes to for this run."""

    def __init__(self, api: Api, session: str, place: Place, allowed: Iterable[Hit], owned: Owned) -> None:
        self._api = api
        self._session = session
        self._place = place
        self._allowed = frozenset(allowed)
        self._owned = owned

    def decide(self, head: RequestHead, body: bytes, raw: bytes) -> bytes | Refusal:
        """The bytes to send on in place of `raw`, or the answer to give here.

        Args:
            head: The request's head.
            body: Its body, where it is held; else empty.
            raw: The request as it came: whole where it is held, else its first bytes, the head among them.
        """
        if head.method in _READS:
            return raw
        reaches = changed_by(head.method, head.path, head.query, body, self._place)
        questions = tuple(one for one in reaches if not (one.kind is Kind.CONTAINER and self._owned.has(one.name)))
        try:
            return self._refuse(questions, head) or self._marked(head, body, raw)
        except UnlabelledError:
            return Refusal(400, fill(text("guard.refused-unlabelled", what=head.path.strip("/").partition("/")[0])))
        except TutorError:
            names = ", ".join(one.name or kind_words(one.kind) for one in questions)
            return Refusal(503, fill(text("guard.refused-unknown", name=names or head.path)))

    def _refuse(self, questions: tuple[Reach, ...], head: RequestHead) -> Refusal | None:
        hits = resolve(questions, self._api, head.api_version, self._owned.has) if questions else ()
        return _refusal([hit for hit in hits if not is_allowed(hit, self._allowed)])

    def _marked(self, head: RequestHead, body: bytes, raw: bytes) -> bytes:
        if labels_body(head):
            marked = labelled_body(body, self._session)
            self._own_volumes(head, marked)
            return with_body(head, marked)
        target = labelled_target(head, self._session)
        return raw if target == head.target else with_target(raw, head, target)

    def _own_volumes(self, head: RequestHead, body: bytes) -> None:
        """Make the named volumes that a `-v name:/path` would make, marked: docker itself gives them no label."""
        if head.path != "/containers/create":
            return
        host = json.loads(body).get("HostConfig") or {}
        if host.get("VolumeDriver"):
            return
        for bind in host.get("Binds") or ():
            if match := _NAMED_VOLUME.match(bind):
                self._own_volume(match[1])

    def _own_volume(self, name: str) -> None:
        try:
            self._api.get(f"/volumes/{name}")
        except ApiError as error:
            if error.status == 404:  # noqa: PLR2004 -- HTTP: not found
                self._api.post("/volumes/create", {"Name": name, "Labels": {LABEL: self._session}})


def _refusal(hits: list[Hit]) -> Refusal | None:
    if not hits:
        return None
    things = [hit.name for hit in hits if hit.kind is not Kind.HOST]
    if things:
        return Refusal(403, fill(text("guard.refused", name=", ".join(things))))
    return Refusal(403, fill(text("guard.refused-host", reach=fill(describe(hits[0])))))
