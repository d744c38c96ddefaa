"""A tutor that is killed at some moment, and what it had said until then."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.learner import COMMAND, LESSON, PATIENCE

if TYPE_CHECKING:
    import random
    import signal
    from collections.abc import Callable, Mapping

    from tests.e2e.conftest import Home

SCRIPTS = {
    "runs": """
docker run ghost ls
docker inspect gohst
docker run --rm -v /data ghost date
docker run ghost ls
""",
    "shell": """
docker run -it ghost sh
ls
exit
docker run -it --name {mark}-shell ghost sh
ls
""",
    "server": """
docker run ghost ls
docker run --name {mark}-server ghost
^]
docker ps
docker stop -t 1 {mark}-server
""",
    "making": """
docker volume create {mark}-data
docker network create {mark}-net
docker run -v {mark}-data:/d ghost ls
docker create -v /x ghost
docker create -v /y ghost
""",
    "build": """
docker run ghost ls
docker build -q --no-cache {folder}
docker ps -a
""",
    "pull": """
docker run ghost ls
@ docker pull {slow}
""",
}
"""What is typed, by what it is about. Each begins at the step `own-command`."""

DOCKERFILE = "FROM ghost\nRUN sleep 0.3\nRUN echo done\n"
SIGNS = {"✓": "passed", "✗": "not yet", "→": "elsewhere"}
MOST_LINES = 45


@dataclass(frozen=True, slots=True)
class Death:
    """How one run ended: its script, at which moment, with what, all it said, and whether it lived at the moment."""

    script: str
    moment: str
    code: int
    said: str
    lived: bool

    @property
    def verdicts(self) -> list[str]:
        """The verdicts that were shown, in the store's words."""
        return [SIGNS[sign] for sign in re.findall(r"^([✓✗→]) ", self.said, re.MULTILINE)]


class Victim:
    """A tutor at a script, in a home of its own. `words` fill the script's braces, `variables` its environment."""

    def __init__(self, place: Home, script: str, words: Mapping[str, str], variables: Mapping[str, str]) -> None:
        self.place, self.script = place, script
        (place.folder / "Dockerfile").write_text(DOCKERFILE)
        environ = {**os.environ, "LC_ALL": "C.UTF-8", "DOCKER_BUILDKIT": "0", **place.variables, **variables}
        call = (str(COMMAND), "start", LESSON, "--image", "stand-in", "--step", "own-command")
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(call, env=environ, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT)
        self._said = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._process.stdin
        with self._process.stdin as typed, suppress(BrokenPipeError):
            typed.write(SCRIPTS[script].format(folder=place.folder, **words).encode())

    @property
    def lines(self) -> int:
        """How many lines it has printed."""
        return self._said.count(b"\n")

    def die(
        self, moment: str, has_come: Callable[[], object], choose: random.Random, number: signal.Signals, spread: float
    ) -> Death:
        """End it with `number` at that moment and up to `spread` seconds later, if it has not ended by itself."""
        deadline = time.monotonic() + PATIENCE
        while not has_come() and self._process.poll() is None:
            assert time.monotonic() < deadline, f"never came: {moment}\n{self._said.decode(errors='replace')}"
            time.sleep(0.005)
        time.sleep(choose.random() * spread)  # not waited for: the moment is to be any
        lived = self._process.poll() is None
        self._process.send_signal(number)
        code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return Death(self.script, moment, code, self._said.decode(errors="replace"), lived)

    def _read(self) -> None:
        """Others can hold the pipe open after its end: what it started, which ends soon."""
        assert self._process.stdout
        with self._process.stdout as output:
            while data := os.read(output.fileno(), 1 << 16):
                self._said += data


def at_any_line(victim: Victim, choose: random.Random, number: signal.Signals) -> Death:
    """After some lines of output and a moment."""
    after = choose.randint(1, MOST_LINES)
    return victim.die(f"line {after}", lambda: victim.lines >= after, choose, number, 0.2)


def programs(place: Home) -> list[int]:
    """The processes that still are what a tutor of this home has started: they were given its socket."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "environ").read_bytes()
        except OSError:
            continue
        match = re.search(rb"DOCKER_HOST=unix://[^\0]*/([^/\0]+)\.wire/", words)
        if match and place.is_ours(match[1].decode()):
            found.append(int(folder.name))
    return found
