"""One command that was started: its terminal and its line on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.engine.told import created_id, is_created, is_meant, touch

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.engine.wire import Line
    from tutor.terminal.terminals import Terminal


@dataclass(frozen=True)
class Run:
    """`number` is the terminal's, below 0 for an unseen one; `line` is None for what runs without the wire."""

    number: int
    command: DockerCommand
    terminal: Terminal
    line: Line | None

    def words(self) -> tuple[str, ...]:
        """The words that could be names of images or containers."""
        command = self.command
        tokens = (*command.arguments, *command.tail)
        given = (use.value for use in command.flags if use.value_span is not None)  # not the "true" of a bare flag
        return tuple(dict.fromkeys((*(token.value for token in tokens), *given)))

    def created(self, patience: float) -> str:
        """The id of the container that it creates, as soon as it did; "" if it does not within `patience` seconds."""
        create = self.line.wait_for(is_created, patience) if self.line else None
        return created_id(create) if create else ""

    def started(self, patience: float) -> str:
        """The id of the container that it creates, once that was started; "" if neither comes about in that time."""
        identity = self.created(patience)
        if not self.line or not identity:
            return ""
        start = self.line.wait_for(
            lambda call: (
                (change := touch(call)) is not None
                and change.verb == "start"
                and change.status > 0
                and is_meant(change.reference, identity)
            ),
            patience,
        )
        change = touch(start) if start else None
        return identity if change and change.worked else ""

    def all_created(self) -> tuple[str, ...]:
        """The ids of the containers that it created until now."""
        calls = self.line.calls() if self.line else ()
        return tuple(identity for call in calls if is_created(call) and (identity := created_id(call)))

    def started_again(self) -> tuple[str, ...]:
        """What it called the containers that it started without having created them."""
        changes = filter(None, map(touch, self.line.calls())) if self.line else ()
        mine = self.all_created()
        others = [one.reference for one in changes if one.verb == "start" and one.worked and one.reference not in mine]
        return tuple(dict.fromkeys(others))
