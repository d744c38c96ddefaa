"""Steps about a running container and visits to a shell, event by event."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.core.judging import left, pressed, target, visited
from tests.core.later import (
    FACTS,
    SERVER,
    STOPPED,
    conversation,
    server_ended,
    server_in_terminal,
)
from tutor.core import effects, events, tasks
from tutor.core.effects import Do, Return, Save, Stop
from tutor.core.message import Judgement, Note
from tutor.core.outcome import Key
from tutor.core.progress import Attempt, Mark

if TYPE_CHECKING:
    from tests.core.conversation import Conversation


def lines_of(talk: Conversation) -> list[str]:
    """The lines that were written down last, with their verdicts."""
    records = [effect.record for effect in talk.effects if isinstance(effect, Save)]
    return [f"{record.line}: {record.verdict}" for record in records if isinstance(record, Attempt)]


def test_what_was_started_for_a_step_can_be_gone_to() -> None:
    """The terminal that a need opened is named, listed and returned to like one of the learner's own."""
    talk = conversation()
    talk.results[tasks.Prepare] = server_in_terminal()
    talk.at("end-it")
    assert "step.opened" in talk.keys
    talk.enter("terminal 1")
    assert talk.done(Return) == [Return(1)]


def test_the_steps_server_ended_in_its_own_terminal_passes() -> None:
    """Gone back to and interrupted: the step that waits for its end is done, and the key is what is kept."""
    talk = conversation()
    talk.results[tasks.Prepare] = server_in_terminal()
    talk.at("end-it")
    talk.enter("terminal 1")
    talk.tell(events.Ended(1, server_ended()))
    assert talk.state.marks["end-it"] is Mark.DONE
    assert lines_of(talk) == ["Ctrl-C: passed"]
    assert talk.state.lines["end-it"] == "Ctrl-C"
    [shown] = [message for message in talk.messages if isinstance(message, Judgement)]
    assert shown.seconds is None


def test_a_server_of_an_earlier_step_is_judged_at_this_one() -> None:
    """It was typed and left at an earlier step; its end here is this step's answer."""
    talk = conversation().at("boot")
    talk.enter(SERVER)
    talk.tell(events.Left(1, left(SERVER)))
    assert talk.state.step.id == "end-it"
    talk.state = talk.state.with_job(replace(talk.state.jobs[1], alive=True))
    talk.enter("terminal 1")
    talk.tell(events.Ended(1, server_ended()))
    assert talk.state.marks["end-it"] is Mark.DONE


def test_an_end_out_of_sight_passes_too() -> None:
    """Ended from another window: the step is done, with the end said first."""
    talk = conversation()
    talk.results[tasks.Prepare] = server_in_terminal()
    talk.at("end-it")
    talk.tell(events.Ended(1, server_ended(keys=())))
    assert talk.keys[0] == "terminal.ended"
    assert talk.state.marks["end-it"] is Mark.DONE


def test_an_end_out_of_sight_is_never_a_miss() -> None:
    """At a step that wants the container running its end is mentioned, and nothing is counted."""
    talk = conversation()
    talk.results[tasks.Prepare] = server_in_terminal()
    talk.at("join-it")
    talk.tell(events.Ended(1, server_ended(keys=())))
    assert talk.keys == ["terminal.ended"]
    assert talk.state.misses == 0


def test_ending_what_the_step_needs_running_is_told() -> None:
    """Interrupted in its own terminal at a step that wants to join it: said, with the way on."""
    talk = conversation()
    talk.results[tasks.Prepare] = server_in_terminal()
    talk.at("join-it")
    talk.enter("terminal 1")
    talk.tell(events.Ended(1, server_ended()))
    assert "mistake.stopped-too-soon.target" in talk.keys
    assert "docker start cranky_booth" in talk.said


def test_the_end_of_another_program_is_only_mentioned() -> None:
    """What does not run in the step's container says nothing about it, wherever it ended."""
    for shown in (True, False):
        talk = conversation()
        talk.results[tasks.Prepare] = server_in_terminal()
        talk.at("end-it")
        if shown:
            talk.enter("terminal 1")
        talk.tell(events.Ended(1, replace(left("docker run ghost date", exit_code=0), target=target())))
        assert talk.keys == ["terminal.ended"]
        assert "end-it" not in talk.state.marks


def test_nothing_is_judged_while_another_program_has_the_screen() -> None:
    """`docker stop` ends the server in terminal 1 before it ends itself: one verdict, at its own end."""
    talk = conversation()
    talk.results[tasks.Prepare] = server_in_terminal()
    talk.at("end-it")
    talk.enter("docker stop cranky_booth")
    talk.tell(events.Ended(1, server_ended(keys=())))
    assert talk.keys == ["terminal.ended"]
    talk.tell(events.Ended(talk.running.terminal, STOPPED))
    assert talk.state.marks["end-it"] is Mark.DONE
    assert talk.state.lines["end-it"] == "docker stop cranky_booth"


def test_a_look_into_the_server_is_no_answer() -> None:
    """Gone back to and left again, it runs on: nothing is said but where it runs."""
    talk = conversation()
    talk.results[tasks.Prepare] = server_in_terminal()
    talk.at("end-it")
    talk.enter("terminal 1")
    running = server_ended(exit_code=None, keys=(), target=target())
    talk.tell(events.Left(1, running))
    assert talk.keys == ["terminal.left"]
    talk.enter("terminal 1")
    up = replace(running.created[0], status="running")
    talk.tell(events.Left(1, replace(running, created=(up,), keys=pressed((Key.END_OF_INPUT, 70.0)))))
    assert "mistake.ctrl-d-for-c" in talk.keys


def test_what_a_step_stops_is_stopped_on_entry_and_said() -> None:
    """The server of the step it names ends before the step's needs are met; its end is not told twice."""
    talk = conversation().at("boot")
    talk.enter(SERVER)
    talk.tell(events.Left(1, left(SERVER)))
    assert talk.state.step.id == "end-it"
    kinds = [type(effect) for effect in talk.effects if isinstance(effect, Stop | Do)]
    assert kinds == [Stop, Do]
    assert talk.done(Stop) == [Stop(1)]
    assert "step.stopped" in talk.keys
    assert talk.state.alive() == ()
    talk.enter("restart")
    assert talk.done(Stop) == []


def test_what_met_a_need_is_said_where_one_would_wonder() -> None:
    """A container of an earlier session, and one that had to be stopped, are named."""
    talk = conversation()
    met = (
        tasks.Met("server", "old_boy", tasks.How.FOUND, is_left_over=True),
        tasks.Met("sleeper", "late_riser", tasks.How.STOPPED),
        tasks.Met("other", "quiet_one", tasks.How.FOUND),
    )
    talk.results[tasks.Prepare] = tasks.Prepared(FACTS, met=met)
    talk.at("end-it")
    assert "old_boy" in talk.said
    assert "late_riser" in talk.said
    assert "quiet_one" not in talk.said


def test_the_way_out_is_said_before_the_shell_opens() -> None:
    """One dim line with `exit` and the leave key, and only for what opens a shell."""
    talk = conversation().at("join-it")
    talk.enter("docker exec -it cranky_booth sh")
    assert talk.keys == ["inside.way-out"]
    assert "Ctrl-]" in talk.said
    assert isinstance(talk.effects[-1], effects.Run)
    talk = conversation().at("join-it")
    talk.enter("docker ps")
    assert talk.keys == []


def test_a_visit_passes_once_the_shell_is_left() -> None:
    """Left open it is told how to go on; its own end passes the step."""
    talk = conversation().at("join-it")
    talk.enter("docker exec -it cranky_booth sh")
    talk.tell(events.Left(1, visited(exit_code=None)))
    assert "gap.inside-open" in talk.keys
    talk.enter("terminal 1")
    talk.tell(events.Ended(1, visited()))
    assert talk.state.marks["join-it"] is Mark.DONE


@pytest.mark.parametrize("word", ["solution", "skip"])
def test_the_lines_for_the_shell_are_shown_too(word: str) -> None:
    """`solution` and `skip` show the command and what is typed inside."""
    talk = conversation().at("join-it")
    talk.enter(word)
    shown = [command for message in talk.messages if isinstance(message, Note) for command in message.commands]
    assert shown == ["docker exec -it cranky_booth sh", "ls", "exit"]
