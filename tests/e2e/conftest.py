"""What tests of the installed command share: learners in a home of their own, and what they left on the daemon."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.learner import COMMAND, LESSON, PATIENCE, Learner
from tutor.cli import main
from tutor.engine.ownership import LABEL, is_from_here
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import docker


class Home:
    """A learner's home: runs commands in it, and looks at what they keep there.

    `variables` name its folders, where the environment of this process does not.
    """

    def __init__(self, folder: Path, client: docker.APIClient, variables: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.variables = dict(variables or {})
        self.client = client
        self.began = time.time()
        self.learners: list[Learner] = []
        self.state = folder / "state" / "docker-tutor"
        self.store = folder / "data" / "docker-tutor" / "progress.sqlite3"

    def sit(
        self,
        *words: str,
        size: tuple[int, int] = (24, 80),
        term: str = "xterm-256color",
        variables: Mapping[str, str] | None = None,
    ) -> Learner:
        """A learner who typed `docker-tutor` and these words."""
        learner = Learner(*words, size=size, term=term, variables=variables)
        self.learners.append(learner)
        return learner

    def start(self, *words: str, term: str = "xterm-256color", variables: Mapping[str, str] | None = None) -> Learner:
        """A learner at the first prompt of a step."""
        learner = self.sit("start", LESSON, "--image", "stand-in", *words, term=term, variables=variables)
        learner.wait_for_prompt()
        return learner

    def run(self, *words: str, lines: str | bytes = "", **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `docker-tutor` with these words, `lines` piped in."""
        given = lines if isinstance(lines, bytes) else lines.encode()
        done = subprocess.run(
            [str(COMMAND), *words],
            input=given,
            capture_output=True,
            timeout=100,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8", **self.variables, **variables},
        )
        out, complaint = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        return subprocess.CompletedProcess(done.args, done.returncode, out, complaint)

    def script(self, *lines: str, step: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        """Pipe these lines into the lesson."""
        words = ("--step", step) if step else ()
        text = "".join(f"{line}\n" for line in lines)
        return self.run("start", LESSON, "--image", "stand-in", *words, lines=text, **variables)

    def told(self, *words: str) -> list[dict[str, Any]]:
        """What a command prints as JSON."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows

    def marks(self) -> dict[str, str]:
        """The steps that the store says are done or skipped."""
        return {row["id"]: row["state"] for row in self.told("steps", LESSON) if row["state"] != "open"}

    def attempts(self) -> list[tuple[str, str, str]]:
        """Step, line and verdict of what the store has written down, in order."""
        if not self.store.exists():
            return []
        with sqlite3.connect(self.store) as connection:
            return list(connection.execute("SELECT step, line, verdict FROM attempts ORDER BY number"))

    def containers(self) -> list[str]:
        """Containers of this home's sessions that are there."""
        listed = self.client.containers(all=True, filters={"label": LABEL})
        return [one["Id"] for one in listed if self.is_ours(one["Labels"][LABEL])]

    def volumes(self) -> list[str]:
        """Volumes there that containers of this home's sessions mounted since the test began."""
        filters = {"type": ["container", "volume"]}
        span = {"since": self.began, "until": time.time(), "decode": True}
        events = list(self.client.events(**span, filters=filters))  # type: ignore[call-overload]  # fractions are fine
        actors = [(event["Action"], event["Actor"]) for event in events]
        ours = {
            actor["ID"]
            for action, actor in actors
            if action == "create" and self.is_ours(actor["Attributes"].get(LABEL, ""))
        }
        mounted = {
            actor["ID"] for action, actor in actors if action == "mount" and actor["Attributes"]["container"] in ours
        }
        there = {one["Name"] for one in self.client.volumes()["Volumes"] or ()}
        return sorted(mounted & there)

    def is_ours(self, session: str) -> bool:
        """Whether the session began in this home."""
        return is_from_here(session, self.state / "sessions")

    def is_clear(self) -> bool:
        """Whether nothing of this home's sessions is left: containers, volumes, locks, sockets."""
        sessions = self.state / "sessions"
        files = list(sessions.iterdir()) if sessions.is_dir() else []
        spare = Path(tempfile.gettempdir()) / f"docker-tutor-{os.getuid()}"
        sockets = [path for path in spare.glob("*.wire") if self.is_ours(path.name)]
        return not self.containers() and not self.volumes() and not files and not sockets

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something on the daemon."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"never came: {what}"
            time.sleep(0.05)


@pytest.fixture
def place(home: Path, daemon: docker.APIClient) -> Iterator[Home]:
    """A home; in the end its learners go, and what they left."""
    here = Home(home, daemon)
    yield here
    for learner in here.learners:
        learner.close()
    assert main(["cleanup"]) is ExitCode.FINE  # in this process: a test of its own drives the command
