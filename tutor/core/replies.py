"""What each tutor word does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from tutor.core.asking import ask_concepts
from tutor.core.calls import calls
from tutor.core.closer import explain_line
from tutor.core.coaching import hint_from_gap
from tutor.core.effects import Effect, Return, Save, Say
from tutor.core.lab import open_lab
from tutor.core.lesson import StepKind
from tutor.core.marking import mark_skipped
from tutor.core.message import Listing, Prose, Row, Tone, text
from tutor.core.opening import leave
from tutor.core.progress import Attempt, Mark
from tutor.core.reviewing import review
from tutor.core.showings import cheat_sheet, transcript
from tutor.core.state import STEP_QUESTIONS, Question, Stage, State, Turn, note
from tutor.core.steps import begin, go_on, model_line, read_on
from tutor.core.texts import fill
from tutor.core.timelines import ask_for_timeline
from tutor.core.words import Word

if TYPE_CHECKING:
    from tutor.core.words import TutorWord

WITH_ARGUMENT = {
    Word.TERMINAL: "help.terminal.form",
    Word.ASK: "help.ask.form",
    Word.LAB: "help.lab.form",
    Word.EXPLAIN: "help.explain.form",
}
ABOUT_A_STEP = frozenset({Word.HINT, Word.SOLUTION, Word.SKIP, Word.RESTART})


def reply(state: State, said: TutorWord) -> Turn:  # noqa: C901, PLR0911, PLR0912 -- one case for each word
    """Do what the tutor word asks."""
    if said.word in ABOUT_A_STEP and state.stage is not Stage.LISTENING:
        return state, (note(text("finish.leave"), Tone.DIM),)
    match said.word:
        case Word.HINT:
            return hint(state)
        case Word.SOLUTION:
            return state, solution(state)
        case Word.SKIP:
            return skip(state)
        case Word.BACK:
            return back(state)
        case Word.NEXT:
            return forward(state)
        case Word.RESTART:
            return restart(state)
        case Word.STEPS:
            return state, (Say(steps_listing(state)),)
        case Word.PROGRESS:
            return state, (progress(state),)
        case Word.TERMINALS:
            return state, (terminals(state),)
        case Word.TERMINAL:
            return go_to_terminal(state, said.argument)
        case Word.ASK:
            return ask_concepts(state, said.argument)
        case Word.REVIEW:
            return review(state)
        case Word.CHEATSHEET:
            how_to_keep = (note(text("cheat-sheet.save"), Tone.DIM),) if state.lines else ()
            return state, (cheat_sheet(state), *how_to_keep)
        case Word.TRANSCRIPT:
            return state, (transcript(),)
        case Word.CALLS:
            return calls(state, said.argument)
        case Word.EXPLAIN:
            return explain_line(state, said.argument)
        case Word.LAB:
            return open_lab(state, said.argument)
        case Word.TIMELINE:
            return ask_for_timeline(state, said.argument)
        case Word.HELP:
            return state, (Say(help_listing(state)),)
        case Word.QUIT:
            return state, leave(state)
        case word:
            assert_never(word)


def hint(state: State) -> Turn:
    """What the last miss lacks, then the lesson's next hint; after its last one that is said again."""
    hints = state.step.hints
    state, tried = hint_from_gap(state)
    if not hints:
        return state, tried or (note(text("hint.none"), Tone.HINT),)
    number = min(state.hints + 1, len(hints))
    key = "hint.last" if number == len(hints) else "hint.numbered"
    record = Attempt(state.lesson.id, state.step.id, "hint", "hint")
    return replace(state, hints=number), (
        Save(record),
        *tried,
        Say(Prose(state.filled(hints[number - 1]), Tone.HINT)),
        note(text(key, number=number, total=len(hints)), Tone.DIM),
    )


def right_answer(state: State) -> str:
    """The answer to the step's question, "" if it asks none."""
    asked = state.asked
    if asked is None or state.step.kind not in {StepKind.QUESTION, StepKind.QUIZ}:
        return ""
    right = next((choice.word for choice in asked.choices if choice.right), "")
    return right or state.filled(asked.answers[0] if asked.answers else "")


def solution(state: State) -> tuple[Effect, ...]:
    """The command or the answer, for the learner to type."""
    record = Save(Attempt(state.lesson.id, state.step.id, "solution", "solution"))
    if line := model_line(state):
        inside = (note(text("solution.inside"), Tone.HINT, *map(state.filled, state.step.type)),)
        return (record, note(text("solution.command"), Tone.HINT, line), *(inside if state.step.type else ()))
    if answer := right_answer(state):
        return (record, note(text("solution.answer", answer=answer), Tone.HINT))
    return (note(text("solution.none"), Tone.HINT),)


def skip(state: State) -> Turn:
    """Show the answer and go on; what later steps need of it, their own needs make."""
    line, answer = model_line(state), right_answer(state)
    said: tuple[Effect, ...] = ()
    if line:
        said = (note(text("step.skipped"), Tone.DIM, line, *map(state.filled, state.step.type)),)
    elif answer and state.step.kind is StepKind.QUESTION:
        said = (note(text("step.skipped.answer", answer=answer), Tone.DIM),)
    else:
        said = (note(text("step.skipped.plain"), Tone.DIM),)
    state, marked = mark_skipped(state)
    state, effects = go_on(state)
    return state, (*marked, *said, *effects)


def back(state: State) -> Turn:
    """To the step before."""
    if state.stage is Stage.FINISHED:
        return begin(state, state.total - 1)
    if state.position == 0:
        return state, (note(text("step.first"), Tone.DIM),)
    return begin(state, state.position - 1)


def restart(state: State) -> Turn:
    """The step from its beginning; of a quiz, what was missed is forgotten too, as asked."""
    missed = frozenset(case for case in state.missed_cases if case[0] != state.step.id)
    state, effects = begin(replace(state, missed_cases=missed), state.position)
    return state, (note(text("step.restarted"), Tone.DIM), *effects)


def forward(state: State) -> Turn:
    """To the step after, leaving this one as it is; one to read is read, one that is optional counts as skipped."""
    if state.stage is Stage.FINISHED:
        return state, (note(text("finish.leave"), Tone.DIM),)
    if state.stage is Stage.LISTENING and state.step.kind is StepKind.READ:
        return read_on(state)
    if state.step.optional:
        state, marked = mark_skipped(state)
        state, effects = go_on(state)
        return state, (*marked, *effects)
    if state.position + 1 == state.total:
        return go_on(state) if state.step.id in state.marks else (state, (note(text("step.last"), Tone.DIM),))
    return begin(state, state.position + 1)


def row_state(state: State, place: int) -> str:
    """The sign of a step in a list."""
    if place == state.position and state.stage is not Stage.FINISHED:
        return "here"
    mark = state.marks.get(state.lesson.steps[place].id)
    return mark.value if mark else "todo"


def steps_listing(state: State) -> Listing:
    """All steps, and how they stand."""
    rows = tuple(
        Row(row_state(state, place), (str(place + 1), state.filled(step.title)))
        for place, step in enumerate(state.lesson.steps)
    )
    return Listing(text("steps.heading", title=state.lesson.title), ("", fill(text("steps.step"))), rows)


def progress(state: State) -> Effect:
    """How far the learner is, in one line."""
    marks = [state.marks.get(step.id) for step in state.lesson.steps]
    return note(
        text(
            "progress.line",
            done=marks.count(Mark.DONE),
            skipped=marks.count(Mark.SKIPPED),
            total=state.total,
            number=state.position + 1,
            title=state.filled(state.step.title),
        )
    )


def terminals(state: State) -> Effect:
    """What runs in the background."""
    alive = state.alive()
    if not alive:
        return note(text("terminal.none"), Tone.DIM)
    rows = tuple(Row("running", (str(job.place), job.command.line)) for job in alive)
    return Say(Listing(text("terminals.heading"), (fill(text("terminals.number")), fill(text("terminals.line"))), rows))


def go_to_terminal(state: State, argument: str) -> Turn:
    """Back to what runs there. With only one running its number is not needed."""
    alive = {str(job.place): job for job in state.alive()}
    if not alive:
        return state, (note(text("terminal.none"), Tone.DIM),)
    number = argument or (next(iter(alive)) if len(alive) == 1 else "")
    if number not in alive:
        key = "terminal.unknown" if number else "terminal.which"
        return state, (note(text(key, number=number, numbers=", ".join(alive)), Tone.DIM),)
    leaving = note(text("terminal.back", number=number, leave=state.facts.leave_key), Tone.DIM)
    job = alive[number]
    return replace(state, foreground=job.number), (leaving, Return(job.number))


def help_listing(state: State) -> Listing:
    """Every word of the tutor, and the two keys that matter while a program runs."""
    rows = [Row("none", ("docker …", fill(text("help.docker"))))]
    for word in Word:
        shown = fill(text(WITH_ARGUMENT[word])) if word in WITH_ARGUMENT else word.value
        rows.append(Row("none", (shown, fill(text(f"help.{word.value}")))))
    rows.append(Row("none", (state.facts.leave_key, fill(text("help.leave")))))
    rows.append(Row("none", ("Ctrl-C", fill(text("help.interrupt")))))
    return Listing(text("help.heading"), (fill(text("help.word")), fill(text("help.what"))), tuple(rows))


def is_step_question(question: Question | None) -> bool:
    """Whether the open question belongs to the step, so that docker lines and tutor words go past it."""
    return question is not None and question.about in STEP_QUESTIONS
