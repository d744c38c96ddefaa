"""The end of what a program printed, in bounded memory."""

from __future__ import annotations

LIMIT = 1024 * 1024  # bytes, DESIGN.md "Terminals"


class Tail:
    """The last `limit` bytes of a stream. `total` counts all bytes that ever came."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.total = 0
        self._limit = limit
        self._kept = bytearray()

    def add(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        self.total += len(data)
        self._kept += data
        if len(self._kept) > 2 * self._limit:  # not at every call: each cut moves all that is kept
            del self._kept[: -self._limit]

    def content(self) -> bytes:
        """At most the last `limit` bytes."""
        return bytes(self._kept[-self._limit :])

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
