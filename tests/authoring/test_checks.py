"""What is tried out of a lesson: complete, and nothing that two attempts at a time would spoil for each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lesson_texts import MISTAKES, documented
from tutor.authoring.another_image import renaming, with_image
from tutor.authoring.checks import Check, is_alone, like_model, plan, skipped
from tutor.authoring.circumstances import making
from tutor.content import parse_lesson
from tutor.core.facts import Facts, ImageFacts, ImageKind, Variant
from tutor.core.lesson import Circumstance, Pass, Step, StepKind, VariantOfStep, Wrong

LESSON = parse_lesson(documented(), "first-look.md", MISTAKES)
IMAGE = ImageFacts(name="ghost", id="sha256:1", kind=ImageKind.OFFICIAL, exposed=("2368/tcp",))
FACTS = Facts(image=IMAGE, port=20123, container="quiet_bell")


def checks(step: str, variant: Variant = Variant.PLAIN) -> dict[str, Check]:
    """The checks of one step, by name."""
    return {check.name: check for check in plan(LESSON, variant, step)}


def test_every_step_is_tried() -> None:
    """No step of a lesson goes without a check, and each has one that must pass."""
    assert {check.step for check in plan(LESSON)} == {step.id for step in LESSON.steps}
    assert {check.step for check in plan(LESSON) if check.passes} == {step.id for step in LESSON.steps}


def test_untouched_is_more_than_nothing() -> None:
    """Enter and a command that has nothing to do with it: neither may pass a step that asks for something."""
    untouched = {check.step for check in plan(LESSON) if check.name == "untouched"}
    assert untouched == {step.id for step in LESSON.steps if step.kind not in {StepKind.READ, StepKind.WATCH}}
    assert checks("remove")["untouched"].lines == ("", "docker version")


def test_a_site_is_left_and_is_stopped() -> None:
    """Both ways out of a server that answers are tried."""
    found = checks("boot-ghost")
    assert found["do, then leave"].lines == ("docker run -p {{port}}:2368 ghost", "^]")
    assert found["do, then Ctrl-C"].lines == ("docker run -p {{port}}:2368 ghost", "^C")


def test_a_guess_comes_before_the_line() -> None:
    """A predict step is walked as a learner walks it, and so is one that shows something."""
    first, line = checks("run-ls")["do"].lines
    assert line == "docker run ghost ls"
    asked = next(step.ask for step in LESSON.steps if step.id == "run-ls")
    assert asked is not None
    assert first in [choice.word for choice in asked.choices]
    assert len(checks("four-doors")["a line"].lines) == 2


def test_a_visit_types_its_model_lines() -> None:
    """`do`, then `type`; a wrong visit types its own."""
    found = checks("step-inside")
    assert found["do"].lines == ("docker exec -it {{container}} sh", "ls", "exit")
    assert found["wrong 1"].lines == ("docker run -it ghost sh", "ls", "exit")
    assert found["wrong 2"].given == (Circumstance.TARGET_STOPPED,)


def test_each_choice_is_tried() -> None:
    """A right one must pass, a wrong one must not; of typed answers each must, and another must not."""
    found = checks("once-more")
    assert found["all right"].passes
    assert not found["first missed"].passes
    assert found["first missed, then right"].lines[-1] == found["all right"].lines[0]
    passing = [check.passes for check in plan(LESSON, only="which-command")]
    assert True in passing
    assert False in passing


STEP = Step(
    id="boot",
    kind=StepKind.DO,
    title="Boot",
    section="One",
    prose="",
    do="docker run -p {{port}}:2368 ghost",
    passing=Pass(exit="0"),
    variants={"wants-mysql": VariantOfStep(do="docker run -e NODE_ENV=development -p {{port}}:2368 ghost")},
    wrong=(Wrong(line="docker run ghost", mistake="mysql-refused", given=(Circumstance.WANTS_MYSQL,)),),
)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("docker run -p 80:2368 ghost", "docker run -e NODE_ENV=development -p 80:2368 ghost"),
        ("docker run ghost", "docker run -e NODE_ENV=development ghost"),
        ("docker container run ghost", "docker container run ghost"),
        ("docker ps", "docker ps"),
    ],
)
def test_a_wrong_answer_errs_in_one_thing(line: str, other: str) -> None:
    """Where the image needs a flag in every line, a wrong line has it too: it is wrong for its own reason."""
    assert like_model(line, STEP, Variant.WANTS_MYSQL) == other
    assert like_model(line, STEP, Variant.PLAIN) == line


def test_what_is_wrong_for_lacking_the_flag_is_tried_without_it() -> None:
    """The line that such an image refuses is typed as the lesson has it."""
    lesson = replace(
        LESSON, steps=(replace(STEP, wrong=(replace(STEP.wrong[0], line="docker run -p 80:2368 ghost"),)),)
    )
    (check,) = (check for check in plan(lesson, Variant.WANTS_MYSQL) if check.mistake)
    assert check.lines == ("docker run -p 80:2368 ghost",)


def test_a_wrong_answer_for_another_image_is_counted() -> None:
    """It is not tried, and said not to be."""
    lesson = replace(LESSON, steps=(STEP,))
    assert (skipped(lesson, Variant.PLAIN), skipped(lesson, Variant.WANTS_MYSQL)) == (1, 0)
    assert len(plan(lesson, Variant.WANTS_MYSQL)) == len(plan(lesson, Variant.PLAIN)) + 1


@pytest.mark.parametrize(
    ("line", "given", "alone"),
    [
        ("docker run -p {{port}}:2368 ghost", (), False),
        ("docker run -p 127.0.0.1:{{port}}:2368 ghost", (), False),
        ("docker run -P ghost", (), False),
        ("docker run -p 2368 ghost", (), False),
        ("docker run -p 2368:{{port}} ghost", (), True),
        ("docker run --name blog ghost", (), True),
        ("docker run ghost --name blog", (), False),
        ("docker run ghost ls", (Circumstance.PORT_TAKEN,), False),
        ("docker run ghost ls", (Circumstance.NAME_SHADOWS,), True),
    ],
)
def test_what_the_daemon_has_once_is_tried_alone(line: str, given: tuple[Circumstance, ...], alone: bool) -> None:  # noqa: FBT001 -- a parameter
    """Names and ports that every session would take alike keep others waiting; a session's own port does not."""
    assert is_alone(Check(step="boot", name="wrong 1", lines=(line,), given=given)) is alone


def test_circumstances_are_made_by_docker_lines() -> None:
    """Each leaves something of ours that is as it says."""
    line = "docker run --name blog -p 20123:2368 ghost"
    assert making(Circumstance.PORT_TAKEN, line, FACTS) == ("docker run -dit -p 20123:2368/tcp ghost",)
    assert making(Circumstance.NAME_TAKEN, line, FACTS) == (
        "docker run -dit --name blog ghost",
        "docker stop -t 1 blog",
    )
    assert making(Circumstance.NAME_SHADOWS, line, FACTS)[0] == "docker run -dit --name ghost ghost"
    assert making(Circumstance.TARGET_RUNNING, line, FACTS) == ("docker start quiet_bell",)
    assert making(Circumstance.TARGET_STOPPED, line, FACTS) == ("docker stop -t 1 quiet_bell",)
    assert making(Circumstance.NAME_TAKEN, "docker run ghost", FACTS) == ()


def test_a_lesson_can_be_about_another_image() -> None:
    """Every line and expectation has the other name; paths, other tags and near names stay."""
    step = next(step for step in with_image(LESSON, "copy").steps if step.id == "boot-ghost")
    assert step.do == "docker run -p {{port}}:2368 copy"
    assert step.passing is not None
    assert step.passing.container is not None
    assert step.passing.container.image == "copy"
    assert with_image(LESSON, "copy").fixtures["stopped-ls"].run == "docker run copy ls"
    assert with_image(LESSON, "ghost") is LESSON


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("docker run ghost:latest ls", "docker run copy ls"),
        ("docker run 'ghost ls'", "docker run 'copy ls'"),
        ("docker run ghost:5 cat /var/lib/ghost/x", "docker run ghost:5 cat /var/lib/ghost/x"),
        ("docker run real-ghost ghosts gohst", "docker run real-ghost ghosts gohst"),
    ],
)
def test_only_the_image_itself_is_renamed(line: str, other: str) -> None:
    """What merely looks like it is left alone."""
    assert renaming("ghost", "copy")(line) == other
