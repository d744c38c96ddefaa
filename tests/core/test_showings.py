"""Four shells, the cheat sheet and what is left over, event by event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.conversation import WAYS, Conversation
from tests.core.judging import left, printed
from tests.core.later import (
    SERVER,
    conversation,
)
from tutor.core import events, tasks
from tutor.core.effects import Do, Save
from tutor.core.message import Listing
from tutor.core.pictures import ShellsTable
from tutor.core.progress import Attempt, Mark
from tutor.core.state import About
from tutor.core.ways_told import differences


def lines_of(talk: Conversation) -> list[str]:
    """The lines that were written down last, with their verdicts."""
    records = [effect.record for effect in talk.effects if isinstance(effect, Save)]
    return [f"{record.line}: {record.verdict}" for record in records if isinstance(record, Attempt)]


def test_the_four_ways_take_a_guess_then_a_line_then_show() -> None:
    """Guess, own line, table, a sentence for each row of difference, the way out of the stuck one, the guess again."""
    talk = conversation().at("four-ways")
    talk.enter("two")
    assert talk.keys == ["answer.guess.noted", "watch.line"]
    talk.results[tasks.ShowFourWays] = tasks.FourWays("ls -l | wc", WAYS)
    talk.enter("ls -l | wc")
    assert [do.task for do in talk.done(Do)] == [tasks.ShowFourWays("ls -l | wc")]
    [table] = [message for message in talk.messages if isinstance(message, ShellsTable)]
    assert table.names == ("sh", "-i sh", "-t sh", "-it sh")
    assert dict(table.rows)["ended"] == ("by itself", "by exit", "killed", "by exit")
    assert dict(table.rows)["line runs"] == ("no", "yes", "no", "yes")
    assert [wires.terminal for wires in table.wires] == [False, False, True, True]
    assert [key for key in talk.keys if key.startswith("ways.")] == [
        "ways.tells.prompt", "ways.tells.delivered", "ways.tells.ran", "ways.tells.echo", "ways.tells.terminal",
        "ways.tells.ended", "ways.stuck.deaf",
    ]  # fmt: skip
    assert "docker rm -f shell-t" in talk.said
    assert "Just so." in talk.said
    assert talk.state.marks["four-ways"] is Mark.DONE
    assert lines_of(talk) == ["ls -l | wc: passed"]


def test_lines_are_given_until_done() -> None:
    """Each line is shown, more briefly than the first; `done` ends the step with its verdict."""
    talk = conversation().at("four-ways")
    for line in ("two", "echo hello", "ls"):
        talk.enter(line)
    [table] = [message for message in talk.messages if isinstance(message, ShellsTable)]
    assert (table.wires, talk.keys) == ((), ["watch.busy", "lab.again"])
    assert "Just so." not in talk.said
    talk.enter("Done")
    assert "Two wires." in talk.said
    assert talk.state.step.id == "unguessed"


def test_done_before_a_line_ends_nothing() -> None:
    """First something must have been shown."""
    talk = conversation().at("unguessed")
    talk.enter("done")
    assert talk.keys == ["lab.first"]
    assert talk.state.step.id == "unguessed"
    assert talk.done(Do) == []


def test_a_later_line_that_could_not_be_shown_leaves_the_step_done() -> None:
    """The reason is told, and `done` still goes on."""
    talk = conversation().at("unguessed")
    talk.enter("ls")
    talk.results[tasks.ShowFourWays] = tasks.FourWays("x", failed="the daemon said no")
    talk.enter("x")
    assert talk.keys == ["watch.busy", "watch.failed", "lab.again"]
    talk.enter("done")
    assert "verdict.passed" in talk.keys


def test_shells_that_do_the_same_need_no_sentence() -> None:
    """Only differences are told."""
    alike = tuple(replace(WAYS[3], flags=way.flags) for way in WAYS)
    assert list(differences(alike)) == []


@pytest.mark.parametrize("line", ["", "   "])
def test_enter_sends_the_usual_line(line: str) -> None:
    """Where there is nothing to guess the line is asked for at once; Enter takes `echo hello`."""
    talk = conversation().at("unguessed")
    assert "watch.line" in talk.keys
    talk.enter(line)
    assert [do.task for do in talk.done(Do)] == [tasks.ShowFourWays("echo hello")]
    assert talk.state.marks["unguessed"] is Mark.DONE
    assert "lab.again" in talk.keys


def test_what_could_not_be_shown_is_asked_for_again() -> None:
    """The reason, and the line once more; the step stays open."""
    talk = conversation().at("unguessed")
    talk.results[tasks.ShowFourWays] = tasks.FourWays("x", failed="the daemon said no")
    talk.enter("x")
    assert talk.keys == ["watch.busy", "watch.failed", "watch.line"]
    assert "unguessed" not in talk.state.marks
    assert talk.state.question is not None
    assert talk.state.question.about is About.LINE


def test_commands_and_words_go_past_the_line_that_is_asked_for() -> None:
    """A docker line runs, `next` goes on: nothing locks the prompt."""
    talk = conversation().at("unguessed")
    talk.run("docker ps", printed("…"))
    assert talk.keys == ["step.question-stands"]
    talk.enter("next")
    assert talk.state.step.id == "quiz"


def test_a_result_that_comes_too_late_is_not_shown() -> None:
    """The learner is elsewhere by then."""
    talk = conversation().at("quiz")
    talk.tell(events.Done(tasks.ShowFourWays("x"), tasks.FourWays("x", WAYS)))
    assert talk.effects == ()
    talk.tell(events.Done(tasks.ListLeftovers(), tasks.Leftovers()))
    assert talk.effects == ()


def test_the_cheat_sheet_has_the_learners_own_lines() -> None:
    """Lines of earlier sessions and of this one, in the lesson's order; answers to questions are none."""
    talk = conversation(lines={"wake-it": "docker restart cranky_booth", "quiz": "-i"}).at("boot")
    talk.enter(f"{SERVER} node current/index.js")
    talk.tell(events.Left(1, left(f"{SERVER} node current/index.js")))
    while talk.state.step.id != "sheet":
        talk.enter("next")
    [table] = [message for message in talk.messages if isinstance(message, Listing)]
    assert [row.cells for row in table.rows] == [
        ("Boot", "docker run ghost node current/index.js"),
        ("Wake it", "docker restart cranky_booth"),
    ]
    talk.enter("")
    assert talk.state.marks["sheet"] is Mark.DONE


def test_without_lines_the_cheat_sheet_says_so() -> None:
    """An empty table would puzzle."""
    assert "cheat-sheet.empty" in conversation().at("sheet").keys


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (tasks.Leftovers((("container", "keen_babbage"), ("volume", "1a2b"))), "keen_babbage"),
        (tasks.Leftovers(), "nothing to clear up"),
        (tasks.Leftovers(failed="no answer"), "no answer"),
    ],
)
def test_leftovers_are_listed(result: tasks.Leftovers, words: str) -> None:
    """What goes at the end, that there is nothing, or why it is not known."""
    talk = conversation()
    talk.results[tasks.ListLeftovers] = result
    talk.at("rest")
    assert words in talk.said
    talk.enter("")
    assert talk.state.marks["rest"] is Mark.DONE


def test_volumes_without_a_name_are_counted() -> None:
    """A dozen lines of 64 digits tell nobody anything; a volume that somebody named is named."""
    talk = conversation()
    unnamed = (("volume", "0a" * 32), ("volume", "1b" * 32))
    talk.results[tasks.ListLeftovers] = tasks.Leftovers((("container", "keen_babbage"), ("volume", "blog"), *unnamed))
    talk.at("rest")
    assert "0a0a" not in talk.said
    [table] = [message for message in talk.messages if isinstance(message, Listing)]
    assert [row.cells[0] for row in table.rows] == ["container", "volume", "volume"]
    assert table.rows[-1].cells[1].startswith("2 ")


@pytest.mark.parametrize("step", ["sheet", "rest"])
def test_a_step_to_read_says_how_to_go_on(step: str) -> None:
    """The last thing before the prompt."""
    assert conversation().at(step).keys[-1] == "step.read"
