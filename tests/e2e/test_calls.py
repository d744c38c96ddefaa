"""`calls`, from what really went over the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.conftest import Home


def test_the_lesson_compares_two_real_shells(place: Home) -> None:
    """`docker run ghost sh` with and without -it differ in exactly four fields; the shell's stream carried bytes."""
    done = place.script(
        *("silence", "docker run ghost sh", "skip", "docker run -it ghost sh", "ls", "exit", "@ calls", "@ quit"),
        step="bare-sh",
    )
    table = done.stdout.partition("where the two differ")[2].partition("`-t` is `Tty`")[0]
    rows = [line.split() for line in table.splitlines()[2:] if line.strip()]
    assert rows == [[name, "false", "true"] for name in ("Tty", "OpenStdin", "AttachStdin", "StdinOnce")], done.stdout
    streams = re.findall(r"then a stream: (\d+) bytes to the container, (\d+) back", done.stdout)
    assert len(streams) == 1
    assert all(int(size) > 0 for size in streams[0])


def test_a_password_is_nowhere(place: Home) -> None:
    """A secret that was typed is neither in what `calls` shows nor in any file that the tutor keeps."""
    line = "docker run -e DB_PASSWORD=hunter2 ghost node --version"
    done = place.script(line, "@ calls", "@ quit", step="own-command")
    assert "DB_PASSWORD=***" in done.stdout.partition("POST /containers/create")[2], done.stdout
    kept = [path for path in place.folder.rglob("*") if path.is_file()]
    assert place.store in kept
    assert not [path for path in kept if b"hunter2" in path.read_bytes()]
