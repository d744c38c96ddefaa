"""Asks the daemon what the named things are: of a line before it runs, and of a call before the wire lets it go on."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.core.guard import reaches
from tutor.core.guard_calls import EXEC
from tutor.core.prune import Inventory, is_inherited, is_owned, pruned, removal, without
from tutor.core.reach import EVERY_TAG, LABEL, Hit, Kind, Reach, Verb, Way, host_hit, host_reach
from tutor.core.texts import words
from tutor.engine.api import ApiError, part
from tutor.engine.archive import UnknownArchiveError, names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tutor.core.command import DockerCommand
    from tutor.engine.api import Api

_ABSENT = frozenset({400, 404, 409})  # no such thing, no such name possible, a beginning of an id that fits several
_NONSENSE = 502
_AMBIGUOUS = "multiple ids found"  # Engine 20.10 answers that with 500


def nobodys(container: str) -> bool:
    """No container is known to be the lesson's."""
    del container
    return False


def resolve_hits(
    command: DockerCommand, api: Api, working_folder: str, recorded: Callable[[str], bool] = nobodys
) -> tuple[Hit, ...]:
    """What `command` would change that exists and is not owned by any session, each thing once.

    Args:
        command: The parsed line.
        api: The daemon that the line will talk to.
        working_folder: Where the learner works, absolute. Links in it and in mounted paths are followed.
        recorded: Whether a container of that full id is known to be the lesson's. One that is not counts as somebody
            else's where it may have its label from its image alone.

    Raises:
        NoDaemonError: The daemon does not answer.
        ApiError: It answers with an error of its own.
    """
    return resolve(reaches(command, working_folder, os.path.realpath), api, recorded=recorded)


def resolve(
    wanted: Iterable[Reach],
    api: Api,
    api_version: tuple[int, ...] | None = None,
    recorded: Callable[[str], bool] = nobodys,
) -> tuple[Hit, ...]:
    """The hits behind these reaches; `api_version` is that of the call itself where there is one.

    Raises:
        NoDaemonError: The daemon does not answer.
        ApiError: It answers with an error of its own.
    """
    try:
        return tuple(dict.fromkeys(_resolved(wanted, api, api_version, recorded)))
    except (LookupError, TypeError, AttributeError) as error:
        raise ApiError(_NONSENSE, words("trouble.nonsense")) from error


def _resolved(
    wanted: Iterable[Reach], api: Api, api_version: tuple[int, ...] | None, recorded: Callable[[str], bool]
) -> Iterator[Hit]:
    listed: Inventory | None = None
    for reach in wanted:
        if reach.verb is Verb.PRUNE:
            listed = listed or inventory(api, api_version)
            gone = pruned(reach.kind, reach.filters, listed)
            yield from (removal(reach.kind, one) for one in gone if not _is_own(reach.kind, one, api, recorded))
            listed = without(listed, gone) if reach.kind is Kind.CONTAINER else listed
        else:
            yield from _one(reach, api, recorded)


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


def _one(reach: Reach, api: Api, recorded: Callable[[str], bool]) -> Iterator[Hit]:
    match reach.kind:
        case Kind.HOST:
            if reach.detail != Way.CACHE.value or _has_cache(api):
                yield host_hit(reach)
        case Kind.CONTAINER:
            yield from _container(reach, api, recorded)
        case Kind.IMAGE:
            yield from _images(reach, api)
        case Kind.VOLUME | Kind.NETWORK:
            found = _look(api, f"/{reach.kind.value}s/{part(reach.name)}")
            if found is not None and not is_owned(found.get("Labels")):
                yield Hit(reach.kind, str(found.get("Id") or found["Name"]), str(found["Name"]), reach.verb.value)


def _container(reach: Reach, api: Api, recorded: Callable[[str], bool]) -> Iterator[Hit]:
    name = reach.name
    if name.startswith(EXEC):
        entered = _look(api, f"/exec/{part(name.removeprefix(EXEC))}/json")
        if entered is None:
            return
        name = str(entered["ContainerID"])
    found = _look(api, f"/containers/{part(name)}/json")
    if found is None or recorded(found["Id"]):
        return
    labels = found["Config"].get("Labels")
    if not is_owned(labels) or _inherits(labels, found["Image"], api):
        yield Hit(reach.kind, found["Id"], found["Name"].removeprefix("/"), reach.verb.value)


def _is_own(kind: Kind, listed: Mapping[str, Any], api: Api, recorded: Callable[[str], bool]) -> bool:
    labels = listed.get("Labels")
    match kind:
        case Kind.CONTAINER:
            return recorded(listed["Id"]) or (is_owned(labels) and not _inherits(labels, listed["ImageID"], api))
        case Kind.IMAGE:
            return _is_own_image(listed["Id"], labels, api)
        case _:
            return is_owned(labels)


def _inherits(labels: object, image: str, api: Api) -> bool:
    found = _look(api, f"/images/{part(image)}/json") or {}
    return is_inherited(labels, (found.get("Config") or {}).get("Labels"))


def _images(reach: Reach, api: Api) -> Iterator[Hit]:
    """What becomes of images, by one name, by every tag of a repository, or by the names in an archive."""
    match reach:
        case Reach(verb=Verb.LOAD, name=path):
            yield from _loaded(path, api)
        case Reach(name=name) if name.endswith(EVERY_TAG):
            bare = name.removesuffix(EVERY_TAG).removeprefix("docker.io/").removeprefix("library/")
            there = api.get("/images/json", filters={"reference": [bare]})
            for tag in (tag for one in there for tag in one.get("RepoTags") or ()):
                yield from _image(replace(reach, name=tag), api)
        case _:
            yield from _image(reach, api)


def _loaded(path: str, api: Api) -> Iterator[Hit]:
    try:
        names = names_in(Path(path))
    except UnknownArchiveError:
        yield host_hit(host_reach(Way.LOAD, path))
        return
    for name, identity in names.items():
        yield from (hit for hit in _image(Reach(Kind.IMAGE, Verb.REPLACE, name), api) if hit.id != identity)


def _image(reach: Reach, api: Api) -> Iterator[Hit]:
    found = _look(api, f"/images/{part(reach.name)}/json")
    if found is None or _is_own_image(found["Id"], (found.get("Config") or {}).get("Labels"), api):
        return
    yield Hit(reach.kind, found["Id"], reach.name, reach.verb.value)


def _is_own_image(identity: str, labels: Any, api: Api) -> bool:  # noqa: ANN401 -- as the daemon tells them
    """Whether it has a label of ours, and not from an older image that it was built on: whoever does that gets it.

    What the lesson itself built so is then asked about once more than needed.
    """
    if not is_owned(labels):
        return False
    same = [one["Id"] for one in api.get("/images/json", filters={"label": [f"{LABEL}={labels[LABEL]}"]})]
    if same == [identity]:
        return True
    born, own = _birth(identity, api)
    below = [layers for moment, layers in (_birth(one, api) for one in same if one != identity) if moment < born]
    return not any(layers and own[: len(layers)] == layers for layers in below)


def _birth(image: str, api: Api) -> tuple[str, list[str]]:
    """When it was made, to the nanosecond and so that it can be compared, and its layers."""
    found = _look(api, f"/images/{part(image)}/json") or {}
    second, _, fraction = str(found.get("Created")).rstrip("Z").partition(".")
    return f"{second}.{fraction:0<9}", list((found.get("RootFS") or {}).get("Layers") or ())


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
