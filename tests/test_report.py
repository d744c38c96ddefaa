"""The report of a fault of our own."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.environment import Environment
from tutor.report import write_report

if TYPE_CHECKING:
    from pathlib import Path


def environment(folder: Path) -> Environment:
    """A quiet one whose state lies in `folder`."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    return Environment(
        stdin=stream,
        stdout=stream,
        stderr=stream,
        variables={"TERM": "xterm"},
        working_folder=folder,
        data_folder=folder,
        state_folder=folder,
        cache_folder=folder,
        now=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    )


def fault() -> Exception:
    """A raised error, with its trace."""
    try:
        int("boom")
    except ValueError as error:
        return error
    raise AssertionError


def test_the_report_can_be_pasted(tmp_path: Path) -> None:
    """Version, Python, arguments and the trace are in it."""
    path = write_report(fault(), ("start", "x"), environment(tmp_path))
    assert path is not None
    body = path.read_text(encoding="utf-8")
    assert path.parent == tmp_path
    assert "docker-tutor 0" in body
    assert "arguments: start x" in body
    assert "ValueError: invalid literal" in body


def test_a_read_only_home_is_no_reason_to_lose_it(tmp_path: Path) -> None:
    """It goes among the temporary files then."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    path = write_report(fault(), (), replace(environment(tmp_path), state_folder=blocked / "below"))
    assert path is not None
    assert path.exists()
    path.unlink()
