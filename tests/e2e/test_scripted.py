"""The lesson as a script on standard input."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.learner import COMMAND, LESSON

if TYPE_CHECKING:
    import docker

    from tests.e2e.conftest import Home

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / f"{LESSON}.txt"
NOT_COMPLETE = 3


def test_the_example_ends_complete_and_leaves_nothing(place: Home, tmp_path: Path) -> None:
    """The whole lesson piped in ends with 0, every step done at the first try, and nothing stays behind."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    lines = EXAMPLE.read_text(encoding="utf-8")
    done = place.run("start", LESSON, "--image", "stand-in", lines=lines, TMPDIR=str(temporary))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "That was the last step: 27 done, 0 skipped." in done.stdout
    assert "\x1b" not in done.stdout
    assert place.is_clear()
    assert not [file for file in temporary.rglob("*") if not file.is_dir()]
    (row,) = place.told("progress")
    assert (row["lesson"], row["done"], row["skipped"], row["steps"]) == (LESSON, 27, 0, 27)
    assert {verdict for _, _, verdict in place.attempts()} <= {"passed", "elsewhere"}


def test_an_incomplete_script_ends_with_3_and_keeps_the_place(place: Home) -> None:
    """A script that stops in the middle says where it stopped; the next start goes on there."""
    first = place.script("CMD", "docker inspect ghost", step="which-line")
    assert first.returncode == NOT_COMPLETE, first.stdout
    assert place.marks() == {"which-line": "done", "inspect-image": "done"}
    second = place.script("quit")
    assert "Welcome back." in second.stdout
    assert second.returncode == NOT_COMPLETE
    assert f"{LESSON}: 2 of 27 steps done, 2 lines tried, last on " in place.run("progress").stdout


def test_addressed_lines_and_keys(place: Home) -> None:
    """`@ LINE` waits for the program's end, `^C` stops it, `^]` leaves it, and a comment is nothing."""
    done = place.script(
        "# a comment",
        "docker run -it ghost sh",
        "echo from-$((1+1))-inside",
        "exit",
        "@ docker run ghost node current/index.js",
        "^]",
        "@ terminals",
        "terminal 1",
        "^C",
        "@ progress",
        step="own-command",
    )
    assert "from-2-inside" in done.stdout
    assert "I don't know" not in done.stdout
    assert "It runs on in terminal 1." in done.stdout
    assert "Ghost has shut down" in done.stdout
    assert "of 27 steps done" in done.stdout
    assert place.is_clear()


def test_a_script_gets_a_no_for_what_is_not_ours(place: Home, daemon: docker.APIClient, busybox_image: str) -> None:
    """`docker rm -f` of somebody else's container is not run in a script, and the container lives."""
    foreign = daemon.create_container(busybox_image, ["sleep", "300"])["Id"]
    try:
        daemon.start(foreign)
        name = daemon.inspect_container(foreign)["Name"].removeprefix("/")
        done = place.script(f"docker rm -f {name}", step="own-command")
        assert name in done.stdout
        assert "In a script the answer is no: not run, nothing was changed." in done.stdout
        assert daemon.inspect_container(foreign)["State"]["Running"] is True
        assert done.returncode == NOT_COMPLETE
    finally:
        daemon.remove_container(foreign, force=True, v=True)


def test_plain_output_has_words_for_signs(place: Home) -> None:
    """With --plain verdicts are words, and no escape byte is printed."""
    done = place.run(
        "start", LESSON, "--image", "stand-in", "--plain", "--step", "which-line", lines="EXPOSE\nCMD\nsteps\nquit\n"
    )
    assert "not yet:" in done.stdout
    assert "passed:" in done.stdout
    assert "you are here" in done.stdout
    assert "✓" not in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("words", [("lessons",), ("steps", LESSON), ("progress",), ("--help",)])
def test_what_is_piped_has_no_escape_bytes(place: Home, words: tuple[str, ...]) -> None:
    """Where standard output is not a terminal nothing is coloured."""
    done = place.run(*words)
    assert done.returncode == 0
    assert done.stdout
    assert "\x1b" not in done.stdout


def test_a_reader_that_goes_is_nobodys_fault(place: Home) -> None:
    """`docker-tutor lessons | head -0` ends without a complaint."""
    line = f"{COMMAND} steps {LESSON} --json 2>{place.folder}/complaint | head -c 1; exit ${{PIPESTATUS[0]}}"
    code = os.waitstatus_to_exitcode(os.system(f"bash -c {line!r} >/dev/null"))  # noqa: S605 -- a shell's pipe is meant
    assert code == 0
    assert (place.folder / "complaint").read_text(encoding="utf-8") == ""
