"""A lesson that is to begin where no daemon answers: what is asked, what is done, and what a script is told."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from tests.core.test_cures import BARE
from tests.lesson_texts import READ, small
from tutor.commands import offer as offering
from tutor.commands.offer import offer
from tutor.core import texts
from tutor.core.message import text
from tutor.errors import NoDaemonError, Trouble
from tutor.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.doctor.conftest import Doctor
    from tutor.environment import Environment

LESSON = "small"
ELSEWHERE = NoDaemonError("There is no socket file /x.sock.", "A hint.", Trouble.NO_SOCKET, "/x.sock")
MISSING = NoDaemonError("There is no docker.", "A hint.", Trouble.NO_CLI)


class Typist(StringIO):
    """A terminal at which these lines are typed."""

    def isatty(self) -> bool:
        """It is one."""
        return True


class Starts:
    """What the lesson is started with; it begins once `failures` starts have failed."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.options: list[Namespace] = []

    def __call__(self, options: Namespace) -> ExitCode:
        """One start."""
        self.options.append(options)
        if len(self.options) <= self.failures:
            raise ELSEWHERE
        return ExitCode.FINE


@pytest.fixture(autouse=True)
def lessons(doctor: Doctor) -> Path:
    """A folder with the only lesson there is; it has no recordings."""
    folder = doctor.folder / "lessons"
    folder.mkdir()
    (folder / "small.md").write_text(small(f"## A\n{READ.format(id='a')}"), encoding="utf-8")
    variables = {**doctor.environment.variables, "DOCKER_TUTOR_LESSONS": str(folder)}
    doctor.environment = replace(doctor.environment, variables=variables)
    return folder


def typed(doctor: Doctor, lines: str) -> Environment:
    """An environment in which somebody types these lines."""
    return replace(doctor.environment, stdin=Typist(lines))


def told(doctor: Doctor) -> str:
    """What was printed, as one line."""
    doctor.environment.stdout.flush()
    return " ".join((doctor.folder / "out").read_text(encoding="utf-8").split())


def options(**more: object) -> Namespace:
    """Those of `start`."""
    return Namespace(lesson=LESSON, plain=False, **more)


def test_a_script_is_told_the_cure_of_its_machine(doctor: Doctor) -> None:
    """Nothing is asked: the error names the trouble, the cures with their commands, and the doctor."""
    starts = Starts()
    with pytest.raises(NoDaemonError) as caught:
        offer(doctor.environment, options(), ELSEWHERE, starts)
    assert caught.value.message == ELSEWHERE.message
    assert "    docker context ls\n" in caught.value.hint
    assert caught.value.hint.endswith("docker-tutor doctor")
    assert "--recorded" not in caught.value.hint
    assert starts.options == []


@pytest.mark.parametrize("lines", ["quit\n", "q\n", "2\n", ""])
def test_leaving(doctor: Doctor, lines: str) -> None:
    """By its word, its number, or the end of the input: exit code 4, and nothing is started."""
    starts = Starts()
    assert offer(typed(doctor, lines), options(), ELSEWHERE, starts) is ExitCode.NO_DAEMON
    assert starts.options == []


def test_looking_again(doctor: Doctor) -> None:
    """What the learner has to do stands there; `again` starts the lesson, and asks anew while no daemon answers."""
    starts = Starts(failures=1)
    assert offer(typed(doctor, "frobnicate\nagain\nagain\n"), options(), ELSEWHERE, starts) is ExitCode.FINE
    assert len(starts.options) == 2
    said = told(doctor)
    assert "There is no socket file /x.sock." in said
    assert "docker context ls" in said
    assert "Type one of: again, quit." in said
    assert "Docker still does not answer." in said
    assert "recorded" not in said


def test_a_second_enter_leaves(doctor: Doctor) -> None:
    """Enter takes the cure at first; where that was to no avail it leaves, so that no key loops."""
    starts = Starts(failures=9)
    assert offer(typed(doctor, "\n\n"), options(), ELSEWHERE, starts) is ExitCode.NO_DAEMON
    assert len(starts.options) == 1


def test_the_doctor_helps(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is a cure to run, `cure` runs the doctor, which asks; then the lesson starts."""
    asked: list[bool] = []
    monkeypatch.setattr(offering, "fix", lambda _look, hands: asked.append(hands.takes_all or hands.is_willing))
    monkeypatch.setattr(offering, "machine_here", lambda _variables: BARE)
    starts = Starts()
    assert offer(typed(doctor, "cure\n"), options(), MISSING, starts) is ExitCode.FINE
    assert asked == [False]
    assert len(starts.options) == 1


def test_the_recorded_lesson(doctor: Doctor, lessons: Path) -> None:
    """It is offered for a lesson that has recordings, and started as if `--recorded` had been typed."""
    recordings = lessons / "recordings" / LESSON
    recordings.mkdir(parents=True)
    (recordings / "about.json").write_text("{}")
    starts = Starts()
    assert offer(typed(doctor, "recorded\n"), options(step="a"), ELSEWHERE, starts) is ExitCode.FINE
    assert vars(starts.options[0]) == {"lesson": LESSON, "plain": False, "step": "a", "recorded": True}
    with pytest.raises(NoDaemonError) as caught:
        offer(doctor.environment, options(), ELSEWHERE, starts)
    assert f"docker-tutor start {LESSON} --recorded" in caught.value.hint


def test_every_way_has_its_words() -> None:
    """What a choice does is said beside it."""
    for way in offering.Way:
        assert texts.fill(text(f"offer.{way.value}"))
