"""Can each step be passed at all: does its model answer parse, and do what the step asks, as far as the line tells?"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tutor.core.command import CommandSyntaxError, parse
from tutor.core.facts import Fact
from tutor.core.facts_text import fact_words
from tutor.core.lesson import CommandWanted, Status
from tutor.core.message import Text, text
from tutor.core.mistakes.case import CREATING
from tutor.core.texts import words
from tutor.lessonfile.lint import about
from tutor.lessonfile.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.command import DockerCommand
    from tutor.core.lesson import ContainerWanted, Lesson, Pass, Step

PORT = "8989"
OF_NEEDS = (Fact.CONTAINER, Fact.STARTED)  # facts that only a step's needs make known
ENTERING = frozenset({"run", "exec"})


def model_findings(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Line and message of each finding."""
    for fixture in lesson.fixtures.values():
        for message in syntax(fixture.run):
            yield 1, words("lint.bad-fixture", fixture=quoted(fixture.name), reason=message)
    for step in lesson.steps:
        for said in of_step(step):
            yield step.line_number, about(step, said)


def of_step(step: Step) -> Iterator[Text]:
    """The findings of one step."""
    yield from unknown_facts(step)
    if step.passing:
        yield from contradictions(step.passing)
    for line in (step.do, *(variant.do for variant in step.variants.values())):
        if not line:
            continue
        for message in syntax(line):
            yield text("lint.bad-model", reason=message)
        command = understood(line)
        if command and step.passing:
            yield from shortfalls(step.passing, command)
    yield from equal_wrongs(step)


def syntax(line: str) -> Iterator[str]:
    """What is wrong with a docker line, if something is."""
    try:
        parse(line.replace("{{port}}", PORT))
    except CommandSyntaxError as error:
        yield error.message


def understood(line: str) -> DockerCommand | None:
    """The line, parsed; None where that cannot be done."""
    try:
        return parse(line.replace("{{port}}", PORT))
    except CommandSyntaxError:
        return None


def unknown_facts(step: Step) -> Iterator[Text]:
    """Answers that rest on a container where the step needs none can never be given."""
    if step.needs:
        return
    passing, output = step.passing, step.passing.output if step.passing else None
    asked = [*(step.ask.answers if step.ask else ()), *(passing.inside.saw if passing and passing.inside else ())]
    asked += [*output.contains, *output.without, output.words or ""] if output else []
    for word in dict.fromkeys(word for one in asked for word, _ in fact_words(one) if word in OF_NEEDS):
        yield text("lint.no-fixture", fact=f"{{{{{word}}}}}")


def contradictions(passing: Pass) -> Iterator[Text]:
    """Things that cannot all be true at once."""
    container, target = passing.container, passing.target
    if container and container.running and (container.removed or container.exit is not None):
        yield text("lint.runs-and-ended")
    if target and target.restarted and target.status is Status.REMOVED:
        yield text("lint.started-and-removed")


def shortfalls(passing: Pass, command: DockerCommand) -> Iterator[Text]:
    """What the step asks and its model answer, by its words, cannot give."""
    container = passing.container
    if container and command.name not in CREATING:
        yield text("lint.makes-none", command=command.name)
    elif container:
        yield from container_shortfalls(container, command)
    if passing.inside and command.name not in ENTERING:
        yield text("lint.opens-none", command=command.name)
    if passing.inside and passing.inside.entered and command.name != "exec":
        yield text("lint.no-exec")


def container_shortfalls(wanted: ContainerWanted, command: DockerCommand) -> Iterator[Text]:
    """What is asked of the new container and not in the model answer."""
    flags = (
        ("publish", wanted.published is not None, command.use("publish") is not None),
        ("tty", wanted.tty, command.has("tty")),
        ("interactive", wanted.stdin, command.has("interactive")),
        ("rm", wanted.removed, command.has("rm")),
    )
    for name, is_wanted, is_given in flags:
        if is_wanted and not is_given:
            yield text("lint.lacks-flag", flag=name)
    for name, is_wanted, is_given in flags:
        if is_wanted is False and is_given and name != "publish":
            yield text("lint.has-flag", flag=name)
    yield from command_shortfalls(wanted, command)


def command_shortfalls(wanted: ContainerWanted, command: DockerCommand) -> Iterator[Text]:
    """Where the words for the process inside are not those that the step asks for."""
    tail = tuple(token.value for token in command.tail)
    match wanted.command:
        case None:
            return
        case CommandWanted.DEFAULT if tail:
            yield text("lint.not-default", command=" ".join(tail))
        case CommandWanted.OWN if not tail:
            yield text("lint.no-command")
        case tuple() as asked if not tail or PurePosixPath(tail[0]).name != PurePosixPath(asked[0]).name:
            key = "lint.other-command" if tail else "lint.only-default"
            yield text(key, wanted=" ".join(asked), command=" ".join(tail))
        case _:
            return


def equal_wrongs(step: Step) -> Iterator[Text]:
    """Wrong answers that mean the same as the right one: they would pass."""
    model = understood(step.do) if step.do else None
    if model is None:
        return
    for wrong in step.wrong:
        command = understood(wrong.line)
        if command and not wrong.given and wrong.type == step.type and meaning(command) == meaning(model):
            yield text("lint.equal-wrong", line=quoted(wrong.line))


def meaning(command: DockerCommand) -> object:
    """What a line says, however it is spelled. The order of flags counts for nothing, that of words does."""
    flags = sorted((use.name, use.value) for use in (*command.global_flags, *command.flags))
    arguments = [token.value for token in command.arguments]
    return command.name, flags, arguments, [token.value for token in command.tail]
