"""Asking the installed CLI for completions: its answer, or nothing, within the deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tutor.core.completing import Candidate
from tutor.engine import completing
from tutor.engine.completing import ask_cli

if TYPE_CHECKING:
    from pathlib import Path


def cli(folder: Path, script: str) -> dict[str, str]:
    """Variables with a `docker` on the PATH that does this."""
    program = folder / "docker"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


def test_what_the_cli_offers_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked with `__complete`, the words, and what is begun."""
    environ = cli(tmp_path, r'[ "$*" = "__complete run --in" ] && printf -- "--init\tRun an init\n:4\n"')
    monkeypatch.setattr(completing, "DEADLINE", 20.0)  # a busy machine may need longer to start a program
    assert ask_cli(("run",), "--in", environ) == (Candidate("--init", "Run an init"),)


@pytest.mark.timeout(60)
def test_a_cli_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    """Nothing is offered, and nothing is left running."""
    mark = tmp_path / "left"
    environ = cli(tmp_path, f"(sleep 600; touch {mark}) & sleep 600")
    assert ask_cli((), "", environ) == ()
    assert not mark.exists()


@pytest.mark.parametrize("script", ["exit 1", "printf '\\377\\n:4\\n'", "kill -9 $$"])
def test_a_cli_that_fails_offers_nothing_and_breaks_nothing(tmp_path: Path, script: str) -> None:
    """A code, bytes that are no text, a violent end."""
    assert len(ask_cli((), "", cli(tmp_path, script))) <= 1


def test_no_cli_and_no_possible_words_offer_nothing(tmp_path: Path) -> None:
    """There is none; and a word that no program can be given."""
    assert ask_cli((), "", {"PATH": str(tmp_path)}) == ()
    assert ask_cli(("a\0b",), "", cli(tmp_path, "exit 0")) == ()
