"""Lines that no recording shows: judged by what stands in them, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.conversation import LESSON
from tests.core.judging import FACTS
from tutor.core.command import parse
from tutor.core.judge import judge
from tutor.core.unseen import from_line
from tutor.core.verdict import Verdict, VerdictKind


def verdict(step: str, line: str) -> Verdict:
    """What the line is worth at the step, where nothing is known of it but itself."""
    place = LESSON.index(step)
    assert place is not None
    at, command = LESSON.steps[place], parse(line)
    model = parse(at.do.replace("{{port}}", "8989")) if at.do and "{{container}}" not in at.do else None
    return judge(at, command, from_line(command, FACTS), FACTS, model=model)


@pytest.mark.parametrize(
    ("step", "line", "mistake"),
    [
        ("boot-ghost", "docker run -p 2368:8989 --memory 1g ghost", "ports-swapped"),
        ("boot-ghost", "docker run -p 8989:81 ghost", "container-port"),
        ("boot-ghost", "docker run -p 9000:2368 ghost", "host-port"),
        ("boot-ghost", "docker run --cpus 1 ghost", "no-publish"),
        ("shell", "docker run -i --cpus 1 ghost sh", "i-only"),
        ("shell", "docker run -t --cpus 1 ghost sh", "t-only"),
    ],
)
def test_a_line_that_is_wrong_in_itself_is_told(step: str, line: str, mistake: str) -> None:
    """What the line says of its container is certain, and so is a mistake in it."""
    told = verdict(step, line)
    assert (told.kind, told.mistake) == (VerdictKind.NOT_YET, mistake)


def test_another_program_is_told_by_the_line() -> None:
    """The wanted command is not the line's: that point is named."""
    assert verdict("run-ls", "docker run --cpus 1 ghost date").kind is VerdictKind.NOT_YET


@pytest.mark.parametrize(
    ("step", "line"),
    [
        ("boot-ghost", "docker run -p 8989:2368 --memory 1g ghost"),
        ("own-command", "docker run ghost uptime"),
        ("inspect-image", "docker inspect -s ghost"),
        ("see-it", "docker ps --filter status=running"),
        ("stop-it", "docker stop -t 1 somebody"),
        ("boot-ghost", "docker run nginx"),
        ("run-ls", "docker info"),
    ],
)
def test_nothing_is_made_up(step: str, line: str) -> None:
    """What hangs on the daemon's doings is neither passed nor counted against anybody."""
    assert verdict(step, line).kind is VerdictKind.UNCHECKED


def test_what_a_line_asks_for() -> None:
    """Image, command, flags and ports are read from it; how it ends is not."""
    outcome = from_line(parse("docker run --rm -it -p 8989:2368 ghost:latest ls -l"), FACTS)
    (seen,) = outcome.created
    assert (seen.command, seen.tty, seen.open_stdin, seen.auto_remove) == (("ls", "-l"), True, True, True)
    assert [(one.host_port, one.container_port) for one in seen.bindings] == [(8989, "2368/tcp")]
    assert outcome.exit_code is None
    assert from_line(parse("docker run ghost"), replace(FACTS, image=None)).created == ()
