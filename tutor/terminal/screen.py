"""The learner's own terminal: its size, raw mode that always ends, and signals that concern it."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import termios
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from tutor.terminal.wake import Wake

USUAL_SIZE = (24, 80)  # rows and columns where nobody knows better
_GONE = {errno.EIO, errno.EPIPE, errno.ENXIO, errno.EBADF}
_INPUT, _OUTPUT, _CONTROL, _LOCAL, _CHARACTERS = 0, 1, 2, 3, 6  # places in what `termios.tcgetattr` returns


class Hangup(Exception):  # noqa: N818 - an event from outside, not an error: nobody did anything wrong
    """The learner's terminal went away."""


@dataclass(frozen=True, slots=True)
class Console:
    """The two descriptors that lead to the learner."""

    input: int = 0
    output: int = 1

    @property
    def has_terminal_input(self) -> bool:
        """Whether keys come from a terminal."""
        return os.isatty(self.input)

    @property
    def is_terminal(self) -> bool:
        """Whether both descriptors are a terminal, so that raw mode makes sense."""
        return os.isatty(self.input) and os.isatty(self.output)

    def size(self) -> tuple[int, int]:
        """Rows and columns; 24 and 80 where no terminal tells."""
        for fd in (self.output, self.input):
            with contextlib.suppress(OSError):
                size = os.get_terminal_size(fd)
                if size.lines and size.columns:
                    return size.lines, size.columns
        return USUAL_SIZE

    def write(self, data: bytes) -> None:
        """Print all of `data`, untouched.

        Raises:
            Hangup: Nobody is there to read it.
        """
        with hang_ups():
            while data:
                data = data[os.write(self.output, data) :]


@contextlib.contextmanager
def hang_ups() -> Iterator[None]:
    """Turn the errors of a terminal that went away into `Hangup`."""
    try:
        yield
    except OSError as error:
        if error.errno not in _GONE:
            raise
        raise Hangup from error


class RawMode:
    """Keys reach us one by one and untouched, output goes out untouched, until the `with` block ends, however it ends.

    Does nothing where `console` is not a terminal on both ends.
    """

    def __init__(self, console: Console) -> None:
        self._fd = console.input
        self.is_on = console.is_terminal
        self._before: list[Any] = termios.tcgetattr(self._fd) if self.is_on else []

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Raw inside, and outside as it was."""
        try:
            self._set(_raw(self._before) if self.is_on else [])
            yield
        finally:
            # A signal's exception may come in the middle of the first; whoever comes last must find all put back.
            try:
                self._set(self._before)
            finally:
                self._set(self._before)

    @contextlib.contextmanager
    def printing(self) -> Iterator[None]:
        """Inside, ordinary printing works: a newline goes to the line's start again. Keys stay raw."""
        raw = _raw(self._before) if self.is_on else []
        try:
            self._set([*raw[:_OUTPUT], *self._before[_OUTPUT : _OUTPUT + 1], *raw[_OUTPUT + 1 :]])
            yield
        finally:
            self._set(raw)

    def _set(self, settings: list[Any]) -> None:
        if self.is_on:
            with contextlib.suppress(termios.error):  # the terminal is gone: nothing to put back
                termios.tcsetattr(self._fd, termios.TCSADRAIN, settings)


def _raw(settings: list[Any]) -> list[Any]:
    """As POSIX's `cfmakeraw`. Python's `tty.setraw` did other things in other versions."""
    raw = [*settings[:_CHARACTERS], list(settings[_CHARACTERS])]
    raw[_INPUT] &= ~(
        termios.IGNBRK
        | termios.BRKINT
        | termios.PARMRK
        | termios.ISTRIP
        | termios.INLCR
        | termios.IGNCR
        | termios.ICRNL
        | termios.IXON
    )
    raw[_OUTPUT] &= ~termios.OPOST
    raw[_LOCAL] &= ~(termios.ECHO | termios.ECHONL | termios.ICANON | termios.ISIG | termios.IEXTEN)
    raw[_CONTROL] = raw[_CONTROL] & ~(termios.CSIZE | termios.PARENB) | termios.CS8
    raw[_CHARACTERS][termios.VMIN], raw[_CHARACTERS][termios.VTIME] = 1, 0
    return raw


class Signals:
    """Notes the signals that came, and sets `wake`. For the main thread, inside `with Signals(wake).noted():`.

    `resized`, `hung_up` and `interrupted` are set by the handlers; whoever acts on one puts it back.
    """

    def __init__(self, wake: Wake) -> None:
        self.resized = False
        self.hung_up = False
        self.interrupted = False
        self._wake = wake

    @contextlib.contextmanager
    def noted(self, *, interrupts: bool) -> Iterator[None]:
        """Inside, SIGWINCH, SIGHUP and, if `interrupts`, SIGINT are noted; after it they do what they did before."""
        handlers: dict[signal.Signals, Callable[[], None]] = {
            signal.SIGWINCH: self._resize,
            signal.SIGHUP: self._hang_up,
        }
        if interrupts:
            handlers[signal.SIGINT] = self._interrupt
        with contextlib.ExitStack() as stack:
            for number, act in handlers.items():
                stack.callback(_put_back, number, signal.getsignal(number))
                signal.signal(number, self._handler(act))
            yield

    def _handler(self, act: Callable[[], None]) -> Callable[[int, FrameType | None], None]:
        def handle(_number: int, _frame: FrameType | None) -> None:
            act()
            self._wake.set()

        return handle

    def _resize(self) -> None:
        self.resized = True

    def _hang_up(self) -> None:
        self.hung_up = True

    def _interrupt(self) -> None:
        self.interrupted = True


def _put_back(number: signal.Signals, handler: Callable[[int, FrameType | None], Any] | int | None) -> None:
    signal.signal(number, signal.SIG_DFL if handler is None else handler)
