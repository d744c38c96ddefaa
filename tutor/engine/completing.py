"""Asks the installed docker CLI what can come next on a line."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.core.completing import Candidate, read_answer
from tutor.engine.cli import find_cli
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEADLINE = 0.3
"""Seconds for an answer; it takes 13 to 18 ms with a daemon that answers (DOCKER-FACTS). Then the CLI is killed."""


def ask_cli(words: tuple[str, ...], begun: str, environ: Mapping[str, str]) -> tuple[Candidate, ...]:
    """What `docker __complete` offers after `words` (those after `docker`) for the word `begun`.

    The CLI asks the learner's own daemon for images and containers; it only reads. Nothing where it is not there, has
    nothing to say, or takes longer than `DEADLINE`.
    """
    try:
        cli = find_cli(environ.get("PATH"))
        process = subprocess.Popen(  # noqa: S603 -- the learner's own docker, asked for completions only
            [cli, "__complete", *words, begun],
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (TutorError, OSError, ValueError):
        return ()
    return read_answer(_answer(process).decode("utf-8", "replace"))


def _answer(process: subprocess.Popen[bytes]) -> bytes:
    """What it prints in time. A plugin that it asked in turn dies with it."""
    with process:
        try:
            return process.communicate(timeout=DEADLINE)[0]
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return b""
