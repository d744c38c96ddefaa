"""A typed docker line on its way to a terminal: understood, checked for what it would hit, then run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.coaching import beginning, missed, worded
from tutor.core.command import CommandSyntaxError, parse, question
from tutor.core.effects import Answers, Do, Effect, Offer, Run, Save, Say, Watch
from tutor.core.guard import describe
from tutor.core.lesson import StepKind
from tutor.core.message import Judgement, Listing, Marked, Options, Row, Tone, text
from tutor.core.mistakes import OF_SYNTAX, mistake_of_syntax
from tutor.core.mistakes.streams import ENTERING
from tutor.core.progress import Attempt
from tutor.core.reasons import SITE_DEADLINE
from tutor.core.spans import Span
from tutor.core.state import About, Job, Question, Stage, State, Turn, note
from tutor.core.tasks import CliSays, Preflight
from tutor.core.texts import fill
from tutor.core.verdict import VerdictKind
from tutor.core.verdicts import MISSES_BEFORE_OFFER, WAYS
from tutor.core.words import TutorWord, read_line

if TYPE_CHECKING:
    from tutor.core.command import DockerCommand
    from tutor.core.guard import Hit
    from tutor.core.tasks import AskCli, CliKnows, Resolved

LEAVING = frozenset({"exit", "logout"})
NO_TRY = LEAVING | {"clear"}  # shell words that are nobody's idea of an answer
HOST_SIDE = OF_SYNTAX["NOT_DOCKER"]
OURSELVES = "tutor"  # as a command of docker's (see `tutor.plugin`)


def docker_line(state: State, line: str, *, asked: bool = False) -> Turn:
    """Understand the line; what the grammar does not know, the installed CLI is asked about, once each."""
    try:
        command = parse(line, state.extra)
    except CommandSyntaxError as error:
        if error.words == (OURSELVES,):
            return already_here(state, line, error)
        task = None if asked else question(error)
        if task is not None:
            return state, (Do(task),)
        return syntax_error(state, line, error)
    return replace(state, held=command), (Do(Preflight(command)),)


def already_here(state: State, line: str, error: CommandSyntaxError) -> Turn:
    """`docker tutor` at the tutor's own prompt: no second one is started; a word of ours after it is offered."""
    rest = line[error.span.end :].strip() if error.span else ""
    said = note(text("line.here", line=line), Tone.HINT)
    is_ours = isinstance(read_line(rest), TutorWord)
    return state, (said, *proposed(rest)) if is_ours else (said,)


def cli_answered(state: State, task: AskCli, result: CliKnows) -> Turn:
    """The CLI knows the word, or it does not: read the line again with what it said."""
    if result.says is CliSays.UNKNOWN:
        return docker_line(state, task.line, asked=True)
    state = replace(state, extra=state.extra.learned(task.words, task.flag, result.says))
    return docker_line(state, task.line)


def syntax_error(state: State, line: str, error: CommandSyntaxError) -> Turn:
    """Nothing runs: show where the line went wrong and propose the better line, if there is one."""
    marks = (error.span,) if error.span else ()
    said = error.text
    if state.stage is Stage.LISTENING:
        state = missed(state, line, said.key, None)
        said = worded(said, state.missed)
    effects: tuple[Effect, ...] = (Say(Marked(said, line, marks)),)
    if state.stage is Stage.LISTENING:
        record = Attempt(state.lesson.id, state.step.id, line, VerdictKind.NOT_YET.value, syntax_mistake(error))
        state = replace(state, misses=state.misses + 1)
        effects = (Save(record), *effects)
    if state.misses == MISSES_BEFORE_OFFER:
        effects = (*effects, note(text("solution.offer"), Tone.HINT))
    return state, (*effects, *proposed(error.offer))


def proposed(line: str) -> tuple[Effect, ...]:
    """The better line, and the key that takes it; nothing for none."""
    return (note(text("offer.line"), Tone.DIM), Offer(line)) if line else ()


def shell_line(state: State, first: str, line: str) -> Turn:
    """A line for a shell, typed at the tutor: where a docker command is asked for, it is one that lacks docker."""
    if first in NO_TRY or state.stage is not Stage.LISTENING or state.step.do is None:
        key = "line.shell-word.exit" if first in LEAVING else "line.shell-word"
        return state, (note(text(key, first=first), Tone.HINT),)
    record = Attempt(state.lesson.id, state.step.id, line, VerdictKind.NOT_YET.value, HOST_SIDE)
    start = line.index(first)
    said = text("mistake.host-side", first=first)
    state = missed(state, line, said.key, None)
    said, way = worded(said, state.missed), beginning(state) or text("mistake.host-side.way")
    marks = (Span(start, start + len(first)),)
    return state, (Save(record), Say(Judgement(VerdictKind.NOT_YET, said, line=line, marks=marks, way=way, ways=WAYS)))


def syntax_mistake(error: CommandSyntaxError) -> str:
    """The mistake's id in the table, else the parser's own name of the problem."""
    return mistake_of_syntax(error.problem.name, error.found) or error.problem.value


def preflighted(state: State, result: Resolved) -> Turn:
    """What the command would hit is known: run it, ask first, or say that nobody answers."""
    command = state.held
    state = replace(state, held=None, facts=result.facts or state.facts)
    if command is None:
        return state, ()
    if result.daemon_down:
        return daemon_down(state, command, result.daemon_down)
    if result.hits:
        return ask_first(state, command, result.hits)
    return run(state, command)


def daemon_down(state: State, command: DockerCommand, reason: str) -> Turn:
    """The line was not run, and that is not the learner's miss."""
    said = Say(Judgement(VerdictKind.DAEMON_DOWN, text("verdict.daemon-down", reason=reason)))
    offer = Offer(command.line)
    if state.stage is not Stage.LISTENING:
        return state, (said, offer)
    record = Attempt(state.lesson.id, state.step.id, command.line, VerdictKind.DAEMON_DOWN.value)
    return state, (Save(record), said, offer)


def ask_first(state: State, command: DockerCommand, hits: tuple[Hit, ...]) -> Turn:
    """List exactly what is not ours and would be hit; only a yes runs the line."""
    rows = tuple(Row("none", (fill(describe(hit)),)) for hit in hits)
    listing = Listing(text("guard.heading"), ("",), rows)
    choices = (("yes", fill(text("guard.yes"))), ("no", fill(text("guard.no"))))
    options = Options(text("guard.ask"), "", choices, "no")
    if state.facts.scripted:
        return state, (Say(listing), note(text("guard.scripted"), Tone.WARNING))
    return replace(state, question=Question(About.GUARD, options, command, hits)), (Say(listing), Say(options))


def run(state: State, command: DockerCommand, allowed: tuple[Hit, ...] = ()) -> Turn:
    """Give the line a terminal; where the step waits for the site, watch for it from the start."""
    number = state.next_terminal
    state = replace(state, next_terminal=number + 1, foreground=number)
    step = state.step if state.stage is Stage.LISTENING else None
    job = Job(number, command, step.id if step else "")
    running = Run(number, command, allowed)
    if step is not None and step.kind is StepKind.INSIDE and command.name in ENTERING:
        way_out = note(text("inside.way-out", leave=state.facts.leave_key), Tone.DIM)
        return state.with_job(job), (way_out, running)
    wanted = step.passing if step else None
    if wanted is None or not wanted.answers or command.name != "run":
        return state.with_job(job), (running,)
    port = wanted.container.published if wanted.container else None
    state, watching = watch(state, replace(job, watch=state.next_watch), port or "")
    return state, (*watching, running)


def watch(state: State, job: Job, container_port: str) -> Turn:
    """Wait for the site that this job's container serves."""
    number = state.next_watch
    state = replace(state, next_watch=number + 1).with_job(job)
    return state, (Watch(number, Answers(job.number, container_port), SITE_DEADLINE),)
