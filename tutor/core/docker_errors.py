"""What a refusal of Docker's means, in plain words. Engines word theirs differently: calls and codes tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.core.message import Text, text

if TYPE_CHECKING:
    from tutor.core.outcome import Call, Outcome

BAD = 400  # HTTP statuses from here on are refusals
NOT_FOUND = 404
CANNOT_START = frozenset({126, 127})
CREATE = "/containers/create"
PULL = "/images/create"
NETWORK = re.compile(r"\bnetwork \S+ not found")  # the daemon's answer where a new container was to be connected to it
KINDS = {
    "containers": "docker-error.no-container",
    "images": "docker-error.no-image-here",
    "networks": "docker-error.no-network",
    "volumes": "docker-error.no-volume",
}
USAGE = "Usage:"  # the docker program's own word, the same with every engine; a line past the wire has no calls either


def translated(outcome: Outcome) -> Text | None:
    """What it means that Docker refused the command; None if it did not, or where no plainer words are known."""
    if outcome.exit_code in (None, 0):
        return None
    if outcome.exit_code in CANNOT_START:
        return text("docker-error.not-found-inside")
    failed = [call for call in outcome.calls if call.status >= BAD and not call.refused]
    missing = _missing(outcome, failed) if failed and failed[-1].status == NOT_FOUND else ""
    key = missing or (_meaning(failed[-1]) if failed else _usage(outcome))
    return text(key) if key else None


def _missing(outcome: Outcome, failed: list[Call]) -> str:
    """What is not there. `docker inspect` asks for one kind of thing after the other: then it is none of them."""
    last = failed[-1]
    if (last.path == CREATE or last.path.endswith("/start")) and NETWORK.search(last.response):
        return "docker-error.no-network"
    if last.path in {CREATE, PULL}:
        return "docker-error.no-image"
    if last.path.endswith("/start") and any(call.path == CREATE and call.status < BAD for call in outcome.calls):
        return "docker-error.start"  # the container is there: what it was to be connected to is not
    kinds = {call.path.split("/")[1] for call in failed if call.status == NOT_FOUND}
    return KINDS.get(kinds.pop(), "") if len(kinds) == 1 else ""


def _meaning(call: Call) -> str:  # noqa: PLR0911 -- one line for each kind of refusal
    match call.status:
        case 404:
            return "docker-error.no-such-thing"
        case 409 if call.path == CREATE:
            return "docker-error.taken"
        case 409 if call.method == "DELETE":
            return "docker-error.running"
        case 409 if call.path.endswith(("/exec", "/attach", "/kill", "/pause")):
            return "docker-error.not-running"
        case 400 if call.path.endswith("/start"):
            return "docker-error.start"
        case 400:
            return "docker-error.bad-value"
        case 500 if call.path.endswith("/start"):
            return "docker-error.start"
        case _:
            return ""


def _usage(outcome: Outcome) -> str:
    """A command that failed without a call and was told its usage: the docker program itself refused it."""
    return "docker-error.usage" if not outcome.calls and USAGE in outcome.output else ""
