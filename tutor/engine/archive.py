"""An archive of images, as `docker save` writes it: which names a `docker load` would give to which images."""

from __future__ import annotations

import json
import tarfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MANIFEST = "manifest.json"
"""What `docker save` of every version writes, and `docker load` reads first (moby, image/tarexport)."""

_LARGEST = 1 << 20  # bytes of it
_UNPACKED = 64 << 20  # bytes of a compressed archive: to find a member in a larger one would take seconds


class UnknownArchiveError(ValueError):
    """The file is there, and what names it holds cannot be told."""


def names_in(path: Path) -> dict[str, str]:
    """Each name in the archive with the id of its image; {} where there is no such file, which docker will say.

    The id is that of the image's configuration, as the daemon has it where images are not kept by containerd.

    Raises:
        UnknownArchiveError: It is no such archive, or too large a compressed one.
    """
    if not path.exists():
        return {}
    try:
        images = json.loads(_manifest(path))
        return {name: _identity(one["Config"]) for one in images for name in one.get("RepoTags") or ()}
    except (OSError, tarfile.TarError, EOFError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnknownArchiveError from error


def _manifest(path: Path) -> bytes:
    if not path.is_file():  # a pipe would be empty for docker then
        raise UnknownArchiveError
    mode = "r" if path.stat().st_size <= _UNPACKED else "r:"
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # both modes are for reading
        member = archive.extractfile(_MANIFEST)
        if member is None:
            raise UnknownArchiveError
        with member:
            return bytes(member.read(_LARGEST))


def _identity(config: str) -> str:
    """`<hex>.json`, or since Docker 25 `blobs/sha256/<hex>`."""
    return "sha256:" + config.rpartition("/")[2].removesuffix(".json")
