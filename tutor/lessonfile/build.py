"""From checked shapes to the values that the rest of the program knows."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.core.lesson import (
    Ask,
    Choice,
    ContainerWanted,
    Fixture,
    InsideWanted,
    Lesson,
    OutputWanted,
    Pass,
    Step,
    TargetWanted,
    VariantOfStep,
    Wrong,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.lessonfile.outline import Outline, Prose
    from tutor.lessonfile.shapes import (
        AskShape,
        ContainerShape,
        FixtureShape,
        FrontShape,
        InsideShape,
        OutputShape,
        PassShape,
        StepShape,
        TargetShape,
        WrongShape,
    )


def build_lesson(front: FrontShape, drawn: Outline, shapes: Iterable[StepShape], file: str) -> Lesson:
    """The lesson: `shapes` are the steps' data in the outline's order."""
    first, last = drawn.sections[0], drawn.sections[-1]
    return Lesson(
        id=front.id,
        title=front.title,
        image=front.image,
        minutes=front.minutes,
        steps=_steps(drawn, shapes),
        fixtures=MappingProxyType({name: _fixture(name, shape) for name, shape in front.fixtures.items()}),
        summary=front.summary or "",
        intro=_joined(drawn.intro, first.prose if first.steps else None),
        outro=_joined(None if last.steps else last.prose),
        path=file,
    )


def _steps(drawn: Outline, shapes: Iterable[StepShape]) -> tuple[Step, ...]:
    remaining = iter(shapes)
    return tuple(
        _step(
            next(remaining),
            title=step.heading.title,
            section=section.heading.title,
            # What opens the first section opens the lesson: it is the intro's.
            prose=_joined(section.prose if number == 0 and section is not drawn.sections[0] else None, step.prose),
            line_number=step.heading.line,
        )
        for section in drawn.sections
        for number, step in enumerate(section.steps)
    )


def _joined(*parts: Prose | None) -> str:
    return "\n\n".join(part.text for part in parts if part)


def _step(shape: StepShape, *, title: str, section: str, prose: str, line_number: int) -> Step:
    return Step(
        id=shape.id,
        kind=shape.kind,
        title=title,
        section=section,
        prose=prose,
        do=shape.do,
        type=shape.type,
        ask=_ask(shape.ask) if shape.ask else None,
        cases=tuple(_ask(case) for case in shape.cases),
        show=shape.show,
        after=shape.after,
        passing=_passing(shape.passing) if shape.passing else None,
        passed=shape.passed or "",
        drill=shape.drill or "",
        hints=shape.hints,
        wrong=tuple(_wrong(wrong) for wrong in shape.wrong),
        needs=shape.needs,
        stops=shape.stops,
        optional=shape.optional,
        variants=MappingProxyType(
            {name: VariantOfStep(do=variant.do, say=variant.say or "") for name, variant in shape.variants.items()},
        ),
        line_number=line_number,
    )


def _fixture(name: str, shape: FixtureShape) -> Fixture:
    return Fixture(
        name=name,
        run=shape.run,
        place=shape.place,
        stopped=shape.stopped,
        say=shape.say or "",
        variants=MappingProxyType({variant.value: line for variant, line in shape.variants.items()}),
    )


def _ask(shape: AskShape) -> Ask:
    choices = tuple(
        Choice(word=choice.word, text=choice.text, right=choice.right, say=choice.say or "") for choice in shape.choices
    )
    return Ask(text=shape.text, choices=choices, answers=shape.answers)


def _wrong(shape: WrongShape) -> Wrong:
    return Wrong(line=shape.line, mistake=shape.mistake, type=shape.type, given=shape.given)


def _passing(shape: PassShape) -> Pass:
    return Pass(
        container=_container(shape.container) if shape.container else None,
        target=_target(shape.target) if shape.target else None,
        inside=_inside(shape.inside) if shape.inside else None,
        output=_output(shape.output) if shape.output else None,
        answers=shape.answers,
        exit=shape.exit,
    )


def _container(shape: ContainerShape) -> ContainerWanted:
    return ContainerWanted(
        image=shape.image,
        running=shape.running,
        command=shape.command,
        exit=shape.exit,
        published=shape.published,
        tty=shape.tty,
        stdin=shape.stdin,
        removed=shape.removed,
    )


def _target(shape: TargetShape) -> TargetWanted:
    return TargetWanted(status=shape.status, restarted=shape.restarted, touched=shape.touched)


def _inside(shape: InsideShape) -> InsideWanted:
    return InsideWanted(lines=shape.lines or 0, entered=shape.entered, saw=shape.saw)


def _output(shape: OutputShape) -> OutputWanted:
    return OutputWanted(words=shape.words, contains=shape.contains, without=shape.without)
