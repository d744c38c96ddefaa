"""Whether it was the daemon, not the learner, that kept a command from what the step asks."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.verdict import Verdict, VerdictKind

if TYPE_CHECKING:
    from tutor.core.outcome import Call, Outcome

SAID = "said"
"""In a verdict's values: the key of the sentence that tells it."""

_SERVER_ERROR = 500
_PATIENT = re.compile(
    r"^/(build|events|session|grpc|images/(create|load|get|search)|images/.+/push"
    r"|containers/[^/]+/(attach|wait|logs|stats|stop|restart|archive|export)|exec/[^/]+/start)$"
)
"""Calls whose answer may take as long as the learner likes to wait (Docker Engine API)."""

_IS_WINDOW = re.compile(r"^/(containers|exec)/[^/]+/resize$")
"""With -t the CLI tells the window's size; where the program has ended before that, the answer is 500."""


def daemon_trouble(outcome: Outcome) -> Verdict | None:
    """The verdict where a call was answered with an error of the daemon's own, or is still not answered at all.

    Docker also says 500 where the learner is to blame, as for a port that is taken: ask for known mistakes first.
    """
    calls = [call for call in outcome.calls if not call.refused and not _IS_WINDOW.match(call.path)]
    if any(call.status >= _SERVER_ERROR for call in calls):
        return Verdict(VerdictKind.DAEMON_DOWN, values=MappingProxyType({SAID: "verdict.daemon-error"}))
    if outcome.exit_code is None and any(_is_overdue(call) for call in calls):
        return Verdict(VerdictKind.TIMED_OUT, values=MappingProxyType({SAID: "verdict.daemon-silent"}))
    return None


def _is_overdue(call: Call) -> bool:
    return call.status == 0 and not _PATIENT.match(call.path)
