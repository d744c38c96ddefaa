"""A terminal for the tests: what the prompt's program prints in it becomes a screen."""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte

if TYPE_CHECKING:
    from collections.abc import Callable

TALK = Path(__file__).with_name("talk.py")
PATIENCE = 30  # seconds


class Terminal:
    """A terminal with the prompt's program in it; `seen` is every byte that the program printed."""

    def __init__(self, term: str = "xterm-256color", arguments: tuple[str, ...] = (), columns: int = 80) -> None:
        environ = {**os.environ, "TERM": term, "PYTHONUTF8": "1"}
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable, [str(TALK), *arguments], env=environ, dimensions=(24, columns), timeout=PATIENCE
        )
        self.child.delaybeforesend = None
        self.screen = pyte.Screen(columns, 24)
        self.seen = b""
        self._stream = pyte.ByteStream(self.screen)
        self.modes = termios.tcgetattr(self.child.child_fd)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without the empty ones."""
        return [line.rstrip() for line in self.screen.display if line.strip()]

    @property
    def cursor_line(self) -> str:
        """The line that the cursor is in."""
        return self.screen.display[self.screen.cursor.y].rstrip()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the program print until `condition` holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, "\n".join(self.lines)
            try:
                data = self.child.read_nonblocking(65536, timeout=0.1)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                # What holds once it has ended may hold by now; what was to be printed never comes.
                assert condition(), "\n".join(self.lines)
                return
            self.seen += data
            self._stream.feed(data)

    def wait_for(self, text: str) -> None:
        """Wait until `text` is on the screen."""
        self.wait(lambda: any(text in line for line in self.lines))

    def wait_for_prompt(self, draft: str = "", sign: str = "›") -> None:  # noqa: RUF001 -- the prompt's sign
        """Wait until the prompt with `draft` on it is in the cursor's line."""
        self.wait(lambda: self.cursor_line == f"{sign} {draft}".rstrip())

    def type(self, keys: str) -> None:
        """Press these keys."""
        self.child.send(keys.encode())

    def nudge(self) -> None:
        """Make the program say something."""
        assert self.child.pid is not None
        os.kill(self.child.pid, signal.SIGUSR1)

    def end(self) -> None:
        """Read what is left, and the program's end."""
        self.seen += self.child.read()
        self.child.wait()
