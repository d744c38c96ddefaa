"""What was once read in an image's files, kept by the image's id: it need not be read through a container again.

An id is a hash of all that the image holds, so what is kept of it never grows old. It is kept in a file of the user's
cache folder. A file that is missing, broken or not to be written costs time and nothing else.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.facts import Variant

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "images-1.json"
"""With another number wherever `tutor.engine.image.variant_of` would make something else of the same files."""
MOST = 32
"""So many images are remembered; each stand-in that is built is another one."""
LONGEST = 1 << 16
"""Bytes of a file that is read: 32 entries are 3 KB."""


class ImageMemory:
    """The variants of images, in a file of `folder`, which is made when there is something to keep."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def variant(self, image: str) -> Variant | None:
        """What the image of this id is, None if that is not known."""
        return self._kept().get(image)

    def keep(self, image: str, variant: Variant) -> None:
        """Remember it. Of two tutors that write at once one may win: then the other image is read once more."""
        kept = {**self._kept(), image: variant}
        newest = dict(list(kept.items())[-MOST:])
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _replace(self._path, json.dumps(newest))

    def _kept(self) -> Mapping[str, Variant]:
        try:
            with self._path.open("rb") as file:
                kept = json.loads(file.read(LONGEST))
            return {str(image): Variant(variant) for image, variant in kept.items()}
        except (OSError, ValueError, AttributeError, RecursionError):  # not there, or not what we wrote
            return {}


def _replace(path: Path, content: str) -> None:
    """Another tutor sees the old file or the new one, never half of it."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
