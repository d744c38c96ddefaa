"""What is started in another terminal, heard from the real daemon."""

from __future__ import annotations

import os
import queue
import subprocess
from typing import TYPE_CHECKING

from tests.live.typed import PATIENT
from tutor.core.reach import LABEL
from tutor.engine.elsewhere import Elsewhere
from tutor.live.place import open_place

if TYPE_CHECKING:
    from tutor.core.outcome import ContainerSeen

TRIES = 20  # starts until the listener listens: nothing tells from when on it does


def started(image: str, name: str, *flags: str) -> str:
    """Start a container that ends at once; its name."""
    words = ["docker", "run", "--name", name, *flags, image, "ls"]
    subprocess.run(words, capture_output=True, timeout=PATIENT, check=True)
    return name


def test_only_what_no_tutor_started_is_heard(ghost_image: str) -> None:
    """A container with a session's label is passed over; one without is told by its name and its command."""
    place = open_place(os.environ)
    heard: queue.SimpleQueue[ContainerSeen] = queue.SimpleQueue()
    listener = Elsewhere(place.connect, ghost_image, heard.put)
    listener.start()
    names = [f"elsewhere-{os.getpid()}-{number}" for number in range(TRIES)]
    made: list[str] = []
    try:
        while heard.empty() and names:
            made.append(started(ghost_image, names.pop()))
        made.append(started(ghost_image, f"elsewhere-{os.getpid()}-ours", "--label", f"{LABEL}=someone"))
        made.append(started(ghost_image, f"elsewhere-{os.getpid()}-last"))
        told = [heard.get(timeout=PATIENT)]
        while told[-1].name != made[-1]:
            told.append(heard.get(timeout=PATIENT))
    finally:
        listener.close()
        subprocess.run(["docker", "rm", "-fv", *made], capture_output=True, timeout=PATIENT, check=True)
        place.client.close()
    assert made[-2] not in {seen.name for seen in told}
    assert {seen.command for seen in told} == {("ls",)}
