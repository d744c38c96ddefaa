"""What the parts of a lesson mean together: which keys a kind of step has, and that every name used is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import structs

from tutor.core.facts import Fact, Variant
from tutor.core.facts_text import fact_words
from tutor.core.lesson import Circumstance, Showing, StepKind
from tutor.core.texts import words
from tutor.core.texts.en import TEXTS
from tutor.core.words import Word
from tutor.lessonfile.problems import MOST, Problem, nearest_hint, one_of, quoted
from tutor.lessonfile.yaml_tree import Mapping, Sequence, scalars

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tutor.lessonfile.outline import Prose
    from tutor.lessonfile.shapes import AskShape, ChoiceShape, PassShape, StepShape, WrongShape
    from tutor.lessonfile.yaml_tree import Node

TYPED = ("hints", "wrong", "variants")  # what every step that takes a command may have
NEEDED = {
    StepKind.DO: ("do", "pass"),
    StepKind.PREDICT: ("ask", "do", "pass"),
    StepKind.QUESTION: ("ask",),
    StepKind.INSIDE: ("do", "type", "pass"),
    StepKind.WATCH: ("show",),
    StepKind.QUIZ: ("cases",),
    StepKind.READ: (),
}
POSSIBLE = {
    StepKind.DO: (*TYPED, "show"),
    StepKind.PREDICT: TYPED,
    StepKind.QUESTION: ("hints",),
    StepKind.INSIDE: (*TYPED, "show"),
    StepKind.WATCH: ("ask", "hints"),
    StepKind.QUIZ: ("hints",),
    StepKind.READ: ("show",),
}
BY_KIND = frozenset(key for keys in (*NEEDED.values(), *POSSIBLE.values()) for key in keys)
SHOWN = {
    StepKind.DO: (Showing.CALLS,),
    StepKind.INSIDE: (Showing.CALLS,),
    StepKind.WATCH: (Showing.FOUR_WAYS,),
    StepKind.READ: (Showing.CHEAT_SHEET, Showing.LEFTOVERS),
}
GUESSED = frozenset({StepKind.PREDICT, StepKind.WATCH})  # kinds whose question never fails
VARIANTS = tuple(variant.value for variant in Variant if variant is not Variant.PLAIN)
TUTOR_WORDS = frozenset({"docker", *(word.value for word in Word)})
ABOUT_TARGET = frozenset({Circumstance.TARGET_RUNNING, Circumstance.TARGET_STOPPED})
GAPS = frozenset(key for key in TEXTS if key.startswith("gap."))  # what the judge says where no mistake is known
FEWEST_CHOICES = 2

Path = tuple[str | int, ...]  # keys and places that lead from a step's block to a part of it


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a step may use; `fixtures` is None where the front matter could not be read.

    `earlier` are the ids of the steps before it.
    """

    mistakes: Collection[str]
    fixtures: Collection[str] | None
    earlier: Collection[str] = ()


def line_at(node: Node, *path: str | int) -> int:
    """The line of what the path leads to (of the key, for a mapping's value); of the last part there is, else."""
    line = node.line
    for part in path:
        if isinstance(node, Mapping) and isinstance(part, str) and (entry := node.entry(part)):
            line, node = entry.line, entry.value
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            line = node.line
        else:
            break
    return line


def step_problems(step: StepShape, tree: Mapping, known: Known) -> Iterator[Problem]:
    """Everything that is wrong with a step of the right shape. Whether its id is free only the whole lesson knows."""
    yield from _kind_problems(step, tree)
    yield from _show_problems(step, tree)
    if step.ask:
        yield from _ask_problems(step.kind, step.ask, tree, ("ask",))
    for place, case in enumerate(step.cases):
        yield from _ask_problems(step.kind, case, tree, ("cases", place))
    if step.passing:
        yield from _pass_problems(step, step.passing, tree)
    yield from _wrong_problems(step, tree, known)
    yield from _need_problems(step, tree, known)
    yield from _stop_problems(step, tree, known)
    yield from _variant_problems(step, tree)


def _stop_problems(step: StepShape, tree: Mapping, known: Known) -> Iterator[Problem]:
    for place, name in enumerate(step.stops):
        if name not in known.earlier:
            message = words("rule.no-step", step=quoted(name))
            yield Problem(line_at(tree, "stops", place), message, nearest_hint(name, known.earlier))


def _need_problems(step: StepShape, tree: Mapping, known: Known) -> Iterator[Problem]:
    for place, name in enumerate(step.needs):
        if known.fixtures is not None and name not in known.fixtures:
            message, hint = words("rule.no-fixture", fixture=quoted(name)), nearest_hint(name, known.fixtures)
            yield Problem(line_at(tree, "needs", place), message, hint)


def _variant_problems(step: StepShape, tree: Mapping) -> Iterator[Problem]:
    for name, variant in step.variants.items():
        if name not in VARIANTS:
            message, hint = words("rule.no-variant", variant=quoted(name)), nearest_hint(name, VARIANTS)
            yield Problem(line_at(tree, "variants", name), message, hint)
        if variant.do and variant.do == step.do:
            message = words("rule.same-variant", variant=quoted(name))
            yield Problem(line_at(tree, "variants", name, "do"), message, words("rule.same-variant.cure"))


def tree_fact_problems(tree: Node) -> Iterator[Problem]:
    """Unknown bare words in double braces, in any of the tree's texts."""
    for scalar in scalars(tree):
        yield from _fact_problems(scalar.text, scalar.line, one_line=True)


def prose_fact_problems(prose: Prose) -> Iterator[Problem]:
    """Unknown bare words in double braces, in Markdown."""
    yield from _fact_problems(prose.text, prose.line, one_line=False)


def _fact_problems(text: str, line: int, *, one_line: bool) -> Iterator[Problem]:
    known = frozenset(Fact)
    unknown = [(word, span) for word, span in fact_words(text) if word not in known]
    for word, span in unknown[:MOST]:
        place = line if one_line else line + text.count("\n", 0, span.start)
        message = words("rule.no-fact", fact=quoted("{{" + word + "}}"))
        hint = f"{nearest_hint(word, known)} " + words("rule.no-fact.cure")
        yield Problem(place, message, hint)


def _kind_problems(step: StepShape, tree: Mapping) -> Iterator[Problem]:
    needed, possible = NEEDED[step.kind], POSSIBLE[step.kind]
    for key in needed:
        if not tree.entry(key):
            message = words(f"rule.kind-needs.{_article(step.kind)}", kind=step.kind, key=quoted(key))
            yield Problem(line_at(tree, "kind"), message, words("shape.lacking.cure", key=key))
    for entry in tree.entries:
        if entry.key in BY_KIND and entry.key not in (*needed, *possible):
            others = one_of(other for other in StepKind if entry.key in (*NEEDED[other], *POSSIBLE[other]))
            message = words(f"rule.kind-lacks.{_article(step.kind)}", kind=step.kind, key=quoted(entry.key))
            yield Problem(entry.line, message, words("rule.kind-lacks.cure", kinds=others))


def _article(kind: StepKind) -> str:
    """English says `an inside step`: such a sentence stands in the texts twice."""
    return "an" if kind is StepKind.INSIDE else "a"


def _show_problems(step: StepShape, tree: Mapping) -> Iterator[Problem]:
    possible = SHOWN.get(step.kind, ())
    if step.show and possible and step.show not in possible:
        message = words(f"rule.not-shown.{_article(step.kind)}", kind=step.kind, show=quoted(step.show))
        yield Problem(line_at(tree, "show"), message, words("rule.not-shown.cure", known=one_of(possible)))


def _ask_problems(kind: StepKind, ask: AskShape, tree: Mapping, at: Path) -> Iterator[Problem]:
    if kind in GUESSED and ask.answers:
        yield Problem(line_at(tree, *at, "answers"), words("rule.typed-guess"), words("rule.typed-guess.cure"))
    elif bool(ask.choices) == bool(ask.answers):
        message = words("rule.ask-or-answers" if at == ("ask",) else "rule.case-or-answers")
        yield Problem(line_at(tree, *at), message, words("rule.ask-or-answers.cure"))
    if ask.choices:
        yield from _choice_problems(kind, ask.choices, tree, (*at, "choices"))


def _choice_problems(kind: StepKind, choices: tuple[ChoiceShape, ...], tree: Mapping, at: Path) -> Iterator[Problem]:
    line = line_at(tree, *at)
    if len(choices) < FEWEST_CHOICES:
        yield Problem(line, words("rule.few-choices"), words("rule.few-choices.cure"))
    if kind not in GUESSED and not any(choice.right for choice in choices):
        yield Problem(line, words("rule.none-right"), words("rule.none-right.cure"))
    seen: set[str] = set()
    for place, choice in enumerate(choices):
        word = choice.word.lower()
        here = line_at(tree, *at, place, "word")
        if word in seen:
            yield Problem(here, words("rule.same-word", word=quoted(choice.word)), words("rule.same-word.cure"))
        if word.split()[0] in TUTOR_WORDS:
            yield Problem(here, words("rule.tutor-word", word=quoted(choice.word)), words("rule.tutor-word.cure"))
        seen.add(word)


def _pass_problems(step: StepShape, passing: PassShape, tree: Mapping) -> Iterator[Problem]:
    if passing.answers and not (passing.container and passing.container.published):
        yield Problem(line_at(tree, "pass", "answers"), words("rule.no-port"), words("rule.no-port.cure"))
    if step.kind is StepKind.INSIDE and not passing.inside:
        yield Problem(line_at(tree, "pass"), words("rule.no-visit"), words("rule.no-visit.cure"))
    if step.kind is not StepKind.INSIDE and passing.inside:
        message = words("rule.needless-visit", kind=step.kind)
        yield Problem(line_at(tree, "pass", "inside"), message, words("rule.needless-visit.cure"))
    if not step.needs:
        yield from _target_problems(passing, tree)


def _target_problems(passing: PassShape, tree: Mapping) -> Iterator[Problem]:
    """A target is what the step's `needs` made: without them there is none."""
    if passing.target:
        yield _no_target(tree, "target", "pass", "target")
    if passing.inside and passing.inside.entered:
        yield _no_target(tree, "entered", "pass", "inside", "entered")


def _no_target(tree: Mapping, what: str, *path: str | int) -> Problem:
    return Problem(line_at(tree, *path), words("rule.no-target", what=quoted(what)), words("rule.no-target.cure"))


def _wrong_problems(step: StepShape, tree: Mapping, known: Known) -> Iterator[Problem]:
    seen: set[WrongShape] = set()
    for place, wrong in enumerate(step.wrong):
        here = line_at(tree, "wrong", place, "try")
        if wrong.mistake not in known.mistakes and wrong.mistake not in GAPS:
            is_gap = wrong.mistake.startswith("gap.")
            hint = nearest_hint(wrong.mistake, GAPS if is_gap else known.mistakes)
            message = words("rule.no-mistake", mistake=quoted(wrong.mistake))
            yield Problem(line_at(tree, "wrong", place, "mistake"), message, hint)
        if (wrong.line, wrong.type) == (step.do, step.type) and not wrong.given:
            yield Problem(here, words("rule.right-wrong"), words("rule.right-wrong.cure"))
        bare = structs.replace(wrong, mistake="")
        if bare in seen:
            yield Problem(here, words("rule.same-wrong", line=quoted(wrong.line)), words("rule.same-wrong.cure"))
        seen.add(bare)
        if not step.needs:
            yield from _given_problems(wrong, tree, place)


def _given_problems(wrong: WrongShape, tree: Mapping, place: int) -> Iterator[Problem]:
    for number, given in enumerate(wrong.given):
        if given in ABOUT_TARGET:
            yield _no_target(tree, given, "wrong", place, "given", number)
