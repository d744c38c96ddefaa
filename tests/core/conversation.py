"""A conversation without a world: events in, what was said and asked for out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tests.core.judging import FACTS, printed
from tutor.content import load
from tutor.core import effects, events, tasks
from tutor.core.concept import AskConcepts, ConceptsFound
from tutor.core.dialogue import advance
from tutor.core.help_tasks import AskHelp, HelpTold
from tutor.core.lifelines import Timeline
from tutor.core.message import Judgement, Listing, Marked, Note, Options, Prose, Sheet, StepCard
from tutor.core.mistakes import MISTAKES
from tutor.core.pictures import Explained, Lifelines, ShellsTable, Verbatim
from tutor.core.state import State
from tutor.core.texts import fill

if TYPE_CHECKING:
    from tutor.core.effects import Effect
    from tutor.core.events import Event, Sighting
    from tutor.core.message import Message
    from tutor.core.outcome import Outcome
    from tutor.core.tasks import Result, Task

LESSON_FILE = Path(__file__).parents[2] / "lessons" / "altering-container-processes.md"
LESSON = load(LESSON_FILE, frozenset(MISTAKES))
TWO_SECTIONS = replace(LESSON, steps=LESSON.steps[:8])  # up to and with `own-command`
DOORMAN_FACTS = replace(FACTS, container="keen_babbage", started="docker-entrypoint.sh ls")


def way(flags: str, seen: str, ended: str, code: int | None) -> tasks.Way:
    """One of the four; `seen` names what was: prompt, ran, echoed, terminal."""
    return tasks.Way(
        flags,
        prompt="prompt" in seen,
        ran="ran" in seen,
        delivered="ran" in seen,
        echo=tasks.Echo.YOURS if "echoed" in seen else tasks.Echo.NOBODY,
        terminal="terminal" in seen,
        ended=ended,
        code=code,
        seconds=0.4,
        name=f"shell{flags}",
    )


WAYS = (
    way("", "", "by itself", 0),
    way("-i", "ran", "by exit", 0),
    way("-t", "prompt echoed terminal", "killed", None),
    way("-it", "prompt ran echoed terminal", "by exit", 0),
)

Kind = TypeVar("Kind")


class Conversation:
    """Holds the state; answers tasks as a quiet daemon would, unless told otherwise."""

    def __init__(self, **changes: object) -> None:
        self.state = replace(State(LESSON), **changes)  # type: ignore[arg-type]  # any field of State
        self.effects: tuple[Effect, ...] = ()
        self.everything: list[Effect] = []
        self.results: dict[type, Result] = {
            tasks.Preflight: tasks.Resolved(),
            AskConcepts: ConceptsFound("?"),
            AskHelp: HelpTold(summary="Do it", flags={"cpus": "Number of CPUs"}),
            tasks.AskCli: tasks.CliKnows(tasks.CliSays.UNKNOWN),
            tasks.Prepare: tasks.Prepared(DOORMAN_FACTS, ("docker run ghost ls",)),
            tasks.GetImage: tasks.GotImage(FACTS),
            tasks.ShowFourWays: tasks.FourWays("echo hello", WAYS),
            tasks.GatherTimeline: Timeline(),
            tasks.ListLeftovers: tasks.Leftovers((("container", "keen_babbage"),)),
        }

    def begin(self) -> Conversation:
        """The place is there."""
        self.tell(events.Began(FACTS))
        return self

    def at(self, step: str) -> Conversation:
        """Begin at a step."""
        self.state = replace(self.state, asked_for=step)
        return self.begin()

    def tell(self, event: Event) -> None:
        """Let something happen; tasks are answered at once."""
        self.state, done = advance(self.state, event)
        self.effects = done
        self.everything += done
        for effect in done:
            if isinstance(effect, effects.Do):
                before = self.effects
                self.tell(events.Done(effect.task, self.answer(effect.task)))
                self.effects = (*before, *self.effects)

    def answer(self, task: Task) -> Result:
        """The result that was laid out for this kind of task."""
        return self.results[type(task)]

    def enter(self, line: str) -> None:
        """The learner enters a line."""
        self.tell(events.Typed(line))

    def run(self, line: str, outcome: Outcome) -> None:
        """A line is typed, runs, and ends."""
        self.enter(line)
        self.tell(events.Ended(self.running.terminal, outcome))

    def tell_end(self) -> None:
        """The last command ends, having printed nothing."""
        self.tell(events.Ended(self.running.terminal, printed("")))

    def begin_without_image(self) -> None:
        """The place is there, the lesson's image is not."""
        self.tell(events.Began(replace(FACTS, image=None)))

    @property
    def has_quit(self) -> bool:
        """Whether the conversation is over."""
        return any(isinstance(effect, effects.Quit) for effect in self.effects)

    @property
    def running(self) -> effects.Run:
        """What was last given a terminal."""
        return [effect for effect in self.everything if isinstance(effect, effects.Run)][-1]

    def notice(self, sighting: Sighting, outcome: Outcome) -> None:
        """The last watch reports."""
        number = [effect for effect in self.everything if isinstance(effect, effects.Watch)][-1].number
        self.tell(events.Noticed(number, sighting, outcome=outcome))

    def done(self, kind: type[Kind]) -> list[Kind]:
        """The latest effects of a kind."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def messages(self) -> list[Message]:
        """What was said last."""
        return [effect.message for effect in self.effects if isinstance(effect, effects.Say)]

    @property
    def keys(self) -> list[str]:
        """The keys of the sentences said last."""
        return [message.text.key for message in self.messages if isinstance(message, Note) or has_text(message)]  # type: ignore[union-attr]

    @property
    def said(self) -> str:
        """All that was said last, as one text."""
        return "\n".join(spoken(message) for message in self.messages)


def has_text(message: Message) -> bool:
    """Whether a message holds a sentence of the table."""
    return getattr(message, "text", None) is not None


def spoken(message: Message) -> str:  # noqa: C901, PLR0911 -- one case for each kind of message
    """A message as plain text."""
    match message:
        case Note():
            return "\n".join((fill(message.text), *message.commands))
        case Prose():
            return message.markdown
        case StepCard():
            return f"{message.title}\n{message.markdown}"
        case Marked():
            return fill(message.text)
        case Judgement():
            texts = [fill(text) for text in (message.text, message.way) if text]
            return "\n".join((message.kind.value, message.markdown, *texts))
        case Listing():
            return "\n".join(" ".join(row.cells) for row in message.rows)
        case Explained():
            return "\n".join(part.words for part in message.parts)
        case Sheet():
            return "\n".join(f"{entry.title} {entry.aside} {entry.details}" for entry in message.entries)
        case Options():
            return "\n".join(f"{word} {meaning}" for word, meaning in message.choices) + message.markdown
        case ShellsTable():
            return "\n".join(" ".join((question, *cells)) for question, cells in message.rows)
        case Lifelines():
            return "\n".join(f"{life.name} {life.fate.value}" for life in message.timeline.lives)
        case Verbatim():
            return "\n".join(message.lines)
