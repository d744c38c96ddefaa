"""What a learner keeps of a lesson: a review on the real daemon, a transcript, a cheat sheet, an answer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.e2e.learner import LESSON

if TYPE_CHECKING:
    from tests.e2e.conftest import Home


def test_a_miss_comes_back_as_a_drill_until_it_passes(place: Home) -> None:
    """`review` has the missed step alone, with a container of its own; once it passed, nothing comes back."""
    missed = place.script("docker container ls", "docker ps -a", "quit", step="list-all")
    assert "not yet" in {verdict for _, _, verdict in place.attempts()}, missed.stdout
    done = place.run("review", "--image", "stand-in", lines="what is a container?\ndocker ps -a\nquit\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "One step once more, from memory" in done.stdout
    assert "To set this step up, I ran:" in done.stdout
    assert "A container is the dish made after the recipe" in done.stdout
    assert "Review: 1 of 1 passed." in done.stdout
    assert "Nothing comes back for review." in place.run("review").stdout
    assert place.is_clear()


def test_the_dialogue_can_be_handed_in(place: Home) -> None:
    """Markdown and JSON tell the whole line, its output, and what the daemon recorded; reset forgets it."""
    place.script("docker run --rm -e API_TOKEN=hunter2 ghost ls", "what is CMD?", "quit", step="auto-remove")
    data = json.loads(place.run("transcript", "--format", "json").stdout)
    (session,) = data["sessions"]
    (ran,) = (turn for turn in session["entries"] if turn["kind"] == "ran")
    (container,) = ran["evidence"]["containers"]
    assert ran["evidence"]["line"] == "docker run --rm -e API_TOKEN=*** ghost ls"
    assert re.fullmatch("[0-9a-f]{64}", container["id"])
    assert re.fullmatch("sha256:[0-9a-f]{64}", container["image_id"])
    assert "content" in ran["text"]
    page = place.run("transcript", "--format", "html").stdout
    assert container["id"] in page
    assert "hunter2" not in page
    assert "docker run --rm" in place.run("cheatsheet", LESSON).stdout
    place.run("reset", LESSON)
    forgotten = place.run("transcript", LESSON)
    assert (forgotten.returncode, forgotten.stdout) == (2, "")


def test_ask_needs_no_daemon(place: Home) -> None:
    """A card from the shell, while nothing answers where Docker is looked for; what no card knows ends with 2."""
    known = place.run("ask", "what", "is", "PID", "1", DOCKER_HOST="unix:///nowhere.sock")
    assert known.returncode == 0
    assert "Process 1" in known.stdout
    assert "https://docs.docker.com/" in known.stdout
    unknown = place.run("ask", "who", "won", "the", "world", "cup")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "There is no answer" in unknown.stderr
