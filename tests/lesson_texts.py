"""Lessons to load in tests."""

from __future__ import annotations

import re
from pathlib import Path

FORMAT_PAGE = Path(__file__).parent.parent / "docs" / "lesson-format.md"
MISTAKES = frozenset(
    {
        "exec-on-stopped",
        "image-as-container",
        "image-command-swapped",
        "no-publish",
        "port-taken",
        "ports-swapped",
        "rm-running",
        "rmi-for-rm",
        "run-for-exec",
        "stopped-too-soon",
    }
)
HEAD = "---\nformat: 1\nid: small\ntitle: Small\nimage: ghost\nminutes: 5\n---\n"
READ = "```step\nid: {id}\nkind: read\n```\n"


def documented() -> str:
    """The example in the documentation."""
    page = FORMAT_PAGE.read_text(encoding="utf-8")
    found = re.search(r"^````markdown\n(.*?)^````$", page, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def small(body: str, head: str = HEAD) -> str:
    """A lesson of one section with that body."""
    return f"{head}# One\n{body}"
