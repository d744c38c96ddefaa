"""Any valid lesson, for hypothesis, and how it is written as a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.lesson_texts import MISTAKES
from tutor.core.lesson import (
    Ask,
    Choice,
    Circumstance,
    CommandWanted,
    ContainerWanted,
    Fixture,
    InsideWanted,
    Lesson,
    OutputWanted,
    Pass,
    Showing,
    Status,
    Step,
    StepKind,
    TargetWanted,
    VariantOfStep,
    Where,
    Wrong,
)
from tutor.lessonfile.rules import ABOUT_TARGET
from tutor.lessonfile.source import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="{}").filter(
    lambda letter: not FORBIDDEN.search(letter)
)
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)
TEXTS = st.one_of(
    WORDS, st.sampled_from(["{{port}}", "a: b #c", "it's", '"', "{{.Names}}", "- x", "no", "1", "*a", "|"])
)
NAMES = st.from_regex("[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
PARAGRAPHS = st.lists(st.from_regex("[a-z][a-z ,.`{}]{0,20}[a-z.]", fullmatch=True), max_size=3).map("\n\n".join)
TITLES = st.from_regex("[A-Z][a-z ]{0,10}[a-z]", fullmatch=True)
COMMANDS = TEXTS.map(lambda text: f"docker run {text}")
MAYBE = st.one_of(st.none(), st.booleans())
CODES = st.integers(0, 255).map(str)


def texts_of(fewest: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """A few texts."""
    return st.lists(TEXTS, min_size=fewest, max_size=3).map(tuple)


CONTAINERS = st.builds(
    ContainerWanted,
    image=NAMES,
    running=MAYBE,
    command=st.one_of(st.none(), st.sampled_from(CommandWanted), texts_of(1)),
    exit=st.one_of(st.none(), CODES, st.just("own")),
    published=st.just("2368/tcp"),
    tty=MAYBE,
    stdin=MAYBE,
    removed=MAYBE,
)
OUTPUTS = st.builds(OutputWanted, words=TEXTS, contains=texts_of(), without=texts_of())
TARGETS = st.builds(TargetWanted, status=st.sampled_from(Status), restarted=MAYBE, touched=MAYBE)
GIVEN_ANYWHERE = [given for given in Circumstance if given not in ABOUT_TARGET]


def passes(kind: StepKind, *, has_target: bool) -> st.SearchStrategy[Pass]:
    """When a step of that kind passes; only what needs a fixture made can be asked to be so."""
    visits = st.builds(
        InsideWanted,
        lines=st.integers(1, 100),
        entered=st.booleans() if has_target else st.just(value=False),
        saw=texts_of(),
    )
    return st.builds(
        Pass,
        container=CONTAINERS,
        target=st.one_of(st.none(), TARGETS) if has_target else st.none(),
        inside=visits if kind is StepKind.INSIDE else st.none(),
        output=st.one_of(st.none(), OUTPUTS),
        answers=st.booleans(),
        exit=st.one_of(st.none(), CODES),
    )


CHOICES = st.lists(TEXTS, min_size=2, max_size=4).map(
    lambda texts: tuple(
        Choice(word=f"w{place}", text=text, right=place == 0, say=text) for place, text in enumerate(texts)
    )
)
WRONGS = st.lists(
    st.builds(
        Wrong,
        line=TEXTS,
        mistake=st.sampled_from(sorted(MISTAKES)),
        type=texts_of(),
        given=st.lists(st.sampled_from(GIVEN_ANYWHERE), max_size=2).map(tuple),
    ),
    max_size=3,
    unique_by=lambda wrong: (wrong.line, wrong.type, wrong.given),
).map(tuple)
VARIANTS: st.SearchStrategy[dict[str, VariantOfStep]] = st.one_of(
    st.just({}), st.builds(VariantOfStep, say=TEXTS).map(lambda variant: {"wants-mysql": variant})
)


GUESSES = st.builds(Ask, text=TEXTS, choices=CHOICES)
QUESTIONS = st.one_of(GUESSES, st.builds(Ask, text=TEXTS, answers=texts_of(1)))
ASKS = {
    StepKind.PREDICT: GUESSES,
    StepKind.WATCH: st.one_of(st.none(), GUESSES),
    StepKind.QUESTION: QUESTIONS,
}
SHOWS = {
    StepKind.WATCH: st.just(Showing.FOUR_WAYS),
    StepKind.READ: st.sampled_from([None, Showing.CHEAT_SHEET, Showing.LEFTOVERS]),
}
TYPED = frozenset({StepKind.DO, StepKind.PREDICT, StepKind.INSIDE})


@st.composite
def steps(draw: st.DrawFn, name: str, section: str, fixtures: list[str], earlier: list[str]) -> Step:
    """Any valid step of that id; `earlier` are the ids of the steps before it."""
    kind = draw(st.sampled_from(StepKind))
    is_typed = kind in TYPED
    needs = tuple(draw(st.lists(st.sampled_from(fixtures), max_size=2))) if fixtures else ()
    return Step(
        id=name,
        kind=kind,
        title=draw(TITLES),
        section=section,
        prose=draw(PARAGRAPHS),
        do=draw(COMMANDS) if is_typed else None,
        type=draw(texts_of(1)) if kind is StepKind.INSIDE else (),
        ask=draw(ASKS[kind]) if kind in ASKS else None,
        cases=tuple(draw(st.lists(QUESTIONS, min_size=1, max_size=3))) if kind is StepKind.QUIZ else (),
        show=draw(SHOWS[kind]) if kind in SHOWS else None,
        passing=draw(passes(kind, has_target=bool(needs))) if is_typed else None,
        passed=draw(st.one_of(st.just(""), TEXTS)),
        hints=draw(texts_of()) if kind is not StepKind.READ else (),
        wrong=draw(WRONGS) if is_typed else (),
        needs=needs,
        stops=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2))) if earlier else (),
        optional=draw(st.booleans()),
        variants=draw(VARIANTS) if is_typed else {},
    )


@st.composite
def lessons(draw: st.DrawFn) -> Lesson:
    """Any valid lesson."""
    names = draw(st.lists(NAMES, max_size=2, unique=True))
    fixtures = {
        name: Fixture(name=name, run=draw(COMMANDS), place=draw(st.sampled_from(Where)), stopped=draw(st.booleans()))
        for name in names
    }
    ids = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    return Lesson(
        id=draw(NAMES),
        title=draw(TEXTS),
        image=draw(NAMES),
        minutes=draw(st.integers(1, 600)),
        steps=tuple(draw(steps(name, f"Section {place // 2}", names, ids[:place])) for place, name in enumerate(ids)),
        fixtures=fixtures,
        summary=draw(st.one_of(st.just(""), TEXTS)),
        intro=draw(PARAGRAPHS),
        outro=draw(PARAGRAPHS),
    )


def data_of(value: object, names: Mapping[str, str]) -> object:
    """A part of a lesson as plain data, what says nothing left out; `names` are keys called otherwise in the file."""
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is not None:
        found = {names.get(name, name): data_of(getattr(value, name), names) for name in fields}
        return {name: content for name, content in found.items() if content not in (None, "", [], {})}
    if isinstance(value, tuple):
        return [data_of(item, names) for item in value]
    return {key: data_of(item, names) for key, item in value.items()} if hasattr(value, "items") else value


def written(lesson: Lesson) -> str:
    """The lesson as a file. JSON is YAML, and quotes every text."""
    names = {"passing": "pass", "place": "in"}
    data = data_of(lesson, names)
    assert isinstance(data, dict)
    for fixture in data.get("fixtures", {}).values():
        del fixture["name"]
    front = {key: data[key] for key in ("id", "title", "image", "minutes", "summary", "fixtures") if key in data}
    parts = ["---", json.dumps({"format": 1, **front}, ensure_ascii=False, indent=1), "---", lesson.intro, ""]
    section = ""
    for step in lesson.steps:
        if step.section != section:
            section = step.section
            parts += [f"# {section}", ""]
        block = data_of(step, names)
        assert isinstance(block, dict)
        for key in ("title", "section", "prose", "line_number"):
            block.pop(key, None)
        for wrong in block.get("wrong", []):
            wrong["try"] = wrong.pop("line")
        parts += [
            f"## {step.title}",
            step.prose,
            "",
            "```step",
            json.dumps(block, ensure_ascii=False, indent=1),
            "```",
            "",
        ]
    return "\n".join([*parts, *(["# End", lesson.outro] if lesson.outro else []), ""])
