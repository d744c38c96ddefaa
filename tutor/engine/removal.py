"""The clean-up: removes what is ours, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.engine.daemon import guarded
from tutor.engine.ownership import ANONYMOUS, survey
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    import docker

    from tutor.engine.owned import Owned, OwnedContainer

CONFLICT = IN_PROGRESS = 409
"""The daemon's answer for an image in use, and for a container whose removal has begun."""
ENDING = 10.0
"""Seconds to wait for a removal that somebody else began."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be removed, and why, in the daemon's words."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Removed:
    """Names of what is gone now (or, in a dry run, would be). `kept` may be or is ours, but somebody else uses it."""

    containers: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()


def remove_owned(  # noqa: PLR0913  # what to spare and what not, each by its name
    client: docker.APIClient,
    sessions: Collection[str],
    *,
    recorded_volumes: Collection[str] = (),
    recorded_containers: Collection[str] = (),
    spared: Collection[str] = (),
    dry_run: bool = False,
    stand_in: str = "",
) -> Removed:
    """Remove what carries the label of one of `sessions`, running or not, and its anonymous volumes.

    Args:
        client: The daemon's.
        sessions: Ids; the caller has made sure that nobody lives in them (`locks.free_sessions`).
        recorded_volumes: Anonymous volumes noted earlier (`anonymous_volumes`), which a `docker rm` left behind.
        recorded_containers: Ids of containers that the tutor's commands created: ours even where their image carries
            the label too. Without this record such a container is kept: the learner may have made it elsewhere.
        spared: Ids of containers that stay, with their volumes.
        dry_run: Only tell what would be removed.
        stand_in: The tag of the stand-in image that goes too, unless a container that stays uses it; "" for none.

    No image but the stand-in is ever removed. What vanished meanwhile counts as removed. One failure does
    not stop the rest.

    Raises:
        NoDaemonError: The daemon does not answer; what was removed until then stays removed.
    """
    found = _without(survey(client, sessions, recorded_containers), spared)
    plan = _plan(client, found, recorded_volumes, stand_in=stand_in)
    return plan.told() if dry_run else _carry_out(client, plan)


@dataclass(frozen=True, slots=True)
class _Plan:
    containers: tuple[OwnedContainer, ...]
    volumes: tuple[str, ...]
    networks: tuple[tuple[str, str], ...]
    images: tuple[str, ...]
    kept: tuple[str, ...]

    def told(self) -> Removed:
        return Removed(
            tuple(one.name for one in self.containers),
            self.volumes,
            tuple(name for name, _ in self.networks),
            self.images,
            self.kept,
        )


def _without(found: Owned, spared: Collection[str]) -> Owned:
    """What is left to remove: what the spared containers use is then in use as if they were somebody else's."""
    stay = [one for one in found.containers if one.id in spared]
    return replace(
        found,
        containers=tuple(one for one in found.containers if one not in stay),
        foreign_volumes=found.foreign_volumes.union(*(one.volumes for one in stay)),
        foreign_images=found.foreign_images.union(one.image_id for one in stay),
    )


def _plan(client: docker.APIClient, found: Owned, recorded: Collection[str], *, stand_in: str) -> _Plan:
    with guarded("doing.list-volumes"):
        existing = {volume["Name"] for volume in client.volumes().get("Volumes") or ()}
    own = [name for container in found.containers for name in container.volumes]
    noted = [name for name in recorded if ANONYMOUS.fullmatch(name)]
    wanted = [name for name in dict.fromkeys((*own, *noted, *(one.name for one in found.volumes))) if name in existing]
    # An untagged one was replaced while something used it.
    images = [one for one in found.images if stand_in and one.is_stand_in and (stand_in in one.tags or not one.tags)]
    free = [image for image in images if image.id not in found.foreign_images]
    kept = [name for name in wanted if name in found.foreign_volumes]
    return _Plan(
        found.containers,
        tuple(name for name in wanted if name not in found.foreign_volumes),
        tuple((one.name, one.id) for one in found.networks),
        tuple(name for image in free for name in image.tags or (image.id,)),
        (*found.doubtful, *kept, *(image.name for image in images if image not in free)),
    )


def _carry_out(client: docker.APIClient, plan: _Plan) -> Removed:
    failed: list[Failure] = []

    def attempt(names: Iterable[str], remove: Callable[[str], object]) -> tuple[str, ...]:
        results = [(name, _attempt(name, remove)) for name in names]
        failed.extend(failure for _, failure in results if failure is not None)
        return tuple(name for name, failure in results if failure is None)

    by_name = {one.name: one for one in plan.containers}
    network_ids = dict(plan.networks)
    # Containers first: what they use can be removed only then. Their own anonymous volumes go with them.
    containers = attempt(by_name, lambda name: _remove_container(client, by_name[name]))
    volumes = attempt(plan.volumes, client.remove_volume)
    networks = attempt(network_ids, lambda name: client.remove_network(network_ids[name]))
    used: list[str] = []
    images = attempt(plan.images, lambda name: _remove_image(client, name, used))
    gone = tuple(name for name in images if name not in used)
    return Removed(containers, volumes, networks, gone, (*plan.kept, *used), tuple(failed))


def _attempt(name: str, remove: Callable[[str], object]) -> Failure | None:
    from docker.errors import NotFound  # noqa: PLC0415  # see guarded

    try:
        with guarded("doing.remove", name=name):
            try:
                remove(name)
            except NotFound:
                return None
    except NoDaemonError:
        raise
    except TutorError as error:
        return Failure(name, error.message)
    return None


def _remove_image(client: docker.APIClient, name: str, used: list[str]) -> None:
    """Remove an image, or note it in `used`: another tutor, or the learner, may have begun to use it meanwhile."""
    from docker.errors import APIError  # noqa: PLC0415  # see guarded

    try:
        client.remove_image(name)
    except APIError as error:
        if error.status_code != CONFLICT:
            raise
        used.append(name)


def _remove_container(client: docker.APIClient, container: OwnedContainer) -> None:
    """Remove a container, running or not, by its id: its name may be another's by now."""
    from docker.errors import APIError  # noqa: PLC0415  # see guarded

    try:
        client.remove_container(container.id, v=not container.has_shared_volumes, force=True)
    except APIError as error:
        if error.status_code != IN_PROGRESS:
            raise
        client.wait(container.id, timeout=ENDING, condition="removed")  # type: ignore[arg-type]  # see daemon._open
