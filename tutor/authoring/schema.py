"""The JSON Schema of a lesson file's data, for editors that check while one types."""

from __future__ import annotations

import re
from typing import Any

from tutor.content import schema

TRUTH: dict[str, Any] = {"enum": [True, False, "true", "false"]}
BARE = (("integer", "7"), ("boolean", "true"))  # YAML's types that are text to the loader, and how they are written


def lesson_schema() -> dict[str, Any]:
    """The schema: `front` for the front matter, `step` for each step block.

    It is made for what an editor sees. The loader reads every scalar as text before it asks what it is, so to it
    `"true"` is as good as `true` and `title: 7` is a text, while an editor has YAML's own types. And the loader refuses
    a key with nothing behind it, which msgspec would let pass.
    """
    return dict(as_written(schema()))


def as_written(part: Any) -> Any:  # noqa: ANN401, PLR0911 -- JSON of whatever depth, a case for each kind of part
    """The same schema, for what stands in a file."""
    match part:
        case {"anyOf": [one, {"type": "null"}], **rest}:
            return {**as_written(one), **{key: value for key, value in rest.items() if key != "default"}}
        case {"type": "boolean", **rest}:
            return {**TRUTH, **rest}
        case {"type": "integer", **rest}:
            return {"anyOf": [{"type": "integer", **rest}, {"type": "string", "pattern": "^[0-9]+$"}]}
        case {"type": "string", "pattern": str(pattern), **rest}:
            bare = [name for name, written in BARE if re.search(pattern, written)]
            return {"type": ["string", *bare] if bare else "string", "pattern": pattern, **rest}
        case {"type": "array" | "object" as kind, **rest}:
            inner = {key: as_written(value) for key, value in rest.items() if key != "default"}
            return {"type": kind, **inner, "minItems" if kind == "array" else "minProperties": 1}
        case dict():
            return {key: as_written(value) for key, value in part.items()}
        case list():
            return [as_written(value) for value in part]
        case _:
            return part
