"""`lessons`, `steps` and `progress`: what there is and how far the learner is, as a table or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.table import Table

from tutor.commands.library import lesson_entries, lesson_named
from tutor.core.facts import Facts, ImageFacts, ImageKind
from tutor.core.facts_text import fill_facts
from tutor.core.progress import Mark
from tutor.core.texts import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rich.console import Console

    from tutor.core.lesson import Lesson
    from tutor.store import Store

Rows = list[dict[str, Any]]
WHOLE = frozenset({"id", "lesson", "kind", "state"})  # columns to copy from: never broken


def lesson_rows(store: Store, variables: Mapping[str, str]) -> Rows:
    """One row a lesson file: id, title, minutes, steps, how many are done or skipped, where it lies, what is wrong."""
    return [
        {
            "id": entry.id,
            "title": entry.title,
            "minutes": entry.minutes,
            "steps": entry.steps,
            **counts(store.marks(entry.id)),
            "path": str(entry.path),
            "error": entry.error,
        }
        for entry in lesson_entries(variables)
    ]


def counts(marks: Mapping[str, Mark]) -> dict[str, int]:
    """How many steps are done, and how many skipped."""
    values = list(marks.values())
    return {"done": values.count(Mark.DONE), "skipped": values.count(Mark.SKIPPED)}


def step_rows(lesson: Lesson, marks: Mapping[str, Mark], recorded: Collection[str] = ()) -> Rows:
    """One row a step; `do` is its command with the facts filled in, as far as they are known without a daemon."""
    facts = usual_facts(lesson)
    return [
        {
            "id": step.id,
            "section": step.section,
            "kind": step.kind.value,
            "title": fill_facts(step.title, facts),
            "do": fill_facts(step.do, facts) if step.do else None,
            "done": marks.get(step.id) is Mark.DONE,
            "state": marks[step.id].value if step.id in marks else "open",
            "recorded": step.id in recorded,
        }
        for step in lesson.steps
    ]


def usual_facts(lesson: Lesson) -> Facts:
    """The facts as they are where nothing is out of the ordinary."""
    return Facts(image=ImageFacts(name=lesson.image, id="", kind=ImageKind.OFFICIAL))


def progress_rows(store: Store, variables: Mapping[str, str]) -> Rows:
    """One row a lesson that was begun: steps done, skipped and in all, lines tried, when last."""
    steps = {entry.id: entry.steps for entry in lesson_entries(variables)}
    return [
        {
            "lesson": row.lesson,
            "done": row.done,
            "skipped": row.skipped,
            "steps": steps.get(row.lesson, 0),
            "recorded": row.recorded,
            "attempts": row.attempts,
            "last": row.last,
        }
        for row in store.all_progress()
    ]


def show(console: Console, rows: Rows, columns: Sequence[str], *, as_json: bool, nothing: str) -> None:
    """Print rows as JSON, or as a table of these columns; `nothing` is said where there are none."""
    if as_json:
        console.file.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
        return
    if not rows:
        console.print(nothing, markup=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(words(f"list.column.{column}"), overflow="fold", no_wrap=column in WHOLE)
    for row in rows:
        table.add_row(*(cell(row[column]) for column in columns))
    console.print(table)


def cell(value: object) -> str:
    """A value as people read it, never as markup."""
    from rich.markup import escape  # noqa: PLC0415 -- only a table needs it

    return escape("" if value is None else str(value))


def lessons(console: Console, store: Store, variables: Mapping[str, str], *, as_json: bool) -> None:
    """Print the lessons."""
    rows = lesson_rows(store, variables)
    show(
        console,
        rows,
        ("id", "title", "minutes", "steps", "done", "error"),
        as_json=as_json,
        nothing=words("list.no-lessons"),
    )


def ids(console: Console, variables: Mapping[str, str]) -> None:
    """Print the lessons' ids, for a shell that completes."""
    for entry in lesson_entries(variables):
        console.file.write(f"{entry.id}\n")


def steps(console: Console, store: Store, variables: Mapping[str, str], name: str, *, as_json: bool) -> None:
    """Print the steps of one lesson.

    Raises:
        LessonError: There is no such lesson, or its file is broken.
    """
    lesson = lesson_named(name, variables)
    rows = step_rows(lesson, store.marks(lesson.id), store.recorded(lesson.id))
    if not as_json:
        rows = [{**row, "kind": words(f"list.kind.{row['kind']}"), "state": state_words(row)} for row in rows]
    nothing = words("list.no-steps")
    show(console, rows, ("id", "kind", "title", "do", "state"), as_json=as_json, nothing=nothing)


def state_words(row: Mapping[str, Any]) -> str:
    """How far a step is, as people read it."""
    state = words(f"list.state.{row['state']}")
    return words("list.recorded", state=state) if row["recorded"] else state


def progress(console: Console, store: Store, variables: Mapping[str, str], *, as_json: bool) -> None:
    """Print how far the learner is."""
    rows = progress_rows(store, variables)
    if as_json or not rows:
        show(console, rows, (), as_json=as_json, nothing=words("list.nothing-begun"))
        return
    for row in rows:
        said = [words("progress.lesson", **row | {"day": str(row["last"])[:10]})]
        said += [words(f"progress.{more}", count=row[more]) for more in ("skipped", "recorded") if row[more]]
        console.print(" ".join(said), markup=False)
