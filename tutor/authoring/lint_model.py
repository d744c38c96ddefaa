"""Can each step be passed at all: does its model answer parse, and do what the step asks, as far as the line tells?"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tutor.core.command import CommandSyntaxError, parse
from tutor.core.facts import Fact
from tutor.core.facts_text import fact_words
from tutor.core.lesson import CommandWanted, Status
from tutor.core.mistakes.case import CREATING
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
            yield 1, f"The fixture {quoted(fixture.name)} runs a line that is no docker command: {message}"
    for step in lesson.steps:
        for message in of_step(step):
            yield step.line_number, f"{quoted(step.id)} {message}"


def of_step(step: Step) -> Iterator[str]:
    """The findings of one step."""
    yield from unknown_facts(step)
    if step.passing:
        yield from contradictions(step.passing)
    for line in (step.do, *(variant.do for variant in step.variants.values())):
        if not line:
            continue
        for message in syntax(line):
            yield f"has a model answer that is no docker command: {message}"
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


def unknown_facts(step: Step) -> Iterator[str]:
    """Answers that rest on a container where the step needs none can never be given."""
    if step.needs:
        return
    passing, output = step.passing, step.passing.output if step.passing else None
    texts = [*(step.ask.answers if step.ask else ()), *(passing.inside.saw if passing and passing.inside else ())]
    texts += [*output.contains, *output.without, output.words or ""] if output else []
    for word in dict.fromkeys(word for text in texts for word, _ in fact_words(text) if word in OF_NEEDS):
        yield f"asks for {{{{{word}}}}} but needs no fixture: nobody could pass it."


def contradictions(passing: Pass) -> Iterator[str]:
    """Things that cannot all be true at once."""
    container, target = passing.container, passing.target
    if container and container.running and (container.removed or container.exit is not None):
        yield "wants a container that runs and has ended."
    if target and target.restarted and target.status is Status.REMOVED:
        yield "wants a container that was started again and is removed."


def shortfalls(passing: Pass, command: DockerCommand) -> Iterator[str]:
    """What the step asks and its model answer, by its words, cannot give."""
    container = passing.container
    if container and command.name not in CREATING:
        yield f"asks about a new container, and `docker {command.name}` makes none."
    elif container:
        yield from container_shortfalls(container, command)
    if passing.inside and command.name not in ENTERING:
        yield f"asks for a visit to a shell, and `docker {command.name}` opens none."
    if passing.inside and passing.inside.entered and command.name != "exec":
        yield "asks for an `exec` into its target, and the model answer is none."


def container_shortfalls(wanted: ContainerWanted, command: DockerCommand) -> Iterator[str]:
    """What is asked of the new container and not in the model answer."""
    flags = (
        ("publish", wanted.published is not None, command.use("publish") is not None),
        ("tty", wanted.tty, command.has("tty")),
        ("interactive", wanted.stdin, command.has("interactive")),
        ("rm", wanted.removed, command.has("rm")),
    )
    for name, is_wanted, is_given in flags:
        if is_wanted and not is_given:
            yield f"asks for what `--{name}` does, and its model answer has no `--{name}`."
    for name, is_wanted, is_given in flags:
        if is_wanted is False and is_given and name != "publish":
            yield f"must be passed without `--{name}`, and its model answer has it."
    yield from command_shortfalls(wanted, command)


def command_shortfalls(wanted: ContainerWanted, command: DockerCommand) -> Iterator[str]:
    """Where the words for the process inside are not those that the step asks for."""
    words = tuple(token.value for token in command.tail)
    match wanted.command:
        case None:
            return
        case CommandWanted.DEFAULT if words:
            yield f"asks for the image's default command, and its model answer runs `{' '.join(words)}`."
        case CommandWanted.OWN if not words:
            yield "asks for a command of one's own, and its model answer names none."
        case tuple() as asked if not words or PurePosixPath(words[0]).name != PurePosixPath(asked[0]).name:
            yield f"asks for `{' '.join(asked)}`, and its model answer runs `{' '.join(words) or 'the default'}`."
        case _:
            return


def equal_wrongs(step: Step) -> Iterator[str]:
    """Wrong answers that mean the same as the right one: they would pass."""
    model = understood(step.do) if step.do else None
    if model is None:
        return
    for wrong in step.wrong:
        command = understood(wrong.line)
        if command and not wrong.given and wrong.type == step.type and meaning(command) == meaning(model):
            yield f"calls {quoted(wrong.line)} wrong, which is the model answer in other words."


def meaning(command: DockerCommand) -> object:
    """What a line says, however it is spelled. The order of flags counts for nothing, that of words does."""
    flags = sorted((use.name, use.value) for use in (*command.global_flags, *command.flags))
    arguments = [token.value for token in command.arguments]
    return command.name, flags, arguments, [token.value for token in command.tail]
