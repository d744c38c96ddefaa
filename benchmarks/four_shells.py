"""How much longer four shells take together than the slowest of them alone: a ratio, from one run on one machine.

    python benchmarks/four_shells.py [IMAGE]

What is wanted is at most 1.3. Nothing is asserted: on a busy machine every number is another.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.authoring.image import image_at_hand
from tutor.authoring.notebook import Notebook
from tutor.authoring.script import Screen, Script
from tutor.engine.ownership import new_session_id
from tutor.live.four_ways import FLAGS, show_four_ways
from tutor.live.place import Setting, open_place
from tutor.live.world import LiveWorld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.core.tasks import FourWays

WANTED = 1.3
LINE = "echo hello"


def seconds(show: Callable[..., FourWays], flags: Iterable[str]) -> float:
    """How long these take, started together."""
    begun = time.monotonic()
    result = show(flags=flags)
    if result.failed:
        sys.exit(result.failed)
    return time.monotonic() - begun


def main(asked: str = "") -> None:
    """Each alone, then all four; twice, so that the first one's warming up counts for nobody."""
    place = open_place(os.environ)
    session = new_session_id()
    with ExitStack() as stack:
        stack.callback(place.client.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="docker-tutor-")))
        image = stack.enter_context(image_at_hand(place, "ghost", asked, session)).name
        screen = Screen(Script((), str, lambda: True), sys.stdout.fileno())
        world = LiveWorld(Setting(place, session, image, folder), folder / "wire", screen, Notebook())
        stack.callback(world.close)
        show = partial(show_four_ways, place.client, world, image, LINE)
        seconds(show, FLAGS)
        alone = {flags: seconds(show, (flags,)) for flags in FLAGS}
        together = seconds(show, FLAGS)
    for flags, took in alone.items():
        print(f"{took:6.2f} s  docker run {flags} {image} sh, alone")
    print(f"{together:6.2f} s  all four together")
    print(f"{together / max(alone.values()):6.2f}    of the slowest alone; wanted: at most {WANTED}")


if __name__ == "__main__":
    main(*sys.argv[1:])
