"""Ctrl-C before there is anything to interrupt, pressed for real."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.core.judging import RUN_LS
from tests.live.stage import Stage, staged, wait_for
from tests.live.test_mistakes_live import here
from tests.live.typed import PATIENT
from tutor.core.command import parse
from tutor.core.judge import judge
from tutor.core.mistakes.keys import LOST_BEFORE
from tutor.core.outcome import Key
from tutor.core.verdict import VerdictKind
from tutor.engine.ownership import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

    from tutor.core.outcome import Outcome
    from tutor.terminal.terminals import Terminal

# Its first process heeds no SIGINT, so that the key is lost whenever it comes.
EARLY = (("docker run {image} sleep 300", "early-interrupt"),)


@pytest.fixture
def stage(daemon: docker.APIClient, ghost_image: str) -> Iterator[Stage]:
    """A session in which nothing was typed yet."""
    with staged(daemon, ghost_image) as stage:
        yield stage


def interrupted_at_once(stage: Stage, daemon: docker.APIClient, line: str) -> Outcome:
    """What the line did with Ctrl-C pressed as soon as its terminal was there, once that was soon enough."""
    mine = {"label": f"{LABEL}={stage.setting.session}", "status": "running"}

    def press(terminal: Terminal) -> bool:
        terminal.send(b"\x03")
        runs = len(daemon.containers(filters=mine))
        wait_for(
            lambda: not terminal.is_alive or len(daemon.containers(filters=mine)) > runs, "a container, or the end"
        )
        return terminal.is_alive

    until = time.monotonic() + PATIENT
    while True:
        outcome = stage.typed(line, press)
        pressed = outcome.pressed(Key.INTERRUPT)
        assert pressed is not None
        if pressed <= LOST_BEFORE:
            return outcome
        assert time.monotonic() < until, f"never pressed in time, last after {pressed} s"


@pytest.mark.parametrize(("template", "mistake"), EARLY)
def test_a_key_that_came_too_early_is_told(
    stage: Stage, daemon: docker.APIClient, ghost_image: str, template: str, mistake: str
) -> None:
    """Whether the container runs on or was never started, the verdict says that the key was too early."""
    line, step = template.format(image=ghost_image), here(RUN_LS, stage.facts)
    outcome = interrupted_at_once(stage, daemon, line)
    found = judge(step, parse(line), outcome, stage.facts, model=parse(step.do or ""))
    assert (found.kind, found.mistake) == (VerdictKind.NOT_YET, mistake), (found, outcome)
