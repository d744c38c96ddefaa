"""The recorded world, with the recordings that come with the program: lines hang together as on a daemon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.recorded.theatre import LESSON, PATIENCE, Played
from tutor.core import tasks
from tutor.core.tasks import How
from tutor.recorded.shelf import open_shelf

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def played() -> Iterator[Played]:
    """A world; in the end its terminals go."""
    here = Played()
    yield here
    here.world.close()
    here.theatre.end()


def need(played: Played, name: str, terminal: int = 90) -> tasks.Prepared:
    """Meet one need."""
    result = played.world.do(tasks.Prepare((LESSON.fixtures[name],), terminal))
    assert isinstance(result, tasks.Prepared)
    assert not result.failed
    return result


def test_a_line_does_what_it_did(played: Played) -> None:
    """The outcome is the recorded one, with a name and an id of this lesson's own."""
    first, second = played.run("docker run ghost ls"), played.run("docker container run --name mine ghost:latest ls")
    assert first.container
    assert second.container
    assert (first.exit_code, first.container.command, first.container.status) == (0, ("ls",), "exited")
    assert second.container.name == "mine"
    assert first.container.id != second.container.id
    assert "config.production.json" in first.output
    assert "<<" not in repr((first, second))


def test_lists_show_the_learners_own(played: Played) -> None:
    """What was made is listed by its name, the newest first, running ones only where that was asked."""
    assert played.run("docker ps").output.split("\n")[1:] == [""]
    made = [played.run("docker run ghost ls").container, played.run("docker run --name mine ghost ls").container]
    rows = played.run("docker ps -a").output.splitlines()[1:]
    assert [row.split()[-1] for row in rows] == ["mine", made[0].name if made[0] else ""]
    assert played.run("docker ps").output.count("\n") == 1


def test_what_is_removed_is_gone(played: Played) -> None:
    """A removed container is in no list, and is found by no line."""
    played.run("docker run --name mine ghost ls")
    assert played.run("docker rm mine").touched[0].status == "removed"
    assert played.run("docker ps -a").output.count("\n") == 1
    assert played.run("docker rm mine").unseen


def test_stopping_a_server_ends_its_terminal(played: Played) -> None:
    """The docker command that holds a container's output ends with it, whichever line stopped it."""
    number = played.start("docker run --name server ghost")
    assert played.world.outcome(number).exit_code is None
    assert played.run("docker ps").output.count("server") == 1
    played.run("docker stop server")
    assert played.theatre.terminals[number].wait(PATIENCE)
    outcome = played.world.outcome(number)
    assert (outcome.exit_code, outcome.container.status if outcome.container else "") == (0, "exited")


def test_a_woken_container_is_the_same_one_started_later(played: Played) -> None:
    """`docker start` of a stopped server: its own id, a later start."""
    facts = need(played, "stopped-ghost").facts
    outcome = played.run(f"docker start {facts.container}")
    assert outcome.target
    assert (outcome.target.id, outcome.target.status) == (facts.container_id, "running")
    assert outcome.target.started_at > facts.started_at


def test_needs_are_met_by_the_learners_own(played: Played) -> None:
    """A container of the learner's that fits is taken; one that only has to be stopped is stopped."""
    played.start("docker run --name server ghost")
    assert [(one.container, one.how) for one in need(played, "running-ghost").met] == [("server", How.FOUND)]
    assert [(one.container, one.how) for one in need(played, "stopped-ghost").met] == [("server", How.STOPPED)]


def test_needs_are_met_by_recordings_else(played: Played) -> None:
    """A server for a step runs in a terminal of its own, that Ctrl-C ends."""
    result = need(played, "running-ghost", terminal=7)
    assert [number for number, _ in result.opened] == [7]
    assert result.made == ("docker run ghost",)
    played.world.stop(7)
    assert played.run("docker ps -a").output.count("Exited") == 1


def test_what_runs_inside_follows_the_step(played: Played) -> None:
    """The same line with other lines typed into its shell: each step shows its own."""
    facts = need(played, "running-ghost").facts
    line = f"docker exec -it {facts.container} sh"
    steps = iter(("exec-sh", "pull-the-plug"))
    played.world.report_to(lambda _: None, lambda *_: None, lambda: next(steps))
    for typed, status in (("/proc/1/cmdline", "running"), ("kill 1", "exited")):
        number = played.start(line)
        played.theatre.terminals[number].send(b"\x04")
        played.world.show(number, lambda: None, lambda: False)
        outcome = played.world.outcome(number)
        assert typed in outcome.output
        assert outcome.target
        assert outcome.target.status == status


def test_what_no_recording_has_is_said(played: Played) -> None:
    """Nothing is shown, nothing is made up; what the line itself says stays."""
    outcome = played.run("docker run --memory 1g ghost ls")
    assert (outcome.unseen, outcome.output, outcome.exit_code) == (True, "", None)
    assert played.keys_said() == ["recorded.no-output"]


def test_a_line_that_differs_in_nothing_that_matters_is_judged(played: Played) -> None:
    """Its kin's outcome counts, with what the line says; its output is not shown as if it were its own."""
    outcome = played.run("docker run -it ghost ls -l")
    assert outcome.container
    assert (outcome.container.tty, outcome.container.open_stdin, outcome.exit_code) == (True, True, 0)
    assert played.keys_said()[0] == "recorded.no-output"
    assert played.theatre.terminals[1].text() == ""


def test_each_block_is_marked(played: Played) -> None:
    """What is shown is said to be a recording, each time."""
    played.run("docker run ghost ls")
    played.run("docker ps -a")
    assert played.keys_said() == ["recorded.mark", "recorded.mark"]


def test_four_shells_are_those_of_the_recording(played: Played) -> None:
    """A line of the learner's own cannot be sent: that is said, and the recorded one is shown."""
    result = played.world.do(tasks.ShowFourWays("echo mine"))
    assert isinstance(result, tasks.FourWays)
    assert (result.failed, len(result.ways)) == ("", 4)
    assert played.keys_said() == ["recorded.other-line"]


def test_results_of_another_version_are_not_believed() -> None:
    """A recorded result that this program does not understand is told as such, and nothing breaks."""
    shelf = replace(open_shelf(LESSON.id, LESSON.path), results={"ShowFourWays": {"line": 5}})
    result = Played(shelf).world.do(tasks.ShowFourWays("echo mine"))
    assert isinstance(result, tasks.FourWays)
    assert result.failed


def test_what_recordings_cannot_do_is_said(played: Played) -> None:
    """Leftovers there are none; a daemon is looked for where one may be."""
    assert played.world.do(tasks.ListLeftovers()) == tasks.Leftovers()
    assert played.world.do(tasks.SeekDaemon()) == tasks.DaemonSeen(answers=False)
    played.theatre.daemon = True
    assert played.world.do(tasks.SeekDaemon()) == tasks.DaemonSeen(answers=True)


def test_lives_are_told_as_they_were_played(played: Played) -> None:
    """One life for each container, each with its process; one that was removed is told so."""
    played.run("docker run --name mine ghost ls")
    played.run("docker rm mine")
    number = played.start("docker run --name server ghost")
    played.world.stop(number)
    told = played.world.do(tasks.GatherTimeline())
    lives = [(life.name, life.fate.value, len(life.processes)) for life in told.lives]  # type: ignore[union-attr]
    assert lives == [("mine", "removed", 1), ("server", "stopped", 1)]
