"""One line whose recording plays, or was played."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.core.events import Sighting
from tutor.core.outcome import Outcome
from tutor.recorded.screenplay import Cue, Rest, Sight, has_lines

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.recorded.needs import Shown
    from tutor.recorded.program import PlayedProgram
    from tutor.recorded.take import Take


@dataclass
class Played:
    """`is_settled`: what the recording did in the end is so by now, or something else came before it."""

    command: DockerCommand
    take: Take
    program: PlayedProgram
    terminal: Shown
    is_settled: bool = False

    @property
    def hangs_on(self) -> frozenset[str]:
        """The ids of the containers whose end is its own: those that it created, joined or entered."""
        rest, end = self.take.rest or Outcome(None), self.take.end or Outcome(None)
        seen = (*rest.created, *rest.touched, *end.created)
        return frozenset((*(one.id for one in seen), *(one.container for one in (*rest.execs, *end.execs))))

    def outcome(self) -> Outcome:
        """What it did so far."""
        if self.terminal.is_alive:
            return self.take.rest or Outcome(None)
        outcome = self.take.end or replace(self.take.rest or Outcome(None), exit_code=self.terminal.exit_code)
        # In a shell the recording has typed; the learner's own keys only told it to go on.
        return outcome if has_lines(self.take.script) else replace(outcome, keys=self.terminal.keys())


def watched(take: Take) -> Take:
    """The take with something for a watch to see, where nobody watched when it was recorded."""
    if any(isinstance(cue, Sight) for cue in take.script):
        return take
    outcome = take.rest or take.end or Outcome(None)
    is_published = any(seen.bindings for seen in outcome.created)
    usual = Sight(Sighting.UNKNOWN if is_published else Sighting.UNPUBLISHED)
    script: list[Cue] = []
    for cue in take.script:
        script += [usual, cue] if isinstance(cue, Rest) else [cue]
    return replace(take, script=tuple(script) if take.rest else (*script, Sight(Sighting.GONE)))
