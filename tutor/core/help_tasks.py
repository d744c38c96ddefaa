"""What `explain` asks of the installed CLI: the one task of `tasks.py` that is about words alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.tasks import AskCli, CliSays


@dataclass(frozen=True, slots=True)
class AskHelp:
    """To explain `line`: read what the installed CLI says of the command `words` in its help.

    Where the parser does not know a word of the line, `ask` is what the CLI is asked instead, as for a line that runs.
    """

    line: str
    words: tuple[str, ...] = ()
    ask: AskCli | None = None


@dataclass(frozen=True, slots=True)
class HelpTold:
    """The CLI's help: what the command does, and each flag by its long name. Empty where there was none.

    `says` answers the task's `ask`; None where nobody was asked.
    """

    says: CliSays | None = None
    summary: str = ""
    flags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
