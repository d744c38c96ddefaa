"""Four real shells get the same keys: what is seen is what there is, and nothing is left."""

from __future__ import annotations

import io
import os
import secrets
import signal
import socket
import subprocess
import sys
import tarfile
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.live.stage import Stage, staged, wait_for
from tests.live.typed import PATIENT, endpoint
from tutor.core.tasks import FourWays, ShowFourWays
from tutor.engine.busybox import PLACE, find_busybox
from tutor.engine.ownership import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

# prompt, executed, echoed, terminal inside; the code, None: had to be killed.
USUAL = [("", "nnnn", 0), ("-i", "nyyn", 0), ("-t", "ynyy", None), ("-it", "yyyy", 0)]


@pytest.fixture
def stage(daemon: docker.APIClient, busybox_image: str) -> Iterator[Stage]:
    """A session with the small image; nothing may be left of it even before its clean-up."""
    with staged(daemon, busybox_image) as stage:
        yield stage
        assert left(daemon, stage) == []


def left(daemon: docker.APIClient, stage: Stage) -> list[str]:
    """The containers of the session."""
    label = {"label": f"{LABEL}={stage.setting.session}"}
    return [str(one["Command"]) for one in daemon.containers(all=True, filters=label)]


def shown(stage: Stage, line: str) -> FourWays:
    """What the task comes to."""
    result = stage.world.do(ShowFourWays(line))
    assert isinstance(result, FourWays)
    assert result.line == line
    return result


def table(result: FourWays) -> list[tuple[str, str, int | None]]:
    """The four, in few words."""
    assert result.failed == ""
    return [
        (way.flags, "".join("y" if it else "n" for it in (way.prompt, way.ran, way.echoed, way.terminal)), way.code)
        for way in result.ways
    ]


def test_a_busybox_shell(stage: Stage) -> None:
    """The table of DOCKER-FACTS, observed."""
    result = shown(stage, "echo hello")
    assert table(result) == USUAL
    assert [way.ended for way in result.ways] == ["by itself", "with `exit`", "had to be killed", "with `exit`"]


def test_the_stand_in(daemon: docker.APIClient, ghost_image: str) -> None:
    """Through its entrypoint the same; its anonymous volumes are gone too."""
    before = volumes(daemon)
    with staged(daemon, ghost_image) as stage:
        assert table(shown(stage, "ls")) == USUAL
        assert left(daemon, stage) == []
        assert volumes(daemon) <= before


def volumes(daemon: docker.APIClient) -> set[str]:
    """The names of all volumes that no tutor beside made meanwhile: those that are in no container."""
    return {one["Name"] for one in daemon.volumes(filters={"dangling": True}).get("Volumes") or ()}


def test_a_line_that_ends_the_shell(stage: Stage) -> None:
    """Executed where somebody listens, with its own code; elsewhere it is not."""
    assert table(shown(stage, "exit 5")) == [("", "nnnn", 0), ("-i", "nyyn", 5), ("-t", "ynyy", None), ("-it", "yyyy", 5)]


def test_a_line_that_fails_is_executed_all_the_same(stage: Stage) -> None:
    """The shell says what it thinks of it, and obeys on."""
    assert table(shown(stage, "nosuch --thing")) == USUAL


def test_a_line_that_never_ends_is_ended(stage: Stage) -> None:
    """A flood, and no prompt any more: all that still runs is killed."""
    result = shown(stage, "yes")
    assert result.failed == ""
    assert [way.code for way in result.ways] == [0, None, None, None]


def test_another_program_called_sh_changes_the_table(daemon: docker.APIClient) -> None:
    """A `cat` in its place prompts for nothing and executes nothing: nothing is assumed of the flags."""
    with imported(daemon, "cat") as image, staged(daemon, image) as stage:
        assert table(shown(stage, "echo hello")) == [
            ("", "nnnn", 0),
            ("-i", "nnyn", None),
            ("-t", "nnyy", None),
            ("-it", "nnyy", None),
        ]
        assert left(daemon, stage) == []


def test_an_image_without_sh_is_told(daemon: docker.APIClient) -> None:
    """With docker's own words, and nothing left."""
    with imported(daemon, "") as image, staged(daemon, image) as stage:
        result = shown(stage, "echo hello")
        assert result.ways == ()
        assert "sh" in result.failed
        assert left(daemon, stage) == []


def test_a_missing_image_is_told(stage: Stage) -> None:
    """It is not pulled."""
    tasks = stage.world._tasks  # noqa: SLF001 -- the image that was there at the beginning
    assert tasks.facts.image is not None
    tasks.facts = replace(tasks.facts, image=replace(tasks.facts.image, name="no-such-image-here"))
    result = shown(stage, "echo hello")
    assert (result.ways, "no-such-image-here" in result.failed) == ((), True)


def test_ctrl_c_stops_it_and_leaves_nothing(stage: Stage, daemon: docker.APIClient) -> None:
    """The learner did not want to wait: told as such, containers and commands gone."""

    def press() -> None:
        wait_for(lambda: len(left(daemon, stage)) >= 2, "the shells")
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    result = shown(stage, "sleep 30")
    thread.join()
    assert (result.ways, result.failed) == ((), "You stopped it.")


def test_a_daemon_that_goes_away_is_told(daemon: docker.APIClient, busybox_image: str) -> None:
    """In the middle of it: no table, and no program of ours goes on."""
    with staged(daemon, busybox_image) as stage, cut_line(stage) as cut:
        threading.Thread(target=cut, daemon=True).start()
        result = shown(stage, "sleep 30")
        assert result.ways == ()
        assert result.failed


def test_a_tutor_killed_in_the_middle_leaves_only_what_is_labelled(
    daemon: docker.APIClient, busybox_image: str
) -> None:
    """The next start finds it by its label; most removes itself."""
    with staged(daemon, busybox_image) as stage:
        script = "import sys; from tests.live.test_four_ways_live import stand; stand(*sys.argv[1:])"
        words = [sys.executable, "-c", script, stage.setting.session, busybox_image, str(stage.setting.locks)]
        process = subprocess.Popen(words)
        wait_for(lambda: len(left(daemon, stage)) >= 2, "the shells")
        process.kill()
        process.wait(PATIENT)
        names = [one["Names"] for one in daemon.containers(all=True, filters={"ancestor": busybox_image})]
        labelled = [
            one["Names"]
            for one in daemon.containers(all=True, filters={"label": f"{LABEL}={stage.setting.session}"})
        ]
        assert names
        assert labelled == names
        cleared(stage)
