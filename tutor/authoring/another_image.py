"""The same lesson about an image of another name: what is proven of one stand-in needs no tag that others use too."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.lesson import Fixture, Lesson, Pass, Step

LATEST = ":latest"


def with_image(lesson: Lesson, name: str) -> Lesson:
    """The lesson with `name` in place of its image's, in all that is run, asked of a container, or answered.

    What the learner reads stays as it is: nobody reads it here.
    """
    if name == lesson.image:
        return lesson
    rename = renaming(lesson.image, name)
    fixtures = {key: renamed_fixture(fixture, rename) for key, fixture in lesson.fixtures.items()}
    steps = tuple(renamed_step(step, rename) for step in lesson.steps)
    return replace(lesson, image=name, steps=steps, fixtures=MappingProxyType(fixtures))


def renamed_fixture(fixture: Fixture, rename: Callable[[str], str]) -> Fixture:
    """The fixture with the other image in its command, and in those for other kinds of image."""
    variants = {kind: rename(line) for kind, line in fixture.variants.items()}
    return replace(fixture, run=rename(fixture.run), variants=MappingProxyType(variants))


def renaming(old: str, new: str) -> Callable[[str], str]:
    """What puts `new` for `old`, or for `old:latest`, wherever it stands as a word of its own: not in a path or tag."""
    word = re.compile(rf"(?<![\w./:@-]){re.escape(old.removesuffix(LATEST))}(?:{LATEST})?(?![\w./:@-])")
    return lambda text: word.sub(lambda _: new, text)


def renamed_step(step: Step, rename: Callable[[str], str]) -> Step:
    """One step about the other image."""
    variants = {
        key: replace(variant, do=rename(variant.do) if variant.do else None) for key, variant in step.variants.items()
    }
    return replace(
        step,
        do=rename(step.do) if step.do else None,
        wrong=tuple(replace(wrong, line=rename(wrong.line)) for wrong in step.wrong),
        variants=MappingProxyType(variants),
        passing=renamed_pass(step.passing, rename) if step.passing else None,
    )


def renamed_pass(passing: Pass, rename: Callable[[str], str]) -> Pass:
    """What must hold, of the other image."""
    container = passing.container
    if container is None or container.image is None:
        return passing
    return replace(passing, container=replace(container, image=rename(container.image)))
