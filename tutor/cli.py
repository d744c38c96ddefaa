"""The commands of `docker-tutor`. The only place that turns errors into exit codes."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rich.console import Console

from tutor.arguments import parser
from tutor.environment import Environment
from tutor.errors import LessonError, NoDaemonError, TutorError, UsageError
from tutor.exit_codes import ExitCode
from tutor.report import write_report
from tutor.terminal.screen import Hangup

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from tutor.store import Store


PIPED_WIDTH = 200  # columns of a table that no terminal bounds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and say how it ended.

    Args:
        arguments: The words after `docker-tutor`; None for this process's own.

    Returns:
        An `ExitCode`.
    """
    words = tuple(sys.argv[1:] if arguments is None else arguments)
    environment = Environment.of_this_process()
    try:
        return program(environment, words)
    except TutorError as error:
        return explained(environment, error)
    except (KeyboardInterrupt, Hangup):
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # rich turns the first into the second
        return broken_pipe()
    except Exception as error:  # noqa: BLE001 -- the last resort: a report instead of a traceback
        return our_fault(environment, error, words)


def program(environment: Environment, words: Sequence[str]) -> ExitCode:
    """Do what the words ask.

    Raises:
        TutorError: It cannot be done; the message says why and how to cure it.
    """
    try:
        options = parser().parse_args(words)
    except SystemExit as done:  # argparse has said what there is to say
        return ExitCode.USAGE if done.code else ExitCode.FINE
    width = None if environment.stdout.isatty() else PIPED_WIDTH
    console = Console(file=environment.stdout, highlight=False, width=width)
    if options.command == "explain":
        from tutor.commands.explain import explain  # noqa: PLC0415 -- each command loads what it needs

        return explain(console, options.line, as_json=options.json)
    if options.command == "author":
        from tutor.commands.author import author  # noqa: PLC0415 -- see above

        return author(console, environment, options)
    with opened_store(environment) as store:
        return run(console, environment, store, options)


def run(console: Console, environment: Environment, store: Store, options: Namespace) -> ExitCode:
    """The commands that know of progress."""
    from tutor.commands import care, lists  # noqa: PLC0415 -- see program

    variables = environment.variables
    match options.command:
        case "lessons":
            lists.lessons(console, store, variables, as_json=options.json)
        case "steps":
            lists.steps(console, store, variables, options.lesson, as_json=options.json)
        case "progress":
            lists.progress(console, store, variables, as_json=options.json)
        case "reset":
            return care.reset(console, environment, store, options.lesson)
        case "cleanup":
            return care.cleanup(console, environment, store, dry_run=options.dry_run)
        case "start":
            return talk(environment, store, options)
        case _:
            from tutor.commands.resume import resume_options  # noqa: PLC0415 -- see program

            return talk(environment, store, resume_options(console, environment, store))
    return ExitCode.FINE


def talk(environment: Environment, store: Store, options: Namespace) -> ExitCode:
    """Hold a lesson's conversation."""
    from tutor.commands.sides import side_for  # noqa: PLC0415 -- see program
    from tutor.commands.start import start  # noqa: PLC0415

    with side_for(environment, plain=options.plain, key=options.leave_key) as side:
        return start(environment, store, side, options)


@contextmanager
def opened_store(environment: Environment) -> Iterator[Store]:
    """The learner's progress, whatever state its file is in; what is wrong with it is said once."""
    from tutor.store import Store, default_path  # noqa: PLC0415 -- see program

    store, notices = Store.open(default_path(environment.variables), environment.now)
    for notice in notices:
        tell(environment, notice)
    try:
        yield store
    finally:
        store.close()


def tell(environment: Environment, words: str) -> None:
    """Write to standard error what may hold others' words: a file's name, the daemon's message."""
    from tutor.chat.printable import printable_lines  # noqa: PLC0415 -- see program

    for line in printable_lines(words, environment.stderr.encoding or "ascii"):
        environment.stderr.write(f"{line}\n")


def explained(environment: Environment, error: TutorError) -> ExitCode:
    """Say what is wrong and how to cure it."""
    tell(environment, f"docker-tutor: {error.message}")
    if error.hint:
        tell(environment, error.hint)
    match error:
        case NoDaemonError():
            return ExitCode.NO_DAEMON
        case UsageError() | LessonError():
            return ExitCode.USAGE
        case _:
            return ExitCode.OUR_FAULT


def broken_pipe() -> ExitCode:
    """Whoever read our output has gone; that is nobody's fault."""
    with suppress(OSError):
        sys.stdout.close()
    return ExitCode.FINE


def our_fault(environment: Environment, error: Exception, words: tuple[str, ...]) -> ExitCode:
    """Write a report that can be pasted into an issue, and say where it is."""
    path = write_report(error, words, environment)
    environment.stderr.write(f"docker-tutor: this is a fault of mine ({type(error).__name__}), not yours.\n")
    if path is not None:
        environment.stderr.write(f"The report is in {path}. Your progress is kept.\n")
    return ExitCode.OUR_FAULT
