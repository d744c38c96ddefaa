"""The way in."""

from __future__ import annotations

import ast
import inspect
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from tutor import __main__ as entry

if TYPE_CHECKING:
    import pytest


def test_every_python_from_3_6_on_can_read_it() -> None:
    """Nothing in the file is newer than Python 3.6, so that an old one comes as far as the sentence."""
    ast.parse(inspect.getsource(entry), feature_version=(3, 6))
    assert "__future__" not in inspect.getsource(entry)


def test_an_old_python_is_told_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Python before 3.11 gets one line with its own version, the one needed and a cure, and code 2."""
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    assert entry.main() == 2
    said = capsys.readouterr().err
    assert said == (
        "docker-tutor needs Python 3.11 or newer, and this is Python 3.9: "
        "run it with a newer one, such as python3.11 -m tutor\n"
    )


def test_windows_is_led_to_wsl(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On Windows itself nothing that it lacks is loaded; it is told the command for WSL2, and the code is 4."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delitem(sys.modules, "tutor.cli", raising=False)
    assert entry.main() == 4
    assert "wsl --install" in capsys.readouterr().err
    assert "tutor.cli" not in sys.modules


def test_a_new_python_runs_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a Python that is new enough the exit code is the one of the commands."""
    commands = ModuleType("tutor.cli")
    vars(commands)["main"] = lambda: 3
    monkeypatch.setitem(sys.modules, "tutor.cli", commands)
    assert entry.main() == 3
