"""How `docker-tutor` ends."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The codes that scripts may rely on; README lists them."""

    FINE = 0
    OUR_FAULT = 1  # a report file tells more
    USAGE = 2
    NOT_PASSED = 3  # a scripted lesson is not complete
    NO_DAEMON = 4
    INTERRUPTED = 130  # 128 + SIGINT, as shells count
