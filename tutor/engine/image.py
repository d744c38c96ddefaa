"""Which `ghost` this is: official or stand-in, and whether it boots alone. Read from the image, never guessed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tutor.core.facts import ImageFacts, ImageKind, Variant
from tutor.engine.daemon import found
from tutor.engine.pull import pull
from tutor.engine.scratch import files_of
from tutor.engine.stand_in import is_stand_in
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import docker

    from tutor.engine.image_memory import ImageMemory
    from tutor.engine.pull import Progress

CONFIGURATION = "config.production.json"
MYSQL_SINCE = (5, 9)
"""Ghost's first version whose production mode wants MySQL (Docker's page of the official image)."""

HIGHEST = 1_000_000  # stands for a version that is not told, as in the newest images


def read_image(
    client: docker.APIClient, name: str, session: str, memory: ImageMemory | None = None
) -> ImageFacts | None:
    """What the image `name` is; a container of that name is not looked at.

    Args:
        client: The daemon.
        name: A reference or an id.
        session: The session whose label the container carries that the image is read through: created, never started,
            and removed with its volume.
        memory: What is known of images' files by id, so that one that was read before needs no container.

    Returns:
        The facts, or None if there is no such image.

    Raises:
        TutorError: The daemon answered with another error.
        NoDaemonError: The daemon did not answer.
    """
    image = found(client.inspect_image, name)
    if image is None:
        return None
    variant = memory.variant(str(image["Id"])) if memory else None
    if variant is not None:
        return facts_of(name, image, variant)
    try:
        configuration = _configuration(client, image, session)
    except NoDaemonError:
        raise
    except TutorError:
        if found(client.inspect_image, name) is None:  # somebody removed it just now
            return None
        raise
    facts = facts_of(name, image, variant_of(configuration, environment_of(image)))
    if memory:
        memory.keep(facts.id, facts.variant)
    return facts


def _configuration(client: docker.APIClient, image: Mapping[str, Any], session: str) -> bytes | None:
    folder = str((image.get("Config") or {}).get("WorkingDir") or "")
    with files_of(client, str(image["Id"]), session) as files:
        return files.read(f"{folder}/{CONFIGURATION}")


def environment_of(image: Mapping[str, Any]) -> dict[str, str]:
    """The variables that `image`, an answer of `inspect_image`, sets."""
    config = image.get("Config") or {}
    return dict(setting.partition("=")[::2] for setting in config.get("Env") or ())


def facts_of(name: str, image: Mapping[str, Any], variant: Variant) -> ImageFacts:
    """The facts in `image`, an answer of `inspect_image`, and what its files make of it."""
    config = image.get("Config") or {}
    return ImageFacts(
        name=name,
        id=str(image["Id"]),
        kind=ImageKind.STAND_IN if is_stand_in(image) else ImageKind.OFFICIAL,
        variant=variant,
        command=tuple(config.get("Cmd") or ()),
        entrypoint=tuple(config.get("Entrypoint") or ()),
        exposed=tuple(sorted(config.get("ExposedPorts") or ())),
        working_dir=str(config.get("WorkingDir") or ""),
        version=environment_of(image).get("GHOST_VERSION", ""),
        references=tuple(image.get("RepoTags") or ()),
        size=int(image.get("Size") or 0),
    )


def variant_of(configuration: bytes | None, environment: Mapping[str, str]) -> Variant:
    """Whether an image with this `config.production.json` and environment boots alone.

    None, as in an image that is no Ghost at all, counts as plain, and so does what cannot be read as a configuration.
    """
    settings = _settings(configuration)
    if settings is None or environment.get("NODE_ENV", "production") != "production":
        return Variant.PLAIN
    database = settings.get("database")
    client = database.get("client", "") if isinstance(database, dict) else ""
    if client:
        return Variant.WANTS_MYSQL if str(client).startswith("mysql") else Variant.PLAIN
    is_new = version_numbers(environment.get("GHOST_VERSION", "")) >= MYSQL_SINCE
    return Variant.WANTS_MYSQL if is_new else Variant.PLAIN


def version_numbers(version: str) -> tuple[int, ...]:
    """`5.130.6-rc.1` as (5, 130): what versions are compared by; one that is not told counts as the newest."""
    parts = version.split(".")[:2]
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (HIGHEST,)


def pull_official(client: docker.APIClient, name: str, on_progress: Progress) -> None:
    """Pull the official image `name`; see `tutor.engine.pull.pull`."""
    pull(client, name, on_progress)


def _settings(configuration: bytes | None) -> dict[str, Any] | None:
    try:
        settings = json.loads(configuration) if configuration else None
    except ValueError:
        return None
    return settings if isinstance(settings, dict) else None
