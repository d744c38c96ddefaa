"""A tutor that is killed at a moment chosen by chance, and what it had said until then."""

from __future__ import annotations

import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.learner import COMMAND, LESSON, PATIENCE

if TYPE_CHECKING:
    import random
    import signal

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
docker run -it --name killed-shell ghost sh
ls
""",
    "server": """
docker run ghost ls
docker run --name killed-server ghost
^]
docker ps
docker stop -t 1 killed-server
""",
    "making": """
docker volume create killed-data
docker network create killed-net
docker run -v killed-data:/d ghost ls
docker create -v /x ghost
docker create -v /y ghost
""",
    "build": """
docker run ghost ls
docker build -q --no-cache {folder}
docker ps -a
""",
}
"""What is typed, by what it is about. Each begins at the step `own-command`."""

DOCKERFILE = "FROM ghost\nRUN sleep 0.3\nRUN echo done\n"
SIGNS = {"✓": "passed", "✗": "not yet", "→": "elsewhere"}


@dataclass(frozen=True, slots=True)
class Death:
    """How one run ended: its script, after how many lines of output it was killed and with what, and all it said."""

    script: str
    after: int
    code: int
    said: str

    @property
    def verdicts(self) -> list[str]:
        """The verdicts that were shown, in the store's words."""
        return [SIGNS[sign] for sign in re.findall(r"^([✓✗→]) ", self.said, re.MULTILINE)]


def die(script: str, folder: Path, choose: random.Random, number: signal.Signals) -> Death:
    """Type the script; after some lines of output and a moment, `number` ends the tutor, if it has not ended itself."""
    (folder / "Dockerfile").write_text(DOCKERFILE)
    words = (str(COMMAND), "start", LESSON, "--image", "stand-in", "--step", "own-command")
    typed = SCRIPTS[script].format(folder=folder)
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "DOCKER_BUILDKIT": "0"}
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, env=environ, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT)
    assert process.stdin
    assert process.stdout
    process.stdin.write(typed.encode())
    process.stdin.close()
    after, said = choose.randint(1, 70), b""
    for _ in range(after):
        said += process.stdout.readline()
    time.sleep(choose.random() * 0.2)  # not waited for: the moment is to be any
    process.send_signal(number)
    said += process.stdout.read()
    return Death(script, after, process.wait(PATIENCE), said.decode(errors="replace"))


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
