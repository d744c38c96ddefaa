"""What a question makes of an answer. Every question is a value; none is a mode."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from tutor.core import lab, opening
from tutor.core.answers import is_answer
from tutor.core.effects import Do, Effect, Save, Say
from tutor.core.going_live import live_answered
from tutor.core.lesson import StepKind
from tutor.core.lines import run
from tutor.core.marking import mark_done
from tutor.core.message import Judgement, Tone, text
from tutor.core.nearest import nearest
from tutor.core.progress import Attempt
from tutor.core.state import About, Question, State, Turn, note
from tutor.core.steps import ask, go_on
from tutor.core.tasks import GetImage
from tutor.core.verdict import VerdictKind
from tutor.core.verdicts import MISSES_BEFORE_OFFER, WAYS
from tutor.core.watching import ask_for_line, line_given

if TYPE_CHECKING:
    from tutor.core.lesson import Choice
    from tutor.core.message import Text


def answered(state: State, question: Question, line: str) -> Turn:
    """Route the answer to what the question is about."""
    match question.about:
        case About.SHORT:
            return short_answer(state, line)
        case About.LINE:
            return line_given(state, question, line)
        case About.TRY:
            return lab.line_given(state, question, line)
        case (
            About.IMAGE
            | About.GUARD
            | About.QUIT
            | About.GUESS
            | About.CHOICE
            | About.LIVE
            | About.ANEW
            | About.TRY_GUESS
        ):
            word = chosen(question, line)
            if word is None:
                words = ", ".join(word for word, _ in question.options.choices)
                return state, (note(text("answer.unknown", words=words), Tone.DIM),)
            return took(state, question, word)
        case about:
            assert_never(about)


def chosen(question: Question, line: str) -> str | None:
    """The choice that `line` names: its word in any case, its number, an unmistakable beginning, or Enter's default."""
    words = tuple(word for word, _ in question.options.choices)
    given = line.strip().strip("\"'`.").lower()
    if not given:
        return question.options.default or None
    if given.isascii() and given.isdigit() and 1 <= int(given) <= len(words):
        return words[int(given) - 1]
    fitting = [word for word in words if word.lower() == given] or [w for w in words if w.lower().startswith(given)]
    if len(fitting) == 1:
        return fitting[0]
    return nearest(given, words) or None


def answers(question: Question, line: str) -> bool:
    """Whether the line answers the question at all; what does not may still be a slip that has an answer of its own."""
    takes_any = question.about in {About.SHORT, About.LINE, About.TRY}
    return takes_any or (bool(line.strip()) and chosen(question, line) is not None)


def took(state: State, question: Question, word: str) -> Turn:  # noqa: C901, PLR0911 -- a case for each question
    """What follows from a choice."""
    match question.about:
        case About.IMAGE:
            return replace(state, question=None), (Do(GetImage(official=word == "official")),)
        case About.GUARD:
            return guard_answered(replace(state, question=None), question, word)
        case About.QUIT if word == "yes":
            return state, opening.leave(state)
        case About.QUIT:
            state = replace(state, question=None)
            return state, (note(text("quit.stay"), Tone.DIM),)
        case About.GUESS:
            return guessed(replace(state, question=None, guess=word), dict(question.options.choices)[word])
        case About.CHOICE:
            return choice_taken(state, word)
        case About.LIVE:
            return live_answered(replace(state, question=None), word)
        case About.ANEW:
            return opening.anew_answered(replace(state, question=None), word)
        case About.TRY_GUESS:
            return lab.guessed(state, question, word)
        case About.SHORT | About.LINE | About.TRY:
            return state, ()
        case about:
            assert_never(about)


def guessed(state: State, guess: str) -> Turn:
    """A guess is noted; Docker shows whether it holds: by the learner's command, or by what the tutor shows."""
    if state.step.kind is not StepKind.WATCH:
        return state, (note(text("answer.guess", guess=guess)),)
    state, effects = ask_for_line(state)
    return state, (note(text("answer.guess.noted", guess=guess)), *effects)


def guard_answered(state: State, question: Question, word: str) -> Turn:
    """A yes runs the held command with exactly the listed things allowed; a no runs nothing."""
    command = question.held
    if command is None:
        return state, ()
    if word == "yes":
        return run(state, command, question.hits)
    return state, (note(text("guard.not-run"), Tone.DIM),)


def choice_taken(state: State, word: str) -> Turn:
    """A step's question with choices: right goes on, wrong says why."""
    asked = state.asked
    choice: Choice = next(choice for choice in (asked.choices if asked else ()) if choice.word == word)
    if choice.right:
        return right_answer(state, word, state.filled(choice.say))
    reply = state.filled(choice.say)
    return wrong_answer(state, word, None if reply else text("answer.wrong"), reply)


def short_answer(state: State, line: str) -> Turn:
    """A step's typed answer: quotes, brackets, commas and spacing do not matter, the words do."""
    if not line.strip():
        return state, (note(text("line.empty"), Tone.DIM),)
    asked = state.asked
    if is_answer(line, [state.filled(answer) for answer in (asked.answers if asked else ())]):
        return right_answer(state, line, "")
    key = "quiz.short" if state.cases else "answer.short"
    return wrong_answer(state, line, text(key, answer=line.strip()))


def right_answer(state: State, line: str, reply: str) -> Turn:
    """Right: write it down, say so, go on to the next case of a quiz, else to the next step."""
    record = Attempt(state.lesson.id, state.step.id, line, VerdictKind.PASSED.value)
    if len(state.cases) > 1:
        return next_case(state, state.cases[1:], (Save(record), Say(case_right(reply))))
    state, marked = mark_done(replace(state, question=None))
    said = "\n\n".join(part for part in (reply, state.filled(state.step.passed)) if part)
    shown = Judgement(
        VerdictKind.PASSED,
        None if said else text("answer.right"),
        markdown=said,
        number=state.position + 1,
        total=state.total,
    )
    counted = quiz_counted(state)
    state, onward = go_on(state)
    return state, (Save(record), *marked, Say(shown), *counted, *onward)


def case_right(reply: str) -> Judgement:
    """One case of a quiz is answered; the step goes on."""
    return Judgement(VerdictKind.PASSED, None if reply else text("answer.right"), markdown=reply)


def next_case(state: State, cases: tuple[int, ...], before: tuple[Effect, ...]) -> Turn:
    """Ask the first of `cases`, the ones still to be answered."""
    return ask(replace(state, cases=cases), before)


def quiz_counted(state: State) -> tuple[Effect, ...]:
    """How many cases were right at once."""
    cases = {(state.step.id, place) for place in range(len(state.step.cases))}
    if not cases:
        return ()
    return (note(text("quiz.done", right=len(cases - state.missed_cases), total=len(cases)), Tone.DIM),)


def wrong_answer(state: State, line: str, said: Text | None, markdown: str = "") -> Turn:
    """A miss: the question stands; a quiz asks its other cases first."""
    record = Attempt(state.lesson.id, state.step.id, line, VerdictKind.NOT_YET.value)
    state = replace(state, misses=state.misses + 1)
    if not state.cases:
        stuck = (note(text("solution.offer"), Tone.HINT),) if state.misses == MISSES_BEFORE_OFFER else ()
        return state, (Save(record), Say(Judgement(VerdictKind.NOT_YET, said, markdown=markdown, ways=WAYS)), *stuck)
    here, *others = state.cases
    state = replace(state, missed_cases=state.missed_cases | {(state.step.id, here)})
    return next_case(
        state, (*others, here), (Save(record), Say(Judgement(VerdictKind.NOT_YET, said, markdown=markdown)))
    )
