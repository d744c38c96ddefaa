"""The end of what a program printed, in bounded memory."""

from __future__ import annotations

from collections import deque

LIMIT = 1024 * 1024  # bytes, DESIGN.md "Terminals"
_PIECE = 64 * 1024  # bytes


class Tail:
    """The last `limit` bytes of a stream. `total` counts all bytes that ever came.

    Kept in pieces: one buffer that grows and is cut leaves holes in the memory which are not given back.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.total = 0
        self._limit = limit
        self._pieces: deque[bytes] = deque()
        self._size = 0  # of the pieces
        self._newest = bytearray()

    def add(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        self.total += len(data)
        self._newest += data
        if len(self._newest) >= _PIECE:
            self._pieces.append(bytes(self._newest[-self._limit :]))
            self._size += len(self._pieces[-1])
            self._newest.clear()
        while self._pieces and self._size - len(self._pieces[0]) >= self._limit:
            self._size -= len(self._pieces.popleft())

    def content(self) -> bytes:
        """At most the last `limit` bytes."""
        # What is too much is left out before they are put together: two megabytes for a moment leave a hole, too.
        pieces: list[bytes | memoryview] = [*self._pieces, bytes(self._newest)]
        surplus = max(0, self._size + len(self._newest) - self._limit)
        while surplus > len(pieces[0]):
            surplus -= len(pieces.pop(0))
        pieces[0] = memoryview(pieces[0])[surplus:]
        return b"".join(pieces)

    @property
    def is_cut(self) -> bool:
        """Whether the stream's beginning is no longer here."""
        return self.total > self._limit

    def lines_since(self, position: int, count: int) -> bytes:
        r"""The last `count` lines of what came after `position`, the line that `position` stands in begun anew.

        Args:
            position: Bytes of the stream, as `total` counted them.
            count: Lines; an unfinished last line counts as one. At least 1.
        """
        content = self.content()
        at = max(0, position - (self.total - len(content)))
        missed = content[content.rfind(b"\n", 0, at) + 1 :]
        lines = missed[-self._limit // 16 :].split(b"\n")
        return b"\n".join(lines[-count:])
