"""The whole conversation, event by event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.conversation import LESSON, TWO_SECTIONS, Conversation
from tests.core.judging import FACTS, ended, failed, left, pressed, printed
from tutor.core import effects, events, tasks
from tutor.core.effects import Offer, Quit, Run, Save, Unwatch, Watch
from tutor.core.events import Closed, Left, Noticed, NotStarted, Reason, Refused, Sighting, StoreTrouble
from tutor.core.guard import Hit, Kind
from tutor.core.outcome import Call, Key, Outcome
from tutor.core.progress import Attempt, Mark, Record, StepMark
from tutor.core.state import Stage
from tutor.core.views import view_of

BOOT = "docker run -p 8989:2368 ghost"
INSPECT_CMD = "docker inspect -f '{{.Config.Cmd}}' ghost"
FOREIGN = Hit(Kind.CONTAINER, "f" * 64, "blog", "remove")


def records(talk: Conversation) -> list[Record]:
    """What was written down last."""
    return [effect.record for effect in talk.effects if isinstance(effect, Save)]


def test_passing_a_step_is_saved_before_it_is_said() -> None:
    """The attempt and the mark are written down before the verdict is shown, and the next step follows."""
    talk = Conversation().at("inspect-cmd")
    talk.run(INSPECT_CMD, printed("[node current/index.js]\n"))
    kinds = [type(effect).__name__ for effect in talk.effects]
    assert kinds.index("Save") < kinds.index("Say")
    assert talk.state.marks["inspect-cmd"] is Mark.DONE
    assert talk.state.step.id == "default-command"


def test_a_miss_names_reason_and_way_and_stays() -> None:
    """A wrong line gets the mistake's two sentences with marks, and the step waits."""
    talk = Conversation().at("inspect-cmd")
    line = "docker inspect -f .Config.Cmd ghost"
    talk.run(line, printed(".Config.Cmd\n"))
    assert "mistake.format-no-braces" in talk.keys
    assert talk.state.step.id == "inspect-cmd"
    assert talk.state.misses == 1
    assert [record.mistake for record in records(talk) if isinstance(record, Attempt)] == ["format-no-braces"]


def test_a_fine_command_elsewhere_is_no_miss() -> None:
    """Any valid docker command runs; off the path the tutor says so and the step waits."""
    talk = Conversation().at("inspect-cmd")
    talk.run("docker version", printed("…"))
    assert talk.keys == ["verdict.elsewhere"]
    assert talk.state.misses == 0


def test_the_site_answering_passes_while_the_program_has_the_screen() -> None:
    """At 200 the step is written down and one dim line says so; the full verdict comes on return."""
    talk = Conversation().at("boot-ghost")
    talk.enter(BOOT)
    assert [type(effect) for effect in talk.effects if isinstance(effect, Watch | Run)] == [Watch, Run]
    talk.notice(Sighting.STARTED, left(BOOT))
    assert talk.messages == []
    talk.notice(Sighting.SEEN, left(BOOT))
    assert talk.keys == ["answers.leave"]
    assert StepMark(LESSON.id, "boot-ghost", Mark.DONE) in records(talk)
    assert talk.state.step.id == "boot-ghost"
    talk.tell(events.Ended(1, ended(BOOT, keys=pressed((Key.INTERRUPT, 6.0)))))
    assert "passed" in talk.said
    assert talk.state.step.id == "which-line"
    assert not [record for record in records(talk) if isinstance(record, StepMark)]


def test_leaving_before_the_site_answers_waits_for_it() -> None:
    """Left while booting: the tutor says it watches, and the verdict comes by itself."""
    talk = Conversation().at("boot-ghost")
    talk.enter(BOOT)
    talk.tell(Left(1, left(BOOT)))
    assert "verdict.waiting" in talk.keys
    assert talk.state.awaiting == 1
    talk.notice(Sighting.SEEN, left(BOOT))
    assert talk.state.step.id == "which-line"
    assert talk.state.awaiting is None


def test_no_answer_in_time_is_its_own_verdict() -> None:
    """LATE is neither a miss nor a pass."""
    talk = Conversation().at("boot-ghost")
    talk.enter(BOOT)
    talk.tell(Left(1, left(BOOT)))
    talk.notice(Sighting.LATE, left(BOOT))
    assert "verdict.timed-out" in talk.keys
    assert talk.state.misses == 0
    assert talk.done(Unwatch)


def test_a_site_that_cannot_be_reached_from_here_passes_by_the_record() -> None:
    """UNKNOWN with the mapping right: passed, and said why the site itself was not opened."""
    talk = Conversation().at("boot-ghost")
    talk.enter(BOOT)
    talk.tell(Left(1, left(BOOT)))
    talk.notice(Sighting.UNKNOWN, left(BOOT))
    assert "verdict.unprobed" in talk.keys
    assert talk.state.step.id == "which-line"


def test_a_hopeless_server_is_told_while_it_runs() -> None:
    """Published the wrong way round: one line over the log says so; it is counted once, on return."""
    line = "docker run -p 2368:8989 ghost"
    talk = Conversation().at("boot-ghost")
    talk.enter(line)
    talk.notice(Sighting.UNPUBLISHED, left(line))
    assert talk.keys == ["answers.wrong"]
    talk.tell(events.Ended(1, ended(line, keys=pressed((Key.INTERRUPT, 6.0)))))
    assert "mistake.ports-swapped" in talk.keys
    assert talk.state.misses == 1


def test_a_late_notice_is_ignored() -> None:
    """A watch of a step that is behind says nothing any more."""
    talk = Conversation().at("boot-ghost")
    talk.enter(BOOT)
    talk.tell(Left(1, left(BOOT)))
    talk.enter("skip")
    talk.tell(Noticed(1, Sighting.SEEN, outcome=left(BOOT)))
    assert talk.effects == ()


def test_daemon_down_before_a_command_is_not_a_miss() -> None:
    """The line is not run, comes back to the prompt, and nothing is counted."""
    talk = Conversation().at("inspect-cmd")
    talk.results[tasks.Preflight] = tasks.Resolved(daemon_down="nobody listens there")
    talk.enter(INSPECT_CMD)
    assert "verdict.daemon-down" in talk.keys
    assert [offer.line for offer in talk.done(Offer)] == [INSPECT_CMD]
    assert talk.state.misses == 0
    assert not talk.done(Run)


def test_daemon_lost_during_a_command_is_not_a_miss() -> None:
    """What the daemon lost halfway is said to be the daemon's."""
    talk = Conversation().at("inspect-cmd")
    talk.run(INSPECT_CMD, Outcome(1, daemon_lost=True))
    assert "verdict.daemon-lost" in talk.keys
    assert talk.state.misses == 0


def test_what_is_not_ours_is_asked_about_first() -> None:
    """A yes runs the line with exactly the listed things allowed."""
    talk = Conversation().at("inspect-cmd")
    talk.results[tasks.Preflight] = tasks.Resolved((FOREIGN,))
    talk.enter("docker rm -f blog")
    assert not talk.done(Run)
    assert "blog" in talk.said
    assert view_of(talk.state).refusal == "no"
    talk.enter("yes")
    assert not view_of(talk.state).refusal
    assert [run.allowed for run in talk.done(Run)] == [(FOREIGN,)]


@pytest.mark.parametrize("answer", ["no", "", "2", "N"])
def test_no_is_the_default(answer: str) -> None:
    """Nothing runs, nothing is proposed."""
    talk = Conversation().at("inspect-cmd")
    talk.results[tasks.Preflight] = tasks.Resolved((FOREIGN,))
    talk.enter("docker rm -f blog")
    talk.enter(answer)
    assert not talk.done(Run)
    assert not talk.done(Offer)
    assert talk.state.question is None


def test_in_a_script_the_answer_is_no() -> None:
    """No question is asked, and the next line of the script is not taken for an answer."""
    talk = Conversation()
    talk.tell(events.Began(FACTS.__class__(image=FACTS.image, scripted=True)))
    talk.results[tasks.Preflight] = tasks.Resolved((FOREIGN,))
    talk.enter("docker rm -f blog")
    assert "guard.scripted" in talk.keys
    assert talk.state.question is None


def test_what_the_guard_refused_is_offered_again() -> None:
    """A call stopped on the wire: said, and the line comes back."""
    talk = Conversation().at("inspect-cmd")
    talk.enter("docker stop blog")
    talk.tell(Refused(1, (Call("POST", "/containers/blog/stop", status=403, refused=True),)))
    talk.tell(events.Ended(1, failed(1)))
    assert "guard.stopped" in talk.keys
    assert [offer.line for offer in talk.done(Offer)] == ["docker stop blog"]


def test_a_command_that_could_not_start_is_no_miss() -> None:
    """The CLI vanished: the line comes back, the watch is closed."""
    talk = Conversation().at("boot-ghost")
    talk.enter(BOOT)
    talk.tell(NotStarted(1, "docker is not there.", "Install it."))
    assert "run.failed" in talk.keys
    assert talk.done(Unwatch)
    assert talk.state.foreground is None
    assert talk.state.misses == 0


def test_a_word_the_grammar_lacks_is_asked_of_the_cli() -> None:
    """What the installed CLI accepts is never rejected; what it does not know either gets the nearest word."""
    talk = Conversation().at("inspect-cmd")
    talk.enter("docker frobnicate")
    assert [effect.task for effect in talk.done(effects.Do) if isinstance(effect.task, tasks.AskCli)]
    assert not talk.done(Run)
    talk.results[tasks.AskCli] = tasks.CliKnows(tasks.CliSays.COMMAND)
    talk.enter("docker frobnicate up")
    assert talk.running.command.argv == ("frobnicate", "up")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("ls -l", "mistake.host-side"),
        ("clear", "line.shell-word"),
        ("exit", "line.shell-word.exit"),
        ("dcoker ps", "line.near"),
        ("xyzzy", "line.unknown"),
        ("", "line.empty"),
    ],
)
def test_what_is_not_for_docker_is_explained(line: str, key: str) -> None:
    """Shell words, slips and blanks each get their own answer, and nothing runs."""
    talk = Conversation().at("inspect-cmd")
    talk.enter(line)
    assert talk.keys == [key]
    assert not talk.done(Run)


@pytest.mark.parametrize(
    ("line", "key"), [("$ docker version", "line.dropped"), ("sudo docker version", "line.dropped.sudo")]
)
def test_pasted_signs_are_dropped_and_said(line: str, key: str) -> None:
    """A pasted prompt sign or sudo is left out, told, and the rest runs."""
    talk = Conversation().at("inspect-cmd")
    talk.enter(line)
    assert talk.keys[0] == key
    assert talk.running.command.line == "docker version"


@pytest.mark.parametrize(
    "line", ["docker ps | grep x", "docker run ghost && ls", "docker inspect 'ghost", "docker rm $(docker ps -aq)"]
)
def test_shell_syntax_never_runs(line: str) -> None:
    """The part is named with a mark, and no terminal is opened."""
    talk = Conversation().at("inspect-cmd")
    talk.enter(line)
    assert not talk.done(Run)
    assert talk.state.misses == 1
    assert talk.messages


def test_after_three_misses_the_solution_is_offered() -> None:
    """Once, not at every further miss."""
    talk = Conversation().at("inspect-cmd")
    offers = []
    for _ in range(4):
        talk.run("docker inspect -f .Config.Cmd ghost", printed(".Config.Cmd\n"))
        offers.append("solution.offer" in talk.keys)
    assert offers == [False, False, True, False]


def test_a_background_end_is_mentioned() -> None:
    """A program that was left and ends later is told in one line."""
    talk = Conversation().at("inspect-cmd")
    talk.enter("docker run ghost")
    talk.tell(Left(1, left("docker run ghost")))
    talk.tell(events.Ended(1, ended("docker run ghost")))
    assert talk.keys == ["terminal.ended"]
    assert talk.state.alive() == ()


def test_ctrl_d_asks_once_and_a_second_leaves() -> None:
    """END at the prompt asks; END at the question leaves, and so does Enter."""
    talk = Conversation().at("inspect-cmd")
    talk.tell(Closed(Reason.END))
    assert not talk.done(Quit)
    talk.tell(Closed(Reason.END))
    assert talk.done(Quit) == [Quit(complete=False)]
    talk = Conversation().at("inspect-cmd")
    talk.tell(Closed(Reason.END))
    talk.enter("")
    assert talk.done(Quit)


def test_staying_after_ctrl_d_keeps_the_step() -> None:
    """No leads back to where the learner was."""
    talk = Conversation().at("inspect-cmd")
    talk.tell(Closed(Reason.END))
    talk.enter("no")
    assert talk.state.question is None
    assert talk.state.step.id == "inspect-cmd"


def test_a_hang_up_leaves_without_a_word() -> None:
    """Nobody is there to read it."""
    talk = Conversation().at("inspect-cmd")
    talk.tell(Closed(Reason.HANGUP))
    assert talk.effects == (Quit(complete=False),)


def test_store_trouble_is_said_once() -> None:
    """The lesson goes on."""
    talk = Conversation().at("inspect-cmd")
    talk.tell(StoreTrouble("the disk is full"))
    assert talk.keys == ["store.trouble"]
    talk.tell(StoreTrouble("the disk is full"))
    assert talk.messages == []


def test_the_last_step_ends_in_the_closing_words() -> None:
    """All behind: finished, and `quit` says the lesson is complete."""
    marks = {step.id: Mark.DONE for step in TWO_SECTIONS.steps if step.id != "own-command"}
    talk = Conversation(lesson=TWO_SECTIONS, marks=marks).begin()
    assert talk.state.step.id == "own-command"
    talk.run("docker run ghost date", ended("docker run ghost date"))
    assert talk.state.stage is Stage.FINISHED
    talk.enter("")
    assert talk.keys == ["line.empty.finished"]
    talk.enter("quit")
    assert talk.done(Quit) == [Quit(complete=True)]


LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [BOOT, INSPECT_CMD, "hint", "skip", "back", "next", "restart", "solution", "steps", "progress", "terminals",
         "terminal 1", "help", "CMD", "files", "yes", "no", "docker", "docker run", "docker ps -a", "1", "2"]
    ),
)  # fmt: skip
HAPPENINGS = st.one_of(
    LINES.map(events.Typed),
    st.sampled_from(
        [
            events.Ended(1, ended(BOOT)),
            Left(1, left(BOOT)),
            events.Ended(2, failed(125)),
            Noticed(1, Sighting.SEEN, outcome=left(BOOT)),
            Noticed(1, Sighting.LATE, outcome=left(BOOT)),
            Noticed(2, Sighting.GONE, outcome=ended(BOOT)),
            Closed(Reason.END),
            StoreTrouble("full"),
        ]
    ),
)


@given(st.lists(HAPPENINGS, max_size=25))
def test_no_order_of_events_breaks_the_conversation(happenings: list[events.Event]) -> None:
    """Whatever happens in whatever order: a state inside the lesson, every sentence fillable, Save before Say."""
    talk = Conversation().begin()
    for event in happenings:
        talk.tell(event)
        assert isinstance(talk.said, str)
        assert 0 <= talk.state.position < len(LESSON.steps)


def test_a_place_that_changed_meanwhile_is_known_from_then_on() -> None:
    """A stand-in that was made anew has another id: the judge compares with that one."""
    talk = Conversation().at("inspect-cmd")
    changed = replace(FACTS, port=9000)
    talk.results[tasks.Preflight] = tasks.Resolved(facts=changed)
    talk.enter(INSPECT_CMD)
    assert talk.state.facts == changed
