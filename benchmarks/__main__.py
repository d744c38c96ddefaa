"""`python -m benchmarks [NAME …]`: these measurements, or all."""

from __future__ import annotations

import compileall
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.measures import MEASURES
from tutor.version import __version__


def main(names: list[str]) -> None:
    """Print where this is, then a line for each measurement: ours, theirs, ratio, difference (medians)."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    versions = ("docker", "version", "--format", "CLI {{.Client.Version}}, engine {{.Server.Version}}")
    docker = subprocess.run(versions, capture_output=True, text=True, check=True).stdout.strip()
    print(
        f"docker-tutor {__version__}, Python {platform.python_version()}, {docker}, {platform.platform()}", flush=True
    )
    for folder in ("tutor", "benchmarks"):  # as pip does with what it installs; an editable install is not compiled
        compileall.compile_dir(Path(__file__).resolve().parents[1] / folder, quiet=1)
    for name in names or MEASURES:
        MEASURES[name]()


main(sys.argv[1:])
