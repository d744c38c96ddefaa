"""When the containers of a recorded lesson began and ended: by the learner's own clock, as it was played."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.lifelines import Happening, Standing, Timeline, What, timeline
from tutor.recorded.ages import Age

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.core.outcome import ContainerSeen, ExecSeen

GONE = frozenset({"removed", "removing"})


class Lifetimes:
    """What happened so far. Times are seconds on one clock."""

    def __init__(self) -> None:
        self._happened: list[Happening] = []

    def became(self, before: ContainerSeen | None, seen: ContainerSeen, at: float, seconds: float) -> None:
        """A container was `before`, None for not at all, and is `seen` now; what made it so took some seconds."""
        latest = self._happened[-1].at if self._happened else 0.0
        began = at if seen.is_running else max(latest, at - seconds)
        self._happened += _steps(before, seen, began, at)

    def entered(self, visit: ExecSeen, at: float, seconds: float) -> None:
        """A process was started in a container that was there, and ended."""
        mark = str(len(self._happened))
        began = Happening(at - seconds, What.EXEC_START, visit.container, visit.name, exec=mark)
        began = replace(began, command=shlex.join(visit.command))
        self._happened += [began, replace(began, at=at, what=What.EXEC_DIE, code=visit.exit_code)]

    def timeline(self, there: Iterable[ContainerSeen], now: float) -> Timeline:
        """All lives until now."""
        return timeline(self._happened, tuple(map(self._standing, there)), now, self._commands())

    def age(self, seen: ContainerSeen, now: float) -> Age:
        """Since when the container is there, and is as it is."""
        turn = What.START if seen.is_running else What.DIE
        return Age(*(max(0.0, now - self._last(seen.id, what)) for what in (What.CREATE, turn)))

    def _standing(self, seen: ContainerSeen) -> Standing:
        return Standing(
            seen.id,
            seen.name,
            seen.image,
            shlex.join(seen.started),
            seen.is_running,
            self._last(seen.id, What.CREATE),
            self._last(seen.id, What.START),
            self._last(seen.id, What.DIE),
            seen.exit_code,
        )

    def _last(self, identity: str, what: What) -> float:
        mine = (one.at for one in reversed(self._happened) if one.container == identity and one.what is what)
        return next(mine, 0.0)

    def _commands(self) -> dict[str, str]:
        return {one.container: one.command for one in self._happened if one.what is What.CREATE}


def _steps(before: ContainerSeen | None, seen: ContainerSeen, began: float, at: float) -> Iterator[Happening]:
    was_running = before is not None and before.is_running
    is_new_start = seen.started_at != (before.started_at if before else "")
    if before is None:
        yield _one(What.CREATE, seen, began)
    if was_running and (not seen.is_running or is_new_start):
        yield _one(What.DIE, seen, at)
    if is_new_start and seen.started_at:
        yield _one(What.START, seen, began)
        if not seen.is_running:
            yield _one(What.DIE, seen, at)
    if seen.status in GONE:
        yield _one(What.DESTROY, seen, at)


def _one(what: What, seen: ContainerSeen, at: float) -> Happening:
    code = seen.exit_code if what is What.DIE else None
    return Happening(at, what, seen.id, seen.name, seen.image, code, command=shlex.join(seen.started))
