"""The doctor beside a real daemon, and the way from no daemon into the lesson."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.switch import Switch
from tutor.engine.daemon import found
from tutor.engine.endpoint import resolve
from tutor.engine.stand_in import is_stand_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

    from tests.e2e.conftest import Home


@pytest.fixture
def switch(place: Home) -> Iterator[Switch]:
    """A way to the daemon that can be cut; the daemon itself is never touched."""
    endpoint = resolve(dict(os.environ), Path(shutil.which("docker") or "docker"))
    with Switch(place.folder / "d.sock", endpoint.path) as way:
        yield way


def test_a_healthy_machine(place: Home) -> None:
    """A lesson can run: exit code 0, nothing bad, and no container is left of looking into the image."""
    done = place.run("doctor", "--json")
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    assert report["live"] is True
    states = {finding["kind"]: finding["state"] for finding in report["findings"]}
    assert (states["cli"], states["socket"], states["store"]) == ("good", "good", "good")
    assert "bad" not in states.values()
    assert place.is_clear()


def test_from_no_daemon_into_the_lesson(place: Home, switch: Switch) -> None:
    """At a terminal the trouble is said and a way asked for; once the daemon is back, the lesson begins."""
    switch.off()
    learner = place.sit("start", "altering-container-processes", variables={"DOCKER_HOST": switch.url})
    learner.wait_for_prompt()
    assert "no Docker daemon runs there" in learner.said
    assert "What shall we do?" in learner.said
    learner.submit("again")
    learner.wait_for("Docker still does not answer.")
    learner.wait_for_prompt()
    switch.on()
    learner.submit("again")
    learner.wait_for("Welcome. Altering Container Processes")
    learner.wait(lambda: learner.draft is not None, "a prompt")
    learner.submit("quit")
    assert learner.end() == 0
    assert place.is_clear()


def test_an_image_that_is_missing_is_made(place: Home, daemon: docker.APIClient) -> None:
    """Without a ghost `--fix --yes` makes the stand-in, and cleanup removes it; a ghost that is here stays."""
    before = found(daemon.inspect_image, "ghost")
    if is_stand_in(before):  # of an earlier lesson
        assert place.run("cleanup").returncode == 0
        before = None
    done = place.run("doctor", "--fix", "--yes")
    after = found(daemon.inspect_image, "ghost")
    assert done.returncode == 0, done.stdout
    assert after
    if before is not None:
        assert (after["Id"], "stand-in" in done.stdout) == (before["Id"], False)
        return
    assert done.stdout.index("I run:\n      docker-tutor stand-in\n") < done.stdout.index("That helped.")
    assert is_stand_in(after)
    assert "There is nothing to fix." in place.run("doctor", "--fix", "--yes").stdout
    assert "removed image ghost:latest" in place.run("cleanup").stdout
    assert found(daemon.inspect_image, "ghost") is None
    assert place.is_clear()
