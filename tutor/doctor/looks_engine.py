"""Looks at an engine that answers: what it is, its disk, the lesson's image and port."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.core.cures import LOCAL, busybox, images
from tutor.core.facts import ImageKind, Variant
from tutor.core.findings import Cure, Finding, Health, Kind
from tutor.core.message import text
from tutor.core.texts import words
from tutor.engine import daemon, ports
from tutor.engine.busybox import at_hand
from tutor.engine.image import read_image
from tutor.engine.locks import SessionLock
from tutor.engine.ownership import new_session_id
from tutor.engine.pull import is_offered
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import docker

    from tutor.core.facts import ImageFacts
    from tutor.core.machine import Machine
    from tutor.engine.endpoint import Endpoint

IMAGE = "ghost"
"""The image that lessons stand on; the only one there is a stand-in for."""

IMAGES = "/var/lib/docker"
"""Where an engine keeps images unless told otherwise (dockerd --data-root)."""

NOTHING = 50_000_000  # bytes: a container with its log, and a stand-in of 4 MB, do not fit safely below this
LITTLE = 1_000_000_000  # bytes: the real image takes 700 MB


def findings(endpoint: Endpoint, machine: Machine, locks: Path | None) -> Iterator[Finding]:
    """All that can be asked of the engine at `endpoint`, which has answered just now.

    Raises:
        NoDaemonError: It answers no more.
    """
    client = daemon.connect(endpoint)
    try:
        with daemon.guarded("doing.ask-about"):
            about = client.info()
        engine = about_engine(daemon.versions(client), about)
        yield engine
        yield about_disk(str(about.get("DockerRootDir") or IMAGES), is_here=about.get("Name") == platform.node())
        if engine.health is not Health.BAD:
            yield about_image(client, machine, locks)
        yield about_port(client, is_here=endpoint.scheme in {"unix", "npipe"})
    finally:
        client.close()


def without_engine(endpoint: Endpoint) -> Iterator[Finding]:
    """What can be seen of the same things while nobody answers."""
    if endpoint.path in LOCAL:
        yield about_disk(nearest_folder(IMAGES))
    yield about_free_port(ports.USUAL)


def nearest_folder(path: str) -> str:
    """The folder itself, or the one it would be made in."""
    place = Path(path)
    return str(next((folder for folder in (place, *place.parents) if folder.is_dir()), place))


def about_engine(versions: daemon.Versions, about: Mapping[str, Any]) -> Finding:
    """What kind of engine it is, its version and that of its interface."""
    values = {"engine": engine_name(about), "version": versions.engine, "api": versions.api}
    if about.get("OSType") == "windows":
        cures = (Cure(text("cure.linux-containers")),)
        return Finding(Kind.ENGINE, Health.BAD, text("doctor.engine.windows", **values), cures)
    if versions.platform == "Podman":
        return Finding(Kind.ENGINE, Health.REMARK, text("doctor.engine.podman", **values))
    return Finding(Kind.ENGINE, Health.GOOD, text("doctor.engine", **values))


def engine_name(about: Mapping[str, Any]) -> str:
    """Docker's own words for the ways in which an engine runs; `about` is its answer to `GET /info`."""
    if "Docker Desktop" in str(about.get("OperatingSystem")):
        return words("doctor.engine.name.desktop")
    is_rootless = any("rootless" in str(option) for option in about.get("SecurityOptions") or ())
    return words("doctor.engine.name.rootless" if is_rootless else "doctor.engine.name")


def about_disk(folder: str, *, is_here: bool = True) -> Finding:
    """How much room there is where images live; `is_here` if that is on this machine, and in no virtual one on it."""
    try:
        free = shutil.disk_usage(folder).free if is_here else None
    except OSError:
        free = None
    if free is None:
        return Finding(Kind.DISK, Health.GOOD, text("doctor.disk.far", folder=folder))
    values = {"free": size(free), "folder": folder}
    cures = (Cure(text("cure.disk"), ("docker system df",)),)
    if free < NOTHING:
        return Finding(Kind.DISK, Health.BAD, text("doctor.disk.full", **values), cures)
    if free < LITTLE:
        return Finding(Kind.DISK, Health.REMARK, text("doctor.disk.little", **values), cures)
    return Finding(Kind.DISK, Health.GOOD, text("doctor.disk", **values))


def size(count: int) -> str:
    """Bytes as people say it."""
    return f"{count / 1e9:.1f} GB" if count >= LITTLE else f"{count / 1e6:.0f} MB"


def about_image(client: docker.APIClient, machine: Machine, locks: Path | None, name: str = IMAGE) -> Finding:
    """Which image `name`, the lesson's, stands for, or how one can be had.

    It is read through a container that is made, never started, and removed; a lock lets a later clean-up find it.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    session = new_session_id(locks)
    try:
        if locks is None:
            return image_finding(client, machine, session, name)
        with SessionLock(locks, session):
            return image_finding(client, machine, session, name)
    except NoDaemonError:
        raise
    except TutorError as error:
        return Finding(Kind.IMAGE, Health.BAD, text("doctor.image.unread", image=name, reason=error.message))


def image_finding(client: docker.APIClient, machine: Machine, session: str, name: str) -> Finding:
    """See `about_image`; `session` is whose label the container carries."""
    image = read_image(client, name, session)
    return missing_image(client, machine, session, name) if image is None else known_image(image)


def known_image(image: ImageFacts) -> Finding:
    """It is here: what it is."""
    if image.kind is ImageKind.STAND_IN:
        key = "doctor.image.stand-in"
    else:
        key = "doctor.image.mysql" if image.variant is Variant.WANTS_MYSQL else "doctor.image"
    return Finding(Kind.IMAGE, Health.GOOD, text(key, image=image.name))


def missing_image(client: docker.APIClient, machine: Machine, session: str, name: str) -> Finding:
    """Not here, as on every new machine. It only stands in a lesson's way if it can be neither made nor fetched."""
    if at_hand(client, session) is not None:
        cures = images(name, is_offered=is_offered(client, name))
        return Finding(Kind.IMAGE, Health.REMARK, text("doctor.image.makes", image=name), cures)
    if is_offered(client, "busybox"):
        return Finding(Kind.IMAGE, Health.REMARK, text("doctor.image.fetches", image=name), (busybox(machine),))
    return Finding(Kind.IMAGE, Health.BAD, text("doctor.image.none", image=name), (busybox(machine),))


def about_port(client: docker.APIClient, *, is_here: bool) -> Finding:
    """Whether the lesson's port can be published, and who holds it. `is_here`: the daemon publishes on this machine.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    holders = ports.holders(client)
    name = holders.get(ports.USUAL, "")
    holder = words("doctor.port.container", name=name) if name else ""
    if not is_here:
        other = next(port for port in range(ports.USUAL, ports.HIGHEST) if port not in holders)
        return port_finding(ports.USUAL, holder, other)
    return about_free_port(ports.USUAL, holder, frozenset(holders))


def about_free_port(port: int, holder: str = "", taken: frozenset[int] = frozenset()) -> Finding:
    """Whether `port` is free on this machine; `holder` has it if it is not, "" for a program that nobody knows."""
    try:
        other = ports.first_free(port, taken)
    except TutorError as error:
        return Finding(Kind.PORT, Health.BAD, text("doctor.port.none", reason=f"{error.message} {error.hint}"))
    return port_finding(port, "" if other == port else holder or words("doctor.port.program"), other)


def port_finding(port: int, holder: str, other: int) -> Finding:
    """`port` is free, or `holder` has it, and then the lesson takes `other`."""
    if not holder:
        return Finding(Kind.PORT, Health.GOOD, text("doctor.port", port=port))
    return Finding(Kind.PORT, Health.REMARK, text("doctor.port.taken", port=port, holder=holder, other=other))
