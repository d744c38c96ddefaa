"""Four real shells get the same keys: what is seen is what there is, and nothing is left."""

from __future__ import annotations

import io
import os
import secrets
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import remove_image
from tests.live.stage import Ledger, Stage, staged, wait_for
from tests.live.typed import PATIENT, endpoint
from tutor.core.tasks import Echo, FourWays, ShowFourWays, Way
from tutor.engine.busybox import PLACE, find_busybox
from tutor.engine.ownership import LABEL, new_session_id
from tutor.engine.wire import Wire
from tutor.live.cleanup import clear, dead_sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

ROOT = Path(__file__).parents[2]
# prompt, keys delivered, executed, terminal inside; whose echo it was; the code, None: had to be killed.
Cells = tuple[str, str, Echo, int | None]
USUAL: list[Cells] = [
    ("", "nnnn", Echo.NOBODY, 0),
    ("-i", "nyyn", Echo.YOURS, 1),  # `exit` hands on what `tty` said
    ("-t", "ynny", Echo.YOURS, None),
    ("-it", "yyyy", Echo.CONTAINERS, 0),
]


@pytest.fixture
def stage(daemon: docker.APIClient, busybox_image: str) -> Iterator[Stage]:
    """A session with the small image; nothing may be left of it even before its clean-up."""
    with staged(daemon, busybox_image) as stage:
        yield stage
        # One that is just being removed, by `--rm` or by us, may still be listed.
        wait_for(lambda: left(daemon, stage) == [], "the end of all of it")


def left(daemon: docker.APIClient, stage: Stage) -> list[str]:
    """The containers of the session."""
    label = {"label": f"{LABEL}={stage.setting.session}"}
    return [str(one["Command"]) for one in daemon.containers(all=True, filters=label)]


def shown(stage: Stage, line: str, image: str = "") -> FourWays:
    """What the task comes to."""
    result = stage.world.do(ShowFourWays(line, image))
    assert isinstance(result, FourWays)
    assert result.line == line
    return result


def table(result: FourWays) -> list[Cells]:
    """The four, in few words."""
    assert result.failed == ""
    return [(way.flags, marks(way), way.echo, way.code) for way in result.ways]


def marks(way: Way) -> str:
    """What holds of one."""
    return "".join("y" if it else "n" for it in (way.prompt, way.delivered, way.ran, way.terminal))


def test_a_busybox_shell(stage: Stage) -> None:
    """The table of DOCKER-FACTS, observed; and every shell could be watched on its way, the stuck one too."""
    result = shown(stage, "echo hello")
    assert table(result) == USUAL
    assert [way.ended for way in result.ways] == ["by itself", "with `exit`", "killed", "with `exit`"]
    assert all(way.name for way in result.ways[1:])
    assert "hello" in result.ways[1].shown
    statuses = {
        view.flags: {views[number].status for views in stage.screen.views}
        for number, view in enumerate(stage.screen.views[0])
    }
    assert "stuck" in statuses["-t"]
    assert not any("stuck" in seen for flags, seen in statuses.items() if flags != "-t")
    assert stage.screen.views[-1][3].lines[-1:] != ()


@pytest.mark.alone
def test_the_stand_in(daemon: docker.APIClient, ghost_image: str) -> None:
    """Through its entrypoint the same; its anonymous volumes are gone too."""
    before = volumes(daemon)
    with staged(daemon, ghost_image) as stage:
        assert table(shown(stage, "ls")) == USUAL
        assert left(daemon, stage) == []
        assert volumes(daemon) <= before


def volumes(daemon: docker.APIClient) -> set[str]:
    """The names of all volumes that are in no container."""
    return {one["Name"] for one in daemon.volumes(filters={"dangling": True}).get("Volumes") or ()}


def test_a_line_that_ends_the_shell(stage: Stage) -> None:
    """Executed where somebody listens, with its own code; elsewhere it is not."""
    assert table(shown(stage, "exit 5")) == [
        ("", "nnnn", Echo.NOBODY, 0),
        ("-i", "nyyn", Echo.YOURS, 5),
        ("-t", "ynny", Echo.YOURS, None),
        ("-it", "yyyy", Echo.CONTAINERS, 5),
    ]


def test_a_line_that_fails_is_executed_all_the_same(stage: Stage) -> None:
    """The shell says what it thinks of it, and obeys on."""
    assert table(shown(stage, "nosuch --thing")) == USUAL


def test_a_line_that_never_ends_is_ended(stage: Stage) -> None:
    """A flood, and no prompt any more: all that still runs is killed."""
    result = shown(stage, "yes")
    assert result.failed == ""
    assert [way.code for way in result.ways] == [0, None, None, None]


def test_another_program_called_sh_changes_the_table(daemon: docker.APIClient, session_id: str) -> None:
    """One that only gives back what it reads prompts for nothing and executes nothing, whatever the flags."""
    with imported(daemon, session_id, b"#!/bin/busybox tee\n") as image, staged(daemon, image) as stage:
        assert table(shown(stage, "echo hello")) == [
            ("", "nnnn", Echo.NOBODY, 0),
            ("-i", "nynn", Echo.YOURS, None),
            ("-t", "nnny", Echo.YOURS, None),
            ("-it", "nyny", Echo.CONTAINERS, None),
        ]
        assert left(daemon, stage) == []


def test_a_shell_that_prompts_without_a_terminal_changes_the_table(daemon: docker.APIClient, session_id: str) -> None:
    """A prompt is seen where it is printed, whatever the flags; and so is an end of its own."""
    shell = b"#!/bin/busybox sh\necho -n '> '\nexec /bin/busybox sh -c 'sleep 1; exit 3'\n"
    with imported(daemon, session_id, shell) as image, staged(daemon, image) as stage:
        rows = table(shown(stage, "echo hello"))
        assert [(flags, cells[0], code) for flags, cells, _, code in rows] == [
            ("", "y", 3), ("-i", "y", 3), ("-t", "y", 3), ("-it", "y", 3),
        ]  # fmt: skip
        assert left(daemon, stage) == []


def test_another_image_can_be_asked_for(stage: Stage) -> None:
    """One that is missing is told, and so is a name that would be a flag; neither is pulled or run."""
    for name in ("no-such-image-here", "-v/:/host"):
        result = shown(stage, "echo hello", name)
        assert (result.ways, result.image, name in result.failed) == ((), name, True)


def test_an_image_without_sh_is_told(daemon: docker.APIClient, session_id: str) -> None:
    """With docker's own words, and nothing left."""
    with imported(daemon, session_id, b"") as image, staged(daemon, image) as stage:
        result = shown(stage, "echo hello")
        assert result.ways == ()
        assert "sh" in result.failed
        assert left(daemon, stage) == []


@pytest.mark.parametrize("shells", [0, 1, 2, 4])
def test_ctrl_c_stops_it_and_leaves_nothing(stage: Stage, daemon: docker.APIClient, shells: int) -> None:
    """The learner did not want to wait: told as such, containers and commands gone, whenever it was pressed."""

    def press() -> None:
        wait_for(lambda: stage.world._unseen < 0 and len(left(daemon, stage)) >= shells, "the shells")  # noqa: SLF001 -- begun, and nothing made yet
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    result = shown(stage, "sleep 30")
    thread.join()
    assert (result.ways, result.failed) == ((), "You stopped it.")


def test_a_daemon_that_goes_away_is_told(daemon: docker.APIClient, busybox_image: str, tmp_path: Path) -> None:
    """In the middle of it: no table, and no command of ours goes on."""
    session = new_session_id(tmp_path)
    with Wire(endpoint(), session, tmp_path) as wire, wire.open() as line:
        variables = line.environment(os.environ)
        with staged(daemon, busybox_image, session=session, variables=variables) as stage:

            def cut() -> None:
                wait_for(lambda: len(left(daemon, stage)) >= 2, "the shells")
                line.close()

            thread = threading.Thread(target=cut)
            thread.start()
            result = shown(stage, "sleep 30")
            thread.join()
            assert result.ways == ()
            assert result.failed
            runs = [stage.world._launches.get(-number) for number in range(1, 5)]  # noqa: SLF001 -- nobody else knows them
            assert not [run for run in runs if run and run.terminal.is_alive]


def test_a_tutor_killed_in_the_middle_leaves_only_what_the_next_start_clears(
    daemon: docker.APIClient, busybox_image: str, tmp_path: Path
) -> None:
    """Whatever is left of that image carries the dead session's label."""
    session = new_session_id(tmp_path)
    words = [sys.executable, "-m", "tests.live.four_shells", str(tmp_path), session, busybox_image, "sleep 30"]
    mine = {"label": f"{LABEL}={session}"}
    with tempfile.TemporaryDirectory(prefix="t-") as short:  # its sockets lie there
        process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, "TMPDIR": short})
        wait_for(lambda: len(daemon.containers(all=True, filters=mine)) >= 2, "the shells")
        process.kill()
        process.wait(PATIENT)
    ledger = Ledger()
    assert dead_sessions(daemon, tmp_path, ledger) == (session,)
    of_image = {one["Id"] for one in daemon.containers(all=True, filters={"ancestor": busybox_image})}
    assert of_image <= {one["Id"] for one in daemon.containers(all=True, filters=mine)}
    clear(daemon, (session,), ledger)
    wait_for(lambda: daemon.containers(all=True, filters={"ancestor": busybox_image}) == [], "an empty daemon")


@contextmanager
def imported(daemon: docker.APIClient, session: str, shell: bytes) -> Iterator[str]:
    """An image with busybox and that file as its `sh`; without one where that is empty."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for path, data in ((PLACE, find_busybox(daemon, session).program), ("/bin/sh", shell)):
            member = tarfile.TarInfo(path.lstrip("/"))
            member.size, member.mode = len(data), 0o755
            if data:
                archive.addfile(member, io.BytesIO(data))
    name = f"docker-tutor-test-{secrets.token_hex(6)}"
    daemon.import_image_from_data(content.getvalue(), name, tag="latest", changes=["ENV PATH=/bin"])
    try:
        yield name
    finally:
        remove_image(daemon, name)
