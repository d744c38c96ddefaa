"""Files out of an image, through a container that is created, never started, and removed at once."""

from __future__ import annotations

import io
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from tutor.engine.daemon import guarded
from tutor.engine.ownership import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

GOING = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)  # it is not there any more, or its removal has begun
MOST_LINKS = 2
"""A file is looked for behind this many links."""


@dataclass(frozen=True, slots=True)
class ImageFiles:
    """The files of one image, for as long as its container is there. `container` is that container's id."""

    client: docker.APIClient
    container: str

    def tar(self, path: str) -> bytes | None:
        """`path` (a file, or a folder with all in it) as a tar; None if there is no such path.

        Raises:
            TutorError: The daemon answered with another error, or not at all.
        """
        from docker.errors import NotFound  # noqa: PLC0415  # costs 0.15 s: only when a daemon is used

        with guarded("doing.read-in-image", path=path):
            try:
                chunks, _ = self.client.get_archive(self.container, path)
            except NotFound:
                return None
            return b"".join(chunks)

    def read(self, path: str) -> bytes | None:
        """The content of the regular file `path`; None if there is none.

        Raises:
            TutorError: The daemon answered with another error, or not at all.
        """
        for _ in range(MOST_LINKS + 1):
            content = self.tar(path)
            if content is None:
                return None
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                member = archive.next()
                if member is None or not member.issym():
                    return _regular(archive, member)
                path = _target(path, member.linkname)
        return None


@contextmanager
def files_of(client: docker.APIClient, image: str, session: str) -> Iterator[ImageFiles]:
    """The files of `image`, read without running anything of it.

    Args:
        client: The daemon.
        image: A reference or an id.
        session: The session that the container is labelled with, so that a clean-up finds it after a crash.

    Raises:
        TutorError: The container could not be created or removed.
    """
    with guarded("doing.look-into-image", image=image):
        container = client.create_container(image, command=["true"], labels={LABEL: session})["Id"]
    try:
        yield ImageFiles(client, container)
    finally:
        _remove(client, container)


def _remove(client: docker.APIClient, container: str) -> None:
    """Remove the container; a `docker container prune` in another window may have been quicker, or be at it."""
    from docker.errors import APIError  # noqa: PLC0415  # see ImageFiles.tar

    with guarded("doing.remove-container", name=container[:12]):
        try:
            client.remove_container(container, v=True, force=True)
        except APIError as error:
            if error.status_code not in GOING:
                raise


def _regular(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> bytes | None:
    data = archive.extractfile(member) if member is not None and member.isreg() else None
    return data.read() if data is not None else None


def _target(path: str, link: str) -> str:
    return link if link.startswith("/") else f"{path.rpartition('/')[0]}/{link}"
