"""The whole conversation: `advance(state, event) -> state, effects`. This is the one entry, and it only routes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from tutor.core import events, lab, opening, tasks
from tutor.core.answers import wants_docker_line
from tutor.core.asking import ask_concepts, concepts_found, is_for_cards
from tutor.core.blocks import dropped, stopping
from tutor.core.closer import help_told
from tutor.core.command import strip_pasted
from tutor.core.concept import AskConcepts, ConceptsFound
from tutor.core.effects import Effect, Offer, Quit
from tutor.core.elsewhere import started_elsewhere
from tutor.core.fresh_names import FreshFacts, FreshPlace
from tutor.core.going_live import daemon_seen
from tutor.core.help_tasks import AskHelp
from tutor.core.keys_pressed import pressed
from tutor.core.lesson import StepKind
from tutor.core.lifelines import Timeline
from tutor.core.lines import cli_answered, docker_line, preflighted, shell_line
from tutor.core.message import Tone, text
from tutor.core.questions import answered, answers
from tutor.core.repetition import varied
from tutor.core.replies import is_step_question, reply
from tutor.core.review import noted
from tutor.core.reviewing import refreshed
from tutor.core.state import About, Stage, State, Turn, note
from tutor.core.steps import prepared, read_on
from tutor.core.timelines import gathered
from tutor.core.verdicts import ended, left, not_started, noticed
from tutor.core.watching import leftovers_listed, ways_seen
from tutor.core.words import (
    Asked,
    Blank,
    DockerLine,
    NoDocker,
    NotAlone,
    ShellWord,
    TutorWord,
    Unknown,
    Word,
    read_line,
)

if TYPE_CHECKING:
    from tutor.core.events import Event
    from tutor.core.state import Question


def advance(state: State, event: Event) -> Turn:
    """What follows from `event`: the next state, and what is to be done, in order."""
    state, effects = route(state, event)
    return varied(noted(state, effects), event, stopping(effects))


def route(state: State, event: Event) -> Turn:  # noqa: C901, PLR0911, PLR0912 -- one case for each kind of event
    """Hand the event to whoever knows what follows from it."""
    match event:
        case events.Began():
            return opening.began(state, event.facts)
        case events.Typed():
            return typed(state, event.line)
        case events.Left():
            return left(state, event)
        case events.Ended():
            return ended(state, event)
        case events.NotStarted():
            return not_started(state, event)
        case events.Noticed():
            return noticed(state, event)
        case events.Refused():
            job = state.jobs.get(event.terminal)
            return (state.with_job(replace(job, refused=True)) if job else state), ()
        case events.Done():
            return done(state, event)
        case events.Dropped():
            return dropped(state, event)
        case events.Pressed():
            return pressed(state, event)
        case events.StartedElsewhere():
            return started_elsewhere(state, event)
        case events.StoreTrouble():
            return store_trouble(state, event.detail)
        case events.Closed():
            return closed(state, event)
        case unknown:
            assert_never(unknown)


def done(state: State, event: events.Done) -> Turn:  # noqa: C901, PLR0911, PLR0912 -- one case for each kind of task
    """A task came back: hand its result to whoever asked for it."""
    match event.task, event.result:
        case tasks.Preflight(), tasks.Resolved() as result:
            return preflighted(state, result)
        case tasks.AskCli() as task, tasks.CliKnows() as result:
            return cli_answered(state, task, result)
        case tasks.Prepare(), tasks.Prepared() as result:
            return prepared(state, result)
        case tasks.GetImage() as task, tasks.GotImage() as result:
            return opening.got_image(state, task, result)
        case tasks.ShowFourWays(), tasks.FourWays() as result:
            question = state.question
            trying = question is not None and question.about is About.TRY
            return lab.seen(state, question, result) if question and trying else ways_seen(state, result)
        case tasks.GatherTimeline() as task, (Timeline() | tasks.Undone()) as result:
            return gathered(state, task, result)
        case AskHelp() as task, result:
            return help_told(state, task, result)
        case tasks.ListLeftovers(), tasks.Leftovers() as result:
            return leftovers_listed(state, result)
        case AskConcepts(), ConceptsFound() as result:
            return concepts_found(state, result)
        case FreshPlace(), FreshFacts() as result:
            return refreshed(state, result)
        case tasks.SeekDaemon(), tasks.DaemonSeen() as result:
            return daemon_seen(state, result)
        case _, tasks.Undone() as result:
            return state, (note(text("task.undone", reason=result.reason), Tone.WARNING),)
        case _:
            return state, ()


def typed(state: State, line: str) -> Turn:
    """A line at the prompt. Questions that are not the step's come first; then docker, tutor words, answers, slips."""
    question = state.question
    if question is not None and not is_step_question(question):
        return modal_answer(state, question, line)
    clean, cut = strip_pasted(line)
    state, effects = read(state, clean)
    if not cut:
        return state, effects
    key = "line.dropped.sudo" if "sudo" in cut.split() else "line.dropped"
    return state, (note(text(key, dropped=cut.strip()), Tone.DIM), *effects)


def modal_answer(state: State, question: Question, line: str) -> Turn:
    """`quit` is never further than a word away, whatever is asked."""
    match read_line(line):
        case TutorWord(Word.QUIT):
            return state, opening.leave(state)
        case TutorWord(Word.ASK, about) | Asked(about) if not is_for_question(state, line):
            return ask_concepts(state, about)
        case _:
            return answered(state, question, line)


def is_for_question(state: State, line: str) -> bool:
    """Whether the line answers what was asked; a question to the tutor is no answer."""
    return state.question is not None and answers(state.question, line) and not is_for_cards(state, line)


def read(state: State, line: str) -> Turn:  # noqa: C901, PLR0911 -- one case for each kind of line
    """Do what the line's first word says; what is nobody's word answers the step's question, if it asks one."""
    match read_line(line):
        case DockerLine() if state.question is not None and asks_for_docker_line(state, state.question):
            return answered(state, state.question, line)
        case DockerLine() as docker:
            return docker_line(state, docker.line)
        case TutorWord() as said:
            return reply(state, said)
        case _ if state.question is not None and is_for_question(state, line):
            return answered(state, state.question, line)
        case Asked() as asked:
            return ask_concepts(state, asked.question)
        case Blank():
            return blank(state)
        case ShellWord() as shell:
            return shell_line(state, shell.first, line)
        case NoDocker() as left_out:
            return state, (note(text("line.docker-left-out", first=left_out.first), Tone.HINT), Offer(left_out.offer))
        case NotAlone() as crowded:
            return state, (note(text("line.word-alone", first=crowded.word), Tone.HINT), Offer(crowded.word))
        case Unknown() as unknown:
            return unknown_word(state, unknown)
        case reading:
            assert_never(reading)


def asks_for_docker_line(state: State, question: Question) -> bool:
    """Whether the question at hand is answered with a docker line, about names that are made up."""
    asked = state.asked
    return asked is not None and not lab.is_lab(question) and wants_docker_line(asked.answers)


def blank(state: State) -> Turn:
    """Enter alone reads on where there is something to read; else it shows what can be typed."""
    if state.question is not None:
        return answered(state, state.question, "")
    if state.stage is Stage.LISTENING and state.step.kind is StepKind.READ:
        return read_on(state)
    key = "line.empty.finished" if state.stage is Stage.FINISHED else "line.empty"
    return state, (note(text(key), Tone.DIM),)


def unknown_word(state: State, unknown: Unknown) -> Turn:
    """Name the nearest word and propose the line with it, or say how lines begin."""
    if unknown.first == "docker-tutor":
        return state, (note(text("line.here", line=unknown.first), Tone.HINT),)
    if unknown.near:
        said = note(text("line.near", first=unknown.first, near=unknown.near), Tone.HINT)
        return state, (said, Offer(unknown.offer))
    if state.question is not None:
        return answered(state, state.question, unknown.first)
    return state, (note(text("line.unknown", first=unknown.first), Tone.HINT),)


def store_trouble(state: State, detail: str) -> Turn:
    """Progress cannot be kept: said once, the lesson goes on."""
    if state.store_trouble_told:
        return state, ()
    return replace(state, store_trouble_told=True), (note(text("store.trouble", detail=detail), Tone.WARNING),)


def closed(state: State, event: events.Closed) -> Turn:
    """Input ended. Ctrl-D asks once, a second one leaves; a script's end or a hang-up leaves at once."""
    asked = state.question is not None and state.question.about is About.QUIT
    match event.reason:
        case events.Reason.END if not state.facts.scripted and not asked:
            return opening.ask_to_leave(state)
        case events.Reason.END:
            return state, opening.leave(state)
        case events.Reason.INTERRUPT:
            return state, ()
        case events.Reason.HANGUP:
            return state, (Quit(complete=state.is_complete),)
        case events.Reason.FAILED:
            failed: tuple[Effect, ...] = (note(text("script.failed", line=event.line), Tone.ERROR),)
            return state, (*failed, Quit(complete=False))
        case reason:
            assert_never(reason)
