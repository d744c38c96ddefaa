"""What a session's commands did: seen for the verdict, and remembered so that a clean-up finds all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.observe import outcome_of
from tutor.engine.ownership import anonymous_volumes
from tutor.errors import TutorError
from tutor.live.cleanup import CONTAINER, VOLUME
from tutor.terminal.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.outcome import ContainerSeen, Outcome
    from tutor.live.needs import Ledger
    from tutor.live.place import Setting
    from tutor.live.run import Run

LONG = 256 * 1024
"""Characters of output from which on it pays to look after the memory that reading them took."""


class Evidence:
    """The containers and volumes of one session, as they come to be known."""

    def __init__(self, setting: Setting, ledger: Ledger) -> None:
        self._setting = setting
        self._ledger = ledger
        self._volumes: set[str] = set()
        self._seen: dict[str, ContainerSeen] = {}

    @property
    def volumes(self) -> frozenset[str]:
        """The anonymous volumes that were noted."""
        return frozenset(self._volumes)

    @property
    def containers(self) -> frozenset[str]:
        """The ids of containers that are known to be the lesson's: seen, or left over by an earlier session."""
        return self._setting.left_over.union(self._seen)

    @property
    def commands(self) -> Mapping[str, str]:
        """What each known container was asked to run, else what was started in it; by id."""
        return {one.id: " ".join(one.command or one.started) for one in self._seen.values()}

    def outcome(self, run: Run, target: str) -> Outcome:
        """What the command did, or has done so far; `target` is the id of the step's container, "" for none."""
        outcome = outcome_of(
            self._setting.place.client,
            exit_code=run.terminal.exit_code,
            output=run.terminal.text(),
            seconds=run.terminal.seconds,
            keys=run.terminal.keys(),
            lines_typed=run.terminal.lines.count,
            calls=run.line.calls() if run.line else (),
            daemon_lost=run.line.daemon_lost if run.line else False,
            image_names=run.words(),
            known=tuple(self._seen.values()),
            target=self._seen.get(target),
        )
        for container in outcome.created:
            self._own(container)
        # What `--rm` took away took its volumes along: there is nothing to remember then.
        if any(one.status != "removed" for one in outcome.created) and not outcome.daemon_lost:
            self._note_volumes()
        self._remember(outcome)
        if len(outcome.output) > LONG:
            give_back()
        return outcome

    def note(self, container: ContainerSeen) -> None:
        """A container that a need was met with."""
        self._own(container)
        self._note_volumes()

    def _own(self, container: ContainerSeen) -> None:
        """Write it down for the clean-up, unless it is gone: each writing waits for the disk."""
        if container.status != "removed":
            self._ledger.own(self._setting.session, CONTAINER, container.id, container.name)
        self._seen[container.id] = container

    def _remember(self, outcome: Outcome) -> None:
        """How each looks now, for when it is removed; of one that is, how it looked last stays known."""
        target = (outcome.target,) if outcome.target else ()
        for container in (*outcome.touched, *target):
            if container.id in self._seen and container.status != "removed":
                self._seen[container.id] = container

    def _note_volumes(self) -> None:
        """`docker rm` leaves a container's anonymous volumes, and they carry no label: remember them by name."""
        client, session = self._setting.place.client, self._setting.session
        try:
            found = anonymous_volumes(client, session, self._volumes, self.containers)
        except TutorError:
            return
        for name in set(found) - self._volumes:
            self._ledger.own(session, VOLUME, name, name)
        self._volumes.update(found)
