"""Asks the daemon what the named things are: of a line before it runs, and of a call before the wire lets it go on."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from tutor.core.guard import reaches
from tutor.core.guard_calls import EXEC
from tutor.core.prune import Inventory, is_owned, pruned, removal, without
from tutor.core.reach import Hit, Kind, Reach, Verb, Way, host_hit
from tutor.core.texts import words
from tutor.engine.api import ApiError, part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.core.command import DockerCommand
    from tutor.engine.api import Api

_ABSENT = frozenset({400, 404, 409})  # no such thing, no such name possible, a beginning of an id that fits several
_NONSENSE = 502
_AMBIGUOUS = "multiple ids found"  # Engine 20.10 answers that with 500


def resolve_hits(command: DockerCommand, api: Api, working_folder: str) -> tuple[Hit, ...]:
    """What `command` would change that exists and is not owned by any session, each thing once.

    Args:
        command: The parsed line.
        api: The daemon that the line will talk to.
        working_folder: Where the learner works, absolute. Links in it and in mounted paths are followed.

    Raises:
        NoDaemonError: The daemon does not answer.
        ApiError: It answers with an error of its own.
    """
    return resolve(reaches(command, working_folder, os.path.realpath), api)


def resolve(wanted: Iterable[Reach], api: Api, api_version: tuple[int, ...] | None = None) -> tuple[Hit, ...]:
    """The hits behind these reaches; `api_version` is that of the call itself where there is one.

    Raises:
        NoDaemonError: The daemon does not answer.
        ApiError: It answers with an error of its own.
    """
    try:
        return tuple(dict.fromkeys(_resolved(wanted, api, api_version)))
    except (LookupError, TypeError, AttributeError) as error:
        raise ApiError(_NONSENSE, words("trouble.nonsense")) from error


def _resolved(wanted: Iterable[Reach], api: Api, api_version: tuple[int, ...] | None) -> Iterator[Hit]:
    listed: Inventory | None = None
    for reach in wanted:
        if reach.verb is Verb.PRUNE:
            listed = listed or inventory(api, api_version)
            gone = pruned(reach.kind, reach.filters, listed)
            yield from (removal(reach.kind, one) for one in gone if not is_owned(one.get("Labels")))
            listed = without(listed, gone) if reach.kind is Kind.CONTAINER else listed
        else:
            yield from _one(reach, api)


def inventory(api: Api, api_version: tuple[int, ...] | None = None) -> Inventory:
    """The daemon's lists as they are now."""
    version = api_version or tuple(map(int, api.get("/version")["ApiVersion"].split(".")))
    return Inventory(
        containers=tuple(api.get("/containers/json", all=True)),
        images=tuple(api.get("/images/json")),
        volumes=tuple(api.get("/volumes").get("Volumes") or ()),
        networks=tuple(found for one in api.get("/networks") if (found := _look(api, f"/networks/{one['Id']}"))),
        api=version,
        now=time.time(),
    )


def _one(reach: Reach, api: Api) -> Iterator[Hit]:
    match reach.kind:
        case Kind.HOST:
            if reach.detail != Way.CACHE.value or _has_cache(api):
                yield host_hit(reach)
        case Kind.CONTAINER:
            yield from _container(reach, api)
        case Kind.IMAGE:
            yield from _image(reach, api)
        case Kind.VOLUME | Kind.NETWORK:
            found = _look(api, f"/{reach.kind.value}s/{part(reach.name)}")
            if found is not None and not is_owned(found.get("Labels")):
                yield Hit(reach.kind, str(found.get("Id") or found["Name"]), str(found["Name"]), reach.verb.value)


def _container(reach: Reach, api: Api) -> Iterator[Hit]:
    name = reach.name
    if name.startswith(EXEC):
        entered = _look(api, f"/exec/{part(name.removeprefix(EXEC))}/json")
        if entered is None:
            return
        name = str(entered["ContainerID"])
    found = _look(api, f"/containers/{part(name)}/json")
    if found is not None and not is_owned(found["Config"].get("Labels")):
        yield Hit(reach.kind, found["Id"], found["Name"].removeprefix("/"), reach.verb.value)


def _image(reach: Reach, api: Api) -> Iterator[Hit]:
    found = _look(api, f"/images/{part(reach.name)}/json")
    if found is None or is_owned((found.get("Config") or {}).get("Labels")):
        return
    yield Hit(reach.kind, found["Id"], reach.name, reach.verb.value)


def _look(api: Api, path: str) -> Any:  # noqa: ANN401 -- whatever JSON the daemon answers
    """What the daemon says of a thing; None where the command itself will be told that there is none."""
    try:
        return api.get(path)
    except ApiError as error:
        if error.status in _ABSENT or _AMBIGUOUS in error.message.lower():
            return None
        raise


def _has_cache(api: Api) -> bool:
    return bool((api.get("/system/df") or {}).get("BuildCache"))
