"""Mistakes about which thing a line names: none, a misspelled one, an image for a container or the other way round."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.core.mistakes.case import (
    CREATING,
    INSPECTING,
    REFUSED_BY_DOCKER,
    Case,
    Found,
    Mistake,
    command_words,
    found,
    value_of,
    whole,
)
from tutor.core.nearest import nearest

if TYPE_CHECKING:
    from tutor.core.command import FlagUse, Token

PORTS = re.compile(r"\d+:\d+")
# Commands that take containers as their objects.
# fmt: off
ON_CONTAINERS = frozenset({
    "attach", "commit", "container inspect", "cp", "diff", "exec", "export", "kill", "logs", "pause", "port", "rename",
    "restart", "rm", "start", "stats", "stop", "top", "unpause", "update", "wait",
})
# fmt: on
NEEDING_AN_OBJECT = (
    CREATING | INSPECTING | ON_CONTAINERS - {"stats"} | {"history", "pull", "push", "rmi", "save", "tag"}
)


def flag_ate_image(case: Case) -> Found | None:
    """A flag that takes a value was given none, so it took the image for it."""
    if not case.is_creating or case.container is not None or not case.failed:
        return None
    use = next((use for use in case.command.flags if _ate_image(case, use)), None)
    target = case.target
    if use is None or (target is not None and (case.is_image(target.value) or near_image(case, target.value))):
        return None
    return found(whole(use), flag=use.spelled, image=use.value)


def _ate_image(case: Case, use: FlagUse) -> bool:
    return use.value_span is not None and use.value not in {"true", "false"} and case.is_image(use.value)


def object_missing(case: Case) -> Found | None:
    """Too few words: which container or image?"""
    name = case.command.name
    if not case.failed or name not in NEEDING_AN_OBJECT:
        return None
    mark = command_words(case.command)
    if case.target is None:
        return found(mark, variant=_thing(name), command=name)
    if name == "exec" and case.program is None:
        is_program = case.model is not None and case.target.value in {token.value for token in case.model.tail}
        lacking = "joined" if is_program and not case.is_container(case.target.value) else "program"
        return found(case.target.span, variant=lacking, command=name, program=case.target.value)
    return None


def _thing(name: str) -> str:
    if name in ON_CONTAINERS:
        return "container"
    return "image" if name in CREATING else ""


def image_command_swapped(case: Case) -> Found | None:
    """`docker run ls ghost`: the image stands among the words for the process."""
    target = case.target
    if not case.is_creating or target is None or case.is_image(target.value):
        return None
    swapped = next((token for token in case.command.tail if case.is_image(token.value)), None)
    started = case.container is not None and case.container.status != "created"
    if swapped is None or (started and not case.failed):
        return None
    if PORTS.fullmatch(target.value):
        return found(target.span, variant="ports", image=swapped.value, program=target.value)
    return found(target.span, swapped.span, image=swapped.value, program=target.value)


def container_as_image(case: Case) -> Found | None:
    """`run` with the name of a container that is there already."""
    target = case.target
    if case.command.name not in CREATING | {"image inspect"} or target is None or not case.failed:
        return None
    if case.container is not None or not case.is_container(target.value) or case.is_image(target.value):
        return None
    return found(target.span, name=target.value)


def image_as_container(case: Case) -> Found | None:
    """A command for containers, given an image."""
    if case.command.name not in ON_CONTAINERS or not case.failed:
        return None
    target = next((token for token in case.command.arguments if _only_image(case, token)), None)
    return None if target is None else found(target.span, image=target.value, command=case.command.name)


def _only_image(case: Case, token: Token) -> bool:
    return case.is_image(token.value) and not case.is_container(token.value)


def image_missing(case: Case) -> Found | None:
    """An image that is not here and could not be got. `near` is a local one of almost that name."""
    if (
        not case.failed
        or case.container is not None
        or case.command.name not in CREATING | INSPECTING - {"container inspect"}
    ):
        return None
    unknown = next((token for token in case.command.arguments if _is_unknown(case, token.value)), None)
    if unknown is None:
        return None
    near = near_image(case, unknown.value)
    return found(unknown.span, variant="near" if near else "", image=unknown.value, near=near)


def _is_unknown(case: Case, word: str) -> bool:
    """Whether the daemon said that there is no image `word`; its words count only where no call was seen.

    A tag that is not here is missing even if the image is here under another one.
    """
    if word in case.outcome.names or "{{" in word:
        return False
    if case.is_creating and case.outcome.calls:
        return case.answered("POST", "/containers/create", 404)
    if case.outcome.calls:
        return case.answered("GET", f"/images/{word}/json", 404)
    signs = ("Unable to find image", "No such image", "No such object", "no such object")
    return any(sign in case.outcome.output for sign in signs)


def near_image(case: Case, word: str) -> str:
    """The local image whose name is almost `word`, "" if none is."""
    local = [name for name, kind in case.outcome.names.items() if kind == "image"]
    image = case.facts.image
    known = (*((image.name, *image.references) if image else ()), *local)
    return nearest(word, [name for name in known if name != word])


def name_taken(case: Case) -> Found | None:
    """A `--name` that another container has, running or stopped."""
    use = case.command.use("name")
    if not case.is_creating or use is None or case.container is not None:
        return None
    conflict = case.answered("POST", "/containers/create", 409)
    unseen = not case.outcome.calls and case.outcome.exit_code == REFUSED_BY_DOCKER and case.is_container(use.value)
    return found(value_of(use), name=use.value) if conflict or unseen else None


def name_shadows_image(case: Case) -> Found | None:
    """`inspect` finds a container of the image's name before the image."""
    target = case.target
    if case.command.name != "inspect" or target is None or case.command.values("type"):
        return None
    image = case.facts.image
    if image is None or not case.is_container(target.value) or target.value not in {image.name, *image.references}:
        return None
    return found(target.span, name=target.value)


MISSING = (
    Mistake("flag-ate-image", flag_ate_image, off_path=True),
    Mistake("object-missing", object_missing, off_path=True),
)
NAMES = (
    Mistake("name-taken", name_taken, off_path=True),
    Mistake("name-shadows-image", name_shadows_image),
    Mistake("image-command-swapped", image_command_swapped),
    Mistake("container-as-image", container_as_image, off_path=True),
    Mistake("image-as-container", image_as_container, off_path=True),
    Mistake("image-missing", image_missing, off_path=True),
)
