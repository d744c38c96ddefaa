"""The learner's own lines as a page to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.facts_text import fill_facts
from tutor.core.message import text
from tutor.core.texts import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.facts import Facts
    from tutor.core.lesson import Lesson


def cheat_sheet_markdown(lesson: Lesson, lines: Mapping[str, str], facts: Facts) -> str:
    """Markdown with each line below its step's title, by section; "" where there are no lines.

    Args:
        lesson: Whose steps.
        lines: The lines that steps were passed with, by the step's id.
        facts: What titles may speak of.
    """
    parts, section = [], ""
    for step in lesson.steps:
        if not step.do or step.id not in lines:
            continue
        if step.section != section:
            section = step.section
            parts.append(f"## {section}")
        parts.append(f"{fill_facts(step.title, facts)}\n\n    {lines[step.id]}")
    if not parts:
        return ""
    title = fill(text("cheat-sheet.title", title=lesson.title))
    return "\n\n".join((f"# {title}", fill(text("cheat-sheet.about")), *parts)) + "\n"
