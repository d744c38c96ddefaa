"""Which names an archive of images holds: as `docker save` writes it, compressed, cut, or no archive at all."""

from __future__ import annotations

import json
import os
import tarfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from tutor.engine.archive import UnknownArchiveError, names_in

if TYPE_CHECKING:
    from pathlib import Path

IMAGES = [
    {"Config": "abc.json", "RepoTags": ["ghost:5", "blog:latest"], "Layers": []},
    {"Config": "blobs/sha256/def", "RepoTags": None},
    {"Config": "blobs/sha256/fed", "RepoTags": ["shop:latest"]},
]
NAMES = {"ghost:5": "sha256:abc", "blog:latest": "sha256:abc", "shop:latest": "sha256:fed"}


def saved(path: Path, mode: str, manifest: object, name: str = "manifest.json") -> Path:
    """An archive with layers before that file."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # every mode here is for writing
        for member, data in (("layer", b"\0" * 100_000), (name, json.dumps(manifest).encode())):
            info = tarfile.TarInfo(member)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    return path


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
def test_names_are_told_with_their_images(tmp_path: Path, mode: str) -> None:
    """Of old and new archives, plain and compressed; an image without a name takes none."""
    assert names_in(saved(tmp_path / "all.tar", mode, IMAGES)) == NAMES


def test_what_is_not_there_has_no_names(tmp_path: Path) -> None:
    """Docker itself says that there is no such file."""
    assert names_in(tmp_path / "nosuch.tar") == {}


@pytest.mark.parametrize("manifest", [{}, [], "x", [{"RepoTags": ["a:1"]}], [{"Config": 3, "RepoTags": ["a:1"]}], [1]])
def test_a_manifest_that_is_none_has_no_names_or_is_unknown(tmp_path: Path, manifest: object) -> None:
    """Whatever JSON stands there, it ends in one of the two."""
    path = saved(tmp_path / "all.tar", "w", manifest)
    if manifest in ({}, []):
        assert names_in(path) == {}
        return
    with pytest.raises(UnknownArchiveError):
        names_in(path)


def test_another_file_is_unknown(tmp_path: Path) -> None:
    """No archive, a cut one, one of something else, a folder, a pipe: what names it holds cannot be told."""
    (tmp_path / "text").write_bytes(b"FROM ghost\n" * 100)
    (tmp_path / "cut").write_bytes(saved(tmp_path / "all.tar.gz", "w:gz", IMAGES).read_bytes()[:60])
    saved(tmp_path / "other", "w", IMAGES, "index.json")
    os.mkfifo(tmp_path / "pipe")
    for name in ("text", "cut", "other", "pipe", "."):
        with pytest.raises(UnknownArchiveError):
            names_in(tmp_path / name)


def test_a_large_compressed_one_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take seconds; a large plain one is read."""
    monkeypatch.setattr("tutor.engine.archive._UNPACKED", 1)
    assert names_in(saved(tmp_path / "all.tar", "w", IMAGES)) == NAMES
    with pytest.raises(UnknownArchiveError):
        names_in(saved(tmp_path / "all.tar.gz", "w:gz", IMAGES))
