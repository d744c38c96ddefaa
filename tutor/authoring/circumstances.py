"""What must be so before a wrong answer is typed, as the docker lines that make it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tutor.core.command import CommandSyntaxError, parse
from tutor.core.facts import Variant
from tutor.core.lesson import Circumstance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.facts import Facts, ImageFacts

STAYS = "docker run -dit"  # -i and -t keep a shell alive too, should the image start one
STOP = "docker stop -t 1"


def making(given: Circumstance, line: str, facts: Facts) -> tuple[str, ...]:
    """The docker lines that make it so, in order.

    Args:
        given: The circumstance.
        line: The wrong answer, facts filled in: it says which name is to be taken.
        facts: The place, after the step's needs were met.
    """
    match given:
        case Circumstance.PORT_TAKEN:
            return (f"{booting(facts)} -p {facts.port}:{first_port(facts.image)} {image_name(facts)}",)
        case Circumstance.NAME_TAKEN:
            return tuple(made for name in names_given(line) for made in stopped(name, facts))
        case Circumstance.NAME_SHADOWS:
            return stopped(image_name(facts).rpartition("/")[2].partition(":")[0], facts)
        case Circumstance.TARGET_RUNNING:
            return (f"docker start {facts.container}",)
        case Circumstance.TARGET_STOPPED:
            return (f"{STOP} {facts.container}",)
        case Circumstance.WANTS_MYSQL:
            return ()
        case _:
            assert_never(given)


def booting(facts: Facts) -> str:
    """The beginning of a line that makes a container which stays, whatever this image wants for that."""
    wants = facts.image is not None and facts.image.variant is Variant.WANTS_MYSQL
    return f"{STAYS} -e NODE_ENV=development" if wants else STAYS


def stopped(name: str, facts: Facts) -> tuple[str, ...]:
    """The lines that make a stopped container of this name."""
    return (f"{booting(facts)} --name {name} {image_name(facts)}", f"{STOP} {name}")


def image_name(facts: Facts) -> str:
    """The lesson's image."""
    return facts.image.name if facts.image else ""


def first_port(image: ImageFacts | None) -> str:
    """A port that the image exposes, or any: nobody needs to listen there for the outer one to be taken."""
    return image.exposed[0] if image and image.exposed else "80"


def names_given(line: str) -> Iterator[str]:
    """What the line gives with `--name`."""
    try:
        command = parse(line)
    except CommandSyntaxError:
        return
    use = command.use("name")
    if use is not None:
        yield use.value
