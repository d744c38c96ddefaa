"""A flag that `select` can wait for."""

from __future__ import annotations

import select
import threading

from tutor.terminal.wake import Wake


def is_set(wake: Wake) -> bool:
    """Whether `select` would return at once."""
    return bool(select.select([wake.fd], [], [], 0)[0])


def test_it_is_set_and_cleared() -> None:
    """Once or a hundred thousand times set: one `clear` is enough."""
    with Wake() as wake:
        assert not is_set(wake)
        for _ in range(100_000):
            wake.set()
        assert is_set(wake)
        wake.clear()
        assert not is_set(wake)


def test_another_thread_wakes_us() -> None:
    """`select` returns when some other thread sets it."""
    with Wake() as wake:
        thread = threading.Thread(target=wake.set)
        thread.start()
        assert select.select([wake.fd], [], [], 30)[0]
        thread.join()


def test_a_closed_one_is_harmless() -> None:
    """Whoever still holds it may set, clear and close it."""
    wake = Wake()
    wake.close()
    wake.set()
    wake.clear()
    wake.close()
