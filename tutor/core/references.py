"""What image a word means: `ghost`, `ghost:5-alpine`, `docker.io/library/ghost` and an id all mean one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.facts import Facts, ImageFacts
    from tutor.core.outcome import ContainerSeen

# What docker and podman add to a short name, outermost first.
DEFAULT_PARTS = ("index.docker.io/", "docker.io/", "localhost/", "library/")
SHORTEST_ID = 4  # docker takes fewer digits, but `cd` is also a word
HEX = frozenset("0123456789abcdef")


def repository(reference: str) -> str:
    """A reference without its default parts, tag and digest: `docker.io/library/ghost:5@sha256:…` is `ghost`."""
    folder, slash, last = reference.partition("@")[0].rpartition("/")
    name = f"{folder}{slash}{last.partition(':')[0]}"
    for part in DEFAULT_PARTS:
        name = name.removeprefix(part)
    return name


def repositories(image: ImageFacts) -> frozenset[str]:
    """Every repository that the lesson's image stands in here."""
    return frozenset(repository(reference) for reference in (image.name, *image.references) if reference)


def is_id_of(word: str, image_id: str) -> bool:
    """Whether `word` is `image_id` or its beginning, with or without `sha256:`."""
    digits = word.removeprefix("sha256:")
    if len(digits) < SHORTEST_ID or not HEX.issuperset(digits):
        return False
    return image_id.removeprefix("sha256:").startswith(digits)


def is_lesson_image(word: str, facts: Facts) -> bool:
    """Whether `word` names the image this lesson is about."""
    image = facts.image
    return image is not None and (repository(word) in repositories(image) or is_id_of(word, image.id))


def is_made_from(container: ContainerSeen, wanted: str, facts: Facts) -> bool:
    """Whether `container` was created from the image that `wanted` names.

    The lesson's own image counts by its id or by any of its tags; another image by its repository.
    """
    image = facts.image
    if image is None or repository(wanted) not in repositories(image):
        return repository(container.image) == repository(wanted)
    if image.id and container.image_id == image.id:
        return True
    return is_lesson_image(container.image, facts)
