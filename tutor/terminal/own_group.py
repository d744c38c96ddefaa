"""The terminal for ourselves, where the program that started us would react to the learner's keys as well."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def own_group(stdin: TextIO) -> Iterator[None]:
    """While it lasts, what the terminal's keys signal reaches this process and its children, not those before it.

    Docker's CLI 20.10 ends at the third Ctrl-C, whoever it was meant for, and the shell then takes the terminal from
    under its plugin. As nobody would wake us again, Ctrl-Z does nothing meanwhile. Without a terminal, or in the
    background, nothing changes.
    """
    number = foreground_terminal(stdin)
    if number is None:
        yield
        return
    before = os.getpgrp()
    stopping = signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    os.setpgid(0, 0)
    give(number, os.getpgrp())
    try:
        yield
    finally:
        give(number, before)
        with suppress(OSError):  # the group is gone, with all that were in it
            os.setpgid(0, before)
        signal.signal(signal.SIGTSTP, stopping)


def foreground_terminal(stdin: TextIO) -> int | None:
    """The number of the terminal that this process's group has; None where it has none, or leads its session."""
    with suppress(OSError, ValueError):
        number = stdin.fileno()
        if os.isatty(number) and os.tcgetpgrp(number) == os.getpgrp() and os.getpgrp() != os.getpid():
            return number
    return None


def give(number: int, group: int) -> None:
    """Make `group` the one that has the terminal. Whoever is not it may do so only with SIGTTOU ignored."""
    held = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    with suppress(OSError):  # the terminal is gone, or the group
        os.tcsetpgrp(number, group)
    signal.signal(signal.SIGTTOU, held)
