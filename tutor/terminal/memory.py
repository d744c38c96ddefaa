"""Memory that was needed for a moment, given back to the system."""

from __future__ import annotations

from contextlib import suppress


def give_back() -> None:
    """Let the C library give back what it keeps for later; does nothing where it knows no such thing.

    Reading a megabyte of output takes five for a moment, and what is kept of it lies on top of them: without being
    asked glibc (malloc_trim(3)) would hold on to these for good. It takes some milliseconds.
    """
    import ctypes  # noqa: PLC0415 -- hardly ever needed

    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
