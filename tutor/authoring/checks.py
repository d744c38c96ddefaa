"""What of a lesson is tried out, as values: each step alone, untouched, with its own answers and its wrong ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from tutor.core.command import CommandSyntaxError, parse
from tutor.core.facts import Variant
from tutor.core.lesson import Circumstance, StepKind
from tutor.core.publishing import publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.lesson import Ask, Lesson, Step, Wrong

LEAVE = "^]"
INTERRUPT = "^C"
BYSTANDER = "docker version"
"""A line that changes nothing and answers nothing: a step that it passes asks for nothing."""

WATCHED = "echo hello"
"""What is typed where a `watch` step asks for a line of the learner's own."""

OWN_PORT = "0"  # stands for the port that a session has for itself
NO_ANSWER = "none of these"
DAEMON_WIDE = frozenset({Circumstance.NAME_TAKEN, Circumstance.NAME_SHADOWS})
"""What one session makes and every other would see: names are the whole daemon's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing to try at one step, from a clean start.

    `lines` are typed in order, facts not filled in yet, each at whoever has the screen then: the tutor, or the program
    that a line before it opened; `^C`, `^D` and `^]` alone are those keys. `mistake` is the one it must be told as, ""
    where any verdict but a pass will do.
    """

    step: str
    name: str
    lines: tuple[str, ...]
    passes: bool = False
    mistake: str = ""
    given: tuple[Circumstance, ...] = ()


def plan(lesson: Lesson, variant: Variant = Variant.PLAIN, only: str = "") -> tuple[Check, ...]:
    """Every check of the lesson for an image of this variant, in the steps' order; `only` names a single step."""
    steps = [step for step in lesson.steps if only in ("", step.id)]
    return tuple(check for step in steps for check in checks_of(step, variant))


def skipped(lesson: Lesson, variant: Variant, only: str = "") -> int:
    """How many wrong answers are not tried with an image of this variant."""
    steps = [step for step in lesson.steps if only in ("", step.id)]
    return sum(not fits(wrong, variant) for step in steps for wrong in step.wrong)


def fits(wrong: Wrong, variant: Variant) -> bool:
    """Whether a wrong answer is one for an image of this variant."""
    return Circumstance.WANTS_MYSQL not in wrong.given or variant is Variant.WANTS_MYSQL


def checks_of(step: Step, variant: Variant) -> Iterator[Check]:
    """The checks of one step: untouched, its own answers, its wrong ones."""
    if step.kind not in {StepKind.READ, StepKind.WATCH}:
        yield Check(step=step.id, name="untouched", lines=("", BYSTANDER))
    yield from answers_of(step, variant)
    for number, wrong in enumerate(step.wrong, 1):
        if fits(wrong, variant):
            is_plain = Circumstance.WANTS_MYSQL in wrong.given  # wrong just for what such an image needs and it lacks
            line = wrong.line if is_plain else like_model(wrong.line, step, variant)
            name = f"wrong {number}"
            yield Check(step=step.id, name=name, lines=(line, *wrong.type), mistake=wrong.mistake, given=wrong.given)


def answers_of(step: Step, variant: Variant) -> Iterator[Check]:
    """What must pass the step, and the choices that must not."""
    line = model_of(step, variant)
    match step.kind:
        case StepKind.DO | StepKind.PREDICT | StepKind.INSIDE:
            yield from typed_answers(step, line)
        case StepKind.QUESTION:
            yield from question_answers(step)
        case StepKind.QUIZ:
            yield from quiz_answers(step)
        case StepKind.WATCH:
            yield Check(step=step.id, name="a line", lines=(*guess_of(step), WATCHED), passes=True)
        case StepKind.READ:
            yield Check(step=step.id, name="Enter", lines=("",), passes=True)
        case kind:
            assert_never(kind)


def model_of(step: Step, variant: Variant) -> str:
    """The step's model answer for this kind of image, "" where it has none."""
    different = step.variants.get(variant.value)
    return (different.do if different else None) or step.do or ""


def like_model(line: str, step: Step, variant: Variant) -> str:
    """A wrong answer with the words that this image's model answer has between `docker run` and the plain one's rest.

    `docker run -p 8989:80 ghost` is wrong for its port. Where the image needs `-e A=B` in every line, a learner who
    errs there errs with `-e A=B`: without it the line would be wrong for another reason. A line that does not begin
    like the model's has no place for them, and stays as it is.
    """
    plain, other = (step.do or "").split(" "), model_of(step, variant).split(" ")
    start = next((place for place, (a, b) in enumerate(zip(plain, other, strict=False)) if a != b), len(plain))
    added = other[start : start + len(other) - len(plain)]
    if not added or plain[start:] != other[start + len(added) :] or line.split(" ")[:start] != plain[:start]:
        return line
    words = line.split(" ")
    return " ".join([*words[:start], *added, *words[start:]])


def guess_of(step: Step) -> tuple[str, ...]:
    """A guess, where the step asks for one."""
    return (step.ask.choices[0].word,) if step.ask and step.ask.choices else ()


def typed_answers(step: Step, line: str) -> Iterator[Check]:
    """The model answer; a site that answers is then left running, and once more stopped with Ctrl-C."""
    lines = (*guess_of(step), line, *step.type)
    if step.passing and step.passing.answers:
        yield Check(step=step.id, name="do, then leave", lines=(*lines, LEAVE), passes=True)
        yield Check(step=step.id, name="do, then Ctrl-C", lines=(*lines, INTERRUPT), passes=True)
    else:
        yield Check(step=step.id, name="do", lines=lines, passes=True)


def question_answers(step: Step) -> Iterator[Check]:
    """Every right answer, and every wrong choice."""
    if step.ask is None:
        return
    for choice in step.ask.choices:
        yield Check(step=step.id, name=f"choice {choice.word}", lines=(choice.word,), passes=choice.right)
    for answer in step.ask.answers:
        yield Check(step=step.id, name="answer", lines=(answer,), passes=True)
    if step.ask.answers:
        yield Check(step=step.id, name="another answer", lines=(NO_ANSWER,))


def quiz_answers(step: Step) -> Iterator[Check]:
    """All right at once; the first one missed for good; the first one missed, and right when it comes back."""
    right = tuple(right_answer(case) for case in step.cases)
    wrong = wrong_answer(step.cases[0])
    yield Check(step=step.id, name="all right", lines=right, passes=True)
    yield Check(step=step.id, name="first missed", lines=(wrong, *right[1:]))
    yield Check(step=step.id, name="first missed, then right", lines=(wrong, *right[1:], right[0]), passes=True)


def right_answer(case: Ask) -> str:
    """What to type for a case."""
    return next((choice.word for choice in case.choices if choice.right), "") or case.answers[0]


def wrong_answer(case: Ask) -> str:
    """What not to type for a case."""
    return next((choice.word for choice in case.choices if not choice.right), NO_ANSWER)


def is_alone(check: Check) -> bool:
    """Whether the check uses what the daemon has only once (a name, a port that is not the session's own)."""
    return not DAEMON_WIDE.isdisjoint(check.given) or any(is_daemon_wide(line) for line in check.lines)


def is_daemon_wide(line: str) -> bool:
    """Whether the line names a container, or publishes on a port that every session would name alike."""
    try:
        command = parse(line.replace("{{port}}", OWN_PORT))
    except CommandSyntaxError:
        return False
    hosts = [at.host for use in command.flags if use.name == "publish" and (at := publication(use.value))]
    return command.use("name") is not None or any(host not in ("", OWN_PORT) for host in hosts)
