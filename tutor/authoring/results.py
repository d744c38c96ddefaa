"""What came of a check, as values, and how that is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tutor.authoring.notebook import NOTHING
from tutor.core.texts import words
from tutor.core.texts.en import TEXTS
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.authoring.checks import Check

SIGN, LABEL = 6, 8  # columns, at least, of the first word of a line and of those below it
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
        return verdict_words(VerdictKind.PASSED.value)
    return words("report.wanted.mistake", mistake=check.mistake) if check.mistake else words("report.wanted.no-pass")


def came_words(came: Came) -> str:
    """What came."""
    verdict = verdict_words(came.verdict)
    return words("report.came.mistake", verdict=verdict, mistake=came.mistake) if came.mistake else verdict


def verdict_words(verdict: str) -> str:
    """A verdict as it is told; in data it stays the word it is."""
    return words(f"report.verdict.{verdict.replace(' ', '-')}")


def name_words(name: str) -> str:
    """A check's name as it is told; in data it stays as it is. What the author named is left alone (`try`)."""
    kind, _, rest = name.partition(" ")
    if kind in {"wrong", "choice"} and rest:
        return words(f"report.check.{kind}", rest=rest)
    key = f"report.check.{name.lower().replace(',', '').replace(' ', '-')}"
    return words(key) if key in TEXTS else name


def told(result: Result) -> Iterator[str]:
    """One line where all is well; else also what was expected, what came, and what helps to find out why."""
    check, came = result.check, result.came
    given = words("report.given", given=", ".join(check.given)) if check.given else ""
    sign = words("report.ok" if result.is_well else "report.not-ok")
    head = f"{sign:<{SIGN}}  {check.step}: {name_words(check.name)}{given and f'  ({given})'}"
    if result.is_well:
        yield f"{head}  {came_words(came)}"
        return
    yield head
    for label, line in (
        ("report.typed", " / ".join(line or words("report.enter") for line in result.lines)),
        ("report.expected", wanted_words(check)),
        ("report.came", came_words(came)),
        ("report.trouble", came.trouble),
        ("report.left", ", ".join(came.left)),
        *(("report.tutor", line) for line in came.said),
        *(("report.docker", line) for line in came.printed.strip().splitlines()[-SHOWN:]),
    ):
        if line.strip():
            yield f"{'':<{SIGN}}  {words(label):<{LABEL}}  {line}"


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
    steps = len({result.check.step for result in every})
    if bad:
        told_first = words("report.some-bad", bad=bad, count=len(every))
    else:
        told_first = words("report.all-well.one" if steps == 1 else "report.all-well", count=len(every), steps=steps)
    return " ".join([told_first, *([words("report.skipped", count=skipped)] if skipped else [])])
