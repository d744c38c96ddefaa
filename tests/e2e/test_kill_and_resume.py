"""kill -9 in the middle: what was said was kept, the next start goes on, and in the end nothing is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.learner import BOOT, LESSON

if TYPE_CHECKING:
    from tests.e2e.conftest import Home
    from tests.e2e.learner import Learner

KILLED = -9
CTRL_C = "\x03"


def resumed(place: Home, number: int) -> Learner:
    """The next start, at the step of that number."""
    learner = place.start()
    learner.wait_for(f"Welcome back. Altering Container Processes, step {number} of 27.")
    return learner


def test_killed_at_many_places_it_ends_complete(place: Home) -> None:
    """Killed while booting, right after the answer, at prompts and at a question, each resume goes on where it was."""
    learner = place.start()
    learner.submit(BOOT.format(port=learner.port))
    learner.wait_for("Creating table: posts")
    assert learner.kill() == KILLED
    assert place.marks() == {}

    learner = place.start()
    learner.wait_for("Boot Ghost")
    assert "The last session ended suddenly; I cleared up after it" in learner.said
    learner.boot(learner.port)
    assert learner.kill() == KILLED
    assert place.marks() == {"boot-ghost": "done"}

    learner = resumed(place, 2)
    learner.enter("EXPOSE")
    learner.enter("CMD")
    learner.wait_for("3 of 27")
    learner.enter("docker inspect ghost")
    learner.wait_for("4 of 27")
    learner.type("docker inspect -f")
    assert learner.kill() == KILLED
    assert place.marks() == {"boot-ghost": "done", "which-line": "done", "inspect-image": "done"}

    learner = resumed(place, 4)
    learner.enter("docker inspect -f '{{.Config.Cmd}}' ghost")
    learner.enter("node current/index.js")
    learner.enter("files")
    learner.enter("docker run ghost ls")
    learner.wait_for("The doorman")
    assert learner.kill() == KILLED

    learner = resumed(place, 7)
    learner.enter("docker-entrypoint.sh ls")
    learner.enter("docker run ghost node --version")
    learner.wait_for("9 of 27")
    assert learner.kill() == KILLED

    learner = resumed(place, 9)
    for number in range(9, 28):
        learner.wait_for(f"{number} of 27")
        learner.enter("skip")
    learner.wait_for("That was the last step: 8 done, 19 skipped.")
    assert learner.kill() == KILLED

    assert {"which-line", "EXPOSE", "not yet"} <= {word for attempt in place.attempts() for word in attempt}
    cleared = place.run("cleanup")
    assert cleared.returncode == 0, cleared.stdout
    assert place.is_clear()
    (row,) = place.told("progress")
    assert (row["lesson"], row["done"]) == (LESSON, 8)


def test_every_verdict_on_the_screen_is_in_the_store(place: Home) -> None:
    """Killed the moment a verdict's first words are read, the store has it: a no, a syntax error, a yes."""
    cases = (
        ("docker inspect gohst", "hint · solution · skip", "not yet"),
        ("docker inspect 'ghost", "is never closed", "not yet"),
        ("docker inspect ghost", "Long, isn't it?", "passed"),
    )
    for line, words, verdict in cases:
        learner = place.start("--step", "inspect-image")
        learner.submit(line)
        learner.wait_for(words)
        assert learner.kill() == KILLED
        assert ("inspect-image", line, verdict) in place.attempts()


def test_a_removed_containers_volume_goes_too(place: Home) -> None:
    """`docker rm` by the learner leaves the anonymous volume; killed after that, `cleanup` still takes it."""
    learner = place.start("--step", "own-command")
    learner.enter("docker run --name e2e-with-volume ghost ls")
    learner.enter("docker rm e2e-with-volume")
    assert place.volumes()
    assert learner.kill() == KILLED
    listed = place.run("cleanup", "--dry-run")
    assert "would remove volume" in listed.stdout
    assert place.volumes()
    assert place.run("cleanup").returncode == 0
    assert place.is_clear()


def test_two_tutors_do_not_disturb_each_other(place: Home) -> None:
    """While one runs its site, another starts, works and leaves; the first one's container runs on."""
    first = place.start()
    first.boot(first.port)
    running = place.containers()
    second = place.start("--step", "own-command")
    second.enter("docker run ghost date")
    second.submit("quit")
    assert second.end() == 0
    assert set(running) <= set(place.containers())
    first.press(CTRL_C)
    first.wait_for("2 of 27")
    first.wait_for_prompt()
    first.enter("CMD")
    first.enter("docker inspect ghost")
    first.wait_for("4 of 27")
