"""Hints lead; only the last one may give the answer away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.core.message import Text, text
from tutor.lessonfile.lint import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.lesson import Ask, Lesson, Step

AROUND = "\"'`.,;:!?()[]"  # what stands around a word of a sentence and is no part of it
CODE = re.compile(r"`+([^`]+)`+")
PLAIN_WORD = re.compile(r"[a-z]+")  # a choice called like an ordinary word may stand in any sentence


def hint_findings(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Line and message of each finding."""
    learned = words_of(f"docker {lesson.image}")
    for step in lesson.steps:
        for number, hint in enumerate(step.hints[:-1], 1):
            for said in given_away(step, hint, number, learned):
                yield step.line_number, about(step, said)
        learned |= words_of(" ".join((step.do or "", *step.type)))


def given_away(step: Step, hint: str, number: int, learned: frozenset[str]) -> Iterator[Text]:
    """What of the answers a hint says outright; nothing if it only leads. `learned` are words of earlier answers."""
    told = told_before(step)
    if step.do and not is_in(step.do, told):
        known = words_of(told) | words_of(told.lower()) | learned
        new = words_of(step.do) - known
        if is_in(step.do, hint):
            yield text("lint.gives-all", number=number)
        elif new and new <= words_of(hint):
            yield text("lint.gives-new", number=number, new=", ".join(sorted(new)))
    for ask in (step.ask, *step.cases):
        if ask and not step.do:
            yield from answers_in(ask, hint, number)


def told_before(step: Step) -> str:
    """What the learner has read before any hint."""
    questions = [ask.text for ask in (step.ask, *step.cases) if ask]
    variants = [variant.say for variant in step.variants.values()]
    return "\n".join((step.title, step.prose, *questions, *variants))


def words_of(said: str) -> frozenset[str]:
    """The words, without what sentences and quoting put around them. What stands in code is a word as it is, too."""
    inner = [word for code in CODE.findall(said) for word in code.split()]
    words = (word.strip(AROUND) for word in (*said.split(), *inner))
    return frozenset(word for word in words if word)


def is_in(line: str, said: str) -> bool:
    """Whether the text says the line, however it is quoted and spaced."""
    return bare(line) in bare(said)


def bare(said: str) -> str:
    """The text without quotes, its blanks made single."""
    return " ".join(said.translate(dict.fromkeys(map(ord, "\"'`"))).split())


def answers_in(ask: Ask, hint: str, number: int) -> Iterator[Text]:
    """The right answers of a question that a hint says outright."""
    in_code = {code.strip() for code in CODE.findall(hint)}
    for choice in ask.choices:
        is_plain = PLAIN_WORD.fullmatch(choice.word) is not None
        if choice.right and choice.word in (in_code if is_plain else in_code | words_of(hint)):
            yield text("lint.gives-choice", number=number, choice=choice.word)
    for answer in ask.answers:
        if is_in(answer, hint):
            yield text("lint.gives-answer", number=number, answer=answer)
