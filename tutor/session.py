"""The imperative shell of a conversation: one queue of events; each effect is performed; nothing is decided here."""

from __future__ import annotations

import gc
import queue
from typing import TYPE_CHECKING, assert_never

from tutor.core import effects as do
from tutor.core.dialogue import advance
from tutor.core.events import (
    Began,
    Closed,
    Done,
    Dropped,
    Ended,
    Event,
    Left,
    Noticed,
    NotStarted,
    Reason,
    Refused,
    Sighting,
)
from tutor.core.views import view_of
from tutor.errors import TutorError
from tutor.terminal.screen import Hangup
from tutor.world import Finished, NoDiary, Sighted

if TYPE_CHECKING:
    from tutor.core.state import State
    from tutor.world import Diary, Lines, Records, Report, Voice, World

DECIDED = frozenset({Sighting.SEEN, Sighting.UNPUBLISHED, Sighting.LATE, Sighting.UNKNOWN, Sighting.GONE})


class Session:
    """One conversation from its beginning to its end."""

    def __init__(  # noqa: PLR0913, PLR0917 -- each stands for one part of the world
        self, state: State, world: World, lines: Lines, voice: Voice, records: Records, diary: Diary | None = None
    ) -> None:
        self.state = state
        self._world = world
        self._lines = lines
        self._voice = voice
        self._records = records
        self._diary = diary or NoDiary()
        self._queue: queue.SimpleQueue[Event | Report] = queue.SimpleQueue()
        self._early: set[int] = set()  # terminals that ended before the conversation knew of them
        self._end: do.Quit | None = None
        self.was_cut_off = False

    def post(self, event: Event | Report) -> None:
        """Put an event on the queue; callable from any thread."""
        self._queue.put(event)
        self._world.wake()
        self._lines.nudge()

    def run(self) -> bool:
        """Hold the conversation; whether the lesson is complete at its end."""
        collect_from_now_on()
        self._handle(Began(self._world.facts()))
        while self._end is None:
            try:
                self._handle(self._next())
            except Hangup:
                self._handle(Closed(Reason.HANGUP))
        self._diary.keep()
        return self._end.complete

    @property
    def goes_live(self) -> bool:
        """Whether the learner left recordings for the daemon that answers by now."""
        return self._end is not None and self._end.live

    def _next(self) -> Event | Report:
        """What was reported comes before what is typed; a script waits until a pending verdict is in."""
        while True:
            try:
                return self._queue.get_nowait()
            except queue.Empty:
                if self.state.facts.scripted and self.state.awaiting is not None:
                    return self._queue.get()
            if (trouble := self._diary.keep()) is not None:
                return trouble
            event = self._lines.read(view_of(self.state))
            if event is not None:
                return event

    def _attend(self) -> None:
        """While a terminal has the screen: handle what was reported meanwhile."""
        while True:
            try:
                reported = self._queue.get_nowait()
            except queue.Empty:
                return
            self._handle(reported)

    def _handle(self, reported: Event | Report) -> None:
        event = self._complete(reported)
        if event is None:
            return
        self.was_cut_off = self.was_cut_off or event == Closed(Reason.HANGUP)
        self._diary.heard(self.state, event)
        self.state, effects = advance(self.state, event)
        for terminal in self._early & self.state.jobs.keys():
            self._early.remove(terminal)
            self._queue.put(Finished(terminal))
        for effect in effects:
            self._perform(effect)

    def _complete(self, reported: Event | Report) -> Event | None:
        """Add to a thread's report what the daemon says by now."""
        match reported:
            case Finished(terminal):
                # The one on the screen is reported by whoever shows it, with its output complete.
                job = self.state.jobs.get(terminal)
                if job is None:
                    self._early.add(terminal)
                    return None
                is_told = not job.alive or terminal == self.state.foreground
                return None if is_told else Ended(terminal, self._world.outcome(terminal))
            case Sighted():
                outcome = self._world.outcome(reported.terminal)
                return Noticed(reported.watch, reported.sighting, reported.detail, outcome)
            case event:
                return event

    def _perform(self, effect: do.Effect) -> None:  # noqa: C901, PLR0912 -- one case for each of a closed set of effects
        match effect:
            case do.Say():
                self._diary.said(self.state, effect.message)
                self._voice.say(effect.message)
            case do.Run():
                self._run(effect)
            case do.Return():
                self._show(effect.terminal)
            case do.Watch():
                self._world.watch(effect.number, effect.expectation, effect.deadline)
            case do.Unwatch():
                self._world.unwatch(effect.number)
            case do.Do():
                self._queue.put(Done(effect.task, self._world.do(effect.task)))
            case do.Save():
                self._save(effect)
            case do.Offer():
                self._lines.offer(effect.line)
            case do.Drop():
                if lines := self._lines.drop_pending():
                    self._queue.put(Dropped(lines))
            case do.Stop():
                self._world.stop(effect.terminal)
            case do.Quit():
                self._end = effect
            case unknown:
                assert_never(unknown)

    def _save(self, effect: do.Save) -> None:
        trouble = self._records.save(effect.record)
        if trouble is not None:
            self._queue.put(trouble)

    def _run(self, effect: do.Run) -> None:
        try:
            self._world.start(effect.terminal, effect.command, effect.allowed)
        except TutorError as error:
            self._handle(NotStarted(effect.terminal, error.message, error.hint))
            return
        self._show(effect.terminal)

    def _show(self, terminal: int) -> None:
        """Lend the screen to a terminal, then tell the conversation how that ended."""
        was_left = self._world.show(terminal, self._attend, lambda: self._is_waiting(terminal))
        self._attend()  # what was reported before the end is told before it
        outcome = self._world.outcome(terminal)
        refused = self._world.refused(terminal)
        if refused:
            self._handle(Refused(terminal, refused))
        self._handle(Left(terminal, outcome) if was_left else Ended(terminal, outcome))

    def _is_waiting(self, terminal: int) -> bool:
        """Whether the step still waits for something that this terminal's program is to bring about."""
        job = self.state.jobs.get(terminal)
        return job is not None and job.watch is not None and job.sighting not in DECIDED


def collect_from_now_on() -> None:
    """Garbage comes with what is typed. What the start has made stays, and is never looked through (`__main__`)."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
