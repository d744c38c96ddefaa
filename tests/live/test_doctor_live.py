"""The doctor's look at images of a real engine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tutor.core import texts
from tutor.core.findings import Health
from tutor.doctor.looks_engine import about_image, findings
from tutor.doctor.machine import machine_here
from tutor.engine.cli import find_cli
from tutor.engine.endpoint import resolve

if TYPE_CHECKING:
    from pathlib import Path

    import docker


@pytest.mark.alone
def test_an_image_is_read_and_nothing_is_left(daemon: docker.APIClient, ghost_image: str, tmp_path: Path) -> None:
    """A stand-in is known as one, a name without an image as what the lesson can make; no container is left."""
    before = {container["Id"] for container in daemon.containers(all=True)}
    machine = machine_here(os.environ)
    here = about_image(daemon, machine, tmp_path, ghost_image)
    assert texts.fill(here.text) == f"The image {ghost_image} is the small stand-in that docker-tutor made."
    missing = about_image(daemon, machine, tmp_path, "docker-tutor-test-none")
    assert missing.health is not Health.BAD
    assert {container["Id"] for container in daemon.containers(all=True)} == before


def test_this_engine_serves_a_lesson(daemon: docker.APIClient, tmp_path: Path) -> None:
    """Of the engine that the tests run on nothing is bad."""
    del daemon  # only that there is one
    endpoint = resolve(dict(os.environ), find_cli())
    assert not [found for found in findings(endpoint, machine_here(os.environ), tmp_path) if found.health is Health.BAD]
