"""A fault of our own becomes a file that can be pasted into an issue."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.version import __version__

if TYPE_CHECKING:
    from tutor.environment import Environment


def report_text(error: BaseException, arguments: tuple[str, ...], environment: Environment) -> str:
    """What happened and where, without anything that the learner typed at the prompt."""
    trace = "".join(traceback.format_exception(error))
    lines = (
        f"docker-tutor {__version__}",
        f"Python {platform.python_version()}, {platform.platform()}",
        f"time: {environment.now().isoformat(timespec='seconds')}",
        f"arguments: {' '.join(arguments) or '(none)'}",
        f"terminal: {environment.variables.get('TERM', '(none)')}, encoding {environment.stdout.encoding}",
    )
    return "\n".join(lines) + "\n\n" + trace


def write_report(error: BaseException, arguments: tuple[str, ...], environment: Environment) -> Path | None:
    """Write the report beside the progress, else among the temporary files; None where nothing can be written."""
    body = report_text(error, arguments, environment)
    name = f"report-{environment.now():%Y%m%d-%H%M%S}.txt"
    for folder in (environment.state_folder, Path(tempfile.gettempdir())):
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        except OSError:
            continue
        return path
    sys.stderr.write(body)
    return None
