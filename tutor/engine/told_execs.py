"""What the calls of one command tell of the processes that it started in containers. Pure.

`docker exec` looks at the container, creates a process in it, starts that, and at its end asks for its exit code:
`GET /containers/NAME/json`, `POST /containers/NAME/exec`, `POST /exec/ID/start`, `GET /exec/ID/json`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tutor.engine.told import json_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tutor.core.outcome import Call

INSIDE = re.compile(r"^/containers/(?P<reference>[^/]+)/exec$")
DESCRIBED = re.compile(r"^/containers/(?P<reference>[^/]+)/json$")
CREATED = 201


@dataclass(frozen=True, slots=True)
class ToldExec:
    """`reference` is what the command called the container, `container` and `name` what it was answered that this is.

    `body` is what it asked for; `exit_code` is None where no answer told one.
    """

    id: str
    reference: str
    body: Mapping[str, Any]
    container: str = ""
    name: str = ""
    exit_code: int | None = None


def told_execs(calls: tuple[Call, ...]) -> Iterator[ToldExec]:
    """The processes that the calls created, in order."""
    for call in calls:
        match = INSIDE.match(call.path)
        identity = str(json_in(call.response).get("Id", ""))
        if match is None or call.method != "POST" or call.status != CREATED or not identity:
            continue
        reference = unquote(match["reference"])
        described = _described(calls, reference)
        yield ToldExec(
            identity,
            reference,
            json_in(call.request),
            str(described.get("Id", "")),
            str(described.get("Name", "")).removeprefix("/"),
            _exit_code(calls, identity),
        )


def _described(calls: tuple[Call, ...], reference: str) -> Mapping[str, Any]:
    """What the command was answered when it asked which container that is; empty if it did not ask."""
    for call in calls:
        match = DESCRIBED.match(call.path)
        if match and unquote(match["reference"]) == reference and (answer := json_in(call.response)):
            return answer
    return {}


def _exit_code(calls: tuple[Call, ...], identity: str) -> int | None:
    answers = [json_in(call.response) for call in calls if call.path == f"/exec/{identity}/json"]
    codes = [answer.get("ExitCode") for answer in answers if not answer.get("Running")]
    return next((code for code in reversed(codes) if isinstance(code, int)), None)
