"""One command that was started: its terminal and its line on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.engine.wire import Line
    from tutor.terminal.terminals import Terminal


@dataclass(frozen=True)
class Run:
    """`line` is None for what runs without the wire, such as `docker --help`."""

    command: DockerCommand
    terminal: Terminal
    line: Line | None

    def words(self) -> tuple[str, ...]:
        """The words that could be names of images or containers."""
        command = self.command
        tokens = (*command.arguments, *command.tail)
        return tuple(dict.fromkeys((*(token.value for token in tokens), *(use.value for use in command.flags))))
