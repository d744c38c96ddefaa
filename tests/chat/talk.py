"""A program for the tests: a prompt on this terminal, which prints what it reads.

SIGUSR1 makes it say an aside; `--offer` proposes a line, `--ask` makes each read a yes-or-no question. When the
terminal goes away it exits with `HUNG_UP`, as nothing can be printed then.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

from tutor.chat.look import Look
from tutor.chat.prompt import prompt_for
from tutor.core.events import Closed, Reason
from tutor.core.view import TerminalView, View

HUNG_UP = 7
VIEW = View("A lesson", 4, 25, (TerminalView(1, "docker run ghost"),), "hint", ("hint", "skip", "solution"))


def main() -> None:
    """Read until the end of input."""
    plain = "--plain" in sys.argv
    look = Look.for_environment(os.environ, sys.stdout.encoding, is_tty=sys.stdout.isatty(), plain=plain)
    view = replace(VIEW, refusal="no") if "--ask" in sys.argv else VIEW
    asides = 0
    with prompt_for(look, sys.stdin, sys.stdout, None, os.environ) as prompt:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the prompt itself has to notice
        signal.signal(signal.SIGUSR1, lambda *_: prompt.nudge())
        if "--offer" in sys.argv:
            prompt.offer("docker ps -a")
        while True:
            event = prompt.read(view)
            if event is None:
                asides += 1
                print(f"aside {asides}", flush=True)  # noqa: T201 -- what this program is for
                continue
            if event == Closed(Reason.HANGUP):
                os._exit(HUNG_UP)
            print(f"read {event!r:.70}", flush=True)  # noqa: T201 -- as above
            if isinstance(event, Closed):
                return


if __name__ == "__main__":
    main()
