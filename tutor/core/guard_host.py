"""How a new container would reach into the learner's machine, or into what is not its own.

Each rule stands twice, side by side: for the flags as typed and for the body of `POST /containers/create`
(Docker Engine API, "HostConfig"), and both give the same `detail`.
"""

from __future__ import annotations

import csv
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.reach import Kind, Reach, Verb, Way, host_reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tutor.core.command import DockerCommand, FlagUse
    from tutor.core.spans import Span

BROAD_CAPABILITIES = frozenset({
    "ALL", "BPF", "DAC_READ_SEARCH", "MAC_ADMIN", "MAC_OVERRIDE", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_MODULE",
    "SYS_RAWIO", "SYS_TIME",
})  # fmt: skip
"""Capabilities whose power does not end at the container's namespaces (capabilities(7))."""

NAMESPACES = {  # flag -> field of HostConfig, name for it: how it is called in a sentence stands in the texts
    "network": ("NetworkMode", "network"),
    "pid": ("PidMode", "processes"),
    "ipc": ("IpcMode", "shared memory"),
    "uts": ("UTSMode", "host name"),
    "userns": ("UsernsMode", "users"),
    "cgroupns": ("CgroupnsMode", "control groups"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the learner works: bind mounts within `folder` are theirs to give.

    `real` makes a path absolute and free of links as far as the caller can tell; pure callers only tidy it.
    """

    folder: str
    real: Callable[[str], str] = posixpath.normpath

    def absolute(self, path: str) -> str:
        """`path` as seen from the folder."""
        return self.real(posixpath.join(self.folder, path))

    def holds(self, path: str) -> bool:
        """Whether absolute `path` is the folder or within it. The root folder counts as nobody's."""
        folder = self.real(self.folder)
        return folder != "/" and (path == folder or path.startswith(folder + "/"))


def flag_reaches(command: DockerCommand, place: Place) -> Iterator[Reach]:
    """What the flags of a `run` or `create` reach for."""
    for use in command.flags:
        yield from _flag(use, place)


def body_reaches(body: Mapping[str, object], place: Place) -> Iterator[Reach]:
    """What the body of a `POST /containers/create` reaches for. Fields of the wrong type reach for nothing."""
    host = _object(body.get("HostConfig"))
    if host.get("Privileged") is True:
        yield host_reach(Way.PRIVILEGED)
    for bind in _texts(host.get("Binds")):
        yield from _bind(bind, place, None)
    for mount in _objects(host.get("Mounts")):
        yield from _mount({key: mount.get(key) for key in mount}, place)
    for field, word in NAMESPACES.values():
        yield from _namespace(str(host.get(field) or ""), word, None)
    yield from _body_rest(host)


def exec_reaches(body: Mapping[str, object]) -> Iterator[Reach]:
    """What the body of a `POST /containers/…/exec` reaches for."""
    if body.get("Privileged") is True:
        yield host_reach(Way.PRIVILEGED)


def driver_reaches(options: Mapping[str, object], place: Place, span: Span | None = None) -> Iterator[Reach]:
    """What a volume's driver options reach for: they are those of mount(8), so a folder is a mount by another name.

    `device=etc` with `o=bind` is the daemon's own /etc, and `o=lowerdir=/etc,…` hands out folders as well.
    """
    device, mode = str(options.get("device") or ""), str(options.get("o") or "")
    parts = [part.partition("=") for part in mode.split(",")]
    is_bind = str(options.get("type") or "") in {"none", "bind"} or any("bind" in name for name, _, _ in parts)
    if device.startswith("/") or (device and is_bind):
        yield from _source(posixpath.join("/", device), place, span)
    for path in (path for _, _, value in parts for path in value.split(":") if path.startswith("/")):
        yield from _source(path, place, span)


def _flag(use: FlagUse, place: Place) -> Iterator[Reach]:
    match use.name:
        case "volume":
            yield from _bind(use.value, place, use.value_span)
        case "mount":
            yield from _typed_mount(use, place)
        case "volumes-from":
            yield _joined(use.value.split(":")[0], use.value_span)
        case "cidfile":
            yield host_reach(Way.FILE, place.absolute(use.value), use.value_span)
        case _:
            yield from _power(use)


def _power(use: FlagUse) -> Iterator[Reach]:
    match use.name:
        case "privileged" if use.value == "true":
            yield host_reach(Way.PRIVILEGED, span=use.span)
        case "network" | "net" | "pid" | "ipc" | "uts" | "userns" | "cgroupns":
            word = NAMESPACES["network" if use.name == "net" else use.name][1]
            yield from _namespace(_network_name(use.value), word, use.value_span)
        case "device" | "device-cgroup-rule":
            device = use.value.split(":")[0] if use.name == "device" else use.value
            yield host_reach(Way.DEVICE, device, use.value_span)
        case "gpus":
            yield host_reach(Way.DEVICE, "gpu", use.value_span)
        case "cap-add":
            yield from _capability(use.value, use.value_span)
        case "security-opt" if use.value == "systempaths=unconfined":
            yield host_reach(Way.PROTECTION, span=use.value_span)
        case _:
            pass


def _body_rest(host: Mapping[str, object]) -> Iterator[Reach]:
    for name in _texts(host.get("VolumesFrom")):
        yield _joined(name.split(":")[0], None)
    for device in _objects(host.get("Devices")):
        yield host_reach(Way.DEVICE, str(device.get("PathOnHost", "")))
    for _ in _objects(host.get("DeviceRequests"))[:1]:
        yield host_reach(Way.DEVICE, "gpu")
    for rule in _texts(host.get("DeviceCgroupRules")):
        yield host_reach(Way.DEVICE, rule)
    for name in _texts(host.get("CapAdd")):
        yield from _capability(name, None)
    if host.get("MaskedPaths") == []:
        yield host_reach(Way.PROTECTION)


def _bind(value: str, place: Place, span: Span | None) -> Iterator[Reach]:
    """`SOURCE:TARGET[:OPTIONS]`; without a source it is an anonymous volume, without a slash in front a named one."""
    source, _, rest = value.partition(":")
    if not rest:
        return
    if source.startswith(("/", ".", "~")):
        yield from _source(source, place, span)
    elif "ro" not in rest.partition(":")[2].split(","):
        yield Reach(Kind.VOLUME, Verb.WRITE, source, span)


def _typed_mount(use: FlagUse, place: Place) -> Iterator[Reach]:
    """`type=bind,source=…,target=…`: docker's own names of the parts, as the body has them.

    The docker command reads it as one line of CSV, and the names in either case (docker/cli, `opts/mount.go`).
    """
    fields = [field.partition("=") for field in next(csv.reader([use.value]), [])]
    parts = {name.lower(): value for name, _, value in fields}
    source = parts.get("source", parts.get("src", ""))
    read_only = next((parts[key] for key in ("readonly", "ro") if key in parts), "false") in {"", "true", "1"}
    options = [value for name, _, value in fields if name.lower() == "volume-opt"]
    yield from driver_reaches(dict(option.partition("=")[::2] for option in options), place, use.value_span)
    kind = parts.get("type", "volume").lower()
    yield from _mount({"Type": kind, "Source": source, "ReadOnly": read_only}, place, use.value_span)


def _mount(mount: Mapping[str, object], place: Place, span: Span | None = None) -> Iterator[Reach]:
    source = str(mount.get("Source") or "")
    driver = _object(_object(mount.get("VolumeOptions")).get("DriverConfig"))
    yield from driver_reaches(_object(driver.get("Options")), place, span)
    match mount.get("Type"):
        case "bind" if source:
            yield from _source(source, place, span)
        case "volume" if source and not mount.get("ReadOnly"):
            yield Reach(Kind.VOLUME, Verb.WRITE, source, span)
        case _:
            pass


def _source(source: str, place: Place, span: Span | None) -> Iterator[Reach]:
    path = place.absolute(source)
    if posixpath.basename(path).endswith((".sock", ".socket")):
        yield host_reach(Way.SOCKET, path, span)
    elif not place.holds(path):
        yield host_reach(Way.MOUNT, path, span)


def _namespace(value: str, word: str, span: Span | None) -> Iterator[Reach]:
    how, _, name = value.partition(":")
    if how == "host":
        yield host_reach(Way.NAMESPACE, word, span)
    elif how == "container" and name:
        yield _joined(name, span)


def _network_name(value: str) -> str:
    """`--network name=host,alias=x` is the long spelling of `--network host`."""
    parts = dict(part.partition("=")[::2] for part in value.split(","))
    return parts.get("name", value)


def _joined(name: str, span: Span | None) -> Reach:
    return Reach(Kind.CONTAINER, Verb.JOIN, name, span)


def _capability(value: str, span: Span | None) -> Iterator[Reach]:
    name = value.upper().removeprefix("CAP_")
    if name in BROAD_CAPABILITIES:
        yield host_reach(Way.CAPABILITY, name, span)


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> tuple[Mapping[str, object], ...]:
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
