"""Where a conversation stands: one frozen value that `advance` turns into the next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.command import Extra
from tutor.core.effects import Effect, Say
from tutor.core.facts import Facts
from tutor.core.facts_text import fill_facts
from tutor.core.message import Note, Text, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.command import DockerCommand
    from tutor.core.events import Sighting
    from tutor.core.guard import Hit
    from tutor.core.lesson import Ask, Lesson, Step
    from tutor.core.message import Options
    from tutor.core.outcome import Outcome
    from tutor.core.progress import Mark


class Stage(Enum):
    """What the conversation is about just now."""

    STARTING = auto()  # the place is being looked at: no step yet
    PREPARING = auto()  # the step's needs are being met
    LISTENING = auto()  # the step waits for the learner
    FINISHED = auto()  # every step is behind


class About(Enum):
    """What a question decides."""

    IMAGE = auto()  # which image to get
    GUARD = auto()  # may this command touch what is not ours
    QUIT = auto()  # really leave
    GUESS = auto()  # a prediction: never fails
    CHOICE = auto()  # a step's question with choices
    SHORT = auto()  # a step's question with a typed answer
    LINE = auto()  # a line of the learner's own, to be shown what becomes of it
    LIVE = auto()  # go on with the daemon that answers by now
    ANEW = auto()  # do live what was done from recordings
    TRY_GUESS = auto()  # a prediction in the lab
    TRY = auto()  # a line of the learner's own in the lab


STEP_QUESTIONS = frozenset({About.GUESS, About.CHOICE, About.SHORT, About.LINE, About.TRY, About.TRY_GUESS})


@dataclass(frozen=True, slots=True)
class Question:
    """Something the tutor asked and now waits for. `held` is the command a GUARD question is about.

    Of the lab's questions, `image` is whose shells are tried, `guess` what the learner predicted of them, and `before`
    what was asked when the lab was opened: it is asked again afterwards. `seen`: a line was shown there already.
    """

    about: About
    options: Options
    held: DockerCommand | None = None
    hits: tuple[Hit, ...] = ()
    image: str = ""
    guess: str = ""
    before: Question | None = None
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One command in one terminal. `step` is the step it was typed at; `settled` says its verdict is stored.

    `number` counts the commands of the session; `place` is what the learner knows its terminal by once it was left to
    run in the background, 0 before.
    """

    number: int
    command: DockerCommand
    step: str
    watch: int | None = None
    sighting: Sighting | None = None
    outcome: Outcome | None = None
    alive: bool = True
    settled: bool = False
    refused: bool = False
    place: int = 0
    is_input_told: bool = False  # that it reads no input


@dataclass(frozen=True, slots=True)
class Missed:
    """The last line that missed at the step at hand, by the sentence `key`, `times` times in a row.

    `command` is the line understood, None where it could not be; `told` counts the pieces of the gap told since.
    """

    line: str
    key: str
    command: DockerCommand | None = None
    times: int = 1
    told: int = 0


REMEMBERED = 16
"""Jobs that are over and still known: each may hold 1 MiB of output, and a conversation may last for days."""

NO_MARKS: Mapping[str, Mark] = MappingProxyType({})
NO_LINES: Mapping[str, str] = MappingProxyType({})
NO_JOBS: Mapping[int, Job] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class State:
    """The whole conversation. `position` counts steps from 0; `asked_for` is the step `--step` named.

    `lines` are the lines that steps were passed with, by the step's id; `cases` the places of a quiz's cases that are
    still to be answered, in order, and `missed_cases` those that were answered wrong at least once, each with its step:
    whoever leaves a quiz and comes back has not undone them. `trouble` are the lesson's steps that were missed or
    hinted since they were last reviewed. `is_review`: `lesson` is one of drills; `outer` is then the conversation that
    was interrupted for it, None if none was, and `unmade` the fixtures that were not made anew for it yet.
    """

    lesson: Lesson
    facts: Facts = field(default_factory=Facts)
    marks: Mapping[str, Mark] = field(default_factory=lambda: NO_MARKS)
    lines: Mapping[str, str] = field(default_factory=lambda: NO_LINES)
    asked_for: str = ""
    image_choice: str = "auto"  # auto: ask; official or stand-in: get that one
    resuming: bool = False
    position: int = 0
    section: str = ""  # the section last announced
    stage: Stage = Stage.STARTING
    question: Question | None = None
    jobs: Mapping[int, Job] = field(default_factory=lambda: NO_JOBS)
    foreground: int | None = None
    awaiting: int | None = None  # the job whose watch still decides the step
    next_terminal: int = 1
    next_watch: int = 1
    hints: int = 0
    misses: int = 0
    guess: str = ""
    cases: tuple[int, ...] = ()
    missed_cases: frozenset[tuple[str, int]] = frozenset()
    held: DockerCommand | None = None  # the command a task is looking into
    extra: Extra = field(default_factory=Extra)
    store_trouble_told: bool = False
    stays_recorded: bool = False  # a daemon was offered in the recordings' place, and not wanted
    missed: Missed | None = None
    said: tuple[Text, ...] = ()  # what was said since the last line
    said_before: tuple[Text, ...] = ()  # what was said to the line before
    is_elsewhere_told: bool = False  # that the step's command was seen in another terminal
    trouble: frozenset[str] = frozenset()
    recorded: frozenset[str] = frozenset()  # steps that were done from recordings, before this conversation
    is_review: bool = False
    outer: State | None = None
    unmade: frozenset[str] = frozenset()

    @property
    def step(self) -> Step:
        """The step at hand."""
        return self.lesson.steps[self.position]

    @property
    def total(self) -> int:
        """How many steps the lesson has."""
        return len(self.lesson.steps)

    @property
    def is_complete(self) -> bool:
        """Whether every step that is not optional is done or skipped."""
        return all(step.optional or step.id in self.marks for step in self.lesson.steps)

    def alive(self) -> tuple[Job, ...]:
        """The jobs whose programs still run, oldest first."""
        return tuple(job for _, job in sorted(self.jobs.items()) if job.alive)

    def parked(self, job: Job) -> Job:
        """The job as one that runs in the background: with a place, the lowest that is free, which it keeps."""
        taken = {other.place for other in self.alive() if other.number != job.number}
        free = next(place for place in range(1, len(taken) + 2) if place not in taken)
        return job if job.place else replace(job, place=free)

    def with_job(self, job: Job) -> State:
        """The same conversation with this job put in or changed; of those that are over only the newest are kept."""
        jobs = {**self.jobs, job.number: job}
        over = [one for one in jobs.values() if not one.alive]
        old = {one.number for one in over[:-REMEMBERED]} - {job.number, self.foreground, self.awaiting}
        return replace(self, jobs=MappingProxyType({number: jobs[number] for number in jobs if number not in old}))

    def with_mark(self, step: str, mark: Mark) -> State:
        """The same conversation with this step marked."""
        return replace(self, marks=MappingProxyType({**self.marks, step: mark}))

    def with_line(self, step: str, line: str) -> State:
        """The same conversation with the line noted that this step was passed with."""
        return replace(self, lines=MappingProxyType({**self.lines, step: line}))

    def with_facts(self, facts: Facts) -> State:
        """The same conversation at a place of which other things are known."""
        return replace(self, facts=facts)

    @property
    def asked(self) -> Ask | None:
        """The question of the step at hand; of a quiz the case at hand."""
        return self.step.cases[self.cases[0]] if self.cases else self.step.ask

    def filled(self, words: str) -> str:
        """Lesson text with the facts put in."""
        return fill_facts(words, self.facts)


Turn = tuple[State, tuple[Effect, ...]]


def note(text: Text, tone: Tone = Tone.PLAIN, *commands: str) -> Say:
    """Say one sentence."""
    return Say(Note(text, tone, commands))
