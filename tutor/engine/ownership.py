"""What is ours on a daemon: what carries the label of a session, and the anonymous volumes of such containers."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import socket
from typing import TYPE_CHECKING, Any

from tutor.core import reach
from tutor.engine.daemon import found, guarded
from tutor.engine.locks import SESSION
from tutor.engine.owned import Owned, OwnedContainer, OwnedImage, OwnedNetwork, OwnedVolume

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import docker

LABEL = reach.LABEL
STAND_IN_LABEL = "docker-tutor.stand-in"
LAB_LABEL = "docker-tutor.lab"
"""On the four shells of a lab: the tutor's own, not among what the learner's commands made."""
ANONYMOUS = re.compile(r"[0-9a-f]{64}")
"""How the daemon names a volume that nobody named."""


def new_session_id(locks: Path | None = None) -> str:
    """A new id: where it began, a dash, and 12 random hex digits.

    Args:
        locks: The folder that the session's lock will lie in: part of where it began, for only there it can be seen.
    """
    return f"{_place(locks)}-{secrets.token_hex(6)}"


def is_from_here(session: str, locks: Path | None = None) -> bool:
    """Whether the session began on this machine, as this user, with its lock in this folder.

    A session whose lock lies elsewhere looks free here while somebody is in it, be it another person on a shared
    daemon or the same one with another home: leave it alone.
    """
    return session.startswith(f"{_place(locks)}-")


def owned(client: docker.APIClient, session: str | None = None) -> Owned:
    """What carries the label of `session`, or of any session. Stopped containers count.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    return survey(client, None if session is None else (session,))


def sessions_there(client: docker.APIClient) -> tuple[str, ...]:
    """Every session that something on the daemon is from: as `owned(client).sessions`, by four listings alone.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    mark = {"label": LABEL}
    with guarded("doing.list-all"):
        labelled = client.images(filters=mark)
        containers = client.containers(all=True, filters=mark)
        volumes = client.volumes(filters=mark).get("Volumes") or []
        networks = client.networks(filters=mark)
    sure = [one for one in containers if not _is_doubtful(one, labelled, ())]
    return tuple(dict.fromkeys(_session(one) for one in (*sure, *volumes, *networks) if _is_asked(one, None)))


def sessions_using(client: docker.APIClient, image: str) -> tuple[str, ...]:
    """Every session that has a container made from this image, or from one that was built on it.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    mark = {"label": LABEL}
    with guarded("doing.list-containers"):
        labelled = client.images(filters=mark)
        containers = client.containers(all=True, filters={**mark, "ancestor": image})
    sure = [one for one in containers if not _is_doubtful(one, labelled, ())]
    return tuple(dict.fromkeys(_session(one) for one in sure if _is_asked(one, None)))


def survey(
    client: docker.APIClient, sessions: Collection[str] | None, recorded_containers: Collection[str] = ()
) -> Owned:
    """What carries the label of one of `sessions` (None: of any), and what the other containers use.

    An image made in a session is labelled, and what is made from it anywhere inherits that label. So a container
    whose image carries the same label is `doubtful`, unless its id is among `recorded_containers`: those that the
    tutor's own commands created.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    with guarded("doing.list-all"):
        stand_ins = client.images(filters={"label": STAND_IN_LABEL})
        labelled = client.images(filters={"label": LABEL})
        containers = client.containers(all=True)
        volumes = client.volumes(filters={"label": LABEL}).get("Volumes") or []
        networks = client.networks(filters={"label": LABEL})
    asked = [one for one in containers if _is_asked(one, sessions)]
    ours = [one for one in asked if not _is_doubtful(one, labelled, recorded_containers)]
    others = [one for one in containers if one not in ours]
    in_use = frozenset(volume for one in others for volume in _anonymous(one))
    images = {one["Id"]: one for one in (*stand_ins, *(one for one in labelled if _is_asked(one, sessions)))}
    return Owned(
        containers=tuple(_container(client, one, in_use) for one in ours),
        volumes=tuple(OwnedVolume(one["Name"], _session(one)) for one in volumes if _is_asked(one, sessions)),
        networks=tuple(
            OwnedNetwork(one["Id"], one["Name"], _session(one)) for one in networks if _is_asked(one, sessions)
        ),
        images=tuple(_image(client, one) for one in images.values()),
        doubtful=tuple(_name(one) for one in asked if one not in ours),
        foreign_volumes=in_use,
        foreign_images=frozenset(one["ImageID"] for one in others),
    )


def anonymous_volumes(
    client: docker.APIClient, session: str, known: Collection[str] = (), recorded_containers: Collection[str] = ()
) -> tuple[str, ...]:
    """The anonymous volumes of the session's containers, to be recorded after each command.

    `docker rm` leaves them, and once their container is removed nothing tells whose they were. Two listings, and one
    more question for each container that has a volume not `known` yet. `recorded_containers`: see `survey`.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    mark = {"label": f"{LABEL}={session}"}
    with guarded("doing.list-containers"):
        containers = client.containers(all=True, filters=mark)
        labelled = client.images(filters=mark)
    ours = [one for one in containers if not _is_doubtful(one, labelled, recorded_containers)]
    fresh = [one for one in ours if not _anonymous(one) <= set(known)]
    return tuple(dict.fromkeys(volume for one in fresh for volume in volumes_of(client, one["Id"])))


def volumes_of(client: docker.APIClient, container_id: str) -> tuple[str, ...]:
    """The anonymous volumes that were made for this container. Empty if there is no such container.

    A volume that its creator named, even by 64 hex digits, or that came with `--volumes-from`, belongs to somebody
    else.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    details = found(client.inspect_container, container_id)
    return () if details is None else _own_volumes(details)


def _container(client: docker.APIClient, listed: Mapping[str, Any], in_use: Collection[str]) -> OwnedContainer:
    details = found(client.inspect_container, listed["Id"]) if _anonymous(listed) else None
    return OwnedContainer(
        id=listed["Id"],
        name=_name(listed),
        session=_session(listed),
        image=str(listed.get("Image", "")),
        image_id=str(listed.get("ImageID", "")),
        status=str(listed.get("State", "")),
        volumes=tuple(name for name in _own_volumes(details or {}) if name not in in_use),
        has_shared_volumes=_has_shared_volumes(details or {}),
    )


def _image(client: docker.APIClient, listed: Mapping[str, Any]) -> OwnedImage:
    """An image built on the stand-in inherits its label; the stand-in itself is one import, without a history.

    One that vanished since the listing has no history any more, and is not called the stand-in.
    """
    is_labelled = STAND_IN_LABEL in (listed.get("Labels") or {})
    history = found(client.history, listed["Id"]) if is_labelled else None
    return OwnedImage(
        id=listed["Id"],
        tags=tuple(tag for tag in listed.get("RepoTags") or () if tag != "<none>:<none>"),
        session=_session(listed),
        is_stand_in=history is not None and len(history) == 1,
        size=int(listed.get("Size") or 0),
    )


def _own_volumes(details: Mapping[str, Any]) -> tuple[str, ...]:
    if _has_shared_volumes(details):
        return ()
    host = details.get("HostConfig") or {}
    named = {str(bind).partition(":")[0] for bind in host.get("Binds") or ()}
    named |= {str(mount.get("Source", "")) for mount in host.get("Mounts") or ()}
    return tuple(sorted(_anonymous(details) - named))


def _has_shared_volumes(details: Mapping[str, Any]) -> bool:
    return bool((details.get("HostConfig") or {}).get("VolumesFrom"))


def _anonymous(thing: Mapping[str, Any]) -> frozenset[str]:
    """Names of anonymous volumes mounted in a container, listed or inspected."""
    mounts = [mount for mount in thing.get("Mounts") or () if mount.get("Type") == "volume"]
    return frozenset(mount["Name"] for mount in mounts if ANONYMOUS.fullmatch(mount.get("Name") or ""))


def _name(listed: Mapping[str, Any]) -> str:
    return str((listed.get("Names") or [listed["Id"]])[0]).removeprefix("/")


def _is_doubtful(listed: Mapping[str, Any], labelled: Collection[Mapping[str, Any]], recorded: Collection[str]) -> bool:
    """Whether the container may have its label from its image alone."""
    inherits = any(one["Id"] == listed["ImageID"] and _session(one) == _session(listed) for one in labelled)
    return inherits and listed["Id"] not in recorded


def _session(thing: Mapping[str, Any]) -> str:
    """The session in the thing's label, "" for none."""
    return str((thing.get("Labels") or {}).get(LABEL, ""))


def _is_asked(thing: Mapping[str, Any], sessions: Collection[str] | None) -> bool:
    """Whether the thing is of one of `sessions`. An id that could not be a tutor's is somebody else's label."""
    session = _session(thing)
    return bool(SESSION.fullmatch(session)) and (sessions is None or session in sessions)


def _place(locks: Path | None) -> str:
    """This machine, user and folder, in eight hex digits."""
    folder = "" if locks is None else os.path.realpath(locks)
    return hashlib.sha256(f"{socket.gethostname()}/{os.getuid()}/{folder}".encode()).hexdigest()[:8]
