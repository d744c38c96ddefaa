"""The lives of containers and of the processes in them, from what the daemon told: events as they came, and states."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class What(StrEnum):
    """What happened to a container; the values are the daemon's words for it."""

    CREATE = "create"
    START = "start"
    DIE = "die"
    DESTROY = "destroy"
    EXEC_START = "exec_start"
    EXEC_DIE = "exec_die"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, `at` seconds of the daemon's clock. `code` is an exit code; `exec` names one run of an `exec`."""

    at: float
    what: What
    container: str
    name: str = ""
    image: str = ""
    code: int | None = None
    exec: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A container as it is now. Times are seconds of the daemon's clock, 0 for what has not come.

    `execs` are the runs of `exec` that go on in it; None where that is not known.
    """

    id: str
    name: str
    image: str
    command: str
    is_running: bool
    created: float
    started: float = 0.0
    finished: float = 0.0
    code: int | None = None
    execs: frozenset[str] | None = None


class Fate(StrEnum):
    """What became of a container."""

    RUNNING = "running"
    STOPPED = "stopped"  # and still there
    REMOVED = "removed"
    CREATED = "created"  # and never started


@dataclass(frozen=True, slots=True)
class Process:
    """A process, in seconds after the clock's zero; `ended` and `code` are None while it runs, or where unknown."""

    command: str
    began: float
    ended: float | None = None
    code: int | None = None
    is_exec: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One container: `removed` is when it was, None while it is there. Its processes are in the order they began."""

    id: str
    name: str
    image: str
    fate: Fate
    began: float
    removed: float | None = None
    processes: tuple[Process, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """All lives on one clock that begins with the first and shows `seconds` now; `failed` says why there are none."""

    seconds: float = 0.0
    lives: tuple[Life, ...] = ()
    failed: str = ""


@dataclass(slots=True)
class _Open:
    """A life while it is put together, in the daemon's own time."""

    id: str
    name: str = ""
    image: str = ""
    command: str = ""
    began: float = 0.0
    removed: float | None = None
    starts: list[Process] = field(default_factory=list)
    execs: dict[str, Process] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)  # those of `execs` whose end was told


NO_COMMANDS: Mapping[str, str] = MappingProxyType({})


def timeline(
    happened: Iterable[Happening],
    standing: Iterable[Standing],
    now: float,
    commands: Mapping[str, str] = NO_COMMANDS,
) -> Timeline:
    """The lives of every container that events or states tell of.

    One that was removed without ever having been started has no life to show. A state is believed where an event is
    missing: only the last 256 are ever told again (DOCKER-FACTS, the daemon's side).

    Args:
        happened: Events, in any order.
        standing: The containers that are there.
        now: On the daemon's clock.
        commands: What containers were started with, by id, for those whose state is gone.
    """
    lives: dict[str, _Open] = {}
    for one in sorted(happened, key=lambda one: one.at):
        _take(lives.setdefault(one.container, _Open(one.container)), one)
    there = {one.id: one for one in standing}
    for state in there.values():
        _complete(lives.setdefault(state.id, _Open(state.id)), state)
    shown = [life for life in lives.values() if life.id in there or (life.starts and life.began)]
    shown.sort(key=lambda life: life.began)
    zero = min((life.began for life in shown), default=now)
    lived = tuple(_closed(life, there.get(life.id), zero, now, commands.get(life.id, "")) for life in shown)
    return Timeline(max(0.0, now - zero), lived)


def _take(life: _Open, one: Happening) -> None:
    """What an event adds to a life; nothing comes after its removal."""
    if life.removed is not None:
        return
    life.name, life.image = one.name or life.name, one.image or life.image
    life.began = life.began or one.at
    match one.what:
        case What.CREATE:
            pass
        case What.START:
            life.starts.append(Process("", one.at))
        case What.DIE:
            _end_all(life, one.at, one.code)
        case What.DESTROY:
            life.removed = one.at
            _end_all(life, one.at, None)
        case What.EXEC_START:
            life.execs[one.exec] = Process(one.command, one.at, is_exec=True)
        case What.EXEC_DIE if one.exec in life.execs:
            begun = life.execs[one.exec]
            life.execs[one.exec] = Process(begun.command, begun.began, one.at, one.code, is_exec=True)
            life.over.add(one.exec)
        case What.EXEC_DIE:
            pass


def _end_all(life: _Open, at: float, code: int | None) -> None:
    """Process 1 ended, and with it whatever else ran there."""
    if life.starts and life.starts[-1].ended is None:
        began = life.starts[-1].began
        life.starts[-1] = Process("", began, max(began, at), code)
    for name, one in life.execs.items():
        if one.ended is None:
            life.execs[name] = Process(one.command, one.began, max(one.began, at), None, is_exec=True)


def _complete(life: _Open, state: Standing) -> None:
    """What the state tells that no event did."""
    life.name, life.image, life.command = state.name, state.image, state.command
    life.removed = None  # it is there, whatever was told
    life.began = min(life.began or state.created, state.created)
    if not state.started:
        return
    if not life.starts or life.starts[-1].began < state.started - NEAR:
        life.starts.append(Process("", state.started))
    if not state.is_running:
        _end_all(life, max(state.finished, state.started), state.code)


NEAR = 1.0
"""Seconds by which a start's event and the state's own time may differ and mean the same start."""


def _closed(life: _Open, state: Standing | None, zero: float, now: float, command: str) -> Life:
    """The life as it is told, on the common clock."""
    words = life.command or command
    processes = [Process(words, one.began, one.ended, one.code) for one in life.starts]
    processes += [one for name, one in life.execs.items() if _ran(name, life, state)]
    if state is None and life.removed is None:  # nobody saw it go: it went after the last that was seen
        life.removed = max((at for one in processes for at in (one.began, one.ended or 0.0)), default=now)
    return Life(
        life.id,
        life.name,
        life.image,
        _fate(life, state),
        life.began - zero,
        None if life.removed is None else life.removed - zero,
        tuple(_moved(one, zero) for one in sorted(processes, key=lambda one: one.began)),
    )


def _ran(name: str, life: _Open, state: Standing | None) -> bool:
    """Whether the `exec` had a program.

    One that failed is told to have started, is never told to have ended, and is not among those that go on (seen on
    Engine 20.10 with `docker exec NAME no-such-program`).
    """
    goes_on = state is not None and state.is_running and (state.execs is None or name in state.execs)
    return name in life.over or goes_on


def _moved(process: Process, zero: float) -> Process:
    ended = None if process.ended is None else process.ended - zero
    return Process(process.command, process.began - zero, ended, process.code, process.is_exec)


def _fate(life: _Open, state: Standing | None) -> Fate:
    if state is None:
        return Fate.REMOVED
    if state.is_running:
        return Fate.RUNNING
    return Fate.STOPPED if life.starts else Fate.CREATED
