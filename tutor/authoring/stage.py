"""The live world of one attempt: a port of its own, and the circumstances made once the step's needs are met."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.authoring.circumstances import making
from tutor.core.command import parse
from tutor.core.facts_text import fill_facts
from tutor.core.tasks import Prepare, Prepared
from tutor.core.texts import words
from tutor.engine.containers import from_daemon
from tutor.engine.daemon import found
from tutor.engine.ownership import anonymous_volumes
from tutor.errors import TutorError
from tutor.live.fixtures import UNSEEN
from tutor.live.world import LiveWorld

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tutor.authoring.checks import Check
    from tutor.authoring.notebook import Notebook
    from tutor.authoring.script import Screen
    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.guard import Hit
    from tutor.core.outcome import Outcome
    from tutor.core.tasks import Result, Task
    from tutor.live.place import Setting
    from tutor.live.run import Run

SHOWN = 200  # characters of what a line printed that failed, the last ones
PATIENCE = 60.0
"""Seconds for a line that makes a circumstance to end."""


class Stage(LiveWorld):
    """As a learner's world, but for the port, and for what is given.

    Args:
        setting: Which session, where.
        sockets: Where the wire's sockets lie.
        screen: The script's.
        notebook: Remembers what was made.
        port: The host port that no other attempt uses.
        check: What is tried: its circumstances are made.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- what a world needs, and what is different in this one
        self, setting: Setting, sockets: Path, screen: Screen, notebook: Notebook, port: int, check: Check
    ) -> None:
        super().__init__(setting, sockets, screen, notebook)
        self._port = port
        self._check = check
        self.known: Facts | None = None
        self.launched: list[Run] = []
        self.made_volumes: set[str] = set()
        self.trouble = ""
        self.last: Outcome | None = None

    def facts(self) -> Facts:
        """What is known of the place, with the port of our own."""
        self._tasks.facts = replace(super().facts(), port=self._port)
        self.known = self._tasks.facts
        return self.known

    def do(self, task: Task) -> Result:
        """Do the task; once the needs are met, make what else is given."""
        result = super().do(task)
        if isinstance(task, Prepare) and isinstance(result, Prepared):
            result = replace(result, facts=self.set_up(result.facts))
        self.note_made()
        return result

    def set_up(self, facts: Facts) -> Facts:
        """Make the circumstances. Called once: where the step needs nothing, before the conversation begins."""
        self.known = facts
        try:
            for given in self._check.given:
                for line in making(given, fill_facts(self._check.lines[0], facts), facts):
                    self._make(line)
            self.known = self._looked_at_again(facts)
        except TutorError as error:
            self.trouble = f"{error.message} {error.hint}".strip()
        self._tasks.facts = self.known
        return self.known

    def launch(
        self, number: int, command: DockerCommand, allowed: tuple[Hit, ...], on_end: Callable[[int], None]
    ) -> Run:
        """Start the CLI, and remember that it was."""
        run = super().launch(number, command, allowed, on_end)
        self.launched.append(run)
        return run

    def outcome(self, terminal: int) -> Outcome:
        """What the command did; the last one is kept to be told."""
        self.last = super().outcome(terminal)
        self.note_made()
        return self.last

    def note_made(self) -> None:
        """Remember anonymous volumes apart from the session's own notes: the clean-up is checked against these."""
        session = self._setting.session
        self.made_volumes |= set(anonymous_volumes(self._place.client, session, self.made_volumes))

    def _make(self, line: str) -> None:
        run = self.launch_unseen(UNSEEN, parse(line))
        has_ended = run.terminal.wait(PATIENCE)
        if not has_ended or run.terminal.exit_code:
            raise TutorError(words("attempt.scene", line=line, output=run.terminal.text().strip()[-SHOWN:]))

    def _looked_at_again(self, facts: Facts) -> Facts:
        """The facts and the evidence, with the step's container as it is now: it may have been started or stopped."""
        if not self._check.given or not facts.container_id:
            return facts
        details = found(self._place.client.inspect_container, facts.container_id)
        if details is None:
            return facts
        seen = from_daemon(details, own_entrypoint=False)
        self._evidence.note(seen)
        return replace(facts, started_at=seen.started_at)
