"""`docker tutor`: how Docker's command line calls the programs that it takes for commands of its own.

Docker runs `docker-tutor docker-cli-plugin-metadata` to learn what it is, and `docker-tutor [FLAGS] tutor WORDS` for
`docker [FLAGS] tutor WORDS` (docker/cli, cli-plugins/metadata and cli-plugins/manager). Asked for the first, this
module has to answer within a blink, as `docker --help` waits for it: nothing is imported before it is needed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.errors import UsageError
from tutor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tutor.core.command import FlagUse

NAME = "tutor"
PROGRAM = f"docker-{NAME}"
METADATA = "docker-cli-plugin-metadata"
COMPLETE = "__complete"  # cobra's question for what could come next
MARK = "DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"  # set for a plugin by every CLI since 19.03
OURS = "DOCKER_CLI_PLUGIN_"  # how the names of what is meant for a plugin alone begin
IGNORED = frozenset({"debug", "log-level", "help"})


@dataclass(frozen=True, slots=True)
class Called:
    """How this program was started: under which name, with which words and variables."""

    program: str
    words: tuple[str, ...]
    variables: Mapping[str, str]

    @property
    def is_plugin(self) -> bool:
        """Whether Docker started it."""
        return self.program != PROGRAM


def metadata() -> str:
    """What Docker is told of this plugin, as JSON. Its `--help`, which is in English, shows the description."""
    told = {
        "SchemaVersion": "0.1.0",
        "Vendor": PROGRAM,
        "Version": f"v{__version__}",
        "ShortDescription": "Learn Docker in your own terminal",
    }
    return json.dumps(told)


def called(words: Sequence[str], variables: Mapping[str, str]) -> Called:
    """Who called, and with what. Flags of docker's own before `tutor` become the variables that mean the same.

    Raises:
        UsageError: Such a flag has no variable.
    """
    words = tuple(words)
    if MARK not in variables or NAME not in words:
        return Called(PROGRAM, words, variables)
    kept = {name: value for name, value in variables.items() if not name.startswith(OURS)}
    before, rest = words[: words.index(NAME)], words[words.index(NAME) + 1 :]
    if before == ("help",):
        return Called(f"docker {NAME}", (*rest, "--help"), kept)
    if before == (COMPLETE,):
        return Called(f"docker {NAME}", (COMPLETE, *rest), kept)
    if not before:
        return Called(f"docker {NAME}", rest, kept)
    return with_flags(words, kept)


def with_flags(words: Sequence[str], variables: dict[str, str]) -> Called:
    """The same where docker's own flags stand before `tutor`, which may also be the value of one of them.

    Raises:
        UsageError: A flag has no variable.
    """
    import shlex  # noqa: PLC0415 -- see the module

    from tutor.core.command import Extra, parse  # noqa: PLC0415

    for at in (place for place, word in enumerate(words) if word == NAME):
        command = parse(shlex.join(("docker", *words[: at + 1])), Extra(frozenset({NAME})))
        if command.name == NAME:
            break
    for use in command.global_flags:
        take(variables, use)
    return Called(f"docker {NAME}", tuple(words[at + 1 :]), variables)


def take(variables: dict[str, str], use: FlagUse) -> None:
    """Put one flag into the variables."""
    match use.name:
        case "host":
            variables.pop("DOCKER_CONTEXT", None)
            variables["DOCKER_HOST"] = use.value
        case "context":
            variables.pop("DOCKER_HOST", None)
            variables["DOCKER_CONTEXT"] = use.value
        case "config":
            variables["DOCKER_CONFIG"] = use.value
        case name if name not in IGNORED:
            from tutor.core.texts import words  # noqa: PLC0415 -- see the module

            message = words("trouble.not-passed-on", name=NAME, flag=use.spelled)
            raise UsageError(message, words("trouble.not-passed-on.cure"))
