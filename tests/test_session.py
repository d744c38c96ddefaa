"""The session: performs effects in order, and decides nothing."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import pytest

from tests.core.conversation import LESSON
from tests.core.judging import FACTS, ended, left, printed
from tutor.core import tasks
from tutor.core.command import parse
from tutor.core.events import Closed, Event, Reason, Sighting, StoreTrouble, Typed
from tutor.core.message import Judgement, Message, Note
from tutor.core.progress import Mark
from tutor.core.state import Job, State
from tutor.errors import TutorError
from tutor.session import Session
from tutor.terminal.screen import Hangup
from tutor.world import Finished, Sighted

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.command import DockerCommand
    from tutor.core.effects import Answers
    from tutor.core.facts import Facts
    from tutor.core.guard import Hit
    from tutor.core.outcome import Call, Outcome
    from tutor.core.progress import Record
    from tutor.core.tasks import Result, Task
    from tutor.core.view import View

BOOT = "docker run -p 8989:2368 ghost"
INSPECT_CMD = "docker inspect -f '{{.Config.Cmd}}' ghost"


class Tape:
    """World, lines, voice and store in one; all that happens is written on one tape, in order."""

    def __init__(self, *lines: Event | Callable[[], None]) -> None:
        self.tape: list[str] = []
        self.messages: list[Message] = []
        self.script = deque(lines)
        self.outcomes: dict[int, Outcome] = {}
        self.on_show: Callable[[Callable[[], None]], bool] = lambda _attend: False
        self.cannot_start = False
        self.trouble: StoreTrouble | None = None
        self.pending: tuple[str, ...] = ()

    # lines
    def read(self, view: View) -> Event | None:
        """The next thing the learner does."""
        del view
        step = self.script.popleft() if self.script else Closed(Reason.HANGUP)
        if callable(step):
            step()
            return None
        return step

    def nudge(self) -> None:
        """Noted."""
        self.tape.append("nudge")

    def offer(self, line: str) -> None:
        """Noted."""
        self.tape.append(f"offer {line}")

    def drop_pending(self) -> tuple[str, ...]:
        """Noted; hands out what was laid out as the rest of a block, once."""
        self.tape.append("drop")
        lines, self.pending = self.pending, ()
        return lines

    # voice and store
    def say(self, message: Message) -> None:
        """Noted."""
        self.messages.append(message)
        self.tape.append(f"say {type(message).__name__}")

    def save(self, record: Record) -> StoreTrouble | None:
        """Noted."""
        self.tape.append(f"save {type(record).__name__}")
        return self.trouble

    # world
    def facts(self) -> Facts:
        """A quiet place."""
        return FACTS

    def start(self, terminal: int, command: DockerCommand, allowed: tuple[Hit, ...]) -> None:
        """Noted."""
        del allowed
        if self.cannot_start:
            message = "docker is not there."
            raise TutorError(message, "Install it.")
        self.tape.append(f"start {terminal} {command.line}")

    def show(self, terminal: int, attend: Callable[[], None], is_waiting: Callable[[], bool]) -> bool:
        """As the test says."""
        del is_waiting
        self.tape.append(f"show {terminal}")
        return self.on_show(attend)

    def outcome(self, terminal: int) -> Outcome:
        """As the test says."""
        return self.outcomes.get(terminal, printed(""))

    def refused(self, terminal: int) -> tuple[Call, ...]:
        """None."""
        del terminal
        return ()

    def watch(self, number: int, expectation: Answers, deadline: float) -> None:
        """Noted."""
        del expectation, deadline
        self.tape.append(f"watch {number}")

    def unwatch(self, number: int) -> None:
        """Noted."""
        self.tape.append(f"unwatch {number}")

    def do(self, task: Task) -> Result:
        """Every line may run."""
        return tasks.Prepared(FACTS) if isinstance(task, tasks.Prepare) else tasks.Resolved()

    def stop(self, terminal: int) -> None:
        """Noted."""
        self.tape.append(f"stop {terminal}")

    def wake(self) -> None:
        """Noted."""
        self.tape.append("wake")


def session_at(step: str, tape: Tape) -> Session:
    """A session that begins at this step."""
    return Session(State(LESSON, asked_for=step), tape, tape, tape, tape)


def test_a_verdict_is_stored_before_it_is_shown() -> None:
    """On the tape, save stands before the judgement."""
    tape = Tape(Typed(INSPECT_CMD), Typed("quit"))
    tape.outcomes[1] = printed("[node current/index.js]\n")
    session_at("inspect-cmd", tape).run()
    assert tape.tape.index("save StepMark") < tape.tape.index("say Judgement")
    assert tape.tape.index("start 1 " + INSPECT_CMD) < tape.tape.index("show 1") < tape.tape.index("save Attempt")


def test_reports_are_attended_to_while_a_program_has_the_screen() -> None:
    """The site answers in the foreground: one line is said there, and the step is done before the return."""
    tape = Tape(Typed(BOOT), Typed("quit"))
    session = session_at("boot-ghost", tape)
    tape.outcomes[1] = left(BOOT)

    def show(attend: Callable[[], None]) -> bool:
        session.post(Sighted(1, 1, Sighting.SEEN, "200"))
        attend()
        assert session.state.marks["boot-ghost"] is Mark.DONE
        tape.outcomes[1] = ended(BOOT)
        return False

    tape.on_show = show
    session.run()
    assert tape.tape.index("watch 1") < tape.tape.index("start 1 " + BOOT)
    assert [message.kind.value for message in tape.messages if isinstance(message, Judgement)] == ["passed"]


def test_an_end_on_the_screen_is_told_once() -> None:
    """The reader thread reports it too; nobody hears of it twice."""
    tape = Tape(Typed("docker version"), Typed("quit"))
    session = session_at("inspect-cmd", tape)

    def show(attend: Callable[[], None]) -> bool:
        del attend
        session.post(Finished(1))
        return False

    tape.on_show = show
    session.run()
    assert [message.text.key for message in tape.messages if isinstance(message, Note)].count("terminal.ended") == 0


def test_an_end_in_the_background_is_told() -> None:
    """Left running, ended later: one note."""
    tape = Tape(Typed("docker run ghost"))
    session = session_at("inspect-cmd", tape)
    tape.outcomes[1] = left("docker run ghost")
    tape.on_show = lambda _attend: True

    def end() -> None:
        tape.outcomes[1] = ended("docker run ghost")
        session.post(Finished(1))

    tape.script += [end, Typed("quit")]
    session.run()
    assert "terminal.ended" in [message.text.key for message in tape.messages if isinstance(message, Note)]


def test_an_end_before_the_conversation_knows_of_the_terminal_is_told_once_it_does() -> None:
    """A need's server may end while the need is still being met."""
    tape = Tape(Typed("quit"))
    session = session_at("inspect-cmd", tape)
    session.post(Finished(5))
    session.post(Finished(5))
    tape.outcomes[5] = ended("docker run ghost")

    def known() -> None:
        session.state = session.state.with_job(Job(5, parse("docker run ghost"), ""))

    tape.script = deque([known, Typed("steps"), Typed("quit")])
    session.run()
    said = [message.text.key for message in tape.messages if isinstance(message, Note)]
    assert said.count("terminal.ended") == 1


def test_what_cannot_start_gives_the_line_back() -> None:
    """Nothing is shown, the line is on the prompt, the session goes on."""
    tape = Tape(Typed(INSPECT_CMD), Typed("quit"))
    tape.cannot_start = True
    session_at("inspect-cmd", tape).run()
    assert f"offer {INSPECT_CMD}" in tape.tape
    assert "show 1" not in tape.tape


def test_trouble_with_the_store_is_said_and_the_lesson_goes_on() -> None:
    """The step passes all the same."""
    tape = Tape(Typed(INSPECT_CMD), Typed("quit"))
    tape.trouble = StoreTrouble("the disk is full")
    tape.outcomes[1] = printed("[node current/index.js]\n")
    session = session_at("inspect-cmd", tape)
    session.run()
    assert session.state.marks["inspect-cmd"] is Mark.DONE
    said = [message.text.key for message in tape.messages if isinstance(message, Note)]
    assert said.count("store.trouble") == 1


def test_a_hang_up_ends_in_order() -> None:
    """Wherever it strikes at the prompt: the session ends, and says that it was cut off."""

    def strike() -> None:
        raise Hangup

    tape = Tape(strike)
    session = session_at("inspect-cmd", tape)
    assert session.run() is False
    assert session.was_cut_off


@pytest.mark.parametrize("complete", [True, False])
def test_the_end_says_whether_the_lesson_is_complete(complete: bool) -> None:  # noqa: FBT001 -- a parameter
    """That is what a script's exit code rests on."""
    marks = {step.id: Mark.DONE for step in LESSON.steps} if complete else {}
    tape = Tape(Typed("quit"))
    assert Session(State(LESSON, marks=marks), tape, tape, tape, tape).run() is complete


def test_the_rest_of_a_pasted_block_is_named_and_left_out() -> None:
    """A line that does not pass stops the block; what came after it is said, so that it can be pasted again."""
    tape = Tape(Typed("nonsense"), Typed("quit"))
    tape.pending = ("docker ps", "docker images")
    session_at("inspect-cmd", tape).run()
    said = [message for message in tape.messages if isinstance(message, Note) and message.text.key == "paste.stopped"]
    assert [message.commands for message in said] == [("docker ps", "docker images")]
