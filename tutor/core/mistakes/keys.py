"""Mistakes about keys: too early, too soon, or not the one that this program listens to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.lesson import Status
from tutor.core.mistakes.case import CREATING, Case, Found, Mistake, found
from tutor.core.outcome import Key
from tutor.core.unmet import Point

if TYPE_CHECKING:
    from tutor.core.outcome import ContainerSeen

# A Ctrl-C up to half a second after `run` is lost: the container has not begun yet (measured, CLI 28 and 20.10).
LOST_BEFORE = 0.5
ATTACHED = frozenset({"run", "start", "attach"})  # commands whose Ctrl-C goes to the container's own process
STOPPING = frozenset({"stop", "kill", "rm"})


def container_of(case: Case) -> ContainerSeen | None:
    """The container that the keys went to: the one that was created, else the one that was touched last."""
    return case.container or (case.outcome.touched[-1] if case.outcome.touched else None)


def early_interrupt(case: Case) -> Found | None:
    """Ctrl-C before the container had begun: it was lost, or the start was."""
    presses = [press.at for press in case.outcome.keys if press.key is Key.INTERRUPT]
    if not presses or max(presses) > LOST_BEFORE or not case.unmet:
        return None
    container = container_of(case)
    if container is not None and container.is_running and case.wanted.running is not True:
        return found()
    started = container is not None and container.status != "created"
    if case.command.name in CREATING and not started and case.failed:
        return found(variant="unstarted")
    return None


def stopped_too_soon(case: Case) -> Found | None:
    """Ctrl-C ended what the step wanted running."""
    is_target = case.wanted_target.status is Status.RUNNING and case.command.name in ATTACHED
    if is_target:
        container, is_lacking = case.outcome.target, case.lacks(Point.TARGET)
    else:
        container, is_lacking = case.container, case.lacks(Point.RUNNING) and case.wanted.running is not False
    if case.outcome.pressed(Key.INTERRUPT) is None or container is None or container.is_running or not is_lacking:
        return None
    return found(variant="target" if is_target else "", name=container.name, leave=case.facts.leave_key)


def ctrl_d_for_c(case: Case) -> Found | None:
    """Ctrl-D to a program that reads no input."""
    container = container_of(case)
    if container is None or not container.is_running or container.open_stdin or case.wanted.running is True:
        return None
    if case.outcome.pressed(Key.END_OF_INPUT) is None or case.outcome.pressed(Key.INTERRUPT) is not None:
        return None
    return found() if case.command.name in ATTACHED else None


def attach_kills(case: Case) -> Found | None:
    """Ctrl-C in `attach` goes to the container's own process."""
    container = container_of(case)
    if case.command.name != "attach" or container is None or container.is_running:
        return None
    if case.outcome.pressed(Key.INTERRUPT) is None or (case.model and case.model.name in STOPPING):
        return None
    mark = case.target.span if case.target else None
    return found(mark, name=container.name, leave=case.facts.leave_key)


KEYS = (
    Mistake("early-interrupt", early_interrupt),
    Mistake("attach-kills", attach_kills),
    Mistake("stopped-too-soon", stopped_too_soon),
    Mistake("ctrl-d-for-c", ctrl_d_for_c),
)
