"""The lives that are shown are those that the daemon tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.stage import Stage, staged, types
from tutor.core.lifelines import Fate, Life, Timeline
from tutor.core.tasks import GatherTimeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker


@pytest.fixture
def stage(daemon: docker.APIClient, busybox_image: str) -> Iterator[Stage]:
    """A session with the small image."""
    with staged(daemon, busybox_image) as stage:
        yield stage


def lives(stage: Stage) -> dict[str, Life]:
    """By name."""
    result = stage.world.do(GatherTimeline())
    assert isinstance(result, Timeline)
    assert result.failed == ""
    assert all(0 <= life.began <= result.seconds for life in result.lives)
    return {life.name: life for life in result.lives}


def test_stopped_running_and_removed(stage: Stage, busybox_image: str) -> None:
    """Commands, codes, execs and fates as the daemon has them; what is nobody's is not there."""
    names = ["tl-gone", "tl-stopped", "tl-server"]
    stage.typed(f"docker run --rm --name tl-gone {busybox_image} sh -c 'exit 7'")
    stage.typed(f"docker run --name tl-stopped {busybox_image} ls /")
    stage.typed(f"docker run -d --name tl-server {busybox_image} sleep 300")
    stage.typed("docker exec -it tl-server sh", types("exit 3"))
    seen = lives(stage)
    assert list(seen) == names
    assert [seen[name].fate for name in names] == [Fate.REMOVED, Fate.STOPPED, Fate.RUNNING]
    [gone], [stopped] = seen["tl-gone"].processes, seen["tl-stopped"].processes
    assert (gone.command, gone.code, gone.is_exec) == ("sh -c exit 7", 7, False)
    assert (stopped.command, stopped.code) == ("ls /", 0)
    first, joined = seen["tl-server"].processes
    assert (first.command, first.ended, first.code) == ("sleep 300", None, None)
    assert (joined.command, joined.code, joined.is_exec) == ("sh", 3, True)
    assert joined.ended is not None
    assert first.began < joined.began < joined.ended
    assert seen["tl-gone"].removed is not None


def test_a_second_life_and_an_end_by_force(stage: Stage, daemon: docker.APIClient, busybox_image: str) -> None:
    """A container that is started again has two processes, on the daemon's own clock; killed, 137."""
    stage.typed(f"docker run --name tl-again {busybox_image} sleep 0.2")
    stage.typed("docker start tl-again")
    daemon.wait("tl-again")
    stage.typed(f"docker run -d --name tl-killed {busybox_image} sleep 300")
    stage.typed("docker rm -f tl-killed")
    seen = lives(stage)
    first, second = seen["tl-again"].processes
    assert first.ended is not None
    assert second.ended is not None
    assert first.began < first.ended < second.began < second.ended
    [killed] = seen["tl-killed"].processes
    assert (killed.code, seen["tl-killed"].fate) == (137, Fate.REMOVED)


def test_more_than_the_daemon_repeats(stage: Stage, daemon: docker.APIClient, busybox_image: str) -> None:
    """What happened before 256 other events is known all the same: somebody listened."""
    stage.typed(f"docker run --rm --name tl-early {busybox_image} true")
    name = f"{busybox_image}:flood"
    for _ in range(140):  # a tag and an untag each
        daemon.tag(busybox_image, busybox_image, "flood")
        daemon.remove_image(name)
    assert lives(stage)["tl-early"].processes[0].code == 0


def test_a_daemon_that_does_not_answer_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its reason, and no picture."""
    history = stage.world._tasks._history  # noqa: SLF001 -- the one that asks
    monkeypatch.setattr(history._api, "_timeout", 0.0001)  # noqa: SLF001 -- so short that nobody can answer
    result = stage.world.do(GatherTimeline())
    assert isinstance(result, Timeline)
    assert result.failed
    assert result.lives == ()
