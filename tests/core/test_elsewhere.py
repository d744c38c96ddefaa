"""The step's command, typed in another terminal: seen, and asked for here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.conversation import Conversation
from tests.core.judging import created, running
from tutor.core.events import StartedElsewhere


def started(line: str) -> StartedElsewhere:
    """The container of this line, started somewhere else."""
    return StartedElsewhere(running(line))


def at_run_ls() -> Conversation:
    """At the step that asks for `ls`, its guess made."""
    talk = Conversation().at("run-ls")
    talk.enter("files")
    return talk


@pytest.mark.parametrize("line", ["docker run ghost ls", "docker run --rm ghost ls -l"])
def test_what_fits_the_step_is_seen_once(line: str) -> None:
    """However it ends, it is what the step asks for; it counts for nothing, and is not said again and again."""
    talk = at_run_ls()
    talk.tell(started(line))
    assert talk.keys == ["elsewhere.seen"]
    talk.tell(started(line))
    assert talk.keys == []
    assert "run-ls" not in talk.state.marks


@pytest.mark.parametrize("line", ["docker run ghost date", "docker run ghost", "docker run other ls"])
def test_what_does_not_fit_is_nobodys_news(line: str) -> None:
    """Other containers of the learner's are no business of the tutor's."""
    talk = at_run_ls()
    seen = created(line) if "other" not in line else replace(created(line), image_id="sha256:0")
    talk.tell(StartedElsewhere(seen))
    assert talk.keys == []


def test_nothing_is_said_while_a_program_has_the_screen() -> None:
    """What runs here is judged by itself."""
    talk = at_run_ls()
    talk.enter("docker run ghost ls")
    talk.tell(started("docker run ghost ls"))
    assert talk.keys == []


def test_a_step_without_a_command_of_this_kind_hears_nothing() -> None:
    """A question, or a step that only looks, is not answered by a new container."""
    for step in ("which-line", "inspect-image"):
        talk = Conversation().at(step)
        talk.tell(started("docker run ghost ls"))
        assert talk.keys == []
