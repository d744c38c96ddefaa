"""What the doctor's tests share: its surroundings, and programs run on a machine of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tutor.core.texts import fill
from tutor.doctor.looks import Surroundings, look_around
from tutor.doctor.machine import machine_here
from tutor.environment import Environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.findings import Finding, Kind

PROGRAM = (sys.executable, "-m", "tutor")
ROOT = Path(__file__).resolve().parents[2]
UNSHARE = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


@dataclass
class Doctor:
    """Looks around as the program does, with variables of the test's own."""

    environment: Environment
    folder: Path

    def look(self, **variables: str) -> dict[Kind, Finding]:
        """Every finding by its kind, with these variables set; "" takes one away."""
        merged = {name: value for name, value in {**self.environment.variables, **variables}.items() if value}
        environment = replace(self.environment, variables=merged)
        found = look_around(Surroundings(environment, machine_here(merged), self.folder / "locks"))
        return {finding.kind: finding for finding in found}


@pytest.fixture
def doctor(home: Path) -> Iterator[Doctor]:
    """A doctor in a home of its own; standard input and output are no terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
    with Path(os.devnull).open(encoding="utf-8") as stdin, (home / "out").open("w", encoding="utf-8") as stdout:
        environment = Environment(
            stdin=stdin,
            stdout=stdout,
            stderr=stdout,
            variables={**kept, "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(home)},
            working_folder=home,
            data_folder=home / "data",
            state_folder=home / "state",
            cache_folder=home / "cache",
            now=lambda: datetime.now(UTC),
        )
        yield Doctor(environment, home)


def sentence(finding: Finding) -> str:
    """What it says."""
    return fill(finding.text)


def commands(finding: Finding) -> list[str]:
    """The commands of all of its cures."""
    return [command for cure in finding.cures for command in cure.commands]


def run_apart(script: str, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script as root of a machine whose mounts and processes are its own.

    In the script `"$@"` is the program with `words`. Whoever is not root gets a machine where it is. Where the kernel
    allows none: a failure under CI, else a skip.
    """
    apart = UNSHARE if os.geteuid() == 0 else ("unshare", "--map-root-user", *UNSHARE[1:])
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("this kernel gives us no machine of our own (unshare)")
    return subprocess.run(
        [*apart, "sh", "-ec", script, "sh", *PROGRAM, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **variables},
    )


def findings_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The findings that `doctor --json` printed, by their kind."""
    return {finding["kind"]: finding for finding in json.loads(done.stdout)["findings"]}
