"""Which image a lesson is proven with: its own, another one, or a stand-in made for this and removed again."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.engine import stand_in
from tutor.engine.image import read_image
from tutor.errors import TutorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.facts import ImageFacts
    from tutor.live.place import Place

STAND_IN = "stand-in"
STAND_IN_WANTING_MYSQL = "stand-in-wants-mysql"
STANDS_IN_FOR = "ghost"  # the only image there is a stand-in for


@contextmanager
def image_at_hand(place: Place, wanted: str, asked: str, session: str) -> Iterator[ImageFacts]:
    """The image to prove with, for as long as the block lasts.

    A stand-in gets a name of its own, so that neither a `ghost` that is here nor another tutor is disturbed.

    Args:
        place: The daemon.
        wanted: The lesson's image.
        asked: The image that was asked for: a name, STAND_IN or STAND_IN_WANTING_MYSQL; "" for the lesson's, or, where
            that is missing and there is one, the stand-in.
        session: The session whose label a container carries that an image is read through.

    Raises:
        UsageError: There is no such image.
        TutorError: The stand-in cannot be built.
    """
    if asked in {STAND_IN, STAND_IN_WANTING_MYSQL}:
        with stand_in_made(place, session, wants_mysql=asked == STAND_IN_WANTING_MYSQL) as image:
            yield image
        return
    found = read_image(place.client, asked or wanted, session)
    if found is not None:
        yield found
    elif asked or wanted != STANDS_IN_FOR:
        name = asked or wanted
        raise UsageError(words("attempt.no-image", image=name), words("attempt.no-image.cure", image=name))
    else:
        with stand_in_made(place, session, wants_mysql=False) as image:
            yield image


@contextmanager
def stand_in_made(place: Place, session: str, *, wants_mysql: bool) -> Iterator[ImageFacts]:
    """A stand-in under a new name, gone at the end.

    Raises:
        TutorError: It cannot be built, or at the end not be removed.
    """
    name = f"docker-tutor-author-{secrets.token_hex(4)}"
    tag = f"{name}:latest"
    stand_in.build(place.client, tag, session=session, wants_mysql=wants_mysql)
    try:
        image = read_image(place.client, name, session)
        if image is None:
            raise TutorError(words("image.not-there", image=name))
        yield image
    finally:
        stand_in.remove_stand_in(place.client, tag)
