"""What one command was worth to the step at hand. Reality decides; a wrong answer is always told why."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, assert_never

from tutor.core.daemon_trouble import daemon_trouble
from tutor.core.events import Sighting
from tutor.core.expectations import unmet_points
from tutor.core.expected_target import is_about_target, is_called
from tutor.core.gap_marks import gap_marks
from tutor.core.lesson import ContainerWanted, Pass, Status
from tutor.core.message import Text
from tutor.core.mistakes import Case, first_mistake
from tutor.core.mistakes.case import CREATING, INSPECTING, Found
from tutor.core.mistakes.ports import not_up_yet
from tutor.core.outcome import Key
from tutor.core.texts import fill
from tutor.core.texts.en import TEXTS
from tutor.core.unmet import Point, Unmet, unmet
from tutor.core.unseen import judge_unseen
from tutor.core.verdict import Verdict, VerdictKind

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.facts import Facts
    from tutor.core.lesson import Step
    from tutor.core.outcome import Outcome

# Commands that are tries at the same thing.
FAMILIES = (CREATING, INSPECTING, frozenset({"start", "restart"}), frozenset({"stop", "kill"}))
# Commands that only look at a container.
LOOKING = INSPECTING | {"diff", "export", "logs", "port", "ps", "stats", "top", "wait"}
PAST_THE_WIRE = frozenset({"host", "context", "config"})  # global flags whose command another socket carries
SEEN_ON_THE_WIRE = frozenset({Point.CONTAINER, Point.VISIT})
VARIANT = "variant"


def judge(  # noqa: PLR0913 -- one argument for each thing that is known of an attempt
    step: Step,
    command: DockerCommand,
    outcome: Outcome,
    facts: Facts,
    sighting: Sighting | None = None,
    *,
    model: DockerCommand | None = None,
) -> Verdict:
    """What `command`, which did `outcome`, is worth to `step`.

    Args:
        step: Asks for `step.passing`; a step that asks for nothing is passed by no command.
        command: The typed line.
        outcome: What was observed of it.
        facts: The place.
        sighting: What the watch for the site's answer saw, None if it saw nothing yet or there is none.
        model: The step's model answer; None where there is none.

    Returns:
        NOT_YET always says why: `mistake` is set, or `values["gap"]` is the key of a sentence that `values` fill.
        PASSED with `values["unprobed"]` passed by Docker's record alone: the site cannot be opened from here.

    Raises:
        KeyError: The step holds a bare word in double braces that is no fact. A loaded lesson has none.
    """
    if outcome.daemon_lost:
        return Verdict(VerdictKind.DAEMON_DOWN)
    case = Case(step, command, outcome, facts, model, sighting)
    if step.passing is None or _asks_for_help(command):
        return _elsewhere(case, None)
    case = replace(case, unmet=_unmet(step.passing, case))
    if outcome.unseen:
        return judge_unseen(case)
    verdict = missed(case) if case.unmet else met(case, step.passing)
    is_unexplained = verdict.kind is VerdictKind.NOT_YET and not verdict.mistake
    return (daemon_trouble(outcome) if is_unexplained else None) or verdict


def told(verdict: Verdict) -> tuple[Text | None, Text | None]:
    """What happened, and the way on: the sentences of a verdict's mistake or gap, None where there is none."""
    if not verdict.mistake:
        gap = verdict.values.get("gap")
        return (Text(gap, verdict.values) if gap else None), None
    general = f"mistake.{verdict.mistake}"
    closer = f"{general}.{verdict.values.get(VARIANT, '')}"
    happened = closer if closer in TEXTS else general
    way = f"{closer}.way" if f"{closer}.way" in TEXTS else f"{general}.way"
    return Text(happened, verdict.values), Text(way, verdict.values)


def _asks_for_help(command: DockerCommand) -> bool:
    return any(use.name == "help" and use.value != "false" for use in (*command.global_flags, *command.flags))


def _unmet(passing: Pass, case: Case) -> tuple[Unmet, ...]:
    """The points that do not hold, with what the watch saw taken into account."""
    points = unmet_points(_asked(passing, case), case.command, case.outcome, case.facts)
    if not passing.answers or points:
        return points
    if case.sighting is Sighting.GONE:
        return (unmet(Point.RUNNING, "gap.gone"),)
    if case.sighting is Sighting.UNPUBLISHED:
        wanted = case.wanted.published or ""
        return (unmet(Point.PUBLISHED, "gap.published", port=case.facts.port, wanted=wanted.removesuffix("/tcp")),)
    return points


def _asked(passing: Pass, case: Case) -> Pass:
    """What is asked once the watch spoke: a site that answered ran then, and may have been stopped since."""
    if not passing.answers:
        return passing
    running = None if case.sighting is Sighting.SEEN or _ran_unseen(case) else True
    return replace(passing, container=replace(passing.container or ContainerWanted(), running=running))


def _ran_unseen(case: Case) -> bool:
    """Whether a site that cannot be seen from here ran until its learner stopped it."""
    container = case.container
    if case.sighting is not Sighting.UNKNOWN or container is None or container.status == "created":
        return False
    return container.exit_code in (None, 0) or case.outcome.pressed(Key.INTERRUPT) is not None


def met(case: Case, passing: Pass) -> Verdict:
    """The verdict where every point holds: passed, unless the site has still to answer."""
    asks_of_target = passing.target is not None and bool(passing.target.touched)
    if (asks_of_target or not _is_evidence(passing)) and not _is_attempt(case):
        return _known_mistake(case) or _elsewhere(case, None)
    if not passing.answers:
        return Verdict(VerdictKind.PASSED)
    match case.sighting:
        case Sighting.SEEN:
            return Verdict(VerdictKind.PASSED)
        case Sighting.UNKNOWN:
            return Verdict(VerdictKind.PASSED, values=MappingProxyType({"unprobed": str(case.facts.port)}))
        case Sighting.LATE:
            return Verdict(VerdictKind.TIMED_OUT, values=MappingProxyType({"port": str(case.facts.port)}))
        case None | Sighting.STARTED | Sighting.UNPUBLISHED | Sighting.GONE:
            return _verdict(VerdictKind.WAITING, "not-up-yet", not_up_yet(case) or Found())
        case _:
            assert_never(case.sighting)


def _is_evidence(passing: Pass) -> bool:
    """Whether meeting it shows something. That a command ended, or left something out, is true of many."""
    output, target = passing.output, passing.target
    is_changed = target is not None and (target.restarted or target.status in {Status.EXITED, Status.REMOVED})
    is_printed = output is not None and bool(output.contains or output.words)
    return passing.container is not None or passing.inside is not None or passing.answers or is_changed or is_printed


def missed(case: Case) -> Verdict:
    """The verdict where a point does not hold."""
    first = case.unmet[0]
    unknown = next((point for point in case.unmet if point.point is Point.UNKNOWN), None)
    if unknown is not None and _is_attempt(case):
        return _unchecked(unknown)
    if first.point in SEEN_ON_THE_WIRE and _is_past_the_wire(case.command):
        return _unchecked(unmet(Point.UNKNOWN, "unchecked.past"))
    if any(call.refused for call in case.outcome.calls):
        return _gap(case, unmet(Point.CONTAINER, "gap.refused"))
    return _known_mistake(case) or (_gap(case, first) if _is_attempt(case) else _elsewhere(case, None))


def _known_mistake(case: Case) -> Verdict | None:
    """What the table of mistakes says of the line, be it a try at the step or not; None if it knows none."""
    known = first_mistake(case)
    if known is None:
        return None
    mistake, seen = known
    if mistake.off_path and not (_is_attempt(case) or _names_target(case)):
        return _elsewhere(case, _verdict(VerdictKind.ELSEWHERE, mistake.id, seen))
    return _verdict(VerdictKind.NOT_YET, mistake.id, seen)


def _is_attempt(case: Case) -> bool:
    """Whether the line is a try at the step: the model's command, one of its family, or one that moved its container.

    A step that looks at its container in a certain way asks for that very command.
    """
    name, target = case.command.name, case.step.passing.target if case.step.passing else None
    if target is not None and not target.touched and _has_moved(case):
        return True
    if case.model is None:
        return name in CREATING or case.step.passing is None or case.step.passing.container is None
    family = next((family for family in FAMILIES if case.model.name in family), frozenset({case.model.name}))
    return name in family


def _names_target(case: Case) -> bool:
    """Whether the line is about the step's container: `docker run NAME`, say, and NAME is to be woken."""
    return any(is_called(word.value, case.facts.container, case.facts.container_id) for word in case.command.arguments)


def _has_moved(case: Case) -> bool:
    """Whether the command started, stopped, entered or removed the step's container, or runs in it."""
    return case.command.name not in LOOKING and is_about_target(case.command, case.outcome, case.facts)


def _is_past_the_wire(command: DockerCommand) -> bool:
    return any(use.name in PAST_THE_WIRE for use in command.global_flags)


def _verdict(kind: VerdictKind, mistake: str, seen: Found) -> Verdict:
    values = {**seen.values, VARIANT: seen.variant} if seen.variant else seen.values
    return Verdict(kind, mistake, MappingProxyType(dict(values)), seen.marks)


def _gap(case: Case, point: Unmet) -> Verdict:
    values = MappingProxyType({**point.values, "gap": point.key})
    return Verdict(VerdictKind.NOT_YET, "", values, gap_marks(case.command, point.point))


def _unchecked(point: Unmet) -> Verdict:
    reason = fill(Text(point.key, point.values))
    return Verdict(VerdictKind.UNCHECKED, values=MappingProxyType({"reason": reason}))


def _elsewhere(case: Case, known: Verdict | None) -> Verdict:
    """A command that is no try at the step; `exit` is its code, "" while it runs."""
    code = "" if case.outcome.exit_code is None else str(case.outcome.exit_code)
    if known is None:
        return Verdict(VerdictKind.ELSEWHERE, values=MappingProxyType({"exit": code}))
    return replace(known, values=MappingProxyType({**known.values, "exit": code}))
