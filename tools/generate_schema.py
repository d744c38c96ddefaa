"""Writes `lessons/schema/lesson.schema.json`, the JSON Schema of a lesson file's data, for editors.

    python tools/generate_schema.py

It is made from the shapes that the loader itself fills; a test says when it has to be written again.
"""

from __future__ import annotations

import json
from pathlib import Path

from tutor.authoring.schema import lesson_schema

TARGET = Path(__file__).parents[1] / "lessons" / "schema" / "lesson.schema.json"


def text() -> str:
    """The file's content."""
    return json.dumps(lesson_schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text(), encoding="utf-8")
    print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
