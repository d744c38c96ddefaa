"""Finds a busybox that the daemon's machine can run: the one program that the stand-in image is made of."""

from __future__ import annotations

import io
import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.engine.daemon import found, guarded
from tutor.engine.elf import read_program
from tutor.engine.pull import pull
from tutor.engine.scratch import files_of
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

    from tutor.engine.scratch import ImageFiles

PLACE = "/bin/busybox"
FAMILIES = ("busybox", "alpine")  # repositories whose images have it at PLACE


@dataclass(frozen=True, slots=True)
class Busybox:
    """The program and, where it is not static, the files it needs beside it: absolute path and content of each."""

    program: bytes
    libraries: tuple[tuple[str, bytes], ...] = ()


def find_busybox(client: docker.APIClient, session: str) -> Busybox:
    """A busybox for the machine of the daemon.

    Looked for in the images that are here, then on this machine, if it is a Linux with the same kind of processor; only
    then is the image `busybox` (2 MB) pulled.

    Args:
        client: The daemon.
        session: The session whose label the containers carry that images are read through.

    Raises:
        TutorError: There is none anywhere.
    """
    return at_hand(client, session) or _pulled(client, session, _architecture(client))


def at_hand(client: docker.APIClient, session: str) -> Busybox | None:
    """A busybox that need not be fetched; else as `find_busybox`.

    Raises:
        TutorError: An image could not be read.
    """
    architecture = _architecture(client)
    return _in_images(client, session, architecture) or _on_host(architecture)


def _architecture(client: docker.APIClient) -> str:
    with guarded("doing.ask-processor"):
        return str(client.version()["Arch"])


def _in_images(client: docker.APIClient, session: str, architecture: str) -> Busybox | None:
    candidates = (_still_in_image(client, image, session, architecture) for image in _images(client))
    return next((busybox for busybox in candidates if busybox), None)


def _still_in_image(client: docker.APIClient, image: str, session: str, architecture: str) -> Busybox | None:
    """As `in_image`; None also where the image was removed since it was listed."""
    try:
        return in_image(client, image, session, architecture)
    except NoDaemonError:
        raise
    except TutorError:
        if found(client.inspect_image, image) is not None:
            raise
        return None


def _images(client: docker.APIClient) -> Iterator[str]:
    """The ids of what looks like a busybox or alpine image, busybox first, as it has a web server."""
    with guarded("doing.list-images"):
        images = client.images()
    for family in FAMILIES:
        yield from (image["Id"] for image in images if _is_of(family, image.get("RepoTags") or []))


def _is_of(family: str, references: list[str]) -> bool:
    return any(reference.rpartition(":")[0].rpartition("/")[2] == family for reference in references)


def in_image(client: docker.APIClient, image: str, session: str, architecture: str) -> Busybox | None:
    """The busybox in `image`; None if it has none, or one for another `architecture` (Docker's word) than the daemon's.

    Raises:
        TutorError: The image could not be read.
    """
    with files_of(client, image, session) as files:
        content = files.read(PLACE)
        program = read_program(content) if content else None
        if content is None or program is None or program.architecture != architecture:
            return None
        return Busybox(content, tuple(_libraries(files, program.loader)) if program.loader else ())


def _libraries(files: ImageFiles, loader: str) -> Iterator[tuple[str, bytes]]:
    """The loader and every shared library beside it or in /lib, where these images keep what busybox needs.

    Links are resolved, so that each is a file of its own.
    """
    program = files.read(loader)
    if program:
        yield loader, program
    folder = files.tar("/lib/.")
    if folder is None:
        return
    with tarfile.open(fileobj=io.BytesIO(folder)) as archive:
        for member in archive:
            name = member.name.removeprefix("./")
            path = f"/lib/{name}"
            if "/" in name or ".so" not in name or path == loader:
                continue
            content = files.read(path)
            if content:
                yield path, content


def _on_host(architecture: str) -> Busybox | None:
    """This machine's own, which has to be static, as none of its libraries would come along."""
    path = shutil.which("busybox")
    content = Path(path).read_bytes() if path else b""
    program = read_program(content)
    fits = program is not None and program.architecture == architecture and not program.loader
    return Busybox(content) if fits else None


def _pulled(client: docker.APIClient, session: str, architecture: str) -> Busybox:
    try:
        pull(client, "busybox")
    except TutorError as error:
        message = words("trouble.no-busybox", reason=error.message)
        raise TutorError(message, words("trouble.no-busybox.cure")) from error
    busybox = in_image(client, "busybox", session, architecture)
    if busybox is None:
        message = words("trouble.other-busybox", path=PLACE, architecture=architecture)
        raise TutorError(message, words("trouble.other-busybox.cure"))
    return busybox
