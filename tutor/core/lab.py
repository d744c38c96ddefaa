"""The word `lab`: four shells get lines of the learner's own, at any step and of any image, until `done`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.effects import Do, Effect, Say
from tutor.core.message import Options, Tone, text
from tutor.core.showings import USUAL_LINE
from tutor.core.state import About, Question, Stage, State, Turn, note
from tutor.core.tasks import ShowFourWays
from tutor.core.texts import fill
from tutor.core.watching import DONE
from tutor.core.ways_told import four_ways

if TYPE_CHECKING:
    from tutor.core.tasks import FourWays

IMAGE = re.compile(r"[\w][\w.:/@-]*", re.ASCII)
"""What can be an image's name or id. Above all it is one word, and no flag."""
GUESSES = ("none", "one", "two", "three", "four")
"""In how many of the four a line runs, by the number."""


def open_lab(state: State, image: str) -> Turn:
    """The learner guesses first; a script goes straight to its line. What was asked before is asked again after."""
    if image and not IMAGE.fullmatch(image):
        return state, (note(text("lab.not-an-image", image=image), Tone.HINT),)
    before = state.question.before if is_lab(state.question) and state.question else state.question
    image = image or state.filled("{{image}}")
    if state.facts.scripted:
        return ask_for_line(state, Question(About.TRY, can_end(), image=image, before=before))
    options = guess_options(image)
    return replace(state, question=Question(About.TRY_GUESS, options, image=image, before=before)), (Say(options),)


def is_lab(question: Question | None) -> bool:
    """Whether the lab is open."""
    return question is not None and question.about in {About.TRY, About.TRY_GUESS}


def guess_options(image: str) -> Options:
    """The question before the first line."""
    choices = tuple((word, fill(text(f"lab.guess.{word}"))) for word in GUESSES)
    return Options(text("lab.guess", image=image), "", choices)


def ask_for_line(state: State, question: Question) -> Turn:
    """A line of the learner's own is wanted."""
    return replace(state, question=question), (note(text("watch.line", line=USUAL_LINE)),)


def guessed(state: State, question: Question, word: str) -> Turn:
    """The guess is kept for when Docker has shown it."""
    return ask_for_line(state, replace(question, about=About.TRY, options=can_end(), guess=word))


def line_given(state: State, question: Question, line: str) -> Turn:
    """Send the line into four new shells; Enter alone sends the usual one, `done` closes the lab."""
    own = line.strip() or USUAL_LINE
    if own.lower() == DONE:
        return close_lab(state, question)
    busy = note(text("lab.busy", image=question.image, line=own), Tone.DIM)
    return state, (busy, Do(ShowFourWays(own, question.image)))


def seen(state: State, question: Question, result: FourWays) -> Turn:
    """Show what became of the line, and ask for another."""
    if result.failed or not result.ways:
        failed = note(text("watch.failed", reason=result.failed), Tone.WARNING)
        again = "lab.again" if question.seen else "lab.failed"
        return state, (failed, note(text(again), Tone.DIM))
    told = four_ways(result, briefly=question.seen)
    return replace(state, question=replace(question, guess="", seen=True)), (
        *told,
        *guess_told(question.guess, result),
        note(text("lab.again")),
    )


def can_end() -> Options:
    """`done` is an answer at any time."""
    return Options(None, "", ((DONE, fill(text("lab.again.choice"))),))


def guess_told(guess: str, result: FourWays) -> tuple[Effect, ...]:
    """The guess beside what Docker did."""
    if not guess:
        return ()
    count = sum(way.ran for way in result.ways)
    return (note(text("lab.guess.told", guess=fill(text(f"lab.guess.{guess}")), count=count)),)


def close_lab(state: State, question: Question) -> Turn:
    """Back to the step, or to what it had asked."""
    before = question.before
    again = (Say(before.options),) if before is not None and before.options.choices else ()
    key, title = "lab.over", ""
    if state.stage is Stage.LISTENING:
        key, title = "step.waiting", state.filled(state.step.title)
    return replace(state, question=before), (note(text(key, title=title), Tone.DIM), *again)
