"""The commands of `docker-tutor`. The only place that turns errors into exit codes."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console

from tutor.arguments import parsed
from tutor.core import texts
from tutor.environment import Environment
from tutor.errors import LessonError, NoDaemonError, TutorError, UsageError
from tutor.exit_codes import ExitCode
from tutor.languages import choose
from tutor.plugin import COMPLETE, PROGRAM, called
from tutor.report import write_report
from tutor.terminal.own_group import own_group
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
        for notice in choose(environment.variables, environment.data_folder / "languages"):
            environment.stderr.write(f"{notice}\n")
        call = called(words, environment.variables)
        environment = replace(environment, variables=call.variables)
        with own_group(environment.stdin) if call.is_plugin else nullcontext():
            return program(environment, call.words, call.program)
    except TutorError as error:
        return explained(environment, error)
    except (KeyboardInterrupt, Hangup):
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # rich turns the first into the second
        return broken_pipe()
    except Exception as error:  # noqa: BLE001 -- the last resort: a report instead of a traceback
        return our_fault(environment, error, words)


def program(environment: Environment, words: Sequence[str], name: str = PROGRAM) -> ExitCode:
    """Do what the words ask; `name` is what the program was called by.

    Raises:
        TutorError: It cannot be done; the message says why and how to cure it.
    """
    if words[:1] == (COMPLETE,):
        from tutor.commands.joining import suggestions  # noqa: PLC0415 -- each command loads what it needs

        environment.stdout.write(suggestions(words[1:]))
        return ExitCode.FINE
    try:
        options = parsed(words, name)
    except SystemExit as done:  # argparse has said what there is to say
        return ExitCode.USAGE if done.code else ExitCode.FINE
    width = None if environment.stdout.isatty() else PIPED_WIDTH
    console = Console(file=environment.stdout, highlight=False, width=width)
    ended = without_progress(console, environment, options)
    if ended is not None:
        return ended
    with opened_store(environment) as store:
        return run(console, environment, store, options)


def without_progress(console: Console, environment: Environment, options: Namespace) -> ExitCode | None:  # noqa: PLR0911 -- one case for each
    """The commands that need not know of progress, each loading what it needs; None for any other."""
    match options.command:
        case "explain":
            from tutor.commands.explain import explain  # noqa: PLC0415 -- see above

            return explain(console, environment, options.line, as_json=options.json, plain=options.plain)
        case "ask":
            from tutor.commands.ask import ask  # noqa: PLC0415 -- see above

            return ask(environment, options.words)
        case "completion" | "install-plugin":
            from tutor.commands.joining import join  # noqa: PLC0415 -- see above

            return join(console, environment, options)
        case "author":
            from tutor.commands.author import author  # noqa: PLC0415 -- see above

            return author(console, environment, options)
        case "replay":
            from tutor.commands.replay import replay  # noqa: PLC0415 -- see above

            return replay(console, environment, options.what)
        case "doctor":
            from tutor.commands.doctor import doctor  # noqa: PLC0415 -- see above

            return doctor(environment, options)
        case _:
            return None


def run(  # noqa: PLR0911 -- one case for each
    console: Console, environment: Environment, store: Store, options: Namespace
) -> ExitCode:
    """The commands that know of progress."""
    match options.command:
        case "lessons" | "steps" | "progress":
            listed(console, environment, store, options)
        case "reset" | "cleanup" | "stand-in":
            from tutor.commands.care import care  # noqa: PLC0415 -- see program

            return care(console, environment, store, options)
        case "transcript" | "cheatsheet":
            from tutor.commands import transcript  # noqa: PLC0415 -- see program

            write = transcript.transcript if options.command == "transcript" else transcript.cheatsheet
            return write(environment, store, options)
        case "start":
            return talk(environment, store, options)
        case "review":
            return review(console, environment, store, options)
        case "lab":
            from tutor.commands.lab import lab  # noqa: PLC0415 -- see program
            from tutor.commands.sides import side_for  # noqa: PLC0415

            with side_for(environment, plain=options.plain, key="ctrl-]") as side:
                return lab(console, environment, store, side, options)
        case _:
            from tutor.commands.resume import resume_options  # noqa: PLC0415 -- see program

            return talk(environment, store, resume_options(console, environment, store))
    return ExitCode.FINE


def listed(console: Console, environment: Environment, store: Store, options: Namespace) -> None:
    """The lessons, a lesson's steps, or the progress."""
    from tutor.commands import lists  # noqa: PLC0415 -- see program

    variables = environment.variables
    match options.command:
        case "lessons":
            if options.ids:
                lists.ids(console, variables)
            else:
                lists.lessons(console, store, variables, as_json=options.json)
        case "steps":
            lists.steps(console, store, variables, options.lesson, as_json=options.json)
        case _:
            lists.progress(console, store, variables, as_json=options.json)


def talk(environment: Environment, store: Store, options: Namespace) -> ExitCode:
    """Hold a lesson's conversation; without a daemon, offer what can be done about it."""
    from tutor.commands.sides import side_for  # noqa: PLC0415 -- see program
    from tutor.commands.start import start  # noqa: PLC0415

    def hold(options: Namespace) -> ExitCode:
        with side_for(environment, plain=options.plain, key=options.leave_key, keys=options.keys) as side:
            return start(environment, store, side, options)

    try:
        return hold(options)
    except NoDaemonError as error:
        from tutor.commands.offer import offer  # noqa: PLC0415 -- whoever has a daemon needs none of it

        return offer(environment, options, error, hold)


def review(console: Console, environment: Environment, store: Store, options: Namespace) -> ExitCode:
    """Hold the conversation over what comes back, if anything does."""
    from tutor.commands.review import lesson_to_review  # noqa: PLC0415 -- see program

    lesson = lesson_to_review(store, environment.variables, options.lesson)
    if lesson is None:
        console.print(texts.words("list.nothing-due"), markup=False)
        return ExitCode.FINE
    options.lesson = lesson.path
    return talk(environment, store, options)


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
    tell(environment, texts.words("trouble.fault", kind=type(error).__name__))
    if path is not None:
        tell(environment, texts.words("trouble.fault.report", path=path))
    return ExitCode.OUR_FAULT
