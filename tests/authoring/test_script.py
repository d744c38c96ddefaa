"""The lines of an attempt: each for whoever has the screen, and a program without any is left."""

from __future__ import annotations

from tutor.authoring.script import LINGER, Script
from tutor.core.events import Closed, Reason, Typed
from tutor.core.outcome import Key
from tutor.core.view import View

VIEW = View()


def script_of(*lines: str, is_over: bool = False, linger: float = LINGER) -> Script:
    """These lines; `quiet_bell` is what is filled in."""
    return Script(lines, lambda line: line.replace("{{container}}", "quiet_bell"), lambda: is_over, linger)


def test_lines_go_to_the_tutor_or_to_the_program() -> None:
    """In order, facts filled in, keys as keys; after the last one the tutor's input ends."""
    lines = script_of("docker exec -it {{container}} sh", "echo {{container}}", "^D", "docker ps")
    assert lines.read(VIEW) == Typed("docker exec -it quiet_bell sh")
    assert lines.next_for_foreground() == b"echo quiet_bell"
    assert lines.next_for_foreground() is Key.END_OF_INPUT
    assert lines.read(VIEW) == Typed("docker ps")
    assert lines.read(VIEW) == Closed(Reason.END)


def test_a_program_without_a_line_is_left() -> None:
    """It gets a while to end by itself first."""
    lines = script_of("docker run ghost", linger=3600.0)
    lines.read(VIEW)
    assert lines.is_at_end
    assert not lines.is_ready()
    lines = script_of("docker run ghost", linger=0.0)
    lines.read(VIEW)
    assert lines.is_ready()
    assert lines.next_for_foreground() is Key.LEAVE


def test_nothing_is_typed_once_the_step_is_passed() -> None:
    """What would follow is not this step's."""
    assert script_of("docker ps", is_over=True).read(VIEW) == Closed(Reason.END)


def test_a_line_that_could_not_be_typed_ends_it() -> None:
    """With the reason."""
    lines = script_of("docker run ghost", "docker ps")
    lines.give_up(60)
    assert lines.read(VIEW) == Closed(Reason.FAILED, lines.trouble)
