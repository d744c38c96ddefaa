"""What a dead session left: cleared at the next start, but for what the lesson's steps can use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.stage import Ledger, files, server, state, wait_for
from tests.live.typed import PATIENT, session, typed
from tutor.core.lesson import Lesson, Step, StepKind
from tutor.engine.locks import SessionLock, living_sessions
from tutor.engine.ownership import LABEL, is_from_here, volumes_of
from tutor.live.cleanup import clear, dead_sessions, spare_stand_in
from tutor.live.inheriting import Inheritance, inherited
from tutor.live.place import Place, open_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

    from tutor.core.lesson import Fixture
    from tutor.engine.wire import Wire

ROOT = Path(__file__).parents[2]
Dead = tuple[str, "Wire"]
LESSON = """---
format: 1
id: stop-a-server
title: Stop a Server
image: {image}
minutes: 1
fixtures:
  running-server: {{run: docker run {image}, in: terminal}}
---
# A server
## Stop it
Stop {{{{container}}}}.

```step
id: stop-it
kind: do
needs: [running-server]
do: docker stop {{{{container}}}}
pass:
  target: {{status: exited}}
passed: Stopped.
hints: ["The word is `stop`."]
```
"""


@pytest.fixture
def place() -> Iterator[Place]:
    """The daemon, as a start finds it."""
    place = open_place(os.environ)
    yield place
    place.client.close()


@pytest.fixture
def dead(daemon: docker.APIClient, tmp_path: Path) -> Iterator[Dead]:
    """A session that nobody is in; its lock would lie in `tmp_path`."""
    with session(daemon, tmp_path) as opened:
        yield opened


def lesson(image: str, *fixtures: Fixture) -> Lesson:
    """A lesson with these needs."""
    step = Step(id="one", kind=StepKind.READ, title="One", section="", prose="")
    return Lesson(
        id="one", title="One", image=image, minutes=1, steps=(step,), fixtures={each.name: each for each in fixtures}
    )


def ids(daemon: docker.APIClient, *sessions: str) -> set[str]:
    """The containers of these sessions."""
    found = [daemon.containers(all=True, filters={"label": f"{LABEL}={name}"}) for name in sessions]
    return {str(one["Id"]) for each in found for one in each}


def made(wire: Wire, *words: str) -> str:
    """The id of the container that `docker run -d WORDS` makes, which may end by itself."""
    return typed(wire, "run", "-d", *words).output.strip()


def ended(daemon: docker.APIClient, identity: str) -> str:
    """The container, once it has ended."""
    daemon.wait(identity)
    return identity


def test_the_newest_of_each_need_is_kept_and_the_rest_goes(
    daemon: docker.APIClient, place: Place, dead: Dead, ghost_image: str, tmp_path: Path
) -> None:
    """One server and one list of files; older ones, published ones and others go, with their volumes."""
    name, wire = dead
    ledger = Ledger()
    old = [made(wire, ghost_image), ended(daemon, made(wire, ghost_image, "ls"))]
    keep = {made(wire, ghost_image), ended(daemon, made(wire, ghost_image, "ls"))}
    gone = {*old, made(wire, "-p", "2368", ghost_image), ended(daemon, made(wire, ghost_image, "date"))}
    volumes = {volume for one in keep for volume in volumes_of(daemon, one)}
    assert ids(daemon, name) == keep | gone
    with inherited(
        place, tmp_path, ledger, lesson(ghost_image, server(ghost_image), files(ghost_image)), "new"
    ) as what:
        assert (what.sessions, what.left_over) == ((name,), frozenset(keep))
        assert what.removed is not None
        assert len(what.removed.containers) == len(gone)
        assert ids(daemon, name) == keep
        assert all(state(daemon, one) in {"running", "exited"} for one in keep)
        assert {row.id for row in ledger.owned() if row.session == "new"} == keep | volumes
        assert name in living_sessions(tmp_path)
    assert name not in living_sessions(tmp_path)
    clear(daemon, (name,), ledger)
    assert ids(daemon, name) == set()
    assert not volumes & {one["Name"] for one in daemon.volumes()["Volumes"] or ()}


def test_what_was_kept_is_nobody_elses_to_clear(
    daemon: docker.APIClient, place: Place, dead: Dead, ghost_image: str, tmp_path: Path
) -> None:
    """A second start finds no dead session, and its end spares the stand-in image."""
    name, wire = dead
    kept = made(wire, ghost_image)
    wanted = lesson(ghost_image, server(ghost_image))
    with inherited(place, tmp_path, Ledger(), wanted, "new") as first:
        assert first.left_over == {kept}
        assert dead_sessions(daemon, tmp_path, Ledger()) == ()
        with inherited(place, tmp_path, Ledger(), wanted, "second") as second:
            assert second == Inheritance()
        assert ids(daemon, name) == {kept}
        assert spare_stand_in(daemon, tmp_path, (), ghost_image) == ""


def test_a_lesson_without_needs_keeps_nothing(
    daemon: docker.APIClient, place: Place, dead: Dead, ghost_image: str, tmp_path: Path
) -> None:
    """All of it goes, and the dead session with it."""
    name, wire = dead
    made(wire, ghost_image)
    with inherited(place, tmp_path, Ledger(), lesson(ghost_image), "new") as what:
        assert (what.sessions, what.left_over) == ((), frozenset())
        assert ids(daemon, name) == set()
        assert name not in living_sessions(tmp_path)


def test_a_session_that_somebody_is_in_is_left_alone(
    daemon: docker.APIClient, place: Place, dead: Dead, ghost_image: str, tmp_path: Path
) -> None:
    """Its lock is held: nothing of it is kept or cleared."""
    name, wire = dead
    there = made(wire, ghost_image, "ls")
    with (
        SessionLock(tmp_path, name),
        inherited(place, tmp_path, Ledger(), lesson(ghost_image, files(ghost_image)), "new") as what,
    ):
        assert what == Inheritance()
        assert ids(daemon, name) == {there}


def test_nothing_was_left(place: Place, ghost_image: str, tmp_path: Path) -> None:
    """The usual start."""
    with inherited(place, tmp_path, Ledger(), lesson(ghost_image, server(ghost_image)), "new") as what:
        assert what == Inheritance()


def test_a_missing_image_keeps_nothing(
    daemon: docker.APIClient, place: Place, dead: Dead, ghost_image: str, tmp_path: Path
) -> None:
    """Without the lesson's image nothing can fit."""
    name, wire = dead
    made(wire, ghost_image, "ls")
    with inherited(place, tmp_path, Ledger(), lesson("no-such-image-here", files(ghost_image)), "new") as what:
        assert what.left_over == frozenset()
        assert ids(daemon, name) == set()


class Tutor:
    """The real program, with lines piped in."""

    def __init__(self, lesson_file: Path) -> None:
        words = [sys.executable, "-m", "tutor", "start", str(lesson_file)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            words, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True, env=environment, cwd=ROOT
        )
        self.said = ""

    def wait_for(self, words: str) -> None:
        """Read on until it said this."""
        assert self.process.stdout is not None
        while words not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    def finish(self, *lines: str) -> int:
        """Type these lines, and wait for its end."""
        said, _ = self.process.communicate("".join(f"{line}\n" for line in lines), timeout=PATIENT)
        self.said += said
        return self.process.returncode


def test_a_server_survives_a_kill_and_is_taken_over(
    daemon: docker.APIClient, home: Path, ghost_image: str, tmp_path: Path
) -> None:
    """Killed with -9 at the step; the next start's step is about the same container, which goes in the end."""
    lesson_file = tmp_path / "stop-a-server.md"
    lesson_file.write_text(LESSON.format(image=ghost_image), encoding="utf-8")
    locks = home / "state" / "docker-tutor" / "sessions"
    first = Tutor(lesson_file)
    first.wait_for("Stop it")
    first.process.kill()
    first.process.wait(PATIENT)
    (there,) = mine(daemon, locks)
    name = str(daemon.inspect_container(there)["Name"]).removeprefix("/")
    assert state(daemon, there) == "running"
    second = Tutor(lesson_file)
    second.wait_for(f"Stop {name}")
    assert mine(daemon, locks) == {there}
    assert second.finish(f"docker stop {name}", "@ quit") == 0, second.said
    assert "To set this step up" not in second.said
    wait_for(lambda: not mine(daemon, locks), "a clean daemon")


def mine(daemon: docker.APIClient, locks: Path) -> set[str]:
    """The containers of sessions with their locks in this folder."""
    listed = daemon.containers(all=True, filters={"label": LABEL})
    return {str(one["Id"]) for one in listed if is_from_here(one["Labels"][LABEL], locks)}


def test_sessions_of_another_home_keep_the_stand_in_while_they_use_it(
    daemon: docker.APIClient, busybox_image: str, ghost_image: str, tmp_path: Path
) -> None:
    """Whether somebody is in them cannot be seen from here. What they made of other images says nothing."""
    image = ghost_image.replace(":", "-")
    daemon.tag(ghost_image, image, "latest")
    made = []
    try:
        for name, tag in ((busybox_image, f"{image}:latest"), (ghost_image, "")):
            made.append(daemon.create_container(name, labels={LABEL: "elsewhere-0123456789ab"})["Id"])
            assert spare_stand_in(daemon, tmp_path, (), image) == tag
    finally:
        for identity in made:
            daemon.remove_container(identity, v=True)
        daemon.remove_image(f"{image}:latest")
