r"""A script on standard input: lines as if typed at the prompt, or into the program in the foreground.

    # a comment, skipped
    docker run -it ghost sh      goes to the tutor, or to the program in the foreground
    exit
    @ docker ps                  goes to the tutor, after the foreground's end
    ^C  ^D  ^]                   alone on a line: these keys

A blank line is Enter. Lines end in `\n` or `\r\n`; the last one may lack it. Bytes that are not UTF-8 are replaced.
"""

from __future__ import annotations

import os
import select
from typing import TYPE_CHECKING

from tutor.core.events import Closed, Reason, Typed
from tutor.core.outcome import Key
from tutor.core.texts import words

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_LINE = 1024 * 1024  # bytes; what is longer is no line that anyone typed

_PIECE = 64 * 1024
_KEYS = {"^C": Key.INTERRUPT, "^D": Key.END_OF_INPUT, "^]": Key.LEAVE}
_REASONS = {Key.INTERRUPT: Reason.INTERRUPT, Key.END_OF_INPUT: Reason.END}
_CARETS = {code: "^" + chr(code ^ 0x40) for code in (*range(32), 127) if code != ord("\t")}


class ScriptLines:
    """The lines of a script, in order, each for whoever is addressed.

    Args:
        source: Descriptor the script is read from.
        echo: Given each line that the tutor takes, with `sign` before it and a newline, so that what was printed
            reads like a session. Programs in the foreground echo theirs by themselves.
        sign: The prompt.

    `failure` says why the script could not go on, "" as long as it can.
    """

    def __init__(
        self,
        source: int,
        echo: Callable[[str], object],
        sign: str = "› ",  # noqa: RUF001 - the tutor's prompt (DESIGN.md), not a "greater than"
    ) -> None:
        self.failure = ""
        self._source = source
        self._echo = echo
        self._sign = sign
        self._unread = b""
        self._has_ended = False
        self._lines: list[tuple[int, str]] = []  # line numbers and lines, the next one last
        self._count = 0

    def is_ready(self) -> bool:
        """Whether the next line, or the end, is here: nothing below would wait."""
        while not self._is_settled and select.select([self._source], [], [], 0)[0]:
            self._read()
        return self._is_settled

    @property
    def is_at_end(self) -> bool:
        """Whether the script is over. False while that cannot be known yet."""
        return self.is_ready() and not self._lines

    def next_for_tutor(self) -> Typed | Closed:
        """Take the next line, waiting for it as long as it takes.

        Returns:
            What was typed, or why nothing more is: `FAILED` once `failure` says something, `END` at the script's end
            and for `^D`, `INTERRUPT` for `^C`. A `^]` means nothing at the prompt and is passed over.
        """
        while True:
            self._wait()
            if self.failure or not self._lines:
                return Closed(Reason.FAILED if self.failure else Reason.END)
            line = self._lines.pop()[1]
            self._echo(f"{self._sign}{line.translate(_CARETS)}\n")
            key = _KEYS.get(line)
            if key is None:
                return Typed(line[1:].strip() if _is_addressed(line) else line)
            if key in _REASONS:
                return Closed(_REASONS[key])

    def next_for_foreground(self) -> bytes | Key | None:
        """Take the next line for the program in the foreground, waiting for it as long as it takes.

        Returns:
            The line without its end, or a key. None, and nothing is taken, where the line is addressed to the tutor
            or the script is over.
        """
        self._wait()
        if self.failure or not self._lines or _is_addressed(self._lines[-1][1]):
            return None
        line = self._lines.pop()[1]
        return _KEYS.get(line) or line.encode()

    def give_up(self, seconds: float) -> None:
        """The next line is the tutor's, and after `seconds` the foreground has not ended: the script has failed."""
        number, line = self._lines[-1]
        self.failure = words("script.waited", number=number, line=line.translate(_CARETS), seconds=f"{seconds:.0f}")

    @property
    def _is_settled(self) -> bool:
        return bool(self._lines or self._has_ended or self.failure)

    def _wait(self) -> None:
        while not self._is_settled:
            self._read()

    def _read(self) -> None:
        data = os.read(self._source, _PIECE)
        self._has_ended = not data
        self._unread += data
        *whole, self._unread = self._unread.split(b"\n")
        if self._has_ended and self._unread:
            whole, self._unread = [self._unread], b""
        self._add(whole)
        if len(self._unread) > LONGEST_LINE:
            self.failure = words("script.too-long", number=self._count + 1)

    def _add(self, lines: list[bytes]) -> None:
        found = []
        for number, data in enumerate(lines, self._count + 1):
            line = data.removesuffix(b"\r").decode("utf-8", "replace")
            if line != "#" and not line.startswith("# "):
                found.append((number, line))
        self._count += len(lines)
        self._lines = [*reversed(found), *self._lines]


def _is_addressed(line: str) -> bool:
    return line == "@" or line.startswith("@ ")
