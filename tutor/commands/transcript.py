"""`transcript` and `cheatsheet`: what was said, typed and run, for oneself or for a teacher."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.commands.library import lesson_named
from tutor.commands.lists import usual_facts
from tutor.core.cheat_sheet import cheat_sheet_markdown
from tutor.core.texts import words
from tutor.core.transcript import Kind
from tutor.core.transcript_text import SIGN, markdown, plain, sessions, spoken
from tutor.errors import LessonError, TutorError, UsageError
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping, Sequence

    from tutor.core.transcript import PastEntry
    from tutor.environment import Environment
    from tutor.store import Store

FORMATS = ("md", "html", "json", "cast")
WIDTH, HEIGHT = 80, 24  # cells of the terminal that a cast is played in
LONGEST_PAUSE = 2.0  # seconds: what was longer in the lesson is this long in a cast
A_KEY = 0.04  # seconds between two keys, as a quick typist has them


def transcript(environment: Environment, store: Store, options: Namespace) -> ExitCode:
    """Write the dialogue of a lesson, from all of its sessions.

    Raises:
        LessonError: There is no such lesson.
        UsageError: Nothing was said in it yet, or the file exists.
    """
    lesson, title = lesson_meant(store, environment.variables, options.lesson)
    entries = store.dialogue(lesson)
    if not entries:
        raise UsageError(
            words("trouble.nothing-said", lesson=lesson), words("trouble.nothing-said.cure", lesson=lesson)
        )
    deliver(environment, formatted(options.format, lesson, title, entries), options.output)
    return ExitCode.FINE


def cheatsheet(environment: Environment, store: Store, options: Namespace) -> ExitCode:
    """Write the learner's own lines as Markdown.

    Raises:
        LessonError: There is no such lesson.
        UsageError: There are no lines yet, or the file exists.
    """
    name, _ = lesson_meant(store, environment.variables, options.lesson)
    lesson = lesson_named(options.lesson or name, environment.variables)
    sheet = cheat_sheet_markdown(lesson, store.passed_lines(lesson.id), usual_facts(lesson))
    if not sheet:
        raise UsageError(words("trouble.no-lines", lesson=lesson.id), words("trouble.no-lines.cure"))
    deliver(environment, sheet, options.output)
    return ExitCode.FINE


def lesson_meant(store: Store, variables: Mapping[str, str], name: str | None) -> tuple[str, str]:
    """Id and title of the named lesson, or of the one worked on last, even if its file is gone.

    Raises:
        LessonError: There is no such lesson.
        UsageError: None was named, and none begun.
    """
    if name:
        lesson = lesson_named(name, variables)
        return lesson.id, lesson.title
    begun = store.all_progress()
    if not begun:
        raise UsageError(words("trouble.none-begun"), words("trouble.none-begun.cure"))
    last = begun[0].lesson
    try:
        return last, lesson_named(last, variables).title
    except LessonError:
        return last, last


def deliver(environment: Environment, content: str, output: str | None) -> None:
    """Write it to that file, which must be new, or to standard output.

    Raises:
        UsageError: The file exists.
        TutorError: It cannot be written.
    """
    if output is None:
        environment.stdout.write(content)
        return
    try:
        with Path(output).open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError as error:
        raise UsageError(words("trouble.file-exists", path=output), words("trouble.file-exists.cure")) from error
    except OSError as error:
        message = words("trouble.file-not-written", path=output, reason=error.strerror)
        raise TutorError(message, words("trouble.file-not-written.cure")) from error


def formatted(form: str, lesson: str, title: str, entries: Sequence[PastEntry]) -> str:
    """The transcript in one of `FORMATS`."""
    match form:
        case "html":
            from tutor.commands.transcript_html import html  # noqa: PLC0415 -- rich's exporter, for this form alone

            return html(title, entries)
        case "json":
            return json.dumps(as_data(lesson, title, entries), indent=2, ensure_ascii=False) + "\n"
        case "cast":
            return "".join(json.dumps(part, ensure_ascii=False) + "\n" for part in cast(title, entries))
        case _:
            return markdown(title, entries)


def as_data(lesson: str, title: str, entries: Sequence[PastEntry]) -> dict[str, object]:
    """The transcript for other programs; texts without colours."""
    return {
        "lesson": lesson,
        "title": title,
        "sessions": [
            {"session": turns[0].session, "began": turns[0].time, "entries": [turn_as_data(past) for past in turns]}
            for _, turns in sessions(entries)
        ],
    }


def turn_as_data(past: PastEntry) -> dict[str, object]:
    """One turn."""
    entry = past.entry
    data: dict[str, object] = {"time": past.time, "step": entry.step, "kind": entry.kind.value}
    data["text"] = plain(entry.text)
    return data | ({"evidence": asdict(entry.evidence)} if entry.evidence else {})


def cast(title: str, entries: Sequence[PastEntry]) -> Iterator[object]:
    """An asciicast, version 2 (https://docs.asciinema.org/manual/asciicast/v2/): a header, then what came when."""
    times = [datetime.fromisoformat(past.time).timestamp() for past in entries]
    yield {"version": 2, "width": WIDTH, "height": HEIGHT, "timestamp": int(times[0]), "title": title}
    at, before = 0.0, times[0]
    for past, time in zip(entries, times, strict=True):
        at, before = at + min(max(time - before, 0.0), LONGEST_PAUSE), time
        for pause, piece in pieces(past):
            at += pause
            yield [round(at, 3), "o", piece]


def pieces(past: PastEntry) -> Iterator[tuple[float, str]]:
    """What a turn puts on the screen, piece by piece: a typed line key by key, everything else at once."""
    if past.entry.kind is Kind.TYPED:
        yield 0.0, SIGN
        yield from ((A_KEY, key) for key in past.entry.text)
        yield A_KEY, "\r\n"
    elif shown := spoken(past):
        yield 0.0, shown.replace("\n", "\r\n")
