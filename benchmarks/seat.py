"""A program at a terminal of its own, and how long it takes until it shows something."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

TUTOR = str(Path(sys.executable).with_name("docker-tutor"))
LESSON = "altering-container-processes"
PROMPT = "›".encode()  # noqa: RUF001 -- the prompt's sign
PATIENCE = 60.0  # seconds
CURSOR_QUERY, CURSOR_ANSWER = b"\x1b[6n", b"\x1b[1;1R"


class Seat:
    """A program under a pseudo-terminal of 24 by 80, read all the time."""

    def __init__(self, words: Sequence[str], variables: Mapping[str, str]) -> None:
        self.began = time.perf_counter()
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            words[0], list(words[1:]), env=dict(variables), dimensions=(24, 80), timeout=PATIENCE
        )
        self.child.delaybeforesend = None
        self.unread = b""

    def until(self, wanted: bytes, patience: float = PATIENCE) -> float:
        """Seconds since the program's start, once `wanted` was printed; what came before it is forgotten."""
        deadline = time.perf_counter() + patience
        while wanted not in self.unread:
            assert time.perf_counter() < deadline, self.unread[-2000:]
            data = self.child.read_nonblocking(1 << 16, timeout=PATIENCE)
            if CURSOR_QUERY in data:
                self.child.send(CURSOR_ANSWER)
            self.unread = self.unread[-len(wanted) :] + data  # more of it would be searched again and again
        now = time.perf_counter()
        self.unread = self.unread.partition(wanted)[2]
        return now - self.began

    def until_end(self) -> float:
        """Seconds since the program's start, once it has ended."""
        with suppress(pexpect.EOF):
            while True:
                self.child.read_nonblocking(1 << 16, timeout=PATIENCE)
        self.child.wait()
        return time.perf_counter() - self.began

    def took(self, keys: bytes, wanted: bytes) -> float:
        """Seconds from these keys to `wanted`."""
        self.unread = b""
        self.began = time.perf_counter()
        self.child.send(keys)
        return self.until(wanted)

    def memory(self) -> float:
        """MiB that it uses, what it shares with others included (`VmRSS`)."""
        status = Path(f"/proc/{self.child.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def leave(self) -> None:
        """Go, and wait for its end."""
        self.child.close(force=True)


@contextmanager
def home() -> Iterator[dict[str, str]]:
    """An environment with an empty home of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    names = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    places = {name: str(folder / name) for name in names}
    for place in places.values():
        Path(place).mkdir()
    yield {**os.environ, **places, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    shutil.rmtree(folder, ignore_errors=True)


def tutor_at(step: str, variables: Mapping[str, str]) -> Seat:
    """The tutor at the prompt of a step, with the stand-in."""
    seat = Seat((TUTOR, "start", LESSON, "--image", "stand-in", "--step", step), variables)
    seat.until(PROMPT)
    return seat


def by_turns(times: int, **ways: Callable[[], float]) -> dict[str, float]:
    """The median of each way's seconds, measured by turns, so that what else the machine does hits all alike."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            found[name].append(way())
    return {name: statistics.median(values) for name, values in found.items()}


def tell(what: str, ours: float, theirs: float, unit: str = "ms", factor: float = 1000.0) -> None:
    """One line: ours, the other's, the ratio and the difference."""
    ratio, more = ours / theirs, (ours - theirs) * factor
    print(
        f"{what:58} {ours * factor:9.2f} {theirs * factor:9.2f} {unit:4} {ratio:6.2f} x {more:+9.2f} {unit}", flush=True
    )
