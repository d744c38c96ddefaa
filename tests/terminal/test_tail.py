"""The end of what was printed is kept, all of it and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.terminal.tail import Tail

LIMIT = 150_000  # more than two pieces, so that one of them is given up only in part


@given(st.lists(st.integers(0, 90_000), max_size=12))
def test_the_last_bytes_are_kept_however_they_came(sizes: list[int]) -> None:
    """Content is the end of the stream, `total` its length; `is_cut` says whether something is missing."""
    tail, stream = Tail(LIMIT), b""
    for number, size in enumerate(sizes):
        piece = bytes([number]) * size
        tail.add(piece)
        stream += piece
        assert tail.content() == stream[-LIMIT:]
    assert tail.total == len(stream)
    assert tail.is_cut is (len(stream) > LIMIT)
