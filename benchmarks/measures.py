"""The measurements. Each prints its lines."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.seat import LESSON, PROMPT, TUTOR, Seat, by_turns, home, tell, tutor_at
from tutor.core.progress import Attempt
from tutor.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
STEP = "inspect-image"
LISTING = "docker run --rm ghost ls"
UNLOGGED = "docker run --rm --log-driver none ghost sh -c"  # Docker's own log of much output is as large again
LAST_FILE = b"versions"  # the last that `ls` prints
ELSEWHERE = "→".encode()
MEGABYTES = 50
GIGABYTE = 1 << 30
LONG = 1200.0  # seconds that it may take
LESSONS = 1_000
ATTEMPTS = 100_000


def first_prompt() -> None:
    """From Enter in the shell to the first prompt. `LITECLI=/path/to/litecli` measures that too."""
    with home() as variables:
        keeper = tutor_at(STEP, variables)  # keeps the image there, as for most starts it is
        ways = {
            "tutor": lambda: first((TUTOR, "start", LESSON, "--step", STEP), variables),
            "bare": lambda: first((sys.executable, "-m", "benchmarks.bare_prompt"), variables),
        }
        if lite := os.environ.get("LITECLI"):
            ways["litecli"] = lambda: first((lite, ":memory:"), variables, b">")
        found = by_turns(5, **ways)
        keeper.leave()
    tell("first prompt, beside bare prompt_toolkit + rich", found["tutor"], found["bare"])
    if "litecli" in found:
        tell("first prompt, beside litecli", found["tutor"], found["litecli"])


def first(words: tuple[str, ...], variables: Mapping[str, str], sign: bytes = PROMPT) -> float:
    """Seconds until its prompt is there."""
    seat = Seat(words, variables)
    took = seat.until(sign)
    seat.leave()
    return took


def verdict() -> None:
    """From Enter to the verdict, beside the same line run by docker alone, both in a terminal.

    Docker's time is that to its own end, when a shell would show its prompt: with `--rm` the container is gone then.
    """
    with home() as variables:
        seat = tutor_at(STEP, variables)

        def ours() -> float:
            seat.child.send(LISTING)
            seat.until(b"ls")
            took = seat.took(b"\r", ELSEWHERE)
            seat.until(PROMPT)
            return took

        found = by_turns(7, tutor=ours, docker=lambda: alone(LISTING.split(), variables))
        seat.leave()
    tell(f"Enter to verdict: {LISTING}", found["tutor"], found["docker"])


def alone(words: list[str], variables: Mapping[str, str]) -> float:
    """Seconds until docker itself has ended."""
    seat = Seat(words, variables)
    seat.until(LAST_FILE)
    took = seat.until_end()
    seat.leave()
    return took


def echo() -> None:
    """A key's way into a container and back, through the tutor and without it."""
    with home() as variables:
        seat = tutor_at(STEP, variables)
        inside = "echo up; exec cat"
        bare = Seat(("docker", "run", "--rm", "-it", "ghost", "sh", "-c", inside), variables)
        bare.until(b"up\r\n")
        seat.child.send(f"docker run --rm -it ghost sh -c '{inside}'\r")
        seat.until(b"up\r\n")
        found = by_turns(100, tutor=lambda: seat.took(b"k", b"k"), docker=lambda: bare.took(b"k", b"k"))
        for one in (bare, seat):
            one.leave()
    tell("a key's echo in -it", found["tutor"], found["docker"])


def output() -> None:
    """50 MB of output, to its last byte."""
    inside = f"yes 0123456789 | head -c {MEGABYTES}000000; echo the-$((1+1))nd"
    line, words = f"{UNLOGGED} '{inside}'", (*UNLOGGED.split(), inside)
    with home() as variables:
        seat = tutor_at(STEP, variables)

        def ours() -> float:
            took = seat.took(f"{line}\r".encode(), b"the-2nd")
            seat.until(PROMPT)
            return took

        found = by_turns(3, tutor=ours, docker=lambda: Seat(words, variables).until(b"the-2nd"))
        seat.leave()
    tell(f"{MEGABYTES} MB of output", found["tutor"], found["docker"], "s", 1.0)


def memory() -> None:
    """At the prompt, and after a gigabyte of output."""
    size = int(os.environ.get("BENCH_BYTES", str(GIGABYTE)))
    with home() as variables:
        seat = tutor_at(STEP, variables)
        before = seat.memory()
        seat.child.send(
            f"docker run --rm --log-driver none ghost sh -c 'yes 0123456789 | head -c {size}; echo the-$((1+1))nd'\r"
        )
        seat.until(b"the-2nd", LONG)
        seat.until(PROMPT)
        after = seat.memory()
        seat.leave()
    print(
        f"memory at the prompt: {before:.1f} MiB; after {size >> 20} MiB of output {after - before:+.1f} MiB",
        flush=True,
    )


def many() -> None:
    """The first prompt with a thousand lessons, and with a hundred thousand attempts, beside one with neither."""
    with home() as few, home() as attempts, home() as lessons:
        fill_store(Path(attempts["XDG_DATA_HOME"]) / "docker-tutor" / "progress.sqlite3")
        folder = Path(lessons["HOME"]) / "lessons"
        fill_shelf(folder)
        crowded = {**lessons, "DOCKER_TUTOR_LESSONS": str(folder)}
        keeper = tutor_at(STEP, few)
        words = (TUTOR, "start", LESSON, "--step", STEP)
        found = by_turns(
            5,
            few=lambda: first(words, few),
            attempts=lambda: first(words, attempts),
            lessons=lambda: first(words, crowded),
        )
        keeper.leave()
    tell(f"first prompt with {ATTEMPTS:,} attempts, beside none", found["attempts"], found["few"])
    tell(f"first prompt with {LESSONS:,} lessons, beside one", found["lessons"], found["few"])


def fill_store(path: Path) -> None:
    """A progress file with so many attempts, as many as the store itself would write."""
    store, _ = Store.open(path)
    store.save(Attempt(LESSON, STEP, "docker inspect gohst", "not yet", "typo", 0.2))
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO attempts (time, lesson, step, line, verdict, mistake, seconds)"
            " SELECT time, lesson, step, line || i, verdict, mistake, seconds FROM attempts, n",
            (ATTEMPTS - 1,),
        )
    connection.close()


def fill_shelf(folder: Path) -> None:
    """So many lessons of others."""
    folder.mkdir(parents=True)
    text = (ROOT / "lessons" / f"{LESSON}.md").read_text(encoding="utf-8")
    for number in range(LESSONS):
        (folder / f"other-{number}.md").write_text(text.replace(LESSON, f"other-{number}"), encoding="utf-8")


MEASURES = {
    "prompt": first_prompt,
    "verdict": verdict,
    "echo": echo,
    "output": output,
    "memory": memory,
    "many": many,
}
