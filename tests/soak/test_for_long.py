"""A tutor used for days, and by many at once: nothing grows that should not."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.stage import staged

if TYPE_CHECKING:
    import subprocess

    import docker

    from tests.e2e.conftest import Home
    from tests.live.stage import Stage
    from tutor.terminal.terminals import Terminal

COMMANDS = int(os.environ.get("TUTOR_COMMANDS", "2000"))
SESSIONS = int(os.environ.get("TUTOR_SESSIONS", "20"))
WARM_UP = 40
MOST_GROWTH = 10.0  # MiB that a thousand commands, or 1 GB of output, may add
MOST_FILES = 10
GIGABYTE = 1 << 30
LONG_LINE = "0123456789" * 20
NOT_COMPLETE = 3


def size() -> tuple[int, int, float]:
    """Of this process: open descriptors, threads, MiB of memory in use."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count(), pages * 4 / 1024


def tell(figure: str) -> None:
    """A figure for docs/reliability.md; `make soak` shows it."""
    sys.stdout.write(f"\n{figure}\n")


def use(stage: Stage, image: str, number: int) -> None:
    """One command of many kinds."""
    lines = (
        "docker ps -a",
        f"docker inspect -f '{{{{.Config.Cmd}}}}' {image}",
        "docker images -q",
        f"docker run --rm {image} true",
        "docker inspect no-such-thing",
    )
    stage.typed(lines[number % len(lines)])


@pytest.mark.timeout(36_000)
def test_thousands_of_commands_in_one_session(daemon: docker.APIClient, busybox_image: str) -> None:
    """Descriptors and threads are as many as before; memory has hardly grown."""
    with staged(daemon, busybox_image) as stage:
        for number in range(WARM_UP):
            use(stage, busybox_image, number)
        files, threads, memory = size()
        for number in range(COMMANDS):
            use(stage, busybox_image, number)
        after = size()
    grown = (after[2] - memory) * 1000 / COMMANDS
    tell(f"{COMMANDS} commands: {after[0] - files} files, {after[1] - threads} threads, {grown:.1f} MiB per 1,000")
    assert after[0] - files < MOST_FILES  # the docker library keeps a few connections
    assert after[1] == threads
    assert grown < MOST_GROWTH


@pytest.mark.timeout(7200)
def test_a_gigabyte_of_output(daemon: docker.APIClient, busybox_image: str) -> None:
    """All of it goes by; memory has hardly grown, and the end of it is there."""
    with staged(daemon, busybox_image) as stage:
        stage.typed(f"docker run --rm {busybox_image} sh -c 'yes | head -c 1000000; echo the end'")
        before = size()[2]
        # Docker's own log of it would be as large.
        much = f"sh -c 'yes {LONG_LINE} | head -c {GIGABYTE}; echo the end'"
        outcome = stage.typed(f"docker run --rm --log-driver none {busybox_image} {much}", patient)
        grown = size()[2] - before
    tell(f"1 GiB of output: {grown:.1f} MiB more")
    assert outcome.exit_code == 0
    assert outcome.output.endswith("the end\n")
    assert grown < MOST_GROWTH


def patient(terminal: Terminal) -> bool:
    """Watch it to its end, however long that takes."""
    assert terminal.wait(3600)
    return False


@pytest.mark.timeout(7200)
def test_many_at_once(place: Home) -> None:
    """Twenty tutors of one learner work side by side; each gets its own verdicts, and nothing is left."""

    def lesson(number: int) -> subprocess.CompletedProcess[str]:
        name = f"at-once-{number}"
        return place.script(f"docker run --name {name} ghost ls", f"docker rm {name}", step="own-command")

    with ThreadPoolExecutor(SESSIONS) as together:
        for done in together.map(lesson, range(SESSIONS)):
            assert done.returncode == NOT_COMPLETE, done.stdout + done.stderr
            assert "A new container, one command, done." in " ".join(done.stdout.split()), done.stdout
    assert sum(verdict == "passed" for _, _, verdict in place.attempts()) == SESSIONS
    assert place.run("cleanup").returncode == 0
    assert place.is_clear()
