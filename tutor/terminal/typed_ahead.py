"""What was typed before a program was over, and that no program took: it was meant for the prompt that comes next."""

from __future__ import annotations

import os
import re
import termios
import tty
from pathlib import Path

from tutor.terminal.plain import plain_text

_LONGEST = 4096  # bytes that a pseudo-terminal keeps for whoever reads (Linux, drivers/tty/n_tty.c)
_INDEX = re.compile(r"^tty-index:\s*(\d+)$", re.MULTILINE)


class TypedAhead:
    """Keys without a reader. What was cleared with Ctrl-C or Ctrl-U is not among them: the terminal heeds these."""

    def __init__(self) -> None:
        self._keys = b""

    def add(self, keys: bytes) -> None:
        """These had no reader, either."""
        self._keys += keys

    def take(self) -> str:
        """The first line of it that is not empty, without its Enter; "" for nothing. Only once."""
        keys, self._keys = self._keys, b""
        lines = plain_text(keys.replace(b"\r", b"\n")).split("\n")
        return next(filter(None, map(str.strip, lines)), "")


def unread(fd: int) -> bytes:
    """What was typed into a pseudo-terminal and nobody read, at most 4 KiB; b"" where the system does not tell.

    Linux keeps it until our end is closed, too. In canonical mode it would give out only whole lines.

    Args:
        fd: Our end. No program is left at the other one.
    """
    try:
        told = _INDEX.search(Path(f"/proc/self/fdinfo/{fd}").read_text(encoding="ascii"))
        theirs = os.open(f"/dev/pts/{told[1] if told else ''}", os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return b""
    try:
        tty.setcbreak(theirs, termios.TCSANOW)
        return os.read(theirs, _LONGEST)
    except (OSError, termios.error):  # nothing is there
        return b""
    finally:
        os.close(theirs)
