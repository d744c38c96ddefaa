"""What a question makes of an answer. Every question is a value; none is a mode."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from tutor.core import opening
from tutor.core.effects import Do, Effect, Offer, Save, Say
from tutor.core.lines import run
from tutor.core.message import Judgement, Tone, text
from tutor.core.nearest import nearest
from tutor.core.progress import Attempt
from tutor.core.state import About, Question, State, Turn, note
from tutor.core.steps import go_on, mark_done
from tutor.core.tasks import GetImage
from tutor.core.verdict import VerdictKind
from tutor.core.verdicts import WAYS

if TYPE_CHECKING:
    from tutor.core.lesson import Choice


AROUND_WORDS = dict.fromkeys(map(ord, "[]\"',`\u201c\u201d\u2018\u2019"), " ")  # the last four: typographic quotes


def answered(state: State, question: Question, line: str) -> Turn:
    """Route the answer to what the question is about."""
    match question.about:
        case About.SHORT:
            return short_answer(state, line)
        case About.IMAGE | About.GUARD | About.QUIT | About.GUESS | About.CHOICE:
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


def is_answer(question: Question, line: str) -> bool:
    """Whether the line answers the question at all; what does not may still be a slip that has an answer of its own."""
    return question.about is About.SHORT or (bool(line.strip()) and chosen(question, line) is not None)


def took(state: State, question: Question, word: str) -> Turn:  # noqa: PLR0911 -- one case for each kind of question
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
            state = replace(state, question=None, guess=word)
            guess = dict(question.options.choices)[word]
            return state, (note(text("answer.guess", guess=guess)),)
        case About.CHOICE:
            return choice_taken(state, word)
        case About.SHORT:
            return state, ()
        case about:
            assert_never(about)


def guard_answered(state: State, question: Question, word: str) -> Turn:
    """A yes runs the held command with exactly the listed things allowed; a no gives the line back."""
    command = question.held
    if command is None:
        return state, ()
    if word == "yes":
        return run(state, command, question.hits)
    return state, (note(text("guard.not-run"), Tone.DIM), Offer(command.line))


def choice_taken(state: State, word: str) -> Turn:
    """A step's question with choices: right goes on, wrong says why."""
    asked = state.step.ask
    choice: Choice = next(choice for choice in (asked.choices if asked else ()) if choice.word == word)
    if choice.right:
        return right_answer(state, word, state.filled(choice.say))
    reply = state.filled(choice.say)
    shown = Judgement(VerdictKind.NOT_YET, None if reply else text("answer.wrong"), markdown=reply, ways=WAYS)
    return wrong_answer(state, word, (Say(shown),))


def short_answer(state: State, line: str) -> Turn:
    """A step's typed answer: quotes, brackets, commas and spacing do not matter, the words do."""
    if not line.strip():
        return state, (note(text("line.empty"), Tone.DIM),)
    asked = state.step.ask
    wanted = {words_of(state.filled(answer)) for answer in (asked.answers if asked else ())}
    if words_of(line) in wanted:
        return right_answer(state, line, "")
    shown = Judgement(VerdictKind.NOT_YET, text("answer.short", answer=line.strip()), ways=WAYS)
    return wrong_answer(state, line, (Say(shown),))


def words_of(answer: str) -> tuple[str, ...]:
    """The words of a typed or printed command line: `["node", "x.js"]`, `[node x.js]` and `node x.js` are the same."""
    return tuple(answer.translate(AROUND_WORDS).split())


def right_answer(state: State, line: str, reply: str) -> Turn:
    """Done: write it down, say so, go on."""
    record = Attempt(state.lesson.id, state.step.id, line, VerdictKind.PASSED.value)
    state, marked = mark_done(replace(state, question=None))
    said = "\n\n".join(part for part in (reply, state.filled(state.step.passed)) if part)
    shown = Judgement(
        VerdictKind.PASSED,
        None if said else text("answer.right"),
        markdown=said,
        number=state.position + 1,
        total=state.total,
    )
    state, onward = go_on(state)
    return state, (Save(record), *marked, Say(shown), *onward)


def wrong_answer(state: State, line: str, said: tuple[Effect, ...]) -> Turn:
    """A miss: the question stands."""
    record = Attempt(state.lesson.id, state.step.id, line, VerdictKind.NOT_YET.value)
    return replace(state, misses=state.misses + 1), (Save(record), *said)
