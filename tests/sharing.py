"""Who runs what where several workers share one daemon, and who must have it alone.

Two parts of the tests need the daemon, and each stays on one worker, so that what its modules share is made once.
They disturb each other only where a test looks at all that is on the daemon: such a test is marked `alone`.
"""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped]  # xdist carries no types

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    import pytest
    from xdist.remote import Producer  # type: ignore[import-untyped]  # as above

PARTS = {"live": "live", "trust": "live", "soak": "live", "e2e": "e2e"}
"""The folders whose tests need the daemon, and which of them stay together: about half of the time each."""
ALONE = {"trust", "soak"}
"""The folders in which every test must have the daemon alone."""


def folder_of(nodeid: str) -> str:
    """The folder below `tests` that a test lies in, or its file."""
    return nodeid.split("/")[1]


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """What takes long first, so that no worker is left with it when the other has nothing more to do."""
    order = {name: place for place, name in enumerate(PARTS)}
    return sorted(items, key=lambda item: order.get(folder_of(item.nodeid), len(order)))


class OneDaemon(LoadScopeScheduling):  # type: ignore[misc]  # as above
    """All of a part stays on one worker; what needs no daemon is free, file by file.

    (The marker `xdist_group` would say the same, but pytest 9.2 does not show its workers the names that it makes.)
    """

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        config.option.loadscopereorder = False  # the order is that of `in_order`, not by how many tests there are
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        """What stays together: the name of the part, or of the file, whose tests share what they once made."""
        return PARTS.get(folder_of(nodeid), nodeid.partition("::")[0])


@contextmanager
def daemon_shared(folder: Path, *, alone: bool) -> Iterator[None]:
    """Have the daemon, beside others or alone, for as long as this lasts; waits until that can be.

    Args:
        folder: One that all workers have in common.
        alone: Whether nobody else may have it meanwhile.
    """
    with (folder / "daemon.next").open("w") as queue, (folder / "daemon.lock").open("w") as lock:
        # Whoever waits to have it alone keeps the others from going on and on.
        with _held(queue, fcntl.LOCK_EX):
            fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield  # closing the files gives it back


@contextmanager
def _held(file: IO[str], how: int) -> Iterator[None]:
    fcntl.flock(file, how)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
