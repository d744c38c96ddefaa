"""Values of the core as JSON takes them, what is as usual left out: they are read back by their types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any

NOTHING: tuple[object, ...] = (None, "", 0, [], {})
"""Code 0 says something all the same."""


def plain(value: object) -> Any:  # noqa: ANN401 -- JSON
    """The value as data, fields that have their default left out."""
    match value:
        case Enum():
            return value.value
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case _ if is_dataclass(value):
            return {
                one.name: plain(getattr(value, one.name))
                for one in fields(value)
                if one.default is MISSING or getattr(value, one.name) != one.default
            }
        case _:
            return value


def without_nothing(body: str) -> str:
    """A call's JSON body without what is null, empty, zero or false: most of what docker sends is."""
    try:
        value = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_full(value), separators=(",", ":"), ensure_ascii=False)


def _full(value: Any) -> Any:  # noqa: ANN401 -- JSON
    match value:
        case dict():
            full = {key: _full(was) for key, was in value.items()}
            return {key: one for key, one in full.items() if one not in NOTHING or key.endswith("Code")}
        case list():
            return [_full(one) for one in value]
        case _:
            return value
