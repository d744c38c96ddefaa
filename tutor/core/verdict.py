"""What the judge says of one attempt. Four kinds of "no" are four different answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.spans import Span


class VerdictKind(StrEnum):
    """How an attempt ended for the step."""

    PASSED = "passed"
    NOT_YET = "not yet"
    ELSEWHERE = "elsewhere"  # a fine command that is not what this step asks
    WAITING = "waiting"  # right so far; what the step waits for has not happened yet
    UNCHECKED = "could not check"
    DAEMON_DOWN = "daemon down"
    TIMED_OUT = "timed out"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`mistake` is an id of the mistakes' table, or "" ; `values` fill its sentence; `marks` are spans of the line."""

    kind: VerdictKind
    mistake: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    marks: tuple[Span, ...] = ()
