"""What came of a check, as values, and how that is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tutor.authoring.notebook import NOTHING
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.authoring.checks import Check

SHOWN = 6  # lines of what was printed, where something went wrong
UNPASSED = frozenset({VerdictKind.NOT_YET.value, VerdictKind.ELSEWHERE.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What became of one attempt.

    `verdict` is a `VerdictKind`'s word, or NOTHING; `said` are the tutor's lines as the learner sees them; `marks` the
    pieces of the line that the verdict points at; `printed` the end of what docker printed; `trouble` says what kept
    the attempt from being made as it should, "" if nothing did; `left` names what the clean-up left behind.
    """

    verdict: str = NOTHING
    mistake: str = ""
    said: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    printed: str = ""
    trouble: str = ""
    left: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def is_passed(self) -> bool:
        """Whether the step was passed."""
        return self.verdict == VerdictKind.PASSED.value


@dataclass(frozen=True, slots=True)
class Result:
    """A check, the lines it typed (facts filled in), and what came."""

    check: Check
    lines: tuple[str, ...]
    came: Came

    @property
    def is_well(self) -> bool:
        """Whether it came as wanted, and nothing was left."""
        return not self.came.trouble and not self.came.left and came_as_wanted(self.check, self.came)


def came_as_wanted(check: Check, came: Came) -> bool:
    """Whether the verdict is the wanted one. A wrong answer must be judged: no verdict at all is not a no."""
    if check.passes or came.is_passed:
        return check.passes and came.is_passed
    return not check.mistake or (came.mistake == check.mistake and came.verdict in UNPASSED)


def wanted_words(check: Check) -> str:
    """What the check wants to come."""
    if check.passes:
        return VerdictKind.PASSED.value
    return f"mistake {check.mistake}" if check.mistake else f"anything but {VerdictKind.PASSED.value}"


def came_words(came: Came) -> str:
    """What came."""
    return f"{came.verdict}, mistake {came.mistake}" if came.mistake else came.verdict


def told(result: Result) -> Iterator[str]:
    """One line where all is well; else also what was expected, what came, and what helps to find out why."""
    check, came = result.check, result.came
    given = f"  (given {', '.join(check.given)})" if check.given else ""
    head = f"{'ok    ' if result.is_well else 'NOT OK'}  {check.step}: {check.name}{given}"
    if result.is_well:
        yield f"{head}  {came_words(came)}"
        return
    yield head
    yield f"        typed     {' / '.join(line or 'Enter' for line in result.lines)}"
    yield f"        expected  {wanted_words(check)}"
    yield f"        came      {came_words(came)}"
    if came.trouble:
        yield f"        trouble   {came.trouble}"
    if came.left:
        yield f"        left      {', '.join(came.left)}"
    yield from (f"        tutor     {line}" for line in came.said if line.strip())
    yield from (f"        docker    {line}" for line in came.printed.strip().splitlines()[-SHOWN:])


def as_data(result: Result) -> dict[str, Any]:
    """The result as JSON takes it."""
    check, came = result.check, result.came
    return {
        "step": check.step,
        "check": check.name,
        "lines": list(result.lines),
        "given": [str(one) for one in check.given],
        "expected": {"passes": check.passes, "mistake": check.mistake},
        "ok": result.is_well,
        **came_as_data(came),
    }


def came_as_data(came: Came) -> dict[str, Any]:
    """What came, as JSON takes it."""
    return {
        "verdict": came.verdict,
        "mistake": came.mistake,
        "marks": list(came.marks),
        "said": list(came.said),
        "trouble": came.trouble,
        "left": list(came.left),
        "seconds": round(came.seconds, 2),
    }


def summary(results: Iterable[Result], skipped: int = 0) -> str:
    """All of it in one line; `skipped` checks need another kind of image."""
    every = tuple(results)
    bad = sum(not result.is_well for result in every)
    more = f" {skipped} need another kind of image and were not tried." if skipped else ""
    steps = len({result.check.step for result in every})
    of_steps = "1 step" if steps == 1 else f"{steps} steps"
    well = f"All {len(every)} checks of {of_steps} are well." if not bad else f"{bad} of {len(every)} are not well."
    return well + more
