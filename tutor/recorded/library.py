"""Finds the recording that a line asks for: of just this meaning, else of one that differs in what does not matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.recorded.meaning import SUBJECT, key_of, likeness, status_of, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.outcome import ContainerSeen, Outcome
    from tutor.recorded.shelf import Recording

WHATEVER_IS_INSIDE = frozenset({"rm", "stop", "kill"})
"""Commands that do the same to every container of one status, and print only what it is called."""
HARMLESS = ("rm", "interactive", "tty", "label", "hostname", "pull", "quiet")
"""Flags of `run` that leave what a program that asks for nothing prints as it is."""
ASKING = frozenset({"sh", "bash", "ash", "dash", "cat"})
"""Programs that ask for input: keyboard and terminal make another thing of them."""
LONGEST = 16_384
"""Characters of a line that is looked for at all."""


@dataclass(frozen=True)
class Find:
    """A recording for a line; `shown` is false where its output is that of a line that differs a little."""

    recording: Recording
    subject: ContainerSeen | None
    shown: bool = True


class Library:
    """The recordings of one lesson."""

    def __init__(self, recordings: Iterable[Recording]) -> None:
        self._all = tuple(recordings)

    def find(
        self, command: DockerCommand, facts: Facts, called: Callable[[str], ContainerSeen | None], step: str
    ) -> Find | None:
        """The recording that the line asks for at this step, None if there is none."""
        if facts.image is None or len(command.line) > LONGEST:
            return None
        subject = subject_of(command, called)
        like = likeness(subject, facts.image) if subject else ""
        key = key_of(command, facts, called)
        recording = self.of(key, like, step)
        if recording is None and subject is not None and command.name in WHATEVER_IS_INSIDE:
            recording = self._of_status(key, status_of(subject), step)
        if recording is not None:
            return Find(recording, subject)
        kin = self._kin(command, facts, called, step)
        return Find(kin, subject, shown=False) if kin else None

    def of(self, key: str, like: str, step: str = "") -> Recording | None:
        """The recording of this key about such a container, best one that was made at this step."""
        return _best((one for one in self._all if one.sheet.key == key and one.sheet.subject == like), step)

    def _of_status(self, key: str, status: str, step: str) -> Recording | None:
        ends = f" {status}"
        return _best((one for one in self._all if one.sheet.key == key and one.sheet.subject.endswith(ends)), step)

    def _kin(
        self, command: DockerCommand, facts: Facts, called: Callable[[str], ContainerSeen | None], step: str
    ) -> Recording | None:
        asks = bool(command.tail) and command.tail[0].value.rpartition("/")[2] in ASKING
        if command.name != "run" or asks or command.has("detach") or command.use("entrypoint"):
            return None
        key = key_of(command, facts, called, HARMLESS)
        return None if SUBJECT in key else self.of(key, "", step)


def _best(found: Iterable[Recording], step: str) -> Recording | None:
    every = tuple(found)
    here = (one for one in every if step in one.sheet.steps)
    return next(here, every[0] if every else None)


def adjusted(outcome: Outcome, command: DockerCommand) -> Outcome:
    """The outcome of a line's kin, with what the line itself says of its container."""
    return replace(outcome, created=tuple(_as_typed(seen, command) for seen in outcome.created))


def _as_typed(seen: ContainerSeen, command: DockerCommand) -> ContainerSeen:
    goes = command.has("rm") and seen.status == "exited"
    return replace(
        seen,
        tty=command.has("tty"),
        open_stdin=command.has("interactive"),
        auto_remove=command.has("rm"),
        status="removed" if goes else seen.status,
    )
