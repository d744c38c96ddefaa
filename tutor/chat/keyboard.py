"""The keyboard as prompt_toolkit's input, and the terminal's mode while nobody reads."""

from __future__ import annotations

import os
import select
import termios
from codecs import getincrementaldecoder
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from prompt_toolkit.input.posix_utils import PosixStdinReader
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Iterator

_BURST = 32  # keys in one read that nobody types: a paste by a terminal without bracketed paste
_LOCAL_FLAGS = 3  # where termios keeps them


class Keyboard(Vt100Input):
    """The terminal's keys.

    Beyond prompt_toolkit's own: a terminal that answers with an error is closed (there it would be asked for ever),
    and a burst of characters is one paste (there each is drawn by itself, which takes minutes for 100 kB).
    """

    def __init__(self, stdin: TextIO) -> None:
        super().__init__(stdin)
        self.stdin_reader = _Reader(stdin.fileno(), encoding=stdin.encoding)

    def read_keys(self) -> list[KeyPress]:
        """The keys that are there now, bursts of characters as pastes."""
        return gather_bursts(super().read_keys())


class _Reader(PosixStdinReader):
    def __init__(self, file: int, encoding: str) -> None:
        super().__init__(file, encoding=encoding)
        self._decoder = getincrementaldecoder(encoding)("replace")

    def read(self, count: int = 4096) -> str:
        if self.closed:
            return ""
        try:
            if not select.select([self.stdin_fd], [], [], 0)[0]:
                return ""
            data = os.read(self.stdin_fd, count)
        except (InterruptedError, BlockingIOError):
            return ""
        except OSError:
            data = b""
        self.closed = not data
        return self._decoder.decode(data, final=self.closed)


def gather_bursts(keys: list[KeyPress]) -> list[KeyPress]:
    """The same keys, each long run of plain characters as one paste."""
    gathered: list[KeyPress] = []
    for is_plain, run in groupby(keys, _is_character):
        presses = list(run)
        if is_plain and len(presses) >= _BURST:
            presses = [KeyPress(Keys.BracketedPaste, "".join(press.data for press in presses))]
        gathered += presses
    return gathered


def _is_character(press: KeyPress) -> bool:
    return press.key == press.data and press.data.isprintable()


@contextmanager
def held(stdin: TextIO) -> Iterator[None]:
    """Keep what is typed while nobody reads, unechoed, for whoever reads next; the terminal's mode is restored after.

    So a key that comes between two prompts is not printed among the tutor's words, and a Ctrl-C reaches the program
    that is just being started, not the tutor.
    """
    with _local_flags(stdin, off=termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN):
        yield


@contextmanager
def interruptible(stdin: TextIO) -> Iterator[None]:
    """While it lasts a Ctrl-C interrupts the tutor itself, though the terminal is held: for what takes seconds.

    Raises:
        KeyboardInterrupt: It was pressed.
    """
    with _local_flags(stdin, on=termios.ISIG, after=termios.TCSANOW):
        yield


@contextmanager
def _local_flags(stdin: TextIO, *, off: int = 0, on: int = 0, after: int = termios.TCSADRAIN) -> Iterator[None]:
    """The terminal with these flags changed, where there is one; restored as `after` says."""
    try:
        before = termios.tcgetattr(stdin.fileno())
    except (OSError, termios.error):
        yield
        return
    changed = [*before]
    changed[_LOCAL_FLAGS] = changed[_LOCAL_FLAGS] & ~off | on
    try:
        termios.tcsetattr(stdin.fileno(), termios.TCSANOW, changed)
        yield
    finally:
        with suppress(OSError, termios.error):  # the terminal may be gone
            termios.tcsetattr(stdin.fileno(), after, before)
