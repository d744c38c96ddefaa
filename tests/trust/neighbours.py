"""Things on the daemon that are none of the lesson's: made in numbers, and looked at whole, before and after."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docker.errors import NotFound
from docker.types import IPAMConfig, IPAMPool

from tutor.core.reach import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    import docker

    from tests.live.bench import Bench

SUBNETS = ipaddress.IPv4Network("10.213.0.0/16")
"""Small ones are cut out of it: the daemon's own pools have room for some 30 networks only."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One of them: its kind, the daemon's full id, and its name."""

    kind: Kind
    id: str
    name: str


@dataclass(slots=True)
class Neighbours:
    """As many containers, images, volumes and networks as asked for, each named and labelled with the bench's mark."""

    bench: Bench
    count: int
    running: int
    things: list[Thing] = field(default_factory=list)

    def __post_init__(self) -> None:
        for kind in (Kind.CONTAINER, Kind.IMAGE, Kind.VOLUME, Kind.NETWORK):
            self.things += [self._make(kind, number) for number in range(self.count)]

    def of(self, kind: Kind) -> list[Thing]:
        """Those of one kind."""
        return [one for one in self.things if one.kind is kind]

    def look(self) -> dict[str, Any]:
        """What `inspect` says of each, by its id; None for what is gone."""
        return {one.id: self._inspect(one) for one in self.things}

    def restore(self, ids: set[str]) -> None:
        """Make those anew: under the same names, as they were in the beginning."""
        for place, one in enumerate(self.things):
            if one.id in ids:
                self._remove(one)
                self.things[place] = self._make(one.kind, place % self.count)

    def clear(self) -> None:
        """Remove them all."""
        for one in self.things:
            self._remove(one)

    @property
    def _client(self) -> docker.APIClient:
        return self.bench.daemon

    def _inspect(self, thing: Thing) -> Any:  # noqa: ANN401 -- the daemon's JSON
        questions: dict[Kind, Callable[[str], Any]] = {
            Kind.CONTAINER: self._client.inspect_container,
            Kind.IMAGE: self._client.inspect_image,
            Kind.VOLUME: self._client.inspect_volume,
            Kind.NETWORK: self._client.inspect_network,
        }
        try:
            found = questions[thing.kind](thing.id)
        except NotFound:
            return None
        return {**found, "ResolvConfPath": ""}  # set at the first start

    def _remove(self, thing: Thing) -> None:
        try:
            match thing.kind:
                case Kind.CONTAINER:
                    self._client.remove_container(thing.id, force=True, v=True)
                case Kind.IMAGE:
                    self._client.remove_image(thing.id, force=True)
                case Kind.VOLUME:
                    self._client.remove_volume(thing.id)
                case _:
                    self._client.remove_network(thing.id)
        except NotFound:
            return

    def _make(self, kind: Kind, number: int) -> Thing:
        name, labels = f"{self.bench.mark}-{kind.value}-{number}", {self.bench.mark: "1"}
        match kind:
            case Kind.CONTAINER:
                return Thing(kind, self.bench.container(f"container-{number}", running=number < self.running), name)
            case Kind.IMAGE:
                self._client.import_image_from_data(b"\0" * 1024, name, tag="latest", changes=[f"LABEL n={number}"])
                return Thing(kind, self.bench.api.get(f"/images/{name}/json")["Id"], f"{name}:latest")
            case Kind.VOLUME:
                return Thing(kind, self._client.create_volume(name, labels=labels)["Name"], name)
            case _:
                pool = IPAMConfig(pool_configs=[IPAMPool(subnet=str(_subnet(number)))])
                return Thing(kind, self._client.create_network(name, labels=labels, ipam=pool)["Id"], name)


def _subnet(number: int) -> ipaddress.IPv4Network:
    return ipaddress.IPv4Network((int(SUBNETS.network_address) + number * 16, 28))


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The ids of what is not as it was."""
    return {identity for identity, found in before.items() if after[identity] != found}
