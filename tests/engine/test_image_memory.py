"""What is remembered of images: never wrong, and no trouble when it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tutor.core.facts import Variant
from tutor.engine import image as images
from tutor.engine.image_memory import FILE_NAME, MOST, ImageMemory

if TYPE_CHECKING:
    from pathlib import Path

GHOST = "sha256:" + "1" * 64


def test_what_is_kept_is_known_to_the_next(tmp_path: Path) -> None:
    """Each image has the variant that was kept for it, in a new process too; of any other nothing is known."""
    ImageMemory(tmp_path / "new").keep(GHOST, Variant.WANTS_MYSQL)
    ImageMemory(tmp_path / "new").keep("sha256:2", Variant.PLAIN)
    memory = ImageMemory(tmp_path / "new")
    assert [memory.variant(one) for one in (GHOST, "sha256:2", "sha256:3")] == [
        Variant.WANTS_MYSQL,
        Variant.PLAIN,
        None,
    ]
    assert [path.name for path in (tmp_path / "new").iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"sha256:1": "other"}', b'{"sha256:1": ["plain"]}', b"\xff\xfe", b"[" * 60_000],
)
def test_a_broken_file_is_no_memory_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    """What cannot be understood tells nothing, and the next image that is read makes it whole."""
    (tmp_path / FILE_NAME).write_bytes(content)
    memory = ImageMemory(tmp_path)
    assert memory.variant("sha256:1") is None
    memory.keep(GHOST, Variant.PLAIN)
    assert memory.variant(GHOST) is Variant.PLAIN


def test_where_nothing_can_be_kept_nothing_is_known(tmp_path: Path) -> None:
    """A folder that cannot be made is no error."""
    (tmp_path / "file").touch()
    memory = ImageMemory(tmp_path / "file" / "below")
    memory.keep(GHOST, Variant.PLAIN)
    assert memory.variant(GHOST) is None


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    """However many images come and go, the file stays small."""
    memory = ImageMemory(tmp_path)
    for number in range(MOST + 1):
        memory.keep(f"sha256:{number}", Variant.PLAIN)
    assert memory.variant("sha256:0") is None
    assert memory.variant(f"sha256:{MOST}") is Variant.PLAIN


class Daemon:
    """Has one image; `id` is its id."""

    id = GHOST

    def inspect_image(self, name: str) -> dict[str, Any]:
        """Always there."""
        return {"Id": self.id, "RepoTags": [name], "Config": {"WorkingDir": "/ghost"}}


def test_an_image_is_read_once_for_each_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A known id needs no container; another id under the same name is read anew."""
    read = []

    def configuration(_client: object, image: dict[str, Any], _session: str) -> bytes:
        read.append(image["Id"])
        return b'{"database": {"client": "mysql"}}'

    monkeypatch.setattr(images, "_configuration", configuration)
    daemon = Daemon()
    for identity in (GHOST, GHOST, "sha256:2", GHOST):
        daemon.id = identity
        facts = images.read_image(daemon, "ghost", "s", ImageMemory(tmp_path))  # type: ignore[arg-type]
        assert facts is not None
        assert (facts.id, facts.variant) == (identity, Variant.WANTS_MYSQL)
    assert read == [GHOST, "sha256:2"]
