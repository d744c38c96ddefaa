"""Lines that a learner is likely to type beside a lesson's own: recorded too, so that they can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.authoring.checks import Check, plan
from tutor.core.fitting import Shape, command_of, shape_of
from tutor.core.lesson import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.facts import Facts
    from tutor.core.lesson import Lesson, Step

ANYWHERE = (
    "docker ps",
    "docker ps -a",
    "docker images",
    "docker volume ls",
    "docker version",
    "docker --version",
    "docker inspect -f '{{json .Config.Cmd}}' IMAGE",
    "docker inspect -f '{{.Config.Entrypoint}}' IMAGE",
    "docker inspect -f '{{.Config.WorkingDir}}' IMAGE",
    "docker inspect -f '{{.Config.ExposedPorts}}' IMAGE",
    "docker image inspect -f '{{.Config.Cmd}}' IMAGE",
    "docker run IMAGE ls -l",
    "docker run IMAGE pwd",
    "docker run IMAGE whoami",
    "docker run IMAGE date",
    "docker run IMAGE env",
    "docker run IMAGE cat /etc/os-release",
    "docker run IMAGE node -v",
    "docker run IMAGE echo hello",
    "docker run --rm IMAGE node --version",
    "docker run -d IMAGE",
    "docker run -d -p {{port}}:PORT IMAGE",
    "docker run -d IMAGE ls",
)
OF_EACH = ("docker inspect -f '{{.State.Status}}' {{container}}", "docker logs {{container}}")
OF = {
    Shape.SERVER: (
        "docker stop {{container}}",
        "docker kill {{container}}",
        "docker restart {{container}}",
        "docker start {{container}}",
        "docker rm {{container}}",
        "docker rm -f {{container}}",
        "docker top {{container}}",
        "docker exec {{container}} ls",
        "docker exec {{container}} cat /proc/1/cmdline",
        "docker logs --tail 5 {{container}}",
    ),
    Shape.STOPPED: (
        "docker restart {{container}}",
        "docker exec -it {{container}} sh",
    ),
    Shape.ENDED: (
        "docker start {{container}}",
        "docker stop {{container}}",
        "docker rm {{container}}",
        "docker rm -f {{container}}",
        "docker exec -it {{container}} sh",
    ),
}
USUAL = "usual"
"""The name of what is recorded without anything being wanted of it."""
KEYS = frozenset({"^C", "^]"})
DOING = frozenset({StepKind.DO, StepKind.PREDICT, StepKind.INSIDE, StepKind.WATCH})


def scenes(lesson: Lesson, facts: Facts) -> tuple[Check, ...]:
    """All that is to be recorded: the lesson's own lines, and the usual ones in each state that it asks for.

    What needs circumstances of its own is left out: no state of a recorded world has them.
    """
    image = facts.image
    own = plan(lesson, image.variant) if image else ()
    typed = (check for check in own if not check.given and check.name != "untouched" and _does_something(lesson, check))
    return (*map(_left_running, typed), *_usual(lesson, facts))


def _does_something(lesson: Lesson, check: Check) -> bool:
    """Whether Docker has anything to do with it: answers to questions are the same everywhere."""
    place = lesson.index(check.step)
    return place is not None and lesson.steps[place].kind in DOING


def _left_running(check: Check) -> Check:
    """The check without its last key: each program is recorded up to its rest, and then interrupted."""
    lines = check.lines[:-1] if check.lines[-1] in KEYS else check.lines
    # A wrong answer that the key made wrong is now just a line.
    name = check.name if check.passes or lines == check.lines else USUAL
    return Check(step=check.step, name=name, lines=lines, passes=check.passes, mistake=check.mistake)


def _usual(lesson: Lesson, facts: Facts) -> Iterator[Check]:
    image = facts.image
    port = image.exposed[0].partition("/")[0] if image and image.exposed else ""
    plain = _typing(step for step in lesson.steps if not step.needs)
    for line in ANYWHERE:
        if plain and (port or "PORT" not in line):
            yield _scene(plain, line.replace("IMAGE", lesson.image).replace("PORT", port))
    for name, fixture in lesson.fixtures.items():
        step = _typing(step for step in lesson.steps if step.needs[-1:] == (name,))
        if step:
            shape = shape_of(fixture, command_of(fixture, facts))
            yield from (_scene(step, line) for line in (*OF_EACH, *OF[shape]))


def _typing(steps: Iterator[Step]) -> Step | None:
    """The first step at which docker lines are typed and answer nothing but the step."""
    return next((step for step in steps if step.kind is StepKind.DO), None)


def _scene(step: Step, line: str) -> Check:
    return Check(step=step.id, name=USUAL, lines=(line,))
