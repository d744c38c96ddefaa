"""Another user, who may read everything and write nothing."""

from __future__ import annotations

import os

NOBODY = 65534


def as_nobody() -> list[str]:
    """What to put before a command; nothing where this is not root already.

    The project may lie in a folder that is root's alone, so reading is left to him; a socket wants writing.
    """
    if os.geteuid() != 0:
        return []
    ids = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return ["setpriv", *ids, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
