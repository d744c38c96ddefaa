"""A tutor that shows the four ways and nothing else, for tests that kill it in the middle.

python -m tests.live.four_shells LOCKS SESSION IMAGE LINE
"""

from __future__ import annotations

import sys
from pathlib import Path

import docker

from tests.live.stage import staged
from tutor.core.tasks import ShowFourWays
from tutor.engine.locks import SessionLock


def main(locks: str, session: str, image: str, line: str) -> None:
    """Show them."""
    client = docker.from_env().api
    with SessionLock(Path(locks), session), staged(client, image, session=session) as stage:
        stage.world.do(ShowFourWays(line))


if __name__ == "__main__":
    main(*sys.argv[1:])
