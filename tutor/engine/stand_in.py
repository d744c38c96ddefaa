"""Builds the small image that stands in for `ghost`; what is in it lies in `lessons/images/ghost`."""

from __future__ import annotations

import io
import json
import tarfile
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.engine.busybox import PLACE, Busybox, find_busybox
from tutor.engine.daemon import found, guarded
from tutor.engine.ownership import STAND_IN_LABEL
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

VERSION = "5.130.0-stand-in"
"""The Ghost it is modelled on; the folder under `versions` has this name."""

MADE = 1_735_689_600
"""When every file in it was last changed: 2025-01-01, in seconds since 1970, so that equal files make equal images."""

INSTALL = "/var/lib/ghost"
CONFIGURATION = f"{INSTALL}/config.production.json"
CHANGES = (
    "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "ENV NODE_ENV=production",
    f"ENV GHOST_INSTALL={INSTALL}",
    f"ENV GHOST_CONTENT={INSTALL}/content",
    f"ENV GHOST_VERSION={VERSION}",
    f"WORKDIR {INSTALL}",
    f"VOLUME {INSTALL}/content",
    'ENTRYPOINT ["docker-entrypoint.sh"]',
    "EXPOSE 2368",
    'CMD ["node","current/index.js"]',
    f"LABEL {STAND_IN_LABEL}=1",
)
"""The image's configuration, as in the official `ghost` (docker-library/ghost, 1 to 6), and the label we know it by."""

FOLDERS = ("dev", "proc", "sys", "run", "root", "home/node", "usr/bin", "usr/sbin", "sbin")
OPEN_FOLDERS = ("tmp", "var/lib/ghost/content")  # anybody may write there, as in the official image
LINKS = {
    f"{INSTALL}/config.development.json": "config.production.json",
    f"{INSTALL}/current": f"{INSTALL}/versions/{VERSION}",
}
PROGRAMS = (
    "[ ash awk base64 basename cat chgrp chmod chown clear cmp cp cut date dd df diff dirname dmesg du echo egrep env "
    "expand expr false fgrep find fold free grep groups gunzip gzip head hexdump hostname id ifconfig ip kill killall "
    "less ln ls md5sum mkdir mkfifo mktemp more mount mv nc netstat nl nohup nproc nslookup od paste pgrep pidof ping "
    "pkill printenv printf ps pwd readlink realpath reset rev rm rmdir sed seq sh sha256sum sleep sort stat strings "
    "stty sync tac tail tar tee test time timeout top touch tr tree true truncate tty umount uname uniq unlink uptime "
    "usleep vi watch wc wget which who whoami xargs yes"
)
"""Names that busybox is known by in /bin. One that this busybox lacks says so when it is called."""


def build(client: docker.APIClient, tag: str = "ghost:latest", *, session: str, wants_mysql: bool = False) -> str:
    """Build the stand-in and tag it; one that has the tag already is replaced.

    Args:
        client: The daemon.
        tag: The reference it gets.
        session: The session whose label the containers carry that images are read through on the way.
        wants_mysql: Build the variant that in production wants a MySQL, as Ghost does from 5.9 on.

    Returns:
        The new image's id, `sha256:…`.

    Raises:
        TutorError: Another image has this tag, there is no busybox, or the daemon refused.
    """
    earlier = found(client.inspect_image, tag)
    if earlier is not None and not is_stand_in(earlier):
        message = words("trouble.not-our-image", image=tag)
        raise TutorError(message, words("trouble.not-our-image.cure", image=tag))
    content = build_tar(find_busybox(client, session), wants_mysql=wants_mysql)
    image = _import(client, content, tag)
    if earlier is not None:
        _remove_unused(client, str(earlier["Id"]))
    return image


def remove_stand_in(client: docker.APIClient, tag: str) -> bool:
    """Remove the image `tag` if it is a stand-in of ours.

    Returns:
        Whether it was there, was ours, and is removed.

    Raises:
        TutorError: The daemon refused, as when a container still uses it.
    """
    from docker.errors import ImageNotFound  # noqa: PLC0415  # see _import

    image = found(client.inspect_image, tag)
    if image is None or not is_stand_in(image):
        return False
    with guarded("doing.remove-image", image=tag):
        try:
            client.remove_image(tag)
        except ImageNotFound:  # another tutor on this daemon was quicker
            return False
    return True


def is_stand_in(image: object) -> bool:
    """Whether this answer of `inspect_image` describes a stand-in of ours."""
    config = image.get("Config") if isinstance(image, dict) else None
    return ((config or {}).get("Labels") or {}).get(STAND_IN_LABEL) == "1"


def build_tar(busybox: Busybox, *, wants_mysql: bool = False) -> bytes:
    """The stand-in's file system as a tar; the same arguments always give the same bytes."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for member, data in _members(busybox, wants_mysql=wants_mysql):
            archive.addfile(member, io.BytesIO(data))
    return content.getvalue()


def _members(busybox: Busybox, *, wants_mysql: bool) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    files = dict(_files(busybox, wants_mysql=wants_mysql))
    links = {f"/bin/{name}": PLACE for name in PROGRAMS.split()} | LINKS
    parents = {str(parent).strip("/") for path in (*files, *links) for parent in Path(path).parents} - {""}
    for folder in sorted(parents | set(FOLDERS) | {"home"}):
        yield _member(folder, tarfile.DIRTYPE, 0o755), b""
    for folder in OPEN_FOLDERS:
        yield _member(folder, tarfile.DIRTYPE, 0o1777), b""
    for path, data in sorted(files.items()):
        is_program = data.startswith((b"#!", b"\x7fELF"))
        yield _member(path, tarfile.REGTYPE, 0o755 if is_program else 0o644, size=len(data)), data
    for path, target in sorted(links.items()):
        yield _member(path, tarfile.SYMTYPE, 0o777, target=target), b""


def _member(path: str, kind: bytes, mode: int, size: int = 0, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(path.lstrip("/"))
    member.type, member.mode, member.size, member.linkname, member.mtime = kind, mode, size, target, MADE
    return member


def _files(busybox: Busybox, *, wants_mysql: bool) -> Iterator[tuple[str, bytes]]:
    """Absolute path and content of every regular file."""
    yield PLACE, busybox.program
    yield from busybox.libraries
    root = _sources() / "root"
    for source in sorted(root.rglob("*")):
        path = f"/{source.relative_to(root).as_posix()}"
        if source.is_file():
            data = source.read_bytes()
            yield path, _without_database(data) if wants_mysql and path == CONFIGURATION else data


def _without_database(configuration: bytes) -> bytes:
    settings = json.loads(configuration)
    del settings["database"]
    return json.dumps(settings, indent=2).encode() + b"\n"


def _sources() -> Path:
    """Where the image's files lie: within the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    places = [folder / "lessons" / "images" / "ghost" for folder in (package, package.parent)]
    for place in places:
        if place.is_dir():
            return place
    message = words("trouble.no-files", path=places[0])
    raise TutorError(message, words("trouble.no-files.cure"))


def _import(client: docker.APIClient, content: bytes, tag: str) -> str:
    from docker.utils import parse_repository_tag  # noqa: PLC0415  # costs 0.15 s: only when a daemon is used

    repository, label = parse_repository_tag(tag)
    with guarded("doing.build", image=tag):
        answer = client.import_image_from_data(content, repository, label or "latest", changes=list(CHANGES))
    lines = [json.loads(line) for line in answer.splitlines() if line.strip()]
    if not lines or "error" in lines[-1]:
        reason = lines[-1]["error"] if lines else words("trouble.not-built.silence")
        raise TutorError(words("trouble.not-built", image=tag, reason=reason), words("trouble.not-built.cure"))
    return str(lines[-1]["status"])


def _remove_unused(client: docker.APIClient, image: str) -> None:
    """Remove the untagged `image`, unless a container still uses it: it then goes with the clean-up of that one.

    Another tutor on the same daemon may have been quicker: gone is gone.
    """
    from docker.errors import APIError  # noqa: PLC0415  # see _import

    with guarded("doing.remove-image", image=image[:19]):
        try:
            client.remove_image(image)
        except APIError as error:
            if error.status_code not in {HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND}:
                raise
