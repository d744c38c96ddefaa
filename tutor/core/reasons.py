"""The sentences of a verdict: what happened, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tutor.core.daemon_trouble import SAID
from tutor.core.docker_errors import translated
from tutor.core.judge import told
from tutor.core.message import Text, text
from tutor.core.texts import words
from tutor.core.verdict import Verdict, VerdictKind

if TYPE_CHECKING:
    from tutor.core.outcome import Outcome
    from tutor.core.state import State

SITE_DEADLINE = 120.0  # seconds; a first boot of Ghost takes 8 to 11 s on two cores, a slow laptop some times that


def sentences(  # noqa: PLR0911 -- one case for each kind of verdict
    state: State, verdict: Verdict, outcome: Outcome, detail: str
) -> tuple[Text, Text | None]:
    """What happened, and the way on."""
    title = state.filled(state.step.title)
    match verdict.kind:
        case VerdictKind.NOT_YET:
            happened, way = told(verdict)
            return happened or text("verdict.elsewhere", title=title), way
        case VerdictKind.ELSEWHERE if verdict.mistake:
            return told(verdict)[0] or text("verdict.elsewhere", title=title), text("step.waiting", title=title)
        case VerdictKind.ELSEWHERE if outcome.exit_code:
            return text("verdict.elsewhere.failed", code=outcome.exit_code, title=title), translated(outcome)
        case VerdictKind.ELSEWHERE:
            return text("verdict.elsewhere", title=title), None
        case VerdictKind.TIMED_OUT:
            key = verdict.values.get(SAID, "verdict.timed-out")
            return text(key, seconds=int(SITE_DEADLINE), detail=detail or words("verdict.seen-nothing")), None
        case VerdictKind.UNCHECKED:
            return text("verdict.unchecked", reason=verdict.values.get("reason", detail)), None
        case VerdictKind.DAEMON_DOWN:
            return text(verdict.values.get(SAID, "verdict.daemon-lost")), None
        case VerdictKind.WAITING:
            return text("verdict.waiting", port=state.facts.port), None
        case VerdictKind.PASSED:
            return text("verdict.passed"), None
        case kind:
            assert_never(kind)
