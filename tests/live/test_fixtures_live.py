"""The needs of steps, met on the real daemon: found among the learner's own containers, or made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.live.stage import Stage, files, server, staged, state, wait_for
from tutor.core.facts import Variant
from tutor.core.lesson import Fixture, Where
from tutor.core.tasks import GetImage, GotImage, How, Leftovers, ListLeftovers, Met
from tutor.core.texts import words
from tutor.live.cleanup import clear

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker


@pytest.fixture
def stage(daemon: docker.APIClient, ghost_image: str) -> Iterator[Stage]:
    """A session in which nothing was typed yet."""
    with staged(daemon, ghost_image) as stage:
        yield stage


def test_a_server_is_started_in_a_terminal(stage: Stage, daemon: docker.APIClient, ghost_image: str) -> None:
    """It runs, its terminal has the number that was next, its facts are told, and its end is reported."""
    prepared = stage.prepare(server(ghost_image))
    assert (prepared.failed, prepared.made) == ("", (f"docker run {ghost_image}",))
    assert [number for number, _ in prepared.opened] == [1]
    assert prepared.met == (Met("server", stage.facts.container, How.MADE),)
    assert state(daemon, stage.facts.container_id) == "running"
    assert stage.facts.started == "docker-entrypoint.sh node current/index.js"
    assert stage.facts.started_at
    daemon.kill(stage.facts.container_id)
    wait_for(lambda: stage.has_ended(1), "the report of the end")


def test_a_running_server_of_the_learners_is_taken(stage: Stage, ghost_image: str) -> None:
    """The newest that fits; nothing is made, no terminal opened."""
    stage.typed(f"docker run -d {ghost_image}")
    newest = stage.typed(f"docker run -d {ghost_image}").created[0]
    stage.typed(f"docker run {ghost_image} ls")
    stage.typed(f"docker create {ghost_image}")
    prepared = stage.prepare(server(ghost_image))
    assert (prepared.made, prepared.opened) == ((), ())
    assert prepared.met == (Met("server", newest.name, How.FOUND),)
    assert (stage.facts.container_id, stage.facts.started_at) == (newest.id, newest.started_at)


def test_a_server_that_still_starts_is_waited_for(stage: Stage, daemon: docker.APIClient, ghost_image: str) -> None:
    """The learner left it at once, and will stop it next: by then it has set up what it needs to start again."""
    made = stage.typed(f"docker run -d {ghost_image}").created[0]
    prepared = stage.prepare(server(ghost_image))
    assert prepared.met == (Met("server", made.name, How.FOUND),)
    assert "Ghost booted" in daemon.logs(made.id).decode()


def test_the_lessons_server_stays_the_same_one(stage: Stage, daemon: docker.APIClient, ghost_image: str) -> None:
    """What a step was about is meant later too, though another one like it was tried and stopped in between."""
    first = stage.typed(f"docker run -d {ghost_image}").created[0]
    stage.prepare(server(ghost_image))
    daemon.stop(first.id)
    other = stage.typed(f"docker run -d {ghost_image}").created[0]
    daemon.stop(other.id)
    prepared = stage.prepare(replace(server(ghost_image), name="stopped", stopped=True))
    assert prepared.met == (Met("stopped", first.name, How.FOUND),)


def test_a_server_that_was_woken_is_woken_again(stage: Stage, daemon: docker.APIClient, ghost_image: str) -> None:
    """Whoever stopped it once more and goes back gets it and no second one: it is the one the lesson speaks of."""
    mine = stage.typed(f"docker run -d {ghost_image}").created[0]
    stage.prepare(replace(server(ghost_image), name="stopped", stopped=True))
    stage.typed(f"docker start {mine.name}")
    stage.prepare(server(ghost_image))
    daemon.stop(mine.id)
    prepared = stage.prepare(server(ghost_image))
    assert (prepared.made, prepared.opened) == ((f"docker start {mine.name}",), ())
    assert stage.facts.container_id == mine.id
    assert state(daemon, mine.id) == "running"


@pytest.mark.parametrize(
    "line",
    ["docker run -d --rm {}", "docker run -d {} node current/index.js x", "docker run -d --entrypoint node {} x"],
)
def test_what_only_looks_alike_is_not_taken(stage: Stage, ghost_image: str, line: str) -> None:
    """One that will remove itself, one that runs another command, one with another entrypoint."""
    stage.typed(line.format(ghost_image))
    assert stage.prepare(server(ghost_image)).made == (f"docker run {ghost_image}",)


def test_a_stopped_server_is_made_by_running_and_stopping_one(
    stage: Stage, daemon: docker.APIClient, ghost_image: str
) -> None:
    """It came up whole, was stopped in order, and left no terminal: started again it has nothing left to set up."""
    prepared = stage.prepare(server(ghost_image, stopped=True))
    assert (prepared.failed, prepared.opened) == ("", ())
    assert prepared.met == (Met("server", stage.facts.container, How.MADE),)
    log = daemon.logs(stage.facts.container_id).decode()
    assert "Ghost booted" in log
    assert (state(daemon, stage.facts.container_id), "shut down" in log) == ("exited", True)


def test_a_running_server_is_stopped_where_a_stopped_one_is_needed(
    stage: Stage, daemon: docker.APIClient, ghost_image: str
) -> None:
    """It is the learner's newest; that it was stopped is told."""
    assert stage.prepare(server(ghost_image)).failed == ""
    identity = stage.facts.container_id
    prepared = stage.prepare(server(ghost_image, stopped=True))
    assert prepared.met == (Met("server", stage.facts.container, How.STOPPED),)
    assert (stage.facts.container_id, state(daemon, identity), prepared.made) == (identity, "exited", ())
    wait_for(lambda: stage.has_ended(1), "the report of the end")


def test_a_stopped_server_of_the_learners_is_taken(stage: Stage, ghost_image: str) -> None:
    """As it is."""
    made = stage.typed(f"docker run -d {ghost_image}").created[0]
    stage.typed(f"docker stop {made.name}")
    prepared = stage.prepare(server(ghost_image, stopped=True))
    assert prepared.met == (Met("server", made.name, How.FOUND),)


def test_one_that_failed_is_not_taken_for_a_stopped_one(daemon: docker.APIClient, mysql_ghost_image: str) -> None:
    """A Ghost that wanted its MySQL ended by itself, with code 2."""
    with staged(daemon, mysql_ghost_image) as stage:
        failed = stage.typed(f"docker run {mysql_ghost_image}").created[0]
        assert failed.exit_code == 2
        needed = replace(
            server(mysql_ghost_image, stopped=True),
            variants={Variant.WANTS_MYSQL.value: f"docker run -e NODE_ENV=development {mysql_ghost_image}"},
        )
        prepared = stage.prepare(needed)
        assert prepared.failed == ""
        assert prepared.made == (f"docker run -e NODE_ENV=development {mysql_ghost_image}",)
        assert stage.facts.container_id != failed.id


def test_a_server_that_does_not_stay_up_is_told_with_where_to_look(
    daemon: docker.APIClient, mysql_ghost_image: str
) -> None:
    """The need is not met, and nothing of it runs on."""
    with staged(daemon, mysql_ghost_image) as stage:
        prepared = stage.prepare(server(mysql_ghost_image))
        assert "did not stay up" in prepared.failed
        log = prepared.failed.partition("docker logs ")[2]
        assert "3306" in stage.typed(f"docker logs {log}").output
        assert prepared.opened == ()


def test_a_one_off_is_made_once_and_then_found(stage: Stage, daemon: docker.APIClient, ghost_image: str) -> None:
    """Back at the step, nothing is made a second time; a removed one is made anew."""
    first = stage.prepare(files(ghost_image))
    identity = stage.facts.container_id
    assert (first.made, first.opened, state(daemon, identity)) == ((f"docker run {ghost_image} ls",), (), "exited")
    again = stage.prepare(files(ghost_image))
    assert again.met == (Met("files", stage.facts.container, How.FOUND),)
    assert stage.facts.container_id == identity
    stage.typed(f"docker rm {stage.facts.container}")
    assert stage.prepare(files(ghost_image)).made
    assert stage.facts.container_id != identity


def test_two_needs_are_met_in_order_and_the_last_is_the_target(stage: Stage, ghost_image: str) -> None:
    """Each is told; the facts are about the last."""
    prepared = stage.prepare(server(ghost_image), files(ghost_image))
    assert [met.fixture for met in prepared.met] == ["server", "files"]
    assert stage.facts.container == prepared.met[-1].container
    assert [number for number, _ in prepared.opened] == [1]


@pytest.mark.parametrize("place", list(Where))
def test_a_need_that_cannot_be_met_says_why(stage: Stage, ghost_image: str, place: Where) -> None:
    """With docker's own words."""
    needed = Fixture(name="odd", run=f"docker run {ghost_image} nosuch", place=place)
    prepared = stage.prepare(needed)
    assert "nosuch" in prepared.failed
    assert prepared.opened == ()


def test_another_sessions_container_is_not_taken(stage: Stage, daemon: docker.APIClient, ghost_image: str) -> None:
    """Somebody may be in it."""
    with staged(daemon, ghost_image) as other:
        other.typed(f"docker run {ghost_image} ls")
        assert stage.prepare(files(ghost_image)).made


def test_a_foreign_container_is_never_taken(stage: Stage, daemon: docker.APIClient, ghost_image: str) -> None:
    """However well it fits."""
    made = daemon.create_container(ghost_image, command=["ls"])["Id"]
    try:
        daemon.start(made)
        daemon.wait(made)
        assert stage.prepare(files(ghost_image)).made
    finally:
        daemon.remove_container(made, v=True, force=True)


def test_the_leftovers_are_what_the_clean_up_removes(stage: Stage, ghost_image: str) -> None:
    """Containers in any state and every anonymous volume, also of those that `docker rm` took."""
    assert stage.world.do(ListLeftovers()) == Leftovers()
    stage.prepare(server(ghost_image))
    one = stage.typed(f"docker run {ghost_image} ls").created[0]
    stage.typed(f"docker rm {one.name}")
    listed = stage.world.do(ListLeftovers())
    assert isinstance(listed, Leftovers)
    assert [name for kind, name in listed.things if kind == "container"] == [stage.facts.container]
    assert len([name for kind, name in listed.things if kind == "volume"]) == 2
    stage.world.stop(1)
    removed = clear(stage.setting.place.client, stage.setting.sessions, stage.ledger)
    assert sorted((*removed.containers, *removed.volumes)) == sorted(name for _, name in listed.things)
    assert stage.world.do(ListLeftovers()) == Leftovers()


def test_the_facts_have_three_names_that_nobody_has(stage: Stage, daemon: docker.APIClient) -> None:
    """Different from each other and from every container's; the same as often as one asks."""
    names = stage.facts.names
    taken = {name for one in daemon.containers(all=True) for name in one["Names"]}
    assert len(set(names)) == 3
    assert not {f"/{name}" for name in names} & taken
    assert stage.world.facts().names == names


@pytest.mark.parametrize("official", [True, False])
def test_getting_an_image_can_be_interrupted(stage: Stage, monkeypatch: pytest.MonkeyPatch, *, official: bool) -> None:
    """A download takes minutes: the screen is asked to let Ctrl-C through, and it ends the download, not the tutor."""

    def slow(*_words: object, **_more: object) -> None:
        assert stage.screen.interruptible_times == 1
        raise KeyboardInterrupt

    monkeypatch.setattr("tutor.live.tasks.pull_official", slow)
    monkeypatch.setattr("tutor.live.tasks.stand_in.build", slow)
    got = stage.world.do(GetImage(official=official))
    assert isinstance(got, GotImage)
    assert got.failed == words("image.interrupted")
