"""The command line of `docker-tutor` itself."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.plugin import PROGRAM
from tutor.usage import FormatterOfLines, Parser, told
from tutor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence


def parser(program: str = PROGRAM) -> Parser:
    """Every command and option, with its help; `program` is what it was called by."""
    top = Parser(
        program,
        description=words("usage.description"),
        epilog=words("usage.epilog"),
        formatter_class=FormatterOfLines,
    )
    shown = f"docker-tutor {__version__}"
    top.add_argument("--version", action="version", version=shown, help=told("usage.version"))
    commands = top.add_subparsers(dest="command", metavar=words("word.command"), title=words("usage.commands"))
    add_start(commands)
    add_lists(commands)
    add_papers(commands)
    add_replay(commands)
    add_lab(commands)
    add_care(commands)
    add_author(commands)
    add_joining(commands)
    return top


def parsed(typed: Sequence[str], program: str = PROGRAM) -> argparse.Namespace:
    """What the words after `docker-tutor` ask for.

    All that follows `ask` is the question, and all from `docker` on that follows `explain` is the line: even what looks
    like an option of ours, such as the -p in: ask what is -p.

    Raises:
        SystemExit: Help was wanted, or the words are no command; argparse has printed what there is to say.
    """
    name, rest = typed[:1], list(typed[1:])
    if name and name[0] == "ask" and rest and rest not in (["-h"], ["--help"]):
        return argparse.Namespace(command="ask", words=rest)
    if name and name[0] == "explain" and "docker" in rest:
        at = rest.index("docker")
        typed = (*name, *rest[:at], shlex.join(rest[at:]))
    return parser(program).parse_args(typed)


Commands = argparse._SubParsersAction  # noqa: SLF001 -- argparse has no public name for it


def command(commands: Commands[Parser], name: str) -> Parser:
    """One command with its one-line help."""
    return commands.add_parser(name, help=told(f"summary.{name}"), description=words(f"summary.{name}"))


def add_start(commands: Commands[Parser]) -> None:
    """`start` and `review`, the conversations."""
    start = command(commands, "start")
    start.add_argument("lesson", metavar=words("word.lesson"), help=told("option.lesson"))
    start.add_argument("--step", metavar=words("word.id"), default="", help=told("option.step"))
    review = command(commands, "review")
    review.add_argument("lesson", metavar=words("word.lesson"), nargs="?", default=None)
    review.set_defaults(step="")
    for talk in (start, review):
        add_talk(talk)


def add_talk(start: Parser) -> None:
    """What every conversation takes."""
    start.add_argument("--plain", action="store_true", help=told("option.plain"))
    start.add_argument(
        "--image",
        choices=("auto", "official", "stand-in"),
        default="auto",
        help=told("option.image"),
    )
    start.add_argument(
        "--recorded",
        action="store_true",
        help=told("option.recorded"),
    )
    start.add_argument(
        "--leave-key",
        metavar=words("word.key"),
        default="ctrl-]",
        help=told("option.leave-key"),
    )
    start.add_argument(
        "--keys",
        choices=("emacs", "vi"),
        default="",
        help=told("option.keys"),
    )


def add_lists(commands: Commands[Parser]) -> None:
    """What only looks."""
    lessons = command(commands, "lessons")
    steps = command(commands, "steps")
    steps.add_argument("lesson", metavar=words("word.lesson"))
    progress = command(commands, "progress")
    lessons.add_argument("--ids", action="store_true", help=told("option.ids"))
    for listing in (lessons, steps, progress):
        listing.add_argument("--json", action="store_true", help=told("option.json"))
    explain = command(commands, "explain")
    explain.add_argument("line", metavar=words("word.docker-line"), help=told("option.line"))
    explain.add_argument("--json", action="store_true", help=told("option.json.parse"))
    explain.add_argument("--plain", action="store_true", help=told("option.plain"))
    ask = command(commands, "ask")
    ask.add_argument("words", metavar=words("word.word"), nargs="*", help=told("option.question"))


def add_papers(commands: Commands[Parser]) -> None:
    """What can be kept or handed in."""
    sheet = command(commands, "cheatsheet")
    talk = command(commands, "transcript")
    talk.add_argument("--format", choices=("md", "html", "json", "cast"), default="md", help=told("option.format"))
    for paper in (sheet, talk):
        paper.add_argument(
            "lesson", metavar=words("word.lesson"), nargs="?", default=None, help=told("option.lesson.last")
        )
        paper.add_argument("-o", "--output", metavar=words("word.file"), default=None, help=told("option.output"))


def add_replay(commands: Commands[Parser]) -> None:
    """What shows recordings."""
    replay = command(commands, "replay")
    replay.add_argument("what", metavar=words("word.recording"), help=told("option.replay"))


def add_lab(commands: Commands[Parser]) -> None:
    """`lab`, which needs a daemon and no lesson."""
    lab = command(commands, "lab")
    lab.add_argument("--image", metavar=words("word.image"), default="", help=told("option.image.lab"))
    lab.add_argument("--line", metavar=words("word.line"), default="", help=told("option.line.lab"))
    lab.add_argument("--plain", action="store_true", help=told("option.plain"))
    lab.add_argument("--json", action="store_true", help=told("option.json.lab"))


def add_care(commands: Commands[Parser]) -> None:
    """What forgets, removes or puts right."""
    reset = command(commands, "reset")
    reset.add_argument("lesson", metavar=words("word.lesson"), nargs="?", default=None)
    cleanup = command(commands, "cleanup")
    cleanup.add_argument("--dry-run", action="store_true", help=told("option.dry-run"))
    command(commands, "stand-in")
    doctor = command(commands, "doctor")
    doctor.add_argument("--json", action="store_true", help=told("option.json"))
    doctor.add_argument("--fix", action="store_true", help=told("option.fix"))
    doctor.add_argument("--yes", action="store_true", help=told("option.yes"))


def add_author(commands: Commands[Parser]) -> None:
    """What proves a lesson. See docs/writing-a-lesson.md."""
    author = command(commands, "author")
    tools = author.add_subparsers(dest="tool", metavar=words("word.tool"), title=words("usage.tools"), required=True)
    lint = command(tools, "lint")
    lint.add_argument("path", metavar=words("word.path"), help=told("option.path"))
    attempt = command(tools, "try")
    attempt.add_argument("lesson", metavar=words("word.lesson"), help=told("option.lesson"))
    attempt.add_argument("step", metavar=words("word.step"), help=told("option.step.id"))
    attempt.add_argument(
        "lines",
        metavar=words("word.line"),
        nargs="+",
        help=told("option.lines"),
    )
    verify = command(tools, "verify")
    verify.add_argument("lesson", metavar=words("word.lesson"), help=told("option.lesson"))
    verify.add_argument("--step", metavar=words("word.id"), default="", help=told("option.step.only"))
    verify.add_argument("--recorded", action="store_true", help=told("option.recorded.verify"))
    record = command(tools, "record")
    record.add_argument("lesson", metavar=words("word.lesson"), help=told("option.lesson"))
    record.add_argument(
        "--step", metavar=words("word.id"), action="append", default=[], help=told("option.step.record")
    )
    record.add_argument("-o", "--output", metavar=words("word.folder"), default="", help=told("option.output.record"))
    record.set_defaults(image="")
    record.add_argument("--cli", metavar=words("word.path"), default="", help=told("option.cli"))
    for live in (attempt, verify):
        live.add_argument(
            "--image",
            metavar=words("word.name"),
            default="",
            help=told("option.image.author"),
        )
        live.add_argument("--cli", metavar=words("word.path"), default="", help=told("option.cli"))
    for tool in (lint, attempt, verify):
        tool.add_argument("--json", action="store_true", help=told("option.json"))


def add_joining(commands: Commands[Parser]) -> None:
    """What makes it known to docker and to the shell."""
    plugin = command(commands, "install-plugin")
    plugin.add_argument("--uninstall", action="store_true", help=told("option.uninstall"))
    completion = command(commands, "completion")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help=told("option.shell"))
