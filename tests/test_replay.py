"""`replay`, where nobody watches."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tutor.commands.replay import replay
from tutor.core.cast import CastError
from tutor.environment import Environment
from tutor.errors import UsageError
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

CAST = """{"version": 2, "width": 80, "height": 24, "title": "docker rm <<target.name>>"}
[0.5, "o", "\\u001b[32m<<target.name>>\\u001b[0m\\r\\n"]
[900, "m", "rest"]
"""


def test_a_recording_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Line and output, plainly and without its pauses, each container under a name of its own."""
    (tmp_path / "rm.cast").write_text(CAST)
    console = Console(file=StringIO())
    assert replay(console, Environment.of_this_process(), str(tmp_path / "rm.cast")) is ExitCode.FINE
    printed = capsys.readouterr().out.strip()
    assert console.file.getvalue() == f"$ docker rm {printed}\n"  # type: ignore[attr-defined]  # a StringIO
    assert "_" in printed
    assert "\x1b" not in printed


def test_what_cannot_be_played_is_named(tmp_path: Path) -> None:
    """A file that is no recording, and one that is not there."""
    bad = tmp_path / "bad.cast"
    bad.write_text("nonsense")
    console, environment = Console(file=StringIO()), Environment.of_this_process()
    with pytest.raises(CastError, match=r"bad\.cast:1"):
        replay(console, environment, str(bad))
    with pytest.raises(UsageError, match=r"none\.cast"):
        replay(console, environment, str(tmp_path / "none.cast"))
