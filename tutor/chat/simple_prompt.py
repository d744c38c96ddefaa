"""The prompt for terminals that know no escape sequence: the terminal itself edits the line."""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
from codecs import getincrementaldecoder
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self, TextIO

from tutor.chat.look import Look, Mark
from tutor.chat.paste import is_continued, join_continued
from tutor.core.events import Closed, Event, Reason, Typed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from tutor.core.view import View

_CHUNK = 65536  # bytes; a terminal hands out one line at a time


class SimplePrompt:
    """Reads lines as the terminal gives them: no bottom line, no history, no escape sequence.

    It behaves as `Prompt` does; a proposed line is taken by a Tab alone on its line. What is typed and not entered
    stays with the terminal over a nudge; only it is not drawn again.
    """

    def __init__(self, look: Look, stdin: TextIO, stdout: TextIO) -> None:
        self._look = look
        self._file = stdin.fileno()
        self._out = stdout
        self._decoder = getincrementaldecoder(stdin.encoding)("replace")
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_writer, False)
        self._begun = ""
        self._unfinished = ""
        self._offered = ""
        self._offer_shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._wake_reader)
        os.close(self._wake_writer)

    def read(self, view: View) -> Event | None:
        """The next thing the learner does; see `Prompt.read`."""
        try:
            self._show_offer()
            return self._read_on(view)
        except OSError:
            return Closed(Reason.HANGUP)

    def nudge(self) -> None:
        """Make `read` return None at once, or the next one if none runs. From any thread or signal handler."""
        with suppress(BlockingIOError):  # so many nudges wait that one more changes nothing
            os.write(self._wake_writer, b"!")

    def offer(self, line: str) -> None:
        """Show `line` before the next prompt; Tab and Enter take it."""
        self._offered = " ".join(line.splitlines())
        self._offer_shown = False

    def begin(self, line: str) -> None:
        """Nothing: the terminal edits by itself, and takes no text from us."""

    def drop_pending(self) -> tuple[str, ...]:
        """Nothing: the terminal holds what was pasted, and it cannot be told from what was typed."""
        return ()

    def _read_on(self, view: View) -> Event | None:
        while True:
            try:
                with _interruptible():
                    self._write(f"{self._look.mark(Mark.CONTINUED if self._unfinished else Mark.PROMPT)} ")
                    line = self._line()
            except KeyboardInterrupt:
                self._begun = self._unfinished = ""
                if view.refusal:
                    return self._refuse(view.refusal)
                self._write(f"\n{self._look.indent}{self._look.show(view.how_to_leave)}\n")
                continue
            match line:
                case str() if (typed := self._enter(line)) is not None:
                    return typed
                case Closed(Reason.END) if view.refusal:
                    return self._refuse(view.refusal)
                case Closed():
                    self._write("\n")
                    return line
                case None:
                    self._write("\n")
                    return None

    def _line(self) -> str | Closed | None:
        """A whole line without its end; why there is none; None for a nudge."""
        while "\n" not in self._begun:
            ready, _, _ = select.select([self._file, self._wake_reader], [], [])
            if self._wake_reader in ready:
                os.read(self._wake_reader, _CHUNK)
                return None
            data = os.read(self._file, _CHUNK)
            if not data and (not self._begun or self._is_gone()):
                return Closed(Reason.HANGUP if self._is_gone() else Reason.END)
            self._begun += self._decoder.decode(data)
        line, _, self._begun = self._begun.partition("\n")
        return line

    def _is_gone(self) -> bool:
        try:
            termios.tcgetattr(self._file)
        except termios.error:
            return True
        return False

    def _refuse(self, word: str) -> Typed:
        """The answer that a key gave, as if it had been typed."""
        self._write(f"{word}\n")
        return Typed(word)

    def _enter(self, line: str) -> Typed | None:
        if line.strip(" ") == "\t":
            line = self._offered
        self._offered = ""
        whole = join_continued(self._unfinished, line) if self._unfinished else line
        self._unfinished = whole if is_continued(whole) else ""
        return None if self._unfinished else Typed(whole)

    def _show_offer(self) -> None:
        if self._offered and not self._offer_shown:
            self._write(f"{self._look.indent}{self._look.show(self._offered)}\n")
            self._offer_shown = True

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C raises KeyboardInterrupt in here, whatever the program does with it elsewhere."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
