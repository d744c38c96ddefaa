"""What a prune would remove, worked out from the daemon's own lists as the daemon works it out (moby, `*_prune.go`).

Where a filter is not understood it is left out: then more is listed, never less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from tutor.core.reach import LABEL, Filters, Hit, Kind, Verb

Thing = Mapping[str, Any]
"""One entry of a list of the daemon's, as its JSON has it."""

_PRUNABLE = frozenset({"created", "exited", "dead"})
_PREDEFINED = frozenset({"bridge", "host", "none", "nat", "ingress", "docker_gwbridge"})
_ANONYMOUS = "com.docker.volume.anonymous"
_UNTAGGED = frozenset({"<none>:<none>"})
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_ALL_VOLUMES_BEFORE = (1, 42)  # API versions; from this one on only anonymous ones, unless all are asked for


@dataclass(frozen=True, slots=True)
class Inventory:
    """The daemon's lists, whole: `/containers/json?all=1`, `/images/json`, `/volumes`, and each network inspected.

    `api` is the version the prune will be sent with; `now` is seconds since the epoch.
    """

    containers: tuple[Thing, ...] = ()
    images: tuple[Thing, ...] = ()
    volumes: tuple[Thing, ...] = ()
    networks: tuple[Thing, ...] = ()
    api: tuple[int, ...] = (1, 41)
    now: float = 0.0


def pruned(kind: Kind, filters: Filters, inventory: Inventory) -> tuple[Thing, ...]:
    """The entries of the lists that a prune of `kind` would remove, owned or not."""
    unused = _unused(kind, filters, inventory)
    return tuple(one for one in unused if _passes(one, filters, inventory.now))


def _unused(kind: Kind, filters: Filters, inventory: Inventory) -> tuple[Thing, ...]:
    match kind:
        case Kind.CONTAINER:
            return tuple(one for one in inventory.containers if one.get("State") in _PRUNABLE)
        case Kind.NETWORK:
            return tuple(one for one in inventory.networks if _is_free_network(one))
        case Kind.VOLUME:
            return _free_volumes(inventory, filters)
        case Kind.IMAGE:
            return _free_images(inventory, filters)
        case Kind.HOST:
            return ()
        case _:
            assert_never(kind)


def is_owned(labels: object) -> bool:
    """Whether labels, as the daemon gives them (None where there are none), are those of any session's thing."""
    return isinstance(labels, Mapping) and LABEL in labels


def is_inherited(labels: object, image: object) -> bool:
    """Whether a container may have our label from its image alone, as whoever starts that image anywhere gets it.

    Args:
        labels: The container's.
        image: Its image's.
    """
    if not (isinstance(labels, Mapping) and isinstance(image, Mapping)):
        return False
    return LABEL in labels and labels[LABEL] == image.get(LABEL)


def removal(kind: Kind, thing: Thing) -> Hit:
    """The hit for a list's entry that would be removed."""
    identity = str(thing.get("Id") or thing.get("Name"))
    names = thing.get("Names") or thing.get("RepoTags") or [thing.get("Name")]
    name = str(names[0] or "").removeprefix("/")
    short = identity.removeprefix("sha256:")[:12]
    return Hit(kind, identity, short if not name or name in _UNTAGGED else name, Verb.REMOVE.value)


def without(inventory: Inventory, gone: Iterable[Thing]) -> Inventory:
    """The lists once these containers are removed, as the later parts of a `system prune` find them."""
    ids = {one.get("Id") for one in gone}
    left = tuple(one for one in inventory.containers if one.get("Id") not in ids)
    return Inventory(left, inventory.images, inventory.volumes, inventory.networks, inventory.api, inventory.now)


def _is_free_network(network: Thing) -> bool:
    return network.get("Name") not in _PREDEFINED and not network.get("Containers") and not network.get("Ingress")


def _free_volumes(inventory: Inventory, filters: Filters) -> tuple[Thing, ...]:
    used = {mount.get("Name") for one in inventory.containers for mount in one.get("Mounts") or () if mount.get("Name")}
    everything = inventory.api < _ALL_VOLUMES_BEFORE or _is_on(filters, "all")
    return tuple(
        one
        for one in inventory.volumes
        if one.get("Name") not in used
        and one.get("Driver") == "local"
        and not one.get("Options")
        and (everything or _ANONYMOUS in (one.get("Labels") or {}))
    )


def _free_images(inventory: Inventory, filters: Filters) -> tuple[Thing, ...]:
    """Untagged ones that no container has; with `dangling=false` all that none has, and surplus tags of the rest."""
    used = {one.get("ImageID") for one in inventory.containers}
    with_tags = any(name == "dangling" and values[:1] in {("false",), ("0",)} for name, values in filters)
    return tuple(
        one
        for one in inventory.images
        if (one.get("Id") not in used and (with_tags or not _tags(one)))
        or (with_tags and one.get("Id") in used and len(_tags(one)) > 1)
    )


def _tags(image: Thing) -> frozenset[str]:
    return frozenset(image.get("RepoTags") or ()) - _UNTAGGED


def _is_on(filters: Filters, wanted: str) -> bool:
    return any(name == wanted and values[:1] in {("true",), ("1",)} for name, values in filters)


def _passes(thing: Thing, filters: Filters, now: float) -> bool:
    labels = thing.get("Labels") or {}
    for name, values in filters:
        match name:
            case "label" if not all(_has_label(labels, value) for value in values):
                return False
            case "label!" if any(_has_label(labels, value) for value in values):
                return False
            case "until" if not _is_before(thing, values, now):
                return False
            case _:
                continue
    return True


def _has_label(labels: Mapping[str, str], wanted: str) -> bool:
    name, has_value, value = wanted.partition("=")
    return name in labels and (not has_value or labels[name] == value)


def _is_before(thing: Thing, values: tuple[str, ...], now: float) -> bool:
    limit = _moment("".join(values[:1]), now)
    created = thing.get("Created")
    when = float(created) if isinstance(created, int | float) else _stamp(str(created))
    return limit is None or when is None or when < limit


def _moment(value: str, now: float) -> float | None:
    """`24h`, `1h30m`: that long ago; else a time stamp."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)", value)
    if parts and "".join(number + unit for number, unit in parts) == value:
        return now - sum(float(number) * _UNITS[unit] for number, unit in parts)
    return float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else _stamp(value)


def _stamp(value: str) -> float | None:
    """RFC 3339; Docker writes nanoseconds, more digits than Python reads. Without a zone it is not known which."""
    try:
        when = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value))
    except ValueError:
        return None
    return when.timestamp() if when.tzinfo else None
