"""Reads a line from left to right into words, and notes on its way what only a shell would understand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tutor.core import shell_syntax
from tutor.core.shell_syntax import Shell, ShellPart
from tutor.core.spans import Span
from tutor.core.typography import Lookalike, lookalike

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PLAIN = re.compile(r"[A-Za-z0-9_./:=,@%+{}!^-]+")
IN_DOUBLE = re.compile(r'[^"\\$`]+')
ESCAPED_IN_DOUBLE = '$`"\\'


class Word(NamedTuple):
    """One word: what the program receives, where it stands, and where each of its characters was typed."""

    value: str
    span: Span
    origins: tuple[int, ...]

    def part(self, start: int, end: int | None = None) -> Span:
        """Where the characters from `start` to `end` of the value were typed."""
        places = self.origins[start:end]
        return Span(places[0], places[-1] + 1) if places else Span(self.span.end, self.span.end)


@dataclass(slots=True)
class Scan:
    """How far a line is read: the word begun at `start` (None between words), and what was found on the way."""

    line: str
    at: int = 0
    start: int | None = None
    letters: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)  # places of unquoted * ? [ ] in the word
    words: list[Word] = field(default_factory=list)
    parts: list[ShellPart] = field(default_factory=list)
    lookalikes: list[Lookalike] = field(default_factory=list)
    unclosed: Span | None = None

    def begin(self) -> None:
        """A word is going on from here, even if it stays empty (`''`)."""
        self.start = self.at if self.start is None else self.start

    def take(self, text: str) -> None:
        """Add `text`, which stands at the current place, to the word."""
        self.begin()
        self.letters.append(text)
        self.origins.extend(range(self.at, self.at + len(text)))
        self.at += len(text)

    def skip(self, part: ShellPart) -> None:
        """Leave out a part that only a shell understands."""
        self.parts.append(part)
        self.at = part.span.end

    def end_word(self) -> None:
        """The word that was begun, if any, is complete."""
        if self.start is None:
            return
        word = Word("".join(self.letters), Span(self.start, self.at), tuple(self.origins))
        if shell_syntax.is_glob(word.value, frozenset(self.bare)):
            self.parts.append(ShellPart(Shell.GLOB, word.span))
        self.words.append(word)
        self.start = None
        self.letters, self.origins, self.bare = [], [], []


def scan(line: str) -> Scan:
    """Read the whole line. The time taken grows with its length and no faster."""
    scanned = Scan(line)
    while scanned.at < len(line):
        _step(scanned)
    scanned.end_word()
    return scanned


def _step(scan: Scan) -> None:
    """Read what stands at the current place."""
    if found := PLAIN.match(scan.line, scan.at):
        scan.take(found[0])
        return
    STEPS.get(scan.line[scan.at], _other)(scan)


def _blank(scan: Scan) -> None:
    scan.end_word()
    scan.at += 1


def _line_end(scan: Scan) -> None:
    scan.end_word()
    if scan.words and scan.line[scan.at :].strip():
        _operator(scan)
    else:
        scan.at = len(scan.line) if scan.words else scan.at + 1


def _single_quote(scan: Scan) -> None:
    scan.begin()
    end = scan.line.find("'", scan.at + 1)
    if end < 0:
        _leave_unclosed(scan, scan.at)
        return
    scan.at += 1
    scan.take(scan.line[scan.at : end])
    scan.at = end + 1


def _double_quote(scan: Scan) -> None:
    scan.begin()
    opened = scan.at
    scan.at += 1
    while scan.at < len(scan.line) and scan.line[scan.at] != '"':
        _step_in_double(scan)
    if scan.at >= len(scan.line):
        _leave_unclosed(scan, opened)
    else:
        scan.at += 1


def _step_in_double(scan: Scan) -> None:
    if found := IN_DOUBLE.match(scan.line, scan.at):
        scan.take(found[0])
        return
    follows = scan.line[scan.at + 1 : scan.at + 2]
    match scan.line[scan.at]:
        case "$":
            _dollar(scan, quoted=True)
        case "`":
            scan.skip(shell_syntax.backtick(scan.line, scan.at))
        case _ if follows == "\n":
            scan.at += 2
        case _:
            scan.at += bool(follows) and follows in ESCAPED_IN_DOUBLE
            scan.take(scan.line[scan.at])


def _backslash(scan: Scan) -> None:
    follows = scan.line[scan.at + 1 : scan.at + 3]
    if follows == "\r\n" or follows.startswith("\n"):
        scan.at += 1 + len(follows.partition("\n")[0]) + 1
    elif follows:
        scan.begin()
        scan.at += 1
        scan.take(scan.line[scan.at])
    else:
        _leave_unclosed(scan, scan.at)


def _leave_unclosed(scan: Scan, opened: int) -> None:
    scan.unclosed = Span(opened, opened + 1)
    scan.at = len(scan.line)


def _operator(scan: Scan) -> None:
    if scan.lookalikes:  # the sign may stand between printed quotes; first these have to go
        scan.take(scan.line[scan.at])
    elif shell_syntax.REDIRECTION.match(scan.line, scan.at):
        _redirection(scan)
    elif part := shell_syntax.operator(scan.line, scan.at):
        scan.end_word()
        scan.skip(part)
        scan.at = len(scan.line)


def _redirection(scan: Scan) -> None:
    number = scan.start if scan.start is not None and scan.line[scan.start : scan.at].isdecimal() else None
    if part := shell_syntax.redirection(scan.line, scan.at, scan.at if number is None else number):
        scan.end_word()
        if number is not None:
            scan.words.pop()
        scan.skip(part)


def _dollar(scan: Scan, *, quoted: bool = False) -> None:
    if part := shell_syntax.dollar(scan.line, scan.at, quoted=quoted):
        scan.begin()
        scan.skip(part)
    else:
        scan.take("$")


def _backtick(scan: Scan) -> None:
    scan.begin()
    scan.skip(shell_syntax.backtick(scan.line, scan.at))


def _group(scan: Scan) -> None:
    scan.end_word()
    scan.skip(ShellPart(Shell.GROUP, Span(scan.at, scan.at + 1)))


def _glob_sign(scan: Scan) -> None:
    scan.bare.append(len(scan.origins))
    scan.take(scan.line[scan.at])


def _tilde(scan: Scan) -> None:
    if scan.start is None:
        scan.begin()
        scan.skip(shell_syntax.home(scan.line, scan.at))
    else:
        scan.take("~")


def _hash(scan: Scan) -> None:
    if scan.start is None and not scan.lookalikes:
        scan.skip(shell_syntax.comment(scan.line, scan.at))
    else:
        scan.take("#")


def _other(scan: Scan) -> None:
    if found := lookalike(scan.line, scan.at):
        scan.lookalikes.append(found)
    scan.take(scan.line[scan.at])


STEPS: Mapping[str, Callable[[Scan], None]] = {
    **dict.fromkeys(" \t\r", _blank),
    **dict.fromkeys("|;&<>", _operator),
    **dict.fromkeys("()", _group),
    **dict.fromkeys("*?[]", _glob_sign),
    "\n": _line_end,
    "'": _single_quote,
    '"': _double_quote,
    "\\": _backslash,
    "$": _dollar,
    "`": _backtick,
    "~": _tilde,
    "#": _hash,
}
