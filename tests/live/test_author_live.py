"""The author's tools at work: a first lesson from the documentation, and what `author verify` must find."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from typing import Any

    import docker

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "writing-a-lesson.md"
LESSON = "altering-container-processes"
FINE, USAGE, NOT_PASSED = 0, 2, 3
PATIENCE = 500  # seconds for a whole lesson; a quarter of that is usual
OLD_CLI = Path("/usr/bin/docker")

BROKEN = """\
---
format: 1
id: broken
title: Broken
image: ghost
minutes: 1
fixtures:
  listed: {run: docker run ghost ls}
---
# One
## Vacuous
Anything passes here.
```step
id: vacuous
kind: do
needs: [listed]
do: docker ps
pass:
  target: {status: exited}
wrong:
  - {try: docker ps -a, mistake: wrong-list}
```
## Mistaken
```step
id: mistaken
kind: do
do: docker run ghost lss
pass:
  container: {image: ghost, command: [lss], exit: "0"}
wrong:
  - {try: docker run ghost cd, mistake: not-in-image}
  - {try: docker run -p {{port}}:2368 ghost ls, mistake: port-taken, given: [port-taken]}
  - {try: docker run --name taken ghost ls, mistake: name-taken, given: [name-taken]}
```
""".replace("docker run -p {{port}}:2368 ghost ls,", '"docker run -p {{port}}:2368 ghost ls",')


def author(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `docker-tutor author WORDS` in that folder."""
    return subprocess.run(
        [sys.executable, "-m", "tutor", "author", *words],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The smallest lesson of the documentation, in a file of the name that the page gives it."""
    page = PAGE.read_text(encoding="utf-8")
    block = re.search(r"^````markdown\n(.*?)^````$", page, re.DOTALL | re.MULTILINE)
    name = re.search(r"the file `([a-z-]+\.md)`", page)
    assert block
    assert name
    path = tmp_path / name[1]
    path.write_text(block[1], encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A lesson that loads and is wrong in most ways that only running it can show."""
    path = tmp_path / "broken.md"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def left(daemon: docker.APIClient) -> set[str]:
    """Images and networks of the tools' own that are there, by name."""
    tags = {tag for image in daemon.images() for tag in image.get("RepoTags") or ()}
    return {tag for tag in tags if tag.startswith("docker-tutor-author-")}


@pytest.mark.usefixtures("home")
def test_the_first_lesson_of_the_page_is_good(first: Path) -> None:
    """Extracted, linted, tried and verified: all as the page says."""
    linted = author("lint", first.name, folder=first.parent)
    assert linted.returncode == FINE, linted.stdout
    line = "docker run --rm ghost date"
    tried = author("try", f"./{first.name}", "ask-time", line, "--image", "stand-in", folder=first.parent)
    assert tried.returncode == FINE, tried.stdout + tried.stderr
    assert "verdict  passed" in tried.stdout
    verified = author("verify", f"./{first.name}", "--image", "stand-in", folder=first.parent)
    assert verified.returncode == FINE, verified.stdout + verified.stderr
    assert "All 4 checks of 1 step are well." in verified.stdout


@pytest.mark.usefixtures("home")
def test_the_page_shows_what_the_lint_says(first: Path) -> None:
    """The message about a misspelt key is the one that the page quotes."""
    first.write_text(first.read_text(encoding="utf-8").replace("hints:", "hnits:"), encoding="utf-8")
    linted = author("lint", first.name, folder=first.parent)
    assert linted.returncode == USAGE
    quoted = next(line.strip() for line in PAGE.read_text(encoding="utf-8").splitlines() if "hnits" in line)
    assert quoted in linted.stdout


@pytest.mark.usefixtures("home")
def test_a_line_that_does_not_pass_is_told(first: Path) -> None:
    """The exit code says no; the data has verdict, mistake, marks and the tutor's own words."""
    name = f"./{first.name}"
    tried = author(
        "try", name, "ask-time", "docker run date ghost", "--json", "--image", "stand-in", folder=first.parent
    )
    assert tried.returncode == NOT_PASSED, tried.stderr
    data = json.loads(tried.stdout)
    assert (data["passed"], data["verdict"], data["mistake"]) == (False, "not yet", "image-command-swapped")
    assert data["marks"][0] == "date"
    assert any("docker run date" in line for line in data["said"])
    assert data["left"] == []


@pytest.mark.usefixtures("home")
def test_verify_finds_what_is_wrong_with_a_lesson(broken: Path, daemon: docker.APIClient) -> None:
    """A step that anything passes, an answer that fails, a mistake of another name; the rest of it is well."""
    before = left(daemon)
    verified = author("verify", f"./{broken.name}", "--image", "stand-in", "--json", folder=broken.parent)
    assert verified.returncode == NOT_PASSED, verified.stderr
    data: dict[str, Any] = json.loads(verified.stdout)
    found = {f"{check['step']}: {check['check']}": check for check in data["checks"]}
    assert {name for name, check in found.items() if not check["ok"]} == {
        "vacuous: untouched",
        "vacuous: wrong 1",
        "mistaken: do",
        "mistaken: wrong 1",
    }
    assert found["mistaken: do"]["mistake"] == "not-in-image"
    assert found["mistaken: wrong 1"]["mistake"] == "shell-builtin"
    assert all(check["left"] == [] for check in found.values())
    assert left(daemon) <= before


@pytest.mark.usefixtures("home")
def test_the_answers_of_a_person_are_told_apart(first: Path) -> None:
    """A step, a lesson or a fact that there is not is a wrong use; so is a program that is none."""
    for words in (
        ("try", f"./{first.name}", "ask-tme", "docker ps"),
        ("try", f"./{first.name}", "ask-time", "docker rm {{contaner}}"),
        ("verify", "no-such-lesson"),
        ("verify", f"./{first.name}", "--cli", "no-such-program"),
        ("verify", f"./{first.name}", "--image", "docker-tutor-no-such-image"),
        ("lint", "no-such-file.md"),
    ):
        assert author(*words, folder=first.parent).returncode == USAGE, words


@pytest.mark.timeout(PATIENCE)
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("image", ["stand-in", "stand-in-wants-mysql"])
def test_the_lesson_proves_itself(image: str, tmp_path: Path) -> None:
    """Every check of the lesson is well, with an image that boots alone and with one that wants a database."""
    cli = ("--cli", str(OLD_CLI)) if image != "stand-in" and OLD_CLI.exists() else ()
    verified = author("verify", LESSON, "--image", image, *cli, folder=tmp_path)
    assert verified.returncode == FINE, verified.stdout + verified.stderr
