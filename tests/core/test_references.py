"""Image references and published ports: many spellings, one meaning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.judging import (
    FACTS,
    IMAGE,
    IMAGE_ID,
    created,
)
from tutor.core.publishing import Publication, publication
from tutor.core.references import is_made_from, repository

LS = "docker run ghost ls"


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("ghost", "ghost"),
        ("ghost:5-alpine", "ghost"),
        ("library/ghost", "ghost"),
        ("docker.io/library/ghost:latest", "ghost"),
        ("index.docker.io/library/ghost", "ghost"),
        ("docker.io/ghost", "ghost"),
        ("localhost/ghost:latest", "ghost"),
        ("localhost:5000/ghost:5", "localhost:5000/ghost"),
        (f"ghost:5@{IMAGE_ID}", "ghost"),
        ("me/ghost", "me/ghost"),
        ("", ""),
    ],
)
def test_a_repository_is_the_name_without_its_dress(reference: str, name: str) -> None:
    """Default parts, tag and digest do not make another image; another owner or registry does."""
    assert repository(reference) == name


@pytest.mark.parametrize(
    ("image", "image_id", "same"),
    [
        ("ghost", "", True),
        ("ghost:5-alpine", "sha256:other", True),
        ("mine", IMAGE_ID, True),
        (IMAGE_ID, "", True),
        (IMAGE_ID[7:19], "", True),
        (f"sha256:{IMAGE_ID[7:20]}", "", True),
        ("9c0", "", False),
        ("me/ghost", "sha256:other", False),
        ("busybox", "", False),
        ("", "", False),
    ],
)
def test_the_lessons_image_has_many_names(image: str, image_id: str, same: bool) -> None:  # noqa: FBT001 -- a column
    """A container is the lesson's by its image's id or by any tag of its repository."""
    container = replace(created(LS), image=image, image_id=image_id)
    assert is_made_from(container, "ghost", FACTS) is same
    assert is_made_from(container, IMAGE.name, FACTS) is same


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("8989:2368", Publication("2368", "8989")),
        ("127.0.0.1:8989:2368/udp", Publication("2368", "8989", "127.0.0.1", "udp")),
        ("[::1]:8989:2368", Publication("2368", "8989", "[::1]")),
        ("127.0.0.1::2368", Publication("2368", "", "127.0.0.1")),
        ("2368", Publication("2368")),
        ("8989-8990:2368-2369", None),
        ("abc", None),
        ("a:2368", None),
        ("", None),
        ("٣:٣", None),
    ],
)
def test_a_publication_is_read_from_the_right(value: str, asked: Publication | None) -> None:
    """The container's port stands last; what is no single port is not guessed at."""
    assert publication(value) == asked
