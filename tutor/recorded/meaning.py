"""What a line means for the recordings: one recording for all its spellings, and for all names of a container."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tutor.core.command import meaning
from tutor.core.references import is_lesson_image

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts, ImageFacts
    from tutor.core.outcome import ContainerSeen

SUBJECT = "<<target>>"
"""Stands in a key for the container that the line is about, whatever it is called."""
NOTHING = "nothing"
"""The likeness of an empty list."""
FILLED_IN = frozenset({"name"})
"""Flags whose value a recording takes over: the container is called as the learner says."""
LISTING = "ps"


def key_of(command: DockerCommand, facts: Facts, called: Callable[[str], object], without: Collection[str] = ()) -> str:
    """The line in one spelling, a container's name or id in it as `SUBJECT`.

    Args:
        command: The line.
        facts: Say what the lesson's image is called.
        called: The container that a word names, None for none.
        without: Flags to leave out.
    """
    name, globally, flags, arguments, tail = meaning(command)
    words = [*_flags(globally, ()), *name.split()]
    words += _flags(flags, FILLED_IN | frozenset(without))
    words += [_word(word, facts, called) for word in arguments]
    words += [SUBJECT if called(word) else word for word in tail]
    return shlex.join(words).replace(f"'{SUBJECT}'", SUBJECT)


def _flags(flags: frozenset[tuple[str, tuple[str, ...]]], without: Collection[str]) -> Iterator[str]:
    for name, values in sorted(flags):
        if name not in without:
            yield from (f"--{name}" if value == "true" else f"--{name}={value}" for value in values)


def _word(word: str, facts: Facts, called: Callable[[str], object]) -> str:
    if called(word):
        return SUBJECT
    image = facts.image
    return image.name if image and is_lesson_image(word, facts) else word


def subject_of(command: DockerCommand, called: Callable[[str], ContainerSeen | None]) -> ContainerSeen | None:
    """The container that the line names, the first if it names several."""
    words = (token.value for token in (*command.arguments, *command.tail))
    return next((seen for word in words if (seen := called(word))), None)


def likeness(seen: ContainerSeen, image: ImageFacts) -> str:
    """What of a container matters for what a command makes of it: what runs in it, and how it is now."""
    words = ["default" if seen.command == image.command else shlex.join(seen.command)]
    if seen.bindings:
        words.append("published")
    return " ".join((*words, status_of(seen)))


def status_of(seen: ContainerSeen) -> str:
    """`running`, `exited`, and with a code of failure `exited 127`."""
    return f"{seen.status} {seen.exit_code}" if seen.exit_code else seen.status


def is_listed(seen: ContainerSeen, command: DockerCommand) -> bool:
    """Whether `docker ps` with these flags shows it."""
    return seen.is_running or (command.has("all") and seen.status not in {"removed", "removing"})
