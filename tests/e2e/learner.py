"""A learner at a terminal: the installed command under pexpect, what it prints drawn on a screen by pyte."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

COMMAND = Path(sys.executable).with_name("docker-tutor")
LESSON = "altering-container-processes"
PATIENCE = 60.0  # seconds until something that must come is missed
PROMPT = "›"  # noqa: RUF001 -- the prompt's sign
SCROLLBACK = 5000  # lines
BOOT = "docker run -p {port}:2368 ghost"


class Learner:
    """One run of `docker-tutor` in a terminal. `seen` is every byte that it printed.

    Args:
        words: After `docker-tutor`.
        size: Rows and columns of the terminal.
        term: Its TERM.
        variables: Put into the environment beside what is there.
    """

    def __init__(
        self,
        *words: str,
        size: tuple[int, int] = (24, 80),
        term: str = "xterm-256color",
        variables: Mapping[str, str] | None = None,
    ) -> None:
        environ = {**os.environ, "TERM": term, "LC_ALL": "C.UTF-8", **(variables or {})}
        rows, columns = size
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            str(COMMAND), list(words), env=environ, dimensions=size, timeout=PATIENCE
        )
        self.child.delaybeforesend = None
        self.seen = b""
        self.modes = self.settings
        self.screen = pyte.HistoryScreen(columns, rows, history=SCROLLBACK, ratio=0.001)
        setattr(self.screen, "write_process_input", self.child.send)  # noqa: B010 -- pyte wants its method replaced
        self._stream = pyte.ByteStream(self.screen)

    @property
    def settings(self) -> list[Any]:
        """The terminal's modes, as `stty -a` would tell them."""
        return termios.tcgetattr(self.child.child_fd)

    @property
    def lines(self) -> list[str]:
        """Every line from the beginning on, those that scrolled away included."""
        width = self.screen.columns
        gone = ["".join(line[place].data for place in range(width)) for line in self.screen.history.top]
        return [line.rstrip() for line in (*gone, *self.screen.display)]

    @property
    def said(self) -> str:
        """All that was printed, as one line with single blanks, so that it does not matter where lines wrap."""
        return " ".join(" ".join(self.lines).split())

    @property
    def draft(self) -> str | None:
        """What stands on the prompt up to the cursor (behind it an earlier line may be suggested); None without one."""
        display, cursor = self.screen.display, self.screen.cursor
        for place in range(cursor.y, -1, -1):
            if display[place].startswith(PROMPT):
                return "".join((*display[place : cursor.y], display[cursor.y][: cursor.x]))[len(PROMPT) :].strip()
            if place < cursor.y - 3 or not display[place].strip():
                return None
        return None

    def has_draft(self, draft: str = "") -> bool:
        """Whether the cursor's line is the prompt, with just `draft` on it."""
        here = self.draft
        return here is not None and squeezed(here) == squeezed(draft)

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Let the command print until `condition` holds; its end, or silence for too long, is a failure."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"never came: {what}\n{self.told()}"
            try:
                data = self.child.read_nonblocking(65536, timeout=0.1)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                message = f"ended while waiting for {what}\n{self.told()}"
                raise AssertionError(message) from None
            self._feed(data)

    def told(self) -> str:
        """The last lines, for a failure's message."""
        return "\n".join(line for line in self.lines[-60:] if line)

    def wait_for(self, words: str, times: int = 1) -> None:
        """Wait until `words` have been printed so many times, wherever lines wrapped."""
        self.wait(lambda: self.said.count(words) >= times, words)

    def wait_for_bytes(self, data: bytes) -> None:
        """Wait until just these bytes have been printed."""
        self.wait(lambda: data in self.seen, repr(data))

    def wait_for_prompt(self, draft: str = "") -> None:
        """Wait until the cursor's line is the prompt, with `draft` on it."""
        self.wait(lambda: self.has_draft(draft), f"the prompt with {draft!r}")

    def press(self, keys: str | bytes) -> None:
        """Press these keys, now."""
        self.child.send(keys)

    def type(self, line: str) -> None:
        """Type at the prompt, and wait until it stands there."""
        self.press(line)
        self.wait_for_prompt(line)

    def submit(self, line: str) -> None:
        """Type a line at the prompt and press Enter, whatever comes of it."""
        self.type(line)
        self.press("\r")

    def enter(self, line: str, *, draft: str = "") -> None:
        """Type a line, press Enter, and wait for the next prompt, with `draft` on it."""
        before = self._entered()
        self.submit(line)
        self.wait(lambda: self._entered() > before and self.has_draft(draft), f"a prompt after {line}")

    def boot(self, port: str) -> None:
        """Start the site at its step, and see it answer."""
        times = self.said.count("It answers: http://localhost:")
        self.submit(BOOT.format(port=port))
        self.wait_for("It answers: http://localhost:", times + 1)

    @property
    def port(self) -> str:
        """The port that this lesson uses, as the place's line says."""
        found = re.findall(r"Port (\d+) is free", self.said)
        assert found, self.told()
        return str(found[-1])

    def end(self) -> int:
        """Read what is left; the exit code, or minus the signal's number."""
        deadline = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < deadline, f"never ended\n{self.told()}"
            try:
                self._feed(self.child.read_nonblocking(65536, timeout=0.1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                break
        self.child.wait()
        status = self.child.exitstatus
        return status if status is not None else -(self.child.signalstatus or 0)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> int:
        """Send the signal to the command itself, and wait for its end."""
        assert self.child.pid is not None
        os.kill(self.child.pid, number)
        return self.end()

    def hang_up(self) -> int:
        """Close the window; the exit code."""
        with Path(os.devnull).open("rb") as nothing:
            os.dup2(nothing.fileno(), self.child.child_fd)  # closes our end, and pexpect still has a file to close
        self.child.wait()
        status = self.child.exitstatus
        return status if status is not None else -(self.child.signalstatus or 0)

    def resize(self, rows: int, columns: int) -> None:
        """Drag the window's corner."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def close(self) -> None:
        """Go, whatever it is doing. On a busy machine even a killed command takes longer to end than pexpect waits."""
        with suppress(pexpect.ExceptionPexpect):
            self.child.close(force=True)

    def _entered(self) -> int:
        return sum(line.startswith(PROMPT) for line in self.lines)

    def _feed(self, data: bytes) -> None:
        self.seen += data
        self._stream.feed(data)


def squeezed(words: str) -> str:
    """Without blanks, as nobody can tell them from the end of a wrapped line."""
    return "".join(words.split())
