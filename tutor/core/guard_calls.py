"""What one call on the wire would change, told from its method, path, query and body alone.

Fails closed: a changing call to a path that is not known here reaches for the daemon itself.
Paths are those of the Docker Engine API v1.24 to v1.52, without the version in front.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from tutor.core.guard_host import Place, body_reaches, driver_reaches, exec_reaches
from tutor.core.reach import EVERY_TAG, Kind, Reach, Verb, Way, host_reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.core.reach import Filters

EXEC = "exec:"
"""Before the name of a container Reach: not the container's own reference but that of an exec made in it."""

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_KINDS = {"containers": Kind.CONTAINER, "images": Kind.IMAGE, "volumes": Kind.VOLUME, "networks": Kind.NETWORK}
_HARMLESS = frozenset({"auth", "session", "grpc", "_ping"})  # what BuildKit builds through them stays in its cache
_CONTAINER_VERBS = {
    "stop": Verb.STOP,
    "kill": Verb.KILL,
    "restart": Verb.RESTART,
    "start": Verb.START,
    "pause": Verb.PAUSE,
    "unpause": Verb.UNPAUSE,
    "rename": Verb.RENAME,
    "update": Verb.UPDATE,
    "exec": Verb.ENTER,
    "archive": Verb.WRITE,
}
_SWARM = frozenset({"swarm", "nodes", "services", "tasks", "secrets", "configs"})


def changed_by(method: str, path: str, query: str, body: bytes, place: Place) -> tuple[Reach, ...]:
    """What the call would change, () for one that only reads or only makes something new.

    Args:
        method: `POST`, …
        path: Without version and query: `/containers/web/stop`.
        query: The raw query string.
        body: The whole body where the wire reads it whole, else empty.
        place: Where the learner works.
    """
    if method in _READS:
        return ()
    first, *rest = [unquote(word) for word in path.strip("/").split("/")]
    fields = parse_qs(query, keep_blank_values=True)
    if method == "POST" and rest == ["prune"] and first in _KINDS:
        return (Reach(_KINDS[first], Verb.PRUNE, filters=_filters(fields)),)
    match first:
        case "containers" | "exec":
            found = _process(method, [first, *rest], fields, _json(body), place)
        case "images" | "build" | "commit":
            found = _image(method, first, rest, fields)
        case "volumes" | "networks":
            found = _storage(method, [first, *rest], _json(body), place)
        case _:
            found = _daemon(first)
    return tuple(found)


def _daemon(first: str) -> Iterator[Reach]:
    if first not in _HARMLESS:
        yield host_reach(Way.DAEMON, "swarm" if first in _SWARM else first)


def _process(
    method: str, path: list[str], query: Mapping[str, list[str]], body: Mapping[str, object], place: Place
) -> Iterator[Reach]:
    match path:
        case ["containers", "create"]:
            yield from body_reaches(body, place)
        case ["containers", name, *action]:
            yield from _container(method, name, "/".join(action), query, body)
        case ["exec", number, "start"]:
            yield Reach(Kind.CONTAINER, Verb.ENTER, EXEC + number)
        case ["exec", _, "resize"]:
            pass
        case _:
            yield host_reach(Way.DAEMON, "/".join(path))


def _storage(method: str, path: list[str], body: Mapping[str, object], place: Place) -> Iterator[Reach]:
    match path:
        case ["volumes", "create"]:
            options = body.get("DriverOpts")
            yield from driver_reaches(options if isinstance(options, dict) else {}, place)
        case ["volumes", name]:
            yield Reach(Kind.VOLUME, Verb.REMOVE if method == "DELETE" else Verb.CHANGE, name)
        case ["networks", "create"]:
            pass
        case ["networks", _, ("connect" | "disconnect") as verb]:
            yield Reach(Kind.CONTAINER, Verb(verb), str(body.get("Container", "")))
        case ["networks", name]:
            yield Reach(Kind.NETWORK, Verb.REMOVE, name)
        case _:
            yield host_reach(Way.DAEMON, "/".join(path))


def _container(
    method: str,
    name: str,
    action: str,
    query: Mapping[str, list[str]],
    body: Mapping[str, object],
) -> Iterator[Reach]:
    match action:
        case "" if method == "DELETE":
            yield Reach(Kind.CONTAINER, Verb.REMOVE, name)
        case "wait" | "resize" | "copy":
            pass
        case "attach" | "attach/ws":
            if _is_true(query, "stdin"):
                yield Reach(Kind.CONTAINER, Verb.ENTER, name)
        case _:
            yield Reach(Kind.CONTAINER, _CONTAINER_VERBS.get(action, Verb.CHANGE), name)
            if action == "exec":
                yield from exec_reaches(body)


def _image(method: str, first: str, rest: list[str], query: Mapping[str, list[str]]) -> Iterator[Reach]:
    match first, rest:
        case "build", ["prune"]:
            yield host_reach(Way.CACHE)
        case "build", []:
            yield from (Reach(Kind.IMAGE, Verb.REPLACE, name) for name in query.get("t", []) if name)
            if query.get("networkmode") == ["host"]:
                yield host_reach(Way.NAMESPACE, "network")
            if _is_true(query, "pull"):
                yield host_reach(Way.PULL, "--pull")
        case "commit", []:
            yield from _new_name(query)
        case "images", ["create"]:
            yield from _new_name(query) if "fromSrc" in query else _pull(query)
        case "images", [*_, "tag"] if method == "POST":
            yield from _new_name(query)
        case "images", [*name, "push"] if method == "POST":
            yield Reach(Kind.IMAGE, Verb.PUSH, _tagged("/".join(name), query))
        case "images", _ if method == "DELETE":
            yield Reach(Kind.IMAGE, Verb.REMOVE, "/".join(rest))
        case _:
            pass


def _new_name(query: Mapping[str, list[str]]) -> Iterator[Reach]:
    """The name that an image gets, and another image may lose."""
    repository = "".join(query.get("repo", [])[:1])
    if repository:
        yield Reach(Kind.IMAGE, Verb.REPLACE, _tagged(repository, query))


def _pull(query: Mapping[str, list[str]]) -> Iterator[Reach]:
    """The tag that may go to a newer image; without one it is every tag. A digest names one image for good."""
    repository, tag = "".join(query.get("fromImage", [])[:1]), "".join(query.get("tag", [])[:1])
    if not repository or "@" in repository or ":" in tag:
        return
    name = repository.rpartition("/")[2]
    yield Reach(Kind.IMAGE, Verb.PULL, _tagged(repository, query) if tag or ":" in name else repository + EVERY_TAG)


def _tagged(repository: str, query: Mapping[str, list[str]]) -> str:
    tag = "".join(query.get("tag", [])[:1])
    return f"{repository}:{tag}" if tag else repository


def _is_true(query: Mapping[str, list[str]], name: str) -> bool:
    """How the daemon reads a boolean of the query: all but these words and nothing is yes."""
    return "".join(query.get(name, [])[:1]).strip().lower() not in {"", "0", "no", "false", "none"}


def _filters(query: Mapping[str, list[str]]) -> Filters:
    """A prune's `filters`: `{"until": ["24h"]}`, in old clients `{"until": {"24h": true}}`."""
    filters = _json("".join(query.get("filters", [])[:1]).encode())
    return tuple((name, tuple(map(str, values))) for name, values in filters.items() if isinstance(values, list | dict))


def _json(body: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
