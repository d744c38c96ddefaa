"""The world outside the program, gathered once in `main` and handed on: streams, variables, folders, the clock."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

APPLICATION = "docker-tutor"


@dataclass(frozen=True)
class Environment:
    """What the program may know of its surroundings. `now` is the time of day, in UTC."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    variables: Mapping[str, str]
    working_folder: Path
    data_folder: Path
    state_folder: Path
    cache_folder: Path
    now: Callable[[], datetime]

    @classmethod
    def of_this_process(cls) -> Environment:
        """The real one."""
        return cls(
            stdin=sys.stdin,
            stdout=sys.stdout,
            stderr=sys.stderr,
            variables=dict(os.environ),
            working_folder=working_folder(),
            data_folder=platformdirs.user_data_path(APPLICATION),
            state_folder=platformdirs.user_state_path(APPLICATION),
            cache_folder=platformdirs.user_cache_path(APPLICATION),
            now=lambda: datetime.now(UTC),
        )

    @property
    def is_typed(self) -> bool:
        """Whether a person types: stdin is a terminal. Else the lines come from a script."""
        return self.stdin.isatty()


def working_folder() -> Path:
    """The folder the program was started in; the root where that one is gone by now."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path("/")
