"""How a cure is carried out: shown, agreed to, run, and looked after; it stops where one does not help."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tutor.core import texts
from tutor.core.findings import Cure, Finding, Health, Kind, Will, is_live, needed, told
from tutor.core.message import Note, text
from tutor.doctor.fixing import NOT_FOUND, fix, run_shown

if TYPE_CHECKING:
    from pathlib import Path

    from tutor.core.message import Message

GOOD = Finding(Kind.SOCKET, Health.GOOD, text("doctor.others"))
START = Cure(text("cure.start"), ("start",), Will.DOES)
BY_HAND = Cure(text("cure.start.by-hand"), ("by-hand",), Will.DOES)
PULL = Cure(text("cure.pull", image="ghost"), ("pull",), Will.ASKS)


def bad(*cures: Cure, kind: Kind = Kind.SOCKET) -> Finding:
    """Something without which no lesson runs."""
    return Finding(kind, Health.BAD, text("doctor.trouble", reason="Nobody is there."), cures)


@dataclass
class Scene:
    """A machine that is in order once one of `helpful` has been run, and a learner who declines what is `unwanted`."""

    findings: tuple[Finding, ...]
    helpful: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    is_willing: bool = False
    later: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def look(self) -> tuple[Finding, ...]:
        """What there is; a cure shows after `later` more looks."""
        if not self.helpful & set(self.ran):
            return self.findings
        self.later -= 1
        return self.findings if self.later >= 0 else (GOOD,)

    def say(self, message: Message) -> None:
        """Keep the words."""
        assert isinstance(message, Note)
        self.said += [texts.fill(message.text), *message.commands]

    def agrees(self, command: str, will: Will) -> bool:
        """Whether it is wanted."""
        del will
        self.asked.append(command)
        return command not in self.unwanted

    def run(self, command: str) -> int:
        """Note it."""
        self.ran.append(command)
        return self.codes.get(command, 0)


def test_a_cure_that_helps() -> None:
    """What is wrong is said, the command asked for and run, and that it helped."""
    scene = Scene((bad(START),), frozenset({"start"}))
    assert is_live(fix(scene.look, scene))
    assert scene.asked == scene.ran == ["start"]
    assert scene.said == ["Nobody is there.", "Start Docker:", "That helped."]


def test_another_way_to_the_same_end() -> None:
    """Where the first way does not help the next is tried."""
    scene = Scene((bad(START, BY_HAND),), frozenset({"by-hand"}), codes={"start": 2})
    assert is_live(fix(scene.look, scene))
    assert scene.ran == ["start", "by-hand"]
    assert "It ended with code 2." in scene.said


def test_it_stops_at_what_does_not_help() -> None:
    """What comes after is not touched, and the end of the engine's log is shown."""
    other = bad(Cure(text("cure.busybox"), ("install",), Will.DOES), kind=Kind.IMAGE)
    scene = Scene((bad(START), other))
    assert not is_live(fix(scene.look, scene))
    assert scene.ran == ["start"]
    assert scene.said[-1] == "That did not help, so I stop here."


def test_the_log_of_an_engine_that_does_not_come(tmp_path: Path) -> None:
    """Its last lines are shown; a log that is not there is none."""
    log = tmp_path / "log"
    log.write_text("".join(f"line {number}\n" for number in range(50)))
    for path, last in ((log, "line 49"), (tmp_path / "none", "Start Docker:")):
        scene = Scene((bad(Cure(text("cure.start"), ("start",), Will.DOES, log=str(path))),))
        fix(scene.look, scene)
        assert scene.said[-2] == last
    assert "line 9" not in scene.said


def test_the_rest_of_a_cure_is_not_run_after_a_failure() -> None:
    """An install after a failed update would fail as well, or install what is old."""
    scene = Scene((bad(Cure(text("cure.busybox"), ("update", "install"), Will.DOES)),), codes={"update": 100})
    fix(scene.look, scene)
    assert scene.ran == ["update"]


def test_an_effect_is_waited_for() -> None:
    """An engine needs a moment: it is looked for until it answers."""
    patient = Cure(text("cure.start"), ("start",), Will.DOES, patience=60)
    scene = Scene((bad(patient),), frozenset({"start"}), later=2)
    assert is_live(fix(scene.look, scene))
    assert "Waiting for Docker to answer, 60 seconds at most." in scene.said


def test_what_is_declined_is_not_run() -> None:
    """Nor is another way offered to what was declined; and nothing that hangs on it."""
    scene = Scene((bad(START, BY_HAND),), unwanted=frozenset({"start"}))
    assert not is_live(fix(scene.look, scene))
    assert (scene.asked, scene.ran) == (["start"], [])
    assert scene.said[-1] == "Not run."


def test_what_a_lesson_can_do_without_is_only_offered_to_a_person() -> None:
    """A big download is not part of `--yes`; whoever declines it goes on."""
    remark = Finding(Kind.IMAGE, Health.REMARK, text("doctor.others"), (PULL,))
    scene = Scene((remark,))
    fix(scene.look, scene)
    assert (scene.asked, scene.said) == ([], ["There is nothing to fix."])
    scene = Scene((remark, bad(START)), frozenset({"start"}), frozenset({"pull"}), is_willing=True)
    fix(scene.look, scene)
    assert (scene.asked, scene.ran) == (["pull", "start"], ["start"])


def test_a_no_to_the_big_image_leaves_the_small_one() -> None:
    """Who declines what comes with a question of its own is offered the other way; its yes counts."""
    small = Cure(text("cure.stand-in", image="ghost"), ("small",), Will.DOES)
    remark = Finding(Kind.IMAGE, Health.REMARK, text("doctor.others"), (PULL, small))
    scene = Scene((remark,), frozenset({"small"}), frozenset({"pull"}), is_willing=True)
    fix(scene.look, scene)
    assert (scene.asked, scene.ran, scene.said[-1]) == (["pull", "small"], ["small"], "That helped.")
    scene = Scene((remark,), frozenset({"small"}))
    fix(scene.look, scene)
    assert scene.ran == ["small"]


def test_what_a_lesson_asks_for_itself_is_left_to_it() -> None:
    """Where only a lesson is to be got going, the image is no business of the doctor's."""
    remark = Finding(Kind.IMAGE, Health.REMARK, text("doctor.others"), (PULL,))
    assert needed((bad(START), remark)) == (bad(START), replace(remark, cures=()))


def test_what_only_the_learner_can_cure() -> None:
    """It is said that there is nothing to run, and what hangs on it is left."""
    mine = Cure(text("cure.login"), ("newgrp docker",))
    scene = Scene((bad(mine), bad(START, kind=Kind.IMAGE)))
    fix(scene.look, scene)
    assert scene.ran == []
    assert scene.said == ["This I cannot fix from here; the cures below are for you."]


def test_a_finding_as_it_is_told() -> None:
    """Its sentence, then each cure with its commands."""
    first, *rest = told(bad(START, BY_HAND))
    assert texts.fill(first.text) == "Nobody is there."
    assert [note.commands for note in rest] == [("start",), ("by-hand",)]


def test_a_command_is_run_as_it_is_shown(tmp_path: Path) -> None:
    """Quotes hold words together, there is no shell, its input is empty, and its exit code is told."""
    variables = dict(os.environ)
    told = "os.environ['DEBIAN_FRONTEND'] + sys.stdin.read()"
    script = f"import os, sys; open(sys.argv[1], 'w').write({told}); sys.exit(3)"
    place = tmp_path / "a file; touch b"
    assert run_shown(f"{sys.executable} -c \"{script}\" '{place}'", variables, asks=False) == 3
    assert place.read_text() == "noninteractive"
    assert run_shown("docker-tutor-has-no-such-program --now", variables, asks=False) == NOT_FOUND
