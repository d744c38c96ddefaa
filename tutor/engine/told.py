"""What the calls of one command tell by themselves, without a look at the daemon. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tutor.core.outcome import Call

CREATE = "/containers/create"
CONTAINER = re.compile(r"^/containers/(?P<reference>[^/]+)(?:/(?P<verb>[a-z]+))?$")
CHANGING = frozenset({"start", "stop", "kill", "exec", "rename", "restart", "attach", "pause", "unpause", "update"})
MAKING = re.compile(r"/(?:containers|volumes|networks)/create|/build|/commit")
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Created:
    """A container that the command created.

    `body` is what the CLI asked for; `started`, `start_failed`, `attached` say how its calls went; `status` and
    `exit_code` are what these calls alone let one conclude.
    """

    id: str
    name: str = ""
    body: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    started: bool = False
    start_failed: bool = False
    attached: bool = False
    deleted: bool = False
    exit_code: int | None = None

    @property
    def status(self) -> str:
        """The daemon's word for its state, or "removed"."""
        match self:
            case Created(deleted=True):
                return "removed"
            case Created(started=False):
                return "created"
            case Created(exit_code=None):
                return "running"
            case _:
                return "exited"


@dataclass(frozen=True, slots=True)
class Touch:
    """A call that changes a container: which, as the CLI called it, how ("remove" for DELETE), with what answer."""

    reference: str
    verb: str
    status: int

    @property
    def worked(self) -> bool:
        """Whether the daemon did it, or there was nothing to do (304, "already stopped")."""
        return 100 < self.status < 400  # noqa: PLR2004  # HTTP's classes


def is_created(call: Call) -> bool:
    """Whether this call created a container."""
    return call.method == "POST" and call.path == CREATE and call.status == 201  # noqa: PLR2004  # HTTP: Created


def is_making(call: Call) -> bool:
    """Whether the daemon is still at it, and may leave something that nobody can name yet."""
    return call.method == "POST" and not call.ended and MAKING.fullmatch(call.path) is not None


def created_id(call: Call) -> str:
    """The id in the answer of a create, "" if there is none."""
    return str(json_in(call.response).get("Id", ""))


def touch(call: Call) -> Touch | None:
    """What the call changes; None if it only reads, makes something new, or was refused by the guard."""
    match = CONTAINER.match(call.path)
    if match is None or call.path == CREATE or call.refused:
        return None
    reference, verb = unquote(match["reference"]), match["verb"]
    if call.method == "DELETE" and verb is None:
        return Touch(reference, "remove", call.status)
    if call.method == "POST" and verb in CHANGING:
        return Touch(reference, verb, call.status)
    return None


def touches(calls: Iterable[Call]) -> tuple[Touch, ...]:
    """Every change that the calls asked for, in order."""
    return tuple(one for one in map(touch, calls) if one is not None)


def created(calls: tuple[Call, ...]) -> tuple[Created, ...]:
    """The containers that the calls created, in order, each with how it went on."""
    return tuple(_followed(call, calls) for call in calls if is_created(call) and created_id(call))


def is_meant(reference: str, identity: str, name: str = "") -> bool:
    """Whether the daemon takes `reference` for this container: its name, its id, or the beginning of its id."""
    return bool(reference) and (reference.removeprefix("/") == name or identity.startswith(reference))


def exit_code_in(answer: Mapping[str, Any]) -> int | None:
    """The exit code in the answer of a wait; None in one that was broken off.

    Measured on Engine 20.10: when the CLI goes first (with -d always), the wait still answers 200, with an `Error`
    ("context canceled") and the code -1.
    """
    code = answer.get("StatusCode")
    return code if isinstance(code, int) and code >= 0 and not answer.get("Error") else None


def _followed(create: Call, calls: tuple[Call, ...]) -> Created:
    identity = created_id(create)
    name = (parse_qs(create.query).get("name") or [""])[0]
    mine = [one for one in touches(calls) if is_meant(one.reference, identity, name)]
    starts = [one for one in mine if one.verb == "start" and one.status]
    started = any(one.worked for one in starts)
    codes = list(_codes(calls, identity, name))
    return Created(
        identity,
        name,
        json_in(create.request),
        started=started,
        start_failed=bool(starts) and not started,
        attached=any(one.verb == "attach" for one in mine),
        deleted=any(one.verb == "remove" and one.worked for one in mine),
        # The wait of a --rm whose start failed answers as well, with a 0 that nothing ran to return.
        exit_code=codes[-1] if codes and started else None,
    )


def _codes(calls: Iterable[Call], identity: str, name: str) -> Iterator[int]:
    for call in calls:
        match = CONTAINER.match(call.path)
        if match and match["verb"] == "wait" and is_meant(unquote(match["reference"]), identity, name):
            code = exit_code_in(json_in(call.response))
            if code is not None:
                yield code


def json_in(text: str) -> Mapping[str, Any]:
    """The JSON object in a call's body; empty if there is none, as in a body too long to be kept."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return NOTHING
    return value if isinstance(value, dict) else NOTHING
