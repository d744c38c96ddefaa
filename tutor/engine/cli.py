"""The installed docker CLI: where it is, its version, and whether it knows a command or a flag."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core import grammar, texts
from tutor.core.tasks import CliSays
from tutor.errors import NoDaemonError, Trouble, TutorError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tutor.core.tasks import AskCli

DEADLINE = 5.0  # seconds for an answer; it takes some 20 ms, with plugins 100
WORD = re.compile(r"[a-z][a-z0-9-]*")
FLAG = re.compile(r"--[A-Za-z0-9][A-Za-z0-9_.-]*|-[A-Za-z0-9]")
VERSION = re.compile(r"\d+(?:\.\d+)+")
NEEDS_VALUE = "flag needs an argument"  # pflag's words, in CLI 20.10 and 28.2
ELSEWHERE = ("DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")


def find_cli(path: str | None = None) -> Path:
    """The docker program that a shell would start. `path` is a PATH; None is this process's own.

    Raises:
        NoDaemonError: There is none.
    """
    found = shutil.which("docker", path=path)
    if found is None:
        message = texts.words("trouble.no-cli")
        raise NoDaemonError(message, texts.words("trouble.no-cli.cure"), Trouble.NO_CLI)
    return Path(found)


def cli_version(cli: Path, environ: Mapping[str, str] | None = None) -> str:
    """The CLI's version: `28.2.2`. "" if what it prints holds none.

    Raises:
        TutorError: It cannot be started, or gives no answer.
    """
    answer = _run(cli, ("--version",), os.environ if environ is None else environ)
    found = VERSION.search(answer.stdout)
    return found[0] if found else ""


def ask(task: AskCli, environ: Mapping[str, str]) -> CliSays:
    """Whether the CLI on `environ`'s PATH knows the command or flag that the parser does not.

    Nothing can be changed by asking. `docker help WORDS` tells a command; `docker WORDS --help FLAG` tells a flag:
    it is the last word, so one that takes a value misses it, and every other line prints help. The CLI is pointed at
    a socket that is not there, and words that do not look like a command's or flag's are not handed to it.

    Raises:
        NoDaemonError: There is no docker CLI.
        TutorError: It cannot be started, or gives no answer.
    """
    if not all(map(WORD.fullmatch, task.words)):
        return CliSays.UNKNOWN
    if task.flag:
        return _ask_flag(task, environ)
    return _ask_command(task, environ)


def _ask_command(task: AskCli, environ: Mapping[str, str]) -> CliSays:
    if not task.words:
        return CliSays.UNKNOWN
    answer = _run(find_cli(environ.get("PATH")), ("help", *task.words), environ)
    return CliSays.COMMAND if answer.returncode == 0 else CliSays.UNKNOWN


def _ask_flag(task: AskCli, environ: Mapping[str, str]) -> CliSays:
    if not FLAG.fullmatch(task.flag) or grammar.find(" ".join(task.words)) is None:
        return CliSays.UNKNOWN
    answer = _run(find_cli(environ.get("PATH")), (*task.words, "--help", task.flag), environ)
    if answer.returncode == 0:
        return CliSays.BOOLEAN
    return CliSays.VALUE if NEEDS_VALUE in answer.stderr + answer.stdout else CliSays.UNKNOWN


def _run(cli: Path, words: Sequence[str], environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the CLI with no daemon in reach and nothing to read."""
    kept = {name: value for name, value in environ.items() if name not in ELSEWHERE}
    with tempfile.TemporaryDirectory() as empty:
        try:
            return subprocess.run(  # noqa: S603 - the learner's own docker, with words checked by the caller
                [cli, *words],
                env=kept | {"DOCKER_HOST": f"unix://{empty}/no-daemon.sock"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=DEADLINE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            message = texts.words("trouble.cli-silent", cli=cli, seconds=f"{DEADLINE:.0f}")
            raise TutorError(message, texts.words("trouble.cure.cli", cli=cli)) from error
        except OSError as error:
            message = texts.words("trouble.cli-not-started", cli=cli, reason=error.strerror)
            raise TutorError(message, texts.words("trouble.cure.cli", cli=cli)) from error


def plugin_version(cli: Path, name: str, environ: Mapping[str, str]) -> str:
    """What `docker NAME --version` prints, be it the plugin's version or why docker does not take it.

    Raises:
        TutorError: The CLI cannot be started, or gives no answer.
    """
    answer = _run(cli, (name, "--version"), environ)
    return (answer.stdout if answer.returncode == 0 else answer.stderr).strip()


def printed_by(cli: Path, words: Sequence[str], environ: Mapping[str, str]) -> str:
    """What the CLI prints on these words, with no daemon in reach. "" where it ends with an error.

    Raises:
        TutorError: The CLI cannot be started, or gives no answer.
    """
    answer = _run(cli, words, environ)
    return answer.stdout if answer.returncode == 0 else ""
