"""A whole lesson proven: every check made, side by side where checks do not disturb each other."""

from __future__ import annotations

import itertools
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tutor.authoring.attempt import attempt
from tutor.authoring.checks import is_alone
from tutor.engine.ports import is_free, published_ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from tutor.authoring.attempt import Bench
    from tutor.authoring.checks import Check
    from tutor.authoring.results import Result
    from tutor.core.lesson import Lesson
    from tutor.live.place import Place

SIDE_BY_SIDE = 5
LOWEST, HIGHEST = 20_000, 32_000  # ports below those that systems hand out by themselves (Linux: from 32768 on)
EVERYWHERE = "0.0.0.0"  # noqa: S104  # where `docker run -p` listens; only tried


def prove(bench: Bench, lesson: Lesson, checks: Iterable[Check]) -> Iterator[Result]:
    """The results, each as soon as it and those before it are there: first what can be made side by side.

    Raises:
        NoDaemonError: The daemon stopped answering.
    """
    every = tuple(checks)
    together = [check for check in every if not is_alone(check)]
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="attempt") as pool:
        futures = [pool.submit(attempt, bench, lesson, check) for check in together]
        yield from results_of(futures)
    for check in every:
        if is_alone(check):
            yield attempt(bench, lesson, check)


def results_of(futures: list[Future[Result]]) -> Iterator[Result]:
    """The results in order. Whatever ends this early, an error or Ctrl-C, keeps what has not begun from beginning."""
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def own_ports(place: Place) -> Callable[[], int]:
    """Gives a port that was free a moment ago, never the same one twice; callable from any thread."""
    first = LOWEST + secrets.randbelow(HIGHEST - LOWEST)
    candidates = itertools.chain(range(first, HIGHEST), itertools.cycle(range(LOWEST, HIGHEST)))
    lock = threading.Lock()
    taken = published_ports(place.client)

    def next_port() -> int:
        with lock:
            return next(port for port in candidates if port not in taken and is_free(port, EVERYWHERE))

    return next_port
