"""The table of mistakes: each is told where it shows, points at its words, and is silent where it does not."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

import pytest

from tests.core.judging import FACTS, marked, verdict
from tests.core.mistakes.later_lines import LATER_NEAR, LATER_WRONG
from tests.core.mistakes.near_lines import NEAR as FIRST_NEAR
from tests.core.mistakes.wrong_lines import WRONG as FIRST_WRONG
from tutor.core.command_error import Problem
from tutor.core.judge import told
from tutor.core.mistakes import MISTAKES, OF_SYNTAX, UNRUN, mistake_of_syntax
from tutor.core.texts import fill
from tutor.core.texts.en.mistakes import TEXTS
from tutor.core.verdict import Verdict, VerdictKind

if TYPE_CHECKING:
    from tests.core.mistakes.examples import Example

WRONG = (*FIRST_WRONG, *LATER_WRONG)
NEAR = (*FIRST_NEAR, *LATER_NEAR)
UNRUN_IDS = {mistake.id for mistake in UNRUN}
LONGEST_SENTENCE_PAIR = 2


def name(example: Example) -> str:
    """How an example is called in the list of tests."""
    return f"{example.mistake}: {example.line}"


def seen(example: Example) -> Verdict:
    """The verdict on an example."""
    return verdict(example.step, example.line, example.outcome, example.sighting, example.facts)


@pytest.mark.parametrize("example", WRONG, ids=name)
def test_a_mistake_is_told_and_pointed_at(example: Example) -> None:
    """A line that shows a mistake is told this one, with marks under just the words in question."""
    found = seen(example)
    assert (found.mistake, found.values.get("variant", "")) == (example.mistake, example.variant)
    assert marked(example.line, found) == example.marks
    assert found.kind in {VerdictKind.NOT_YET, VerdictKind.ELSEWHERE, VerdictKind.WAITING}


@pytest.mark.parametrize("example", NEAR, ids=name)
def test_a_near_line_is_not_told_the_mistake(example: Example) -> None:
    """A line that only looks like a mistake is not told that one."""
    assert seen(example).mistake != example.mistake


@pytest.mark.parametrize("example", WRONG, ids=name)
def test_every_sentence_can_be_filled(example: Example) -> None:
    """Both sentences of a found mistake, the closer and the general ones, have a value for each of their places."""
    found = seen(example)
    for text in told(found):
        assert text is not None
        assert fill(text)
    for key in (f"mistake.{found.mistake}", f"mistake.{found.mistake}.way"):
        assert places(TEXTS[key]) <= set(found.values)
        assert all(found.values[place] for place in places(TEXTS[key]))


@pytest.mark.parametrize("id_", MISTAKES)
def test_every_mistake_has_its_two_sentences(id_: str) -> None:
    """Each mistake says what happened and what leads on."""
    assert TEXTS[f"mistake.{id_}"]
    assert TEXTS[f"mistake.{id_}.way"]


def test_every_mistake_is_shown_by_an_example() -> None:
    """There is a line for each rule of the table, and one near it."""
    ruled = set(MISTAKES) - UNRUN_IDS
    assert {example.mistake for example in WRONG} == ruled
    assert {example.mistake for example in NEAR} == ruled


def test_every_sentence_about_a_mistake_belongs_to_one() -> None:
    """No sentence is left over: each key names a mistake of the table, and each variant is shown by an example."""
    variants = {(example.mistake, example.variant) for example in WRONG} | {(id_, "") for id_ in MISTAKES}
    for key in TEXTS:
        if key.startswith("mistake."):
            id_, _, variant = key.removeprefix("mistake.").removesuffix(".way").partition(".")
            assert (id_, variant if variant != "way" else "") in variants, key


@pytest.mark.parametrize("key", TEXTS)
def test_no_text_is_longer_than_two_sentences(key: str) -> None:
    """A beginner reads two short sentences, not a paragraph."""
    text = TEXTS[key]
    assert sum(text.count(end) for end in (". ", "? ", "! ")) < LONGEST_SENTENCE_PAIR
    assert len(text) < 160


@pytest.mark.parametrize("key", TEXTS)
def test_no_text_blames(key: str) -> None:
    """Sentences speak of words and containers, not of the learner's failings."""
    assert not {"wrong", "error", "fail", "invalid", "mistake", "oops"} & set(TEXTS[key].lower().split())


def test_the_lesson_plans_ids_are_all_there() -> None:
    """Each mistake of the lesson's plan has its place in the table."""
    planned = """ports-swapped container-port host-port no-publish port-taken not-up-yet mysql-refused early-interrupt
    stopped-too-soon flags-after-image image-command-swapped image-missing flag-ate-image one-dash-long
    pasted-typography name-taken name-shadows-image quoted-whole shell-builtin not-in-image host-expansion shell-syntax
    format-without-f format-no-braces format-split field-wrong image-as-container container-as-image object-missing
    exec-order exec-flags-late exec-on-stopped run-for-exec new-instead-of-old rm-running rmi-for-rm wrong-list
    all-forgotten i-only t-only it-no-command docker-inside host-side ctrl-d-for-c attach-kills ps-too-narrow"""
    assert set(MISTAKES) == set(planned.split())


@pytest.mark.parametrize(
    ("problem", "found", "id_"),
    [
        ("ONE_DASH_LONG", "-name", "one-dash-long"),
        ("TYPOGRAPHY", "–", "pasted-typography"),  # noqa: RUF001 -- the pasted dash is the point
        ("SHELL_SYNTAX", "|", "shell-syntax"),
        ("SHELL_SYNTAX", "$(date)", "shell-syntax"),
        ("SHELL_SYNTAX", "$HOME", "host-expansion"),
        ("SHELL_SYNTAX", "*.js", "host-expansion"),
        ("NOT_DOCKER", "ls", "host-side"),
        ("EMPTY", "", ""),
    ],
)
def test_a_problem_of_the_parser_is_a_mistake(problem: str, found: str, id_: str) -> None:
    """What the parser found is known by the mistake's id; what is no known mistake has none."""
    assert mistake_of_syntax(problem, found) == id_


def test_problems_are_the_parsers() -> None:
    """The parser knows every problem that is taken for a mistake."""
    assert set(OF_SYNTAX) <= {problem.name for problem in Problem}


def test_sentences_speak_of_the_learners_own_words() -> None:
    """The words typed stand in the sentence: what happened and why."""
    by_id = {example.mistake: example for example in WRONG}
    what, way = told(seen(by_id["image-command-swapped"]))
    assert what is not None
    assert way is not None
    assert fill(what) == "Docker took `date` as the image, because it stands first."
    assert fill(way) == "The image comes first, what runs in it second."


def test_the_leave_key_is_the_learners() -> None:
    """A way on that needs the leave key names the one in use here."""
    example = next(example for example in WRONG if example.mistake == "stopped-too-soon")
    _, way = told(seen(example))
    assert way is not None
    assert FACTS.leave_key in fill(way)


def places(template: str) -> set[str]:
    """The places to fill in a template."""
    return {place for _, place, _, _ in Formatter().parse(template) if place}
