"""A person at a terminal, played by a thread: types when something stands on the screen."""

from __future__ import annotations

import contextlib
import os
import select
import termios
import threading
import time
from typing import TYPE_CHECKING

import pyte

from tutor.terminal.screen import Console
from tutor.terminal.terminals import Terminals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from tutor.terminal.terminals import Terminal

PATIENCE = 30.0  # seconds until something that must come is missed


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Wait until `condition` holds; fail by name if it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.005)


class Learner:
    """Our end of a pseudo-terminal whose other end the tutor has for its own. All that is printed is kept."""

    def __init__(self) -> None:
        self._ours, self._theirs = os.openpty()
        termios.tcsetwinsize(self._theirs, (24, 80))
        self.console = Console(self._theirs, self._theirs)
        self.seen = bytearray()
        self.may_read = threading.Event()
        self.may_read.set()
        self._errors: list[BaseException] = []
        self._threads = [threading.Thread(target=self._watch, daemon=True)]
        self._threads[0].start()

    def _watch(self) -> None:
        while (ours := self._ours) >= 0:
            # Never waits in `read`: a terminal is not hung up while somebody reads it.
            if self.may_read.wait(0.05) and select.select([ours], [], [], 0.05)[0]:
                try:
                    self.seen += os.read(ours, 65536)
                except OSError:
                    return

    @property
    def settings(self) -> list[Any]:
        """What `stty -a` would say."""
        return termios.tcgetattr(self._theirs)

    def resize(self, rows: int, columns: int) -> None:
        """Drag the window's corner."""
        termios.tcsetwinsize(self._theirs, (rows, columns))

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._ours, keys)

    def saw(self, data: bytes, times: int = 1) -> None:
        """Wait until `data` was printed so many times."""
        wait_until(lambda: self.seen.count(data) >= times, repr(data))

    def meanwhile(self, act: Callable[[], object]) -> None:
        """Do `act` in a thread of its own; `finish` fails if it did."""

        def run() -> None:
            try:
                act()
            except BaseException as error:  # noqa: BLE001 - told in `finish`
                self._errors.append(error)
                self.hang_up()

        self._threads.append(threading.Thread(target=run, daemon=True))
        self._threads[-1].start()

    def when(self, seen: bytes, act: Callable[[], None]) -> None:
        """Do `act` once `seen` was printed; returns at once."""

        def wait_and_act() -> None:
            self.saw(seen)
            act()

        self.meanwhile(wait_and_act)

    def answer(self, seen: bytes, keys: bytes) -> None:
        """Press `keys` once `seen` was printed; returns at once."""
        self.when(seen, lambda: self.type(keys))

    def screen(self) -> list[str]:
        """What stands on the screen now: its lines, without trailing blanks and empty lines."""
        screen = pyte.Screen(80, 24)
        pyte.ByteStream(screen).feed(bytes(self.seen))
        return [line.rstrip() for line in screen.display if line.strip()]

    def unread(self) -> bytes:
        """What was typed and nobody took."""
        before, settings = self.settings, self.settings
        settings[3] &= ~termios.ICANON
        termios.tcsetattr(self._theirs, termios.TCSANOW, settings)
        try:
            return os.read(self._theirs, 4096) if select.select([self._theirs], [], [], 0)[0] else b""
        finally:
            termios.tcsetattr(self._theirs, termios.TCSANOW, before)

    def hang_up(self) -> None:
        """Close the window."""
        if self._ours >= 0:
            ours, self._ours = self._ours, -1
            self._threads[0].join(PATIENCE)
            os.close(ours)

    def finish(self) -> None:
        """Wait for what runs meanwhile, and close all."""
        for thread in self._threads[1:]:
            thread.join(PATIENCE)
            assert not thread.is_alive()
        self.hang_up()
        os.close(self._theirs)
        assert not self._errors, self._errors


@contextlib.contextmanager
def sitting() -> Iterator[Learner]:
    """A learner for as long as the block lasts."""
    learner = Learner()
    try:
        yield learner
    finally:
        learner.finish()


class Shelf:
    """Terminals that start with little said, and end with the test."""

    def __init__(self) -> None:
        self.terminals = Terminals()
        self.ended: list[int] = []
        self._count = 0

    def start(self, *argv: str, size: tuple[int, int] = (24, 80)) -> Terminal:
        """Run a program."""
        self._count += 1
        environment = {**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        line = " ".join(argv)
        return self.terminals.start(self._count, line, argv, environment, size, "/", self.ended.append)

    def shell(self, script: str) -> Terminal:
        """Run a line of shell."""
        return self.start("sh", "-c", script)
