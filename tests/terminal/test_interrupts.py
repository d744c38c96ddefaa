"""Ctrl-C waits for what must not be left half done."""

from __future__ import annotations

import signal
import threading

import pytest

from tutor.terminal.interrupts import interrupts_held


def test_it_comes_once_it_may() -> None:
    """All of the block is done first; then it is raised, once, however often it was pressed."""
    done: list[str] = []

    def twice() -> None:
        with interrupts_held():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        twice()
    assert done == ["all of it"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_it_is_as_it_was_afterwards() -> None:
    """Somebody else's handler is put back, and hears what was pressed."""
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        with interrupts_held():
            signal.raise_signal(signal.SIGINT)
            assert heard == []
        assert heard == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_error_is_not_lost() -> None:
    """Without Ctrl-C what failed is raised as it is."""
    with pytest.raises(ZeroDivisionError), interrupts_held():
        _ = 1 // len([])


def test_other_threads_have_nothing_to_hold() -> None:
    """Only the main one may set handlers; the block runs all the same."""
    done = []

    def work() -> None:
        with interrupts_held():
            done.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [signal.getsignal(signal.SIGINT)]
