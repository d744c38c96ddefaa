"""The command line of `docker-tutor` itself."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from tutor.plugin import PROGRAM
from tutor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = "Learn Docker in your own terminal: you type real commands, they really run, and a tutor explains."
EPILOG = """\
Without a command it goes on where you left off.

exit codes: 0 fine, 1 a fault of docker-tutor, 2 wrong usage, 3 a scripted lesson is
not complete or an author's check not passed, 4 no usable Docker daemon,
130 interrupted
"""


def parser(program: str = PROGRAM) -> argparse.ArgumentParser:
    """Every command and option, with its help; `program` is what it was called by."""
    top = argparse.ArgumentParser(
        program,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"docker-tutor {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    add_start(commands)
    add_lists(commands)
    add_papers(commands)
    add_replay(commands)
    add_lab(commands)
    add_care(commands)
    add_author(commands)
    add_joining(commands)
    return top


def parsed(words: Sequence[str], program: str = PROGRAM) -> argparse.Namespace:
    """What the words after `docker-tutor` ask for.

    All that follows `ask` is the question, and all from `docker` on that follows `explain` is the line: even what looks
    like an option of ours, such as the -p in: ask what is -p.

    Raises:
        SystemExit: Help was wanted, or the words are no command; argparse has printed what there is to say.
    """
    name, rest = words[:1], list(words[1:])
    if name and name[0] == "ask" and rest and rest not in (["-h"], ["--help"]):
        return argparse.Namespace(command="ask", words=rest)
    if name and name[0] == "explain" and "docker" in rest:
        at = rest.index("docker")
        words = (*name, *rest[:at], shlex.join(rest[at:]))
    return parser(program).parse_args(words)


Commands = argparse._SubParsersAction  # noqa: SLF001 -- argparse has no public name for it


def command(commands: Commands[argparse.ArgumentParser], name: str, summary: str) -> argparse.ArgumentParser:
    """One command with its one-line help."""
    return commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)


def add_start(commands: Commands[argparse.ArgumentParser]) -> None:
    """`start` and `review`, the conversations."""
    start = command(commands, "start", "start a lesson, or go on with it")
    start.add_argument("lesson", metavar="LESSON", help="a lesson's id, or the path of a lesson file")
    start.add_argument("--step", metavar="ID", default="", help="begin at this step (see: docker-tutor steps LESSON)")
    review = command(commands, "review", "steps that you missed, had a hint for or skipped, once more as short drills")
    review.add_argument("lesson", metavar="LESSON", nargs="?", default=None)
    review.set_defaults(step="")
    for talk in (start, review):
        add_talk(talk)


def add_talk(start: argparse.ArgumentParser) -> None:
    """What every conversation takes."""
    start.add_argument("--plain", action="store_true", help="no colours, no drawings: for screen readers and logs")
    start.add_argument(
        "--image",
        choices=("auto", "official", "stand-in"),
        default="auto",
        help="which image to get where the lesson's is missing: ask (auto), the official one, or the small stand-in",
    )
    start.add_argument(
        "--recorded",
        action="store_true",
        help="without Docker: what you type is checked as always, what you see was recorded from a real one",
    )
    start.add_argument(
        "--leave-key",
        metavar="KEY",
        default="ctrl-]",
        help="the key that leaves a running program and comes back, such as ctrl-] (the default) or ctrl-g",
    )
    start.add_argument(
        "--keys",
        choices=("emacs", "vi"),
        default="",
        help="how a line is edited; the variable DOCKER_TUTOR_KEYS says it for every time (emacs where nothing does)",
    )


def add_lists(commands: Commands[argparse.ArgumentParser]) -> None:
    """What only looks."""
    lessons = command(commands, "lessons", "list the lessons")
    steps = command(commands, "steps", "list a lesson's steps, and which are done")
    steps.add_argument("lesson", metavar="LESSON")
    progress = command(commands, "progress", "show how far you are")
    lessons.add_argument("--ids", action="store_true", help="only their ids, one on a line")
    for listing in (lessons, steps, progress):
        listing.add_argument("--json", action="store_true", help="as JSON, for other programs")
    explain = command(commands, "explain", "show what each word of a docker command line is, without running it")
    explain.add_argument("line", metavar="docker …", help="the line, after any option of explain's own")
    explain.add_argument("--json", action="store_true", help="the parse with the place of every word, as JSON")
    explain.add_argument("--plain", action="store_true", help="no colours, no drawings: for screen readers and logs")
    ask = command(commands, "ask", "what a word or a thing of Docker's means: ask what is a volume")
    ask.add_argument("words", metavar="WORD", nargs="*", help="the question; all that follows belongs to it")


def add_papers(commands: Commands[argparse.ArgumentParser]) -> None:
    """What can be kept or handed in."""
    sheet = command(commands, "cheatsheet", "your own lines of a lesson, as Markdown")
    talk = command(commands, "transcript", "all that was said, typed and run in a lesson, with Docker's evidence")
    talk.add_argument("--format", choices=("md", "html", "json", "cast"), default="md", help="md when left out")
    for paper in (sheet, talk):
        paper.add_argument("lesson", metavar="LESSON", nargs="?", default=None, help="else the one worked on last")
        paper.add_argument("-o", "--output", metavar="FILE", default=None, help="a new file; else standard output")


def add_replay(commands: Commands[argparse.ArgumentParser]) -> None:
    """What shows recordings."""
    replay = command(commands, "replay", "play a recording (asciicast v2), or those of a lesson; Ctrl-C stops")
    replay.add_argument("what", metavar="FILE|LESSON", help="a .cast file, or a lesson's id")


def add_lab(commands: Commands[argparse.ArgumentParser]) -> None:
    """`lab`, which needs a daemon and no lesson."""
    lab = command(commands, "lab", "give one line to four shells: with and without -i and -t")
    lab.add_argument("--image", metavar="IMAGE", default="", help="an image that you have, with a shell; ghost if none")
    lab.add_argument("--line", metavar="LINE", default="", help="give them this line, show what becomes of it, and end")
    lab.add_argument("--plain", action="store_true", help="no colours, no drawings: for screen readers and logs")
    lab.add_argument("--json", action="store_true", help="what was seen, as JSON; without --line of: echo hello")


def add_care(commands: Commands[argparse.ArgumentParser]) -> None:
    """What forgets, removes or puts right."""
    reset = command(commands, "reset", "forget the progress of a lesson, or of all")
    reset.add_argument("lesson", metavar="LESSON", nargs="?", default=None)
    cleanup = command(commands, "cleanup", "remove what earlier lessons left behind; nothing else is touched")
    cleanup.add_argument("--dry-run", action="store_true", help="only list what would be removed")
    command(commands, "stand-in", "make the small image that stands in for ghost; cleanup removes it")
    doctor = command(commands, "doctor", "say what a live lesson needs, what of it is wrong here, and how to cure it")
    doctor.add_argument("--json", action="store_true", help="as JSON, for other programs")
    doctor.add_argument("--fix", action="store_true", help="cure it: show each command, ask, run it, see if it helped")
    doctor.add_argument("--yes", action="store_true", help="with --fix: do not ask")


def add_author(commands: Commands[argparse.ArgumentParser]) -> None:
    """What proves a lesson. See docs/writing-a-lesson.md."""
    author = command(commands, "author", "for authors of lessons: lint a file, try a line, verify a whole lesson")
    tools = author.add_subparsers(dest="tool", metavar="TOOL", title="tools", required=True)
    lint = command(tools, "lint", "say what can be bettered in a lesson file, or in all of a folder; needs no daemon")
    lint.add_argument("path", metavar="PATH", help="a lesson file, or a folder of them")
    attempt = command(tools, "try", "type lines at a step and show the verdict; what they make is removed again")
    attempt.add_argument("lesson", metavar="LESSON", help="a lesson's id, or the path of a lesson file")
    attempt.add_argument("step", metavar="STEP", help="the step's id")
    attempt.add_argument(
        "lines",
        metavar="LINE",
        nargs="+",
        help="a line as one quoted word; those after the first go to the program that it opens; ^C, ^D, ^] are keys",
    )
    verify = command(tools, "verify", "prove a lesson live: its own answers pass, its wrong ones fail as they should")
    verify.add_argument("lesson", metavar="LESSON", help="a lesson's id, or the path of a lesson file")
    verify.add_argument("--step", metavar="ID", default="", help="only this step")
    verify.add_argument("--recorded", action="store_true", help="by the lesson's recordings; needs no daemon")
    record = command(tools, "record", "play a lesson on a live daemon and keep it, for learners who have none")
    record.add_argument("lesson", metavar="LESSON", help="a lesson's id, or the path of a lesson file")
    record.add_argument(
        "--step", metavar="ID", action="append", default=[], help="only this step, again and again for several"
    )
    record.add_argument("-o", "--output", metavar="DIR", default="", help="where to; usually beside the lesson file")
    record.set_defaults(image="")
    record.add_argument("--cli", metavar="PATH", default="", help="the docker program to type with")
    for live in (attempt, verify):
        live.add_argument(
            "--image",
            metavar="NAME",
            default="",
            help="the image to take for the lesson's; stand-in and stand-in-wants-mysql are made for this and removed",
        )
        live.add_argument("--cli", metavar="PATH", default="", help="the docker program to type with")
    for tool in (lint, attempt, verify):
        tool.add_argument("--json", action="store_true", help="as JSON, for other programs")


def add_joining(commands: Commands[argparse.ArgumentParser]) -> None:
    """What makes it known to docker and to the shell."""
    plugin = command(commands, "install-plugin", "make it a command of docker: docker tutor")
    plugin.add_argument("--uninstall", action="store_true", help="take that back")
    completion = command(commands, "completion", "print a script that teaches your shell to complete these commands")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help="which shell")
