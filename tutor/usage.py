"""A command line's help and errors in the tutor's own words, so that a translation has them, too: argparse, told so."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING

from tutor.core.texts import words

if TYPE_CHECKING:
    from typing import Any, NoReturn

ARGUMENT = re.compile(r"argument (?P<name>.+?): (?P<message>.+)", re.DOTALL)
MESSAGES = {
    "usage.missing": re.compile(r"the following arguments are required: (?P<names>.+)", re.DOTALL),
    "usage.unknown": re.compile(r"unrecognized arguments: (?P<words>.+)", re.DOTALL),
    "usage.choice": re.compile(r"invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)", re.DOTALL),
    "usage.value-missing": re.compile(r"expected one argument"),
    "usage.value-extra": re.compile(r"ignored explicit argument (?P<value>.+)", re.DOTALL),
}
"""How argparse says what can be wrong with our commands. What it says otherwise is shown as it is, in English."""


class Formatter(argparse.HelpFormatter):
    """Lays out as argparse does."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:  # noqa: ANN401 -- as argparse's
        """Begin with our own word, where argparse would take its."""
        super().add_usage(usage, actions, groups, words("usage.prefix") if prefix is None else prefix)


class FormatterOfLines(Formatter, argparse.RawDescriptionHelpFormatter):
    """The same, and the lines of a description and an epilog stay as they are."""


class Parser(argparse.ArgumentParser):
    """One command with its help, in the language that is spoken when it is made."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 -- as argparse's
        usual = {"formatter_class": Formatter, "allow_abbrev": False, "add_help": False}
        super().__init__(*arguments, **{**usual, **options})
        self._positionals.title, self._optionals.title = words("usage.arguments"), words("usage.options")
        self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help=told("usage.help"))

    def error(self, message: str) -> NoReturn:
        """Say how the command is used and what is wrong, and leave."""
        self.print_usage(sys.stderr)
        self.exit(2, words("usage.error", program=self.prog, message=in_our_words(message)) + "\n")


def told(key: str) -> str:
    """A text for argparse's `help`, which would take a % for a place of its own."""
    return words(key).replace("%", "%%")


def in_our_words(message: str) -> str:
    """What argparse says is wrong."""
    about = ARGUMENT.fullmatch(message)
    if about:
        return words("usage.argument", name=about["name"], message=in_our_words(about["message"]))
    found = ((key, pattern.fullmatch(message)) for key, pattern in MESSAGES.items())
    return next((words(key, **match.groupdict()) for key, match in found if match), message)
