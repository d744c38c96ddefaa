"""One of the four shells: started, given keys as a person would give them, and watched to its end."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from tutor.core.message import text
from tutor.core.tasks import ShellView
from tutor.core.texts import fill
from tutor.engine import ending
from tutor.engine.daemon import found
from tutor.engine.told import CONTAINER, created
from tutor.errors import NoDaemonError
from tutor.live.ways_reading import (
    ASKING,
    LEAVING,
    PROBE,
    End,
    Transcript,
    answer_in,
    last_lines,
    read_way,
    wants_probe,
)
from tutor.terminal.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import docker

    from tutor.core.outcome import Call
    from tutor.core.tasks import Way
    from tutor.live.run import Run

STARTING = 30.0
"""Seconds for a container to start; it takes 0.4."""
MUTE = 2.5
"""Seconds after its start in which a shell either prints a prompt, ends, or is one that prints none."""
SETTLED = 0.4
"""Seconds of silence after output: the next keys come then, as a person's would."""
OBEYING = 3.0
"""Seconds for a typed line to show what it does."""
RECENT = 4096
"""Bytes in which the last lines are, and among which an answer is looked for."""
PATIENT = 2
"""Times that a daemon may be too busy to answer."""
UNHEARD = 1.5
"""Seconds for the last line where docker itself did not even connect the keys: nobody can hear it."""


@dataclass(slots=True)
class Shell:
    """One of the four, on its way. Times are those of one monotonic clock, 0 until they come."""

    flags: str
    run: Run
    end: End = End.ITSELF
    before: str = ""
    asked_at: int = -1  # how much its terminal had shown when it was asked for its terminal
    was_echoing: bool = False
    is_flooding: bool = False  # the line still prints after all that time: nobody will read the next one
    name: str = ""
    born: float = 0.0
    died: float = 0.0

    @property
    def is_over(self) -> bool:
        """Whether its docker command has ended."""
        return not self.run.terminal.is_alive

    @property
    def is_attached(self) -> bool:
        """Whether its docker command connected its own input to the container's."""
        return any(attaches_input(call) for call in self.calls)

    @property
    def calls(self) -> tuple[Call, ...]:
        """What its docker command asked the daemon until now."""
        return self.run.line.calls() if self.run.line else ()

    @property
    def replied(self) -> str:
        """What it showed since it was asked for its terminal."""
        return self._text_since(self.asked_at) if self.asked_at >= 0 else ""

    def _text_since(self, place: int) -> str:
        """The end of what it printed after the first `place` bytes: little work, however much that is."""
        return plain_text(self.run.terminal.output()[place:][-RECENT:])

    def has_settled(self, since: float) -> bool:
        """Whether it printed something after `since` and has been quiet for a moment."""
        silence = self.run.terminal.silence
        return silence is not None and silence >= SETTLED and time.monotonic() - silence > since

    def visit(self, client: docker.APIClient, line: str) -> Iterator[bool]:
        """Lead it to its end; yields as long as there is something to wait for.

        Raises:
            TutorError: The daemon refused.
            NoDaemonError: The daemon does not answer.
        """
        yield from until(lambda: self.is_over or bool(self.run.started(0.0)), STARTING)
        self.born = time.monotonic()
        yield from until(lambda: self.is_over or self.has_settled(0.0), MUTE)
        self.before = self.run.terminal.text()
        for keys in (line, ASKING, PROBE, LEAVING):
            if keys == PROBE and not wants_probe(self.replied):
                continue
            if self.is_flooding or not self._is_running(client):
                break
            yield from self._type(keys)
        if self._is_running(client):
            self.end = End.KILLED
            yield True  # so that it is seen before it is ended
            kill(client, self.run.created(0.0))
        yield from until(lambda: self.is_over, STARTING)
        self.died = time.monotonic()

    def _type(self, keys: str) -> Iterator[bool]:
        self.end = End.EXIT if keys == LEAVING else End.LINE
        if not self.was_echoing:
            self.was_echoing = self.run.terminal.is_echoing
        if keys == ASKING:
            self.asked_at = len(self.run.terminal.output())
        is_done = self._is_done(keys, time.monotonic())
        self.run.terminal.send(keys.encode() + b"\r")
        yield from until(is_done, OBEYING if self.is_attached or keys != LEAVING else UNHEARD)
        silence = self.run.terminal.silence
        self.is_flooding = keys not in {ASKING, PROBE, LEAVING} and silence is not None and silence < SETTLED

    def _is_done(self, keys: str, typed: float) -> Callable[[], bool]:
        """When there is nothing more to see of these keys."""
        match keys:
            case _ if keys in {ASKING, PROBE}:
                return lambda: self.is_over or answer_in(self.replied) is not None
            case _ if keys == LEAVING:
                return lambda: self.is_over
            case _:
                return lambda: self.is_over or self.has_settled(typed)

    def _is_running(self, client: docker.APIClient) -> bool:
        """Whether its container runs: the docker command itself may take a moment longer to end."""
        identity = "" if self.is_over else self.run.created(0.0)
        details = found(client.inspect_container, identity) if identity else None
        if details:
            self.name = str(details.get("Name", "")).removeprefix("/")
        return bool(details and (details.get("State") or {}).get("Running"))

    def view(self) -> ShellView:
        """How it looks just now."""
        match self:
            case Shell(end=End.KILLED):
                status = "ways.now.stuck"
            case Shell(is_over=True):
                status = "ways.now.over"
            case Shell(born=0.0):
                status = "ways.now.starting"
            case _:
                status = "ways.now.running"
        code = self.run.terminal.exit_code
        words = fill(text(status, code="?" if code is None else code))
        return ShellView(self.flags, words, last_lines(self._text_since(0)))

    def way(self, line: str) -> Way:
        """What it came to."""
        seen = Transcript(
            flags=self.flags,
            line=line,
            before=self.before,
            shown=self.run.terminal.text(),
            end=self.end,
            code=self.run.terminal.exit_code,
            seconds=self.died - self.born,
            has_terminal=any(one.body.get("Tty") for one in created(self.calls)),
            replied=self.replied,
            is_attached=self.is_attached,
            was_echoing=self.was_echoing,
            name=self.name,
        )
        return read_way(seen)


def kill(client: docker.APIClient, identity: str) -> None:
    """End it. A daemon that is busy with what it prints may need to be asked twice.

    Raises:
        TutorError: The daemon refused.
        NoDaemonError: The daemon does not answer.
    """
    for _ in range(PATIENT):
        with suppress(NoDaemonError):
            ending.kill(client, identity)
            return
    ending.kill(client, identity)


def attaches_input(call: Call) -> bool:
    """Whether this call connects the caller's keys to a container: an attach that asks for STDIN (Docker's API)."""
    match = CONTAINER.match(call.path)
    is_attach = match is not None and match["verb"] == "attach"
    return is_attach and parse_qs(call.query).get("stdin", ["0"])[-1] in {"1", "true"}


def until(is_over: Callable[[], bool], patience: float) -> Iterator[bool]:
    """Yield until it is over or `patience` seconds have gone by."""
    deadline = time.monotonic() + patience
    while not is_over() and time.monotonic() < deadline:
        yield True
