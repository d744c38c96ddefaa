"""What the installed docker CLI says of a command and its flags, read from its `--help`."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.help_tasks import HelpTold
from tutor.engine.cli import WORD, find_cli, printed_by

if TYPE_CHECKING:
    from collections.abc import Mapping

FLAG_LINE = re.compile(r"^ {2}(?:-\S, | {4})--(?P<name>\S+)(?: (?P<type>[^\s]+))?(?: {2,}(?P<words>\S.*))?$")
MORE = re.compile(r"^ {12,}(?P<words>\S.*)$")
DEFAULT = re.compile(r" \(default [^()]*\)$")


def help_of(words: tuple[str, ...], environ: Mapping[str, str]) -> HelpTold:
    """The help of the command `words` as the CLI on `environ`'s PATH prints it. No daemon is asked.

    Raises:
        NoDaemonError: There is no docker CLI.
        TutorError: It cannot be started, or gives no answer.
    """
    if not all(map(WORD.fullmatch, words)):
        return HelpTold()
    return read_help(printed_by(find_cli(environ.get("PATH")), (*words, "--help"), environ))


def read_help(page: str) -> HelpTold:
    """A page of help, understood: the sentence under or over `Usage:`, and the flags with what is said of each."""
    flags: dict[str, str] = {}
    name = ""
    for line in page.splitlines():
        if found := FLAG_LINE.match(line):
            name = found["name"]
            flags[name] = found["words"] or ""
        elif name and (more := MORE.match(line)):
            flags[name] = f"{flags[name]} {more['words']}".strip()
        else:
            name = ""
    told = {flag: DEFAULT.sub("", words) for flag, words in flags.items() if words}
    return HelpTold(summary=summary(page), flags=MappingProxyType(told))


def summary(page: str) -> str:
    """What the command does: the first paragraph that is no heading."""
    paragraphs = [part.strip() for part in page.split("\n\n")]
    plain = [part for part in paragraphs if part and not part.startswith("Usage:") and not part.endswith(":")]
    first = plain[0] if plain else ""
    return "" if "\n" in first or first.partition("\n")[0].endswith(":") else first
