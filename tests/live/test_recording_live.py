"""Recordings and the daemon agree: what is recorded proves the lesson, and one script gets the same verdicts twice."""

from __future__ import annotations

import json
import secrets
import sqlite3
from typing import TYPE_CHECKING

from tests.e2e.conftest import Home
from tests.e2e.learner import LESSON

if TYPE_CHECKING:
    from pathlib import Path

    import docker

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
    """Lines for sections 2 to 4, right and wrong ones; containers get these names."""
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
        "docker run ghost ls --rm",
        "docker run --rm ghost ls",
        "silence",
        "docker run ghost sh",
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
    assert len(live) > 20
    assert recorded == live


def test_what_is_recorded_proves_the_lesson(home: Path, daemon: docker.APIClient, tmp_path: Path) -> None:
    """A small lesson, recorded now, is proven by its recordings alone; changed, it is said which step to record anew."""
    del daemon
    lesson = tmp_path / "small.md"
    lesson.write_text(SMALL)
    recorded = Home.record(home, lesson)
    assert recorded.returncode == 0, recorded.stdout + recorded.stderr
    proven = json.loads(Home.plain(home, "author", "verify", str(lesson), "--recorded", "--json").stdout)
    assert (proven["ok"], proven["changed"], proven["unwell"]) == (True, [], [])
    lesson.write_text(SMALL.replace("run ghost lss", "run ghost lsss"))
    changed = json.loads(Home.plain(home, "author", "verify", str(lesson), "--recorded", "--json").stdout)
    assert (changed["ok"], changed["changed"], changed["unwell"]) == (False, ["list"], ["list"])
