"""The place that a lesson's recordings were made at, as facts of the lesson."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.facts import Facts
from tutor.core.message import text
from tutor.core.texts import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.recorded.needs import Theatre
    from tutor.recorded.shelf import About


def about_words(about: About) -> Mapping[str, str]:
    """When and with what: the values of `recorded.mark`."""
    name = about.image.name.capitalize()
    version = about.image.version or about.image.kind.value
    return MappingProxyType({"date": about.date, "engine": about.engine, "image": name, "version": version})


def facts_of(about: About, theatre: Theatre, names: tuple[str, ...]) -> Facts:
    """The facts of the recorded place, with the learner's own leave key."""
    return Facts(
        engine_version=about.engine,
        cli_version=about.cli,
        image=about.image,
        port=about.port,
        leave_key=theatre.leave_key,
        names=names,
        scripted=theatre.is_scripted,
        recorded=fill(text("recorded.mark", **about_words(about))),
    )
