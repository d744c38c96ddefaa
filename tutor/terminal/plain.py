"""What a program printed, as plain text: escape sequences obeyed where they edit a line, and dropped elsewhere.

The sequences are those of ECMA-48 and of xterm's "Control Sequences"; line editors (busybox's, readline) use the few
that `_EDITS` knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CSI = rb"\x1b\[[0-?]*[ -/]*[@-~]"
# Strings (titles, sixels, …) end with BEL or ESC \. One that is cut off must not swallow the lines after it.
STRING = rb"\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?"
SEQUENCE = re.compile(CSI + b"|" + STRING + rb"|\x1b[ -/]*[0-Z\\`-~]")
COLOUR = re.compile(rb"\x1b\[[\d;:]*m")
UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b\n]*\x1b?|[ -/]*)\Z")
LONGEST_SEQUENCE = 4096  # bytes; what is longer is taken for a mistake, not for a sequence

_BLOCK = 32 * 1024  # bytes
_CONTROLS = dict.fromkeys((*range(8), *range(14, 32), 11, 12, 127))
_PIECES = re.compile(r"\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[ -/]*[0-Z\\`-~]|[\r\b]|[^\x1b\r\b]+|\x1b", re.DOTALL)


def plain_text(data: bytes) -> str:
    r"""What a reader saw of `data`: UTF-8 (bad bytes replaced), `\n` line ends, overwritten characters overwritten."""
    return "\n".join("\n".join(map(_plain_line, block.split(b"\n"))) for block in _blocks(data))


def _blocks(data: bytes) -> Iterator[bytes]:
    """`data` cut at ends of lines: all lines of a megabyte at once, each a value of its own, would take ten."""
    start = 0
    while (end := data.find(b"\n", start + _BLOCK)) >= 0:
        yield data[start:end]
        start = end + 1
    yield data[start:]


def without_sequences(data: bytes) -> bytes:
    """`data` without its escape sequences."""
    return SEQUENCE.sub(b"", data) if b"\x1b" in data else data


def only_colours(data: bytes) -> bytes:
    """`data` with no escape sequences but colours: shown a second time, it asks the terminal for nothing."""

    def kept(match: re.Match[bytes]) -> bytes:
        return match[0] if COLOUR.fullmatch(match[0]) else b""

    return SEQUENCE.sub(kept, data).replace(b"\x05", b"")  # ENQ asks for an answer, too


def split_unfinished(data: bytes) -> tuple[bytes, bytes]:
    """`data` cut before an escape sequence that is not complete yet: what can be read now, and the rest."""
    match = UNFINISHED.search(data, max(0, len(data) - LONGEST_SEQUENCE)) if b"\x1b" in data else None
    return (data[: match.start()], data[match.start() :]) if match else (data, b"")


class PlainStream:
    r"""Output piece by piece, without escape sequences and with `\n` line ends, wherever the pieces were cut.

    A line that is painted once more, as shells do with their prompt when they learn the terminal's size, is not
    repeated; one that is overwritten by another keeps its `\r`.
    """

    def __init__(self) -> None:
        self._rest = b""  # the beginning of an escape sequence
        self._held = b""  # \r, and what may become a repetition
        self._line = b""  # what stands on the line

    def feed(self, data: bytes) -> bytes:
        """What can be shown of `data` and of what was held back before."""
        ready, self._rest = split_unfinished(self._rest + data)
        text = self._held + without_sequences(ready)
        self._held = text[len(text.rstrip(b"\r")) :]  # a \n may follow
        first, *painted = re.sub(rb"\r+\n", b"\n", text.removesuffix(self._held)).split(b"\r")
        shown = [self._stands(self._line + first, first)]
        for place, part in enumerate(painted, 1):
            if self._line and part.startswith(self._line):
                shown.append(self._stands(part, part.removeprefix(self._line)))
            elif part and place == len(painted) and self._line.startswith(part):
                self._held = b"\r" + part + self._held
            else:
                shown.append(self._stands(part, b"\r" + part))
        return b"".join(shown)

    def finish(self) -> bytes:
        """What was held back to the end."""
        rest = without_sequences(self._held.rstrip(b"\r") + self._rest).replace(b"\x1b", b"")
        self._rest = self._held = b""
        return rest

    def _stands(self, line: bytes, shown: bytes) -> bytes:
        self._line = line[line.rfind(b"\n") + 1 :]
        return shown


class _Line:
    """One line of a screen, and where its cursor stands."""

    def __init__(self) -> None:
        self.cells: list[str] = []
        self.column = 0

    def write(self, text: str) -> None:
        self._reach(self.column)
        self.cells[self.column : self.column + len(text)] = text
        self.column += len(text)

    def edit(self, final: str, count: int | None) -> None:
        """Do what the control sequence that ends in `final` does to one line; `count` is its parameter."""
        times = count or 1
        match final:
            case "\r":
                self.column = 0
            case "\b" | "D":
                self.column = max(0, self.column - times)
            case "C":
                self.column += min(times, LONGEST_SEQUENCE)
            case "G":
                self.column = min(times, LONGEST_SEQUENCE) - 1
            case "P":
                del self.cells[self.column : self.column + times]
            case "@":
                self._reach(self.column)
                self.cells[self.column : self.column] = " " * min(times, LONGEST_SEQUENCE)
            case "K" | "J":
                self._erase(count or 0)
            case _:
                pass  # it moves to other lines or paints: nothing in this one changes

    def _erase(self, which: int) -> None:
        if which == 0:
            del self.cells[self.column :]
        else:
            end = len(self.cells) if which > 1 else min(self.column + 1, len(self.cells))
            self.cells[:end] = " " * end

    def _reach(self, column: int) -> None:
        self.cells.extend(" " * (column - len(self.cells)))


def _plain_line(data: bytes) -> str:
    text = data.rstrip(b"\r").decode("utf-8", "replace")
    if "\x1b]" in text or "\x1bP" in text:
        text = re.sub(STRING.decode(), "", text)
    if not any(mark in text for mark in "\x1b\r\b"):
        return text.translate(_CONTROLS)
    line = _Line()
    for piece in _PIECES.finditer(text):
        match piece[0]:
            case "\r" | "\b" as control:
                line.edit(control, None)
            case sequence if sequence.startswith("\x1b"):
                line.edit(piece[2] or "", int(piece[1]) if (piece[1] or "").isdecimal() else None)
            case written:
                line.write(written.translate(_CONTROLS))
    return "".join(line.cells)
