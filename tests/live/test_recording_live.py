"""Recordings and the daemon agree: what is recorded proves the lesson, and one script gets the same verdicts twice."""

from __future__ import annotations

import json
import secrets
import sqlite3
from argparse import Namespace
from typing import TYPE_CHECKING

from tests.e2e.conftest import Home
from tests.e2e.learner import LESSON
from tutor.authoring.camera import Reel
from tutor.authoring.checks import plan
from tutor.authoring.recording import film, write
from tutor.commands.record import about
from tutor.commands.workshop import workshop
from tutor.content import load
from tutor.core.mistakes import MISTAKES
from tutor.environment import Environment

if TYPE_CHECKING:
    from pathlib import Path

    import docker

    from tutor.core.lesson import Lesson

SMALL = """---
format: 1
id: small
title: Small
image: ghost
minutes: 5
fixtures:
  listed-files: {run: docker run ghost ls}
---
# One
## List
```step
id: list
kind: do
do: docker run ghost ls
pass: {container: {image: ghost, command: [ls], exit: "0"}}
hints: [Type it.]
wrong:
  - {try: docker run ghost lss, mistake: not-in-image}
```
## Remove
{{container}} is there.
```step
id: remove
kind: do
needs: [listed-files]
do: docker rm {{container}}
pass: {target: {status: removed}}
hints: [Type it.]
```
"""


def script(server: str, files: str) -> str:
    """Lines for sections 2 and 3, right and wrong ones; containers get these names."""
    lines = (
        "both",
        "docker run ghost 'ls -l'",
        "docker run ghost ls",
        "docker-entrypoint.sh lss",
        "docker ps -a --no-trunc",
        "docker-entrypoint.sh ls",
        "docker run ghost lss",
        "docker run ghost node --version",
        f"docker run --name {server} ghost",
        "^]",
        "docker images",
        "docker container ls",
        "docker stop",
        f"docker stop {server}",
        f"docker run --name {files} ghost ls",
        "gone",
        "docker ps --all",
        "docker container ls",
        "docker ps",
        "docker container ls -a",
        f"docker rm {files}",
    )
    return "".join(f"{line}\n" for line in lines)


def judged(home: Home) -> list[tuple[str, ...]]:
    """Step, line, verdict and mistake of all that was typed, in order."""
    with sqlite3.connect(home.store) as connection:
        return list(connection.execute("SELECT step, line, verdict, mistake FROM attempts ORDER BY number"))


def test_live_and_recorded_say_the_same(home: Path, daemon: docker.APIClient) -> None:
    """The same script gets the same verdicts and mistakes, step by step, from the daemon and from recordings."""
    here = Home(home, daemon)
    lines = script(f"server-{secrets.token_hex(3)}", f"files-{secrets.token_hex(3)}")
    verdicts = []
    for how in (("--image", "stand-in"), ("--recorded",)):
        done = here.run("start", LESSON, "--step", "run-ls", *how, lines=lines)
        assert done.stderr == ""
        verdicts.append(judged(here))
        assert here.run("reset", LESSON).returncode == 0
    live, recorded = verdicts
    assert recorded == live
    assert {verdict for _, _, verdict, _ in live} == {"passed", "not yet", "elsewhere"}


def test_what_is_recorded_proves_the_lesson(
    home: Path, daemon: docker.APIClient, ghost_image: str, tmp_path: Path
) -> None:
    """What was recorded proves a lesson without the daemon; once it is changed, its step is to be recorded anew."""
    path = tmp_path / "small.md"
    small = SMALL.replace("ghost", ghost_image)
    path.write_text(small)
    record(load(path, frozenset(MISTAKES)), tmp_path / "recordings" / "small")
    here = Home(home, daemon)
    proven = json.loads(here.run("author", "verify", str(path), "--recorded", "--json").stdout)
    assert [check["verdict"] for check in proven["checks"] if not check["ok"]] == []
    assert (proven["ok"], proven["changed"], proven["unwell"]) == (True, [], [])
    path.write_text(small.replace(" lss,", " lsss,"))
    changed = json.loads(here.run("author", "verify", str(path), "--recorded", "--json").stdout)
    assert (changed["ok"], changed["changed"], changed["unwell"]) == (False, ["list"], ["list"])


def record(lesson: Lesson, folder: Path) -> None:
    """Record the lesson's own lines."""
    environment = Environment.of_this_process()
    options = Namespace(image="", cli="")
    reel = Reel()
    with workshop(environment, lesson, options, None) as shop:
        own = [check for check in plan(shop.lesson) if check.name != "untouched"]
        results = list(film(shop.bench, shop.lesson, own, reel))
        assert [result.check.name for result in results if not result.is_well] == []
        write(reel, folder, about(shop, environment, lesson), str)
