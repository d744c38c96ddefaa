"""`docker-tutor doctor` as it is read, by people and by programs."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.core.test_cures import BARE
from tests.doctor.made_engine import MadeEngine
from tutor.commands import doctor as command
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.doctor.conftest import Doctor


def run(doctor: Doctor, *, as_json: bool = False, **variables: str) -> tuple[ExitCode, str]:
    """Its exit code, and what it printed."""
    environment = replace(doctor.environment, variables={**doctor.environment.variables, **variables})
    code = command.doctor(environment, Namespace(json=as_json, fix=False, yes=False))
    environment.stdout.flush()
    return code, (doctor.folder / "out").read_text(encoding="utf-8")


def test_each_finding_has_its_line(doctor: Doctor, tmp_path: Path) -> None:
    """The good ones, too; in the end it is said that a lesson can run."""
    with MadeEngine(tmp_path / "d.sock") as engine:
        code, said = run(doctor, DOCKER_HOST=engine.url)
    assert code is ExitCode.FINE
    unwrapped = " ".join(said.split())
    assert f"✓ DOCKER_HOST leads it to {engine.url} ✓ A daemon answers at {tmp_path}/d.sock. ✓ It is" in unwrapped
    assert said.endswith("A lesson can run: docker-tutor\n")
    assert "--fix" not in said


def test_what_can_be_fixed_is_offered(doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are commands that the doctor would run itself, the way to that is the last word."""
    monkeypatch.setattr(command, "machine_here", lambda _variables: BARE)
    code, said = run(doctor, PATH=str(tmp_path))
    assert code is ExitCode.NO_DAEMON
    assert "      sudo apt-get update\n" in said
    assert said.endswith("      docker-tutor doctor --fix\n")


def test_for_other_programs(doctor: Doctor, tmp_path: Path) -> None:
    """JSON has whether a lesson can run, and of each finding kind, state, sentence, and cures with their commands."""
    code, said = run(doctor, as_json=True, DOCKER_HOST=f"unix://{tmp_path}/none.sock")
    report = json.loads(said)
    assert (code, report["live"]) == (ExitCode.NO_DAEMON, False)
    assert all(set(finding) == {"kind", "state", "sentence", "cures"} for finding in report["findings"])
    (socket,) = (finding for finding in report["findings"] if finding["kind"] == "socket")
    assert socket["state"] == "bad"
    assert socket["cures"][0]["commands"] == ["docker context ls", "unset DOCKER_HOST"]
