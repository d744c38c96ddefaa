"""How long a key waits at the prompt: printed, never asserted.

    python -m benchmarks.keystrokes

A line is typed key by key, with the Tab key in between, into the real prompt; a key's time is that from its being sent
until the screen has been drawn with it. Compared are a prompt without completion and one whose CLI answers, is slow, or
hangs for ever because its daemon is dead.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from tutor.chat.habits import Habits
from tutor.chat.look import Look
from tutor.chat.prompt import Prompt
from tutor.core.view import View
from tutor.engine.completing import ask_cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

LINE = "docker run --name blog -e NODE_ENV=development -p 8989:2368 --unknown-flag ghost ls -l /var/lib/ghost"
TAB_EVERY = 6  # keys
BETWEEN = 0.04  # seconds between two keys: a fast typist
ROUNDS = 3
LONGEST = 5.0  # seconds that a key is waited for
CLIS = {
    "answers": "printf -- '--name\\tA name\\n--network\\tA network\\n:4\\n'",
    "slow": "sleep 0.25; printf -- '--name\\tA name\\n:4\\n'",
    "hangs": "sleep 600",
}


class Clock:
    """Notes when each key was sent, and when the screen showed it."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._sent = 0.0
        self._shown = threading.Event()
        self._shown.set()  # nothing was sent yet

    def send(self, send: Callable[[], None]) -> None:
        """Send one key and wait until it is drawn."""
        self._shown.clear()
        self._sent = time.perf_counter()
        send()
        if self._shown.wait(LONGEST):
            time.sleep(BETWEEN)

    def drawn(self, _: object) -> None:
        """The screen was drawn; the first drawing after a key is the one that shows it."""
        if not self._shown.is_set():
            self.seconds.append(time.perf_counter() - self._sent)
            self._shown.set()


def measured(ask: Callable[[tuple[str, ...], str], tuple[object, ...]] | None, sink: TextIO) -> list[float]:
    """The seconds of each key of the line; the first is what the processor spent on each, on average."""
    with create_pipe_input() as keys:
        screen = Vt100_Output(sink, lambda: Size(rows=24, columns=100), term="xterm-256color", enable_cpr=False)
        prompt = Prompt(Look(colour=True), None, keys, screen, habits=Habits(ask=ask))  # type: ignore[arg-type]
        clock = Clock()
        app = prompt._editor._app  # noqa: SLF001 -- nothing else tells when the screen was drawn
        app.after_render += clock.drawn

        def type_line() -> None:
            while not app.is_running:
                time.sleep(0.01)
            time.sleep(0.2)
            for place, key in enumerate(LINE, 1):
                clock.send(lambda key=key: keys.send_text(key))  # type: ignore[misc]
                if place % TAB_EVERY == 0:
                    keys.send_text("\t")
            keys.send_text("\x15\r")

        typist = threading.Thread(target=type_line)
        typist.start()
        before = time.thread_time()
        prompt.read(View("A lesson", 1, 26, words=("hint", "skip")))
        spent = time.thread_time() - before
        typist.join()
    return [spent / len(LINE), *clock.seconds]


def report(name: str, rounds: list[list[float]]) -> None:
    """One row, in milliseconds."""
    spent = median(one[0] for one in rounds)
    seconds = [key for one in rounds for key in one[1:]]
    cuts = quantiles(seconds, n=100)
    row = (f"{value * 1000:8.2f}" for value in (spent, median(seconds), cuts[94], cuts[98], max(seconds)))
    sys.stdout.write(f"{name:<24}{len(seconds):>6}{''.join(row)}\n")


def main() -> None:
    """Type the line in every circumstance."""
    sys.stdout.write(
        f"{'completion':<24}{'keys':>6}{'cpu':>8}{'median':>8}{'95 %':>8}{'99 %':>8}{'longest':>8}   (ms)\n"
    )
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w", encoding="utf-8") as sink:
        report("none", [measured(None, sink) for _ in range(ROUNDS)])
        for name, script in CLIS.items():
            cli = Path(folder) / "docker"
            cli.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            cli.chmod(0o755)
            environ = {"PATH": f"{folder}:/usr/bin:/bin"}
            ask = lambda words, begun, environ=environ: ask_cli(words, begun, environ)  # noqa: E731
            report(f"docker {name}", [measured(ask, sink) for _ in range(ROUNDS)])


if __name__ == "__main__":
    main()
