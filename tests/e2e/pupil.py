"""A learner who pipes lines in, each once the answer to the one before was read, and who asks for every solution."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from typing import TYPE_CHECKING

from tests.e2e.learner import COMMAND, LESSON, PATIENCE
from tutor.core.lesson import StepKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.core.lesson import Step

LEAVE = "^]"
WHERE = "You are at step"  # what `progress` answers, with the number
COMMANDS = ("Type this:", "And in the shell that it opens:")
ANSWER = "The answer is: "
OPENED = re.compile(r"^Step (\d+) of \d+: ", re.MULTILINE)


class Pupil:
    """One run of `docker-tutor start` with lines piped in.

    Args:
        words: After the lesson's name.
    """

    def __init__(self, *words: str) -> None:
        command = [str(COMMAND), "start", LESSON, "--image", "stand-in", "--plain", *words]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True, bufsize=1, env=environment
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def number(self) -> int:
        """The step that was shown last, counted from 1."""
        return int(OPENED.findall(self.said)[-1])

    @property
    def words(self) -> str:
        """All that was said, as one line with single blanks, so that it does not matter where lines wrap."""
        return " ".join(self.said.split())

    def type(self, *lines: str) -> None:
        """Pipe these lines in."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines))

    def ask(self, *lines: str) -> str:
        """Pipe these lines in; all that was said to them, once the tutor has dealt with the last."""
        here, answers = len(self.said), self.said.count(WHERE)
        self.type(*lines, "@ progress")
        self.wait(lambda: self.said.count(WHERE) > answers, f"an answer to {lines}")
        return self.said[here:]

    def solve(self, step: Step, *, after: str = "") -> str:
        """Answer the step at hand as its `solution` says, `after` that a key; what was said."""
        match step.kind:
            case StepKind.READ:
                return self.ask("")
            case StepKind.WATCH:
                return self.ask("two", "echo hello", "done")
            case StepKind.QUIZ:
                return "".join(self.ask(*self.solution()) for _ in step.cases)
            case StepKind.QUESTION:
                return self.ask(*self.solution())
            case StepKind.DO | StepKind.PREDICT | StepKind.INSIDE:
                return self.ask(*self.solution(), *((after,) if after else ()))

    def solution(self) -> tuple[str, ...]:
        """The lines to type: a command, with what belongs into the shell that it opens, or an answer."""
        said = self.ask("solution")
        if ANSWER in said:
            return (said.partition(ANSWER)[2].splitlines()[0],)
        lines: list[str] = []
        for heading in COMMANDS:
            for line in said.partition(heading)[2].splitlines()[1:]:
                if not line.startswith("  "):
                    break
                lines.append(line.strip())
        return tuple(lines)

    def wait_for(self, words: str, times: int = 1) -> None:
        """Wait until this was said so many times."""
        self.wait(lambda: self.said.count(words) >= times, words)

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Wait until it holds; the tutor's end, or silence for too long, is a failure."""
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, f"never came: {what}\n{self.said[-3000:]}"
            assert self._reader.is_alive() or condition(), f"ended while waiting for {what}\n{self.said[-3000:]}"
            time.sleep(0.02)

    def kill(self) -> int:
        """End it with kill -9; the exit code."""
        self.process.kill()
        return self.end()

    def end(self) -> int:
        """Wait for its end; the exit code."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def close(self) -> None:
        """Go, whatever it is doing."""
        if self.process.poll() is None:
            self.process.kill()
        self.end()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while data := os.read(self.process.stdout.fileno(), 65536):
            self.said += data.decode(errors="replace")
