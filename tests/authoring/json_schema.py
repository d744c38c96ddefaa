"""Just as much of JSON Schema (2020-12) as the lesson's schema uses, to hold that one against the loader."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
ASKED = frozenset(
    """
    $ref additionalProperties anyOf default description enum items maximum minItems minProperties minimum pattern
    properties propertyNames required title type
    """.split()  # noqa: SIM905 -- a list of quoted words is harder to read
)
"""The keywords known here; a schema with another one is refused, so that none is passed over."""


def is_valid(value: Any, schema: dict[str, Any], definitions: dict[str, Any]) -> bool:  # noqa: ANN401 -- JSON
    """Whether `value` is as `schema` says; `definitions` are its `$defs`."""
    unknown = schema.keys() - ASKED
    assert not unknown, unknown
    if "$ref" in schema and not is_valid(value, definitions[schema["$ref"].removeprefix("#/$defs/")], definitions):
        return False
    if "anyOf" in schema and not any(is_valid(value, one, definitions) for one in schema["anyOf"]):
        return False
    return is_plain(value, schema) and is_object(value, schema, definitions) and is_array(value, schema, definitions)


def is_plain(value: Any, schema: dict[str, Any]) -> bool:  # noqa: ANN401 -- JSON
    """Type, choice, pattern and bounds."""
    asked = schema.get("type", [])
    names = [asked] if isinstance(asked, str) else asked
    if names and not any(is_of_type(value, name) for name in names):
        return False
    if "enum" in schema and not any(type(value) is type(one) and value == one for one in schema["enum"]):
        return False
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        return False
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return not is_number or schema.get("minimum", value) <= value <= schema.get("maximum", value)


def is_of_type(value: Any, name: str) -> bool:  # noqa: ANN401 -- JSON
    """Whether `value` is of that JSON type; true is no integer."""
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def is_object(value: Any, schema: dict[str, Any], definitions: dict[str, Any]) -> bool:  # noqa: ANN401 -- JSON
    """Keys that must be there, those that may, and what stands behind them."""
    if not isinstance(value, dict):
        return True
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    if len(value) < schema.get("minProperties", 0) or not set(schema.get("required", ())) <= value.keys():
        return False
    if not all(is_plain(key, schema.get("propertyNames", {})) for key in value):
        return False
    for key, inner in value.items():
        if key not in known and more is False:
            return False
        below = known.get(key, more)
        if isinstance(below, dict) and not is_valid(inner, below, definitions):
            return False
    return True


def is_array(value: Any, schema: dict[str, Any], definitions: dict[str, Any]) -> bool:  # noqa: ANN401 -- JSON
    """Every item."""
    if not isinstance(value, list):
        return True
    return len(value) >= schema.get("minItems", 0) and all(
        is_valid(item, schema.get("items", {}), definitions) for item in value
    )
