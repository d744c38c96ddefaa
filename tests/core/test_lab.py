"""The words `lab` and `timeline`, event by event."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.core.conversation import WAYS, Conversation
from tests.core.judging import FACTS, printed
from tests.core.later import conversation
from tutor.core import events, tasks
from tutor.core.effects import Do, Quit
from tutor.core.lesson import Afterwards
from tutor.core.lifelines import Fate, Life, Timeline
from tutor.core.message import Options
from tutor.core.pictures import Lifelines, ShellsTable, Verbatim
from tutor.core.progress import Mark
from tutor.core.state import About
from tutor.core.views import view_of

LIVES = Timeline(3.0, (Life("1", "keen_babbage", "ghost", Fate.STOPPED, 0.0),))


def scripted() -> Conversation:
    """A conversation whose lines come from a script."""
    talk = conversation().at("boot")
    talk.state = replace(talk.state, facts=replace(FACTS, scripted=True))
    return talk


def asked(talk: Conversation) -> list[tasks.Task]:
    """The tasks that were set last."""
    return [do.task for do in talk.done(Do)]


def test_the_lab_takes_a_guess_then_lines_until_done() -> None:
    """Guess, line, everything; another line, the table; and back to the step as it was."""
    talk = conversation().at("boot")
    talk.enter("lab")
    assert talk.keys == ["lab.guess"]
    talk.enter("two")
    assert talk.keys == ["watch.line"]
    talk.enter("ls")
    assert asked(talk) == [tasks.ShowFourWays("ls", "ghost")]
    assert {"ways.tells.ran", "ways.stuck.deaf", "lab.guess.told", "lab.again"} <= set(talk.keys)
    talk.enter("pwd")
    assert talk.keys == ["lab.busy", "lab.again"]
    assert view_of(talk.state).key_hint == "done"
    talk.enter("done")
    assert talk.keys == ["step.waiting"]
    assert (talk.state.question, talk.state.step.id, talk.state.marks) == (None, "boot", {})


def test_another_image_can_be_named() -> None:
    """It goes to whoever starts the shells; what is no image's name goes nowhere."""
    talk = scripted()
    talk.enter("lab alpine:3")
    talk.enter("")
    assert asked(talk) == [tasks.ShowFourWays("echo hello", "alpine:3")]
    talk = scripted()
    talk.enter("lab -v/:/host")
    assert talk.keys == ["lab.not-an-image"]
    assert talk.state.question is None


def test_the_lab_can_be_left_before_a_line() -> None:
    """Nobody has to start four shells to get out."""
    talk = scripted()
    talk.enter("lab")
    talk.enter("done")
    assert (talk.keys, talk.state.question, asked(talk)) == (["step.waiting"], None, [])


def test_a_script_is_not_asked_to_guess() -> None:
    """Its next line is the one for the shells."""
    talk = scripted()
    talk.enter("lab")
    assert talk.keys == ["watch.line"]
    talk.enter("ls")
    assert "lab.guess.told" not in talk.keys


def test_the_steps_own_question_is_asked_again_afterwards() -> None:
    """Nothing of it is lost, however often the lab was opened."""
    talk = conversation().at("quiz")
    before = talk.state.question
    for line in ("lab", "lab", "four", "ls", "done"):
        talk.enter(line)
    assert talk.state.question == before
    assert any(isinstance(message, Options) for message in talk.messages)


def test_the_lab_at_the_four_ways_step_answers_for_itself() -> None:
    """The step's own line is still wanted; the step is not done by the lab."""
    talk = conversation().at("unguessed")
    for line in ("lab", "two", "ls"):
        talk.enter(line)
    assert "unguessed" not in talk.state.marks
    talk.enter("done")
    talk.enter("ls")
    assert talk.state.marks["unguessed"] is Mark.DONE


def test_docker_lines_and_words_go_past_the_lab() -> None:
    """Nothing locks the prompt: a docker line runs, `next` leaves the lab behind."""
    talk = conversation().at("unguessed")
    for line in ("lab", "two"):
        talk.enter(line)
    talk.run("docker ps", printed("…"))
    assert talk.running.command.line == "docker ps"
    talk.enter("next")
    assert talk.state.question is not None
    assert talk.state.question.about is not About.TRY


def test_what_could_not_be_shown_is_told_and_can_be_left() -> None:
    """No such image, say; the first line that works is told whole."""
    talk = scripted()
    talk.results[tasks.ShowFourWays] = tasks.FourWays("ls", failed="no such image")
    talk.enter("lab nope")
    talk.enter("ls")
    assert talk.keys == ["lab.busy", "watch.failed", "lab.failed"]
    talk.results[tasks.ShowFourWays] = tasks.FourWays("ls", WAYS)
    talk.enter("ls")
    [table] = [message for message in talk.messages if isinstance(message, ShellsTable)]
    assert table.wires
    talk.enter("done")
    assert talk.state.question is None


def test_a_sentence_that_begins_with_lab_is_none() -> None:
    """Only a name may follow."""
    talk = conversation().at("boot")
    talk.enter("lab is fun here")
    assert "lab.guess" not in talk.keys


def test_timeline_shows_the_lives() -> None:
    """As a picture; as JSON where that is asked for; and a word where there is none."""
    talk = conversation().at("boot")
    talk.enter("timeline")
    assert talk.keys == ["timeline.empty"]
    talk.results[tasks.GatherTimeline] = LIVES
    talk.enter("timeline")
    [picture] = [message for message in talk.messages if isinstance(message, Lifelines)]
    assert picture.timeline == LIVES
    talk.enter("timeline --json")
    [verbatim] = [message for message in talk.messages if isinstance(message, Verbatim)]
    assert json.loads("\n".join(verbatim.lines))["lives"][0]["fate"] == "stopped"
    talk.results[tasks.GatherTimeline] = Timeline(failed="no answer")
    talk.enter("timeline")
    assert talk.keys == ["timeline.failed"]


@pytest.mark.parametrize("way_on", ["pass", "skip"])
def test_a_step_can_show_it_when_it_is_behind(way_on: str) -> None:
    """Before the next step's card; the next step begins all the same."""
    talk = followed_by_timeline("unguessed").at("unguessed")
    talk.results[tasks.GatherTimeline] = LIVES
    for line in ("ls", "done") if way_on == "pass" else ("skip",):
        talk.enter(line)
    kinds = [type(message).__name__ for message in talk.messages]
    assert kinds.index("Lifelines") < kinds.index("StepCard")
    assert talk.state.step.id == "quiz"


def followed_by_timeline(step_id: str) -> Conversation:
    """A conversation whose lesson shows the timeline once that step is behind."""
    talk = conversation()
    steps = [
        replace(step, after=Afterwards.TIMELINE) if step.id == step_id else step for step in talk.state.lesson.steps
    ]
    talk.state = replace(talk.state, lesson=replace(talk.state.lesson, steps=tuple(steps)))
    return talk


@pytest.mark.parametrize("result", [Timeline(), Timeline(failed="no answer"), tasks.Undone("a recording")])
def test_by_itself_an_empty_one_is_not_mentioned(result: Timeline | tasks.Undone) -> None:
    """The lesson goes on."""
    talk = followed_by_timeline("boot").at("boot")
    talk.results[tasks.GatherTimeline] = result
    talk.enter("skip")
    assert not {"timeline.empty", "timeline.failed"} & set(talk.keys)
    assert talk.state.step.id != "boot"


def test_quit_leaves_from_inside_the_lab() -> None:
    """It is never further than a word away."""
    talk = scripted()
    talk.enter("lab")
    talk.tell(events.Typed("quit"))
    assert talk.done(Quit)
