"""`docker-tutor lab`, typed and piped: what is shown, how it ends, and that nothing is left."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

from tests.e2e.learner import Learner

if TYPE_CHECKING:
    from tests.e2e.conftest import Home

INTERRUPT = b"\x03"


def test_a_person_guesses_interrupts_tries_again_and_leaves(place: Home) -> None:
    """Ctrl-C ends what is watched and nothing else; the terminal is as it was, and nothing is left."""
    learner = place.sit("lab", size=(40, 100))
    learner.wait_for("In how many will it really run?")
    learner.wait_for_prompt()
    learner.submit("two")
    learner.wait_for("Enter alone takes: echo hello")
    learner.wait_for_prompt()
    learner.submit("sleep 60")
    learner.wait_for("running")
    place.wait_until(place.containers, "the shells")
    learner.press(INTERRUPT)
    learner.wait_for("You stopped it.")
    learner.wait_for_prompt()
    assert place.containers() == []
    learner.submit("echo so far")
    learner.wait_for("What became of: echo so far")
    learner.wait_for("Your guess: in two. Docker: it ran in 2.")
    learner.wait_for_prompt()
    learner.submit("done")
    assert learner.end() == 0
    assert learner.settings == learner.modes
    assert place.is_clear()


def test_as_json_it_is_shown_once(place: Home) -> None:
    """For programs: what was seen of each, and nothing but JSON."""
    done = place.run("lab", "--json", "--line", "exit 5")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["line"], told["image"]) == ("exit 5", "ghost")
    assert [(way["flags"], way["code"], way["echo"]) for way in told["ways"]] == [
        ("", 0, "nobody"), ("-i", 5, "yours"), ("-t", None, "yours"), ("-it", 5, "containers"),
    ]  # fmt: skip
    assert place.is_clear()


def test_a_missing_image_is_named_and_not_pulled(place: Home) -> None:
    """With the cure, and a code that says it failed."""
    done = place.run("lab", "--image", "no-such-image-here")
    assert done.returncode == 1
    assert "no-such-image-here" in done.stderr
    assert "docker images" in done.stderr
    assert done.stdout == ""


def test_no_daemon_is_told_as_everywhere(home: object) -> None:
    """Exit code 4."""
    del home
    learner = Learner("lab", variables={"DOCKER_HOST": "unix:///nowhere/docker.sock"})
    assert learner.end() == 4
    learner.close()


def test_a_hang_up_leaves_nothing(place: Home) -> None:
    """SIGHUP in the middle: the shells go, too."""
    learner = place.sit("lab", "--line", "sleep 60")
    place.wait_until(lambda: len(place.containers()) >= 2, "the shells")
    assert learner.kill(signal.SIGHUP) == 130
    assert place.is_clear()
