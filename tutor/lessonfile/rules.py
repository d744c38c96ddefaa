"""What the parts of a lesson mean together: which keys a kind of step has, and that every name used is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.facts import Fact, Variant
from tutor.core.facts_text import fact_words
from tutor.core.lesson import StepKind
from tutor.core.words import Word
from tutor.lessonfile.problems import MOST, Problem, nearest_hint, one_of, quoted
from tutor.lessonfile.yaml_tree import Mapping, Sequence, scalars

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tutor.lessonfile.outline import Prose
    from tutor.lessonfile.shapes import PassShape, StepShape
    from tutor.lessonfile.yaml_tree import Node

NEEDED = {
    StepKind.DO: ("do", "pass"),
    StepKind.PREDICT: ("ask", "do", "pass"),
    StepKind.QUESTION: ("ask",),
    StepKind.READ: (),
}
POSSIBLE = {
    StepKind.DO: ("hints", "wrong", "variants"),
    StepKind.PREDICT: ("hints", "wrong", "variants"),
    StepKind.QUESTION: ("hints",),
    StepKind.READ: (),
}
BY_KIND = frozenset({"ask", "do", "pass", "hints", "wrong", "variants"})
VARIANTS = tuple(variant.value for variant in Variant if variant is not Variant.PLAIN)
TUTOR_WORDS = frozenset({"docker", *(word.value for word in Word)})
FEWEST_CHOICES = 2


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a step may use; `fixtures` is None where the front matter could not be read."""

    mistakes: Collection[str]
    fixtures: Collection[str] | None


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
    yield from _ask_problems(step, tree)
    if step.passing:
        yield from _pass_problems(step.passing, tree)
    yield from _wrong_problems(step, tree, known)
    yield from _need_problems(step, tree, known)
    yield from _variant_problems(step, tree)


def _need_problems(step: StepShape, tree: Mapping, known: Known) -> Iterator[Problem]:
    for place, name in enumerate(step.needs):
        if known.fixtures is not None and name not in known.fixtures:
            hint = nearest_hint(name, known.fixtures)
            yield Problem(line_at(tree, "needs", place), f"There is no fixture {quoted(name)}.", hint)


def _variant_problems(step: StepShape, tree: Mapping) -> Iterator[Problem]:
    for name, variant in step.variants.items():
        if name not in VARIANTS:
            hint = nearest_hint(name, VARIANTS)
            yield Problem(line_at(tree, "variants", name), f"There is no variant {quoted(name)}.", hint)
        if variant.do and variant.do == step.do:
            message = f"The variant {quoted(name)} repeats the step's `do`."
            yield Problem(line_at(tree, "variants", name, "do"), message, "Leave it out.")


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
        message = f"There is no fact {quoted('{{' + word + '}}')}."
        hint = nearest_hint(word, known) + " Docker's own fields begin with a dot: `{{.Names}}`."
        yield Problem(place, message, hint)


def _kind_problems(step: StepShape, tree: Mapping) -> Iterator[Problem]:
    needed, possible = NEEDED[step.kind], POSSIBLE[step.kind]
    kind = f"A `{step.kind}` step"
    for key in needed:
        if not tree.entry(key):
            yield Problem(line_at(tree, "kind"), f"{kind} needs {quoted(key)}.", f"Add `{key}: …`.")
    for entry in tree.entries:
        if entry.key in BY_KIND and entry.key not in (*needed, *possible):
            others = one_of(other for other in StepKind if entry.key in (*NEEDED[other], *POSSIBLE[other]))
            yield Problem(
                entry.line, f"{kind} has no {quoted(entry.key)}.", f"Steps of these kinds have one: {others}."
            )


def _ask_problems(step: StepShape, tree: Mapping) -> Iterator[Problem]:
    if not step.ask:
        return
    line = line_at(tree, "ask")
    if step.kind is StepKind.PREDICT and step.ask.answers:
        message = "A guess is chosen, never typed: `ask` has no `answers` here."
        yield Problem(line_at(tree, "ask", "answers"), message, "Give `choices`.")
    elif bool(step.ask.choices) == bool(step.ask.answers):
        yield Problem(line, "`ask` needs either `choices` or `answers`.", "Give one of the two.")
    if step.ask.choices:
        yield from _choice_problems(step, tree)


def _choice_problems(step: StepShape, tree: Mapping) -> Iterator[Problem]:
    choices = step.ask.choices if step.ask else ()
    line = line_at(tree, "ask", "choices")
    if len(choices) < FEWEST_CHOICES:
        yield Problem(line, "There is nothing to choose.", "Give two choices or more.")
    right = sum(choice.right for choice in choices)
    if step.kind is StepKind.QUESTION and not right:
        yield Problem(line, "No choice is right.", "Give one of them `right: true`.")
    seen: set[str] = set()
    for place, choice in enumerate(choices):
        word = choice.word.lower()
        here = line_at(tree, "ask", "choices", place, "word")
        if word in seen:
            yield Problem(here, f"Two choices have the word {quoted(choice.word)}.", "Each needs a word of its own.")
        if word.split()[0] in TUTOR_WORDS:
            yield Problem(here, f"{quoted(choice.word)} is a word of the tutor's.", "Take another for this choice.")
        seen.add(word)


def _pass_problems(passing: PassShape, tree: Mapping) -> Iterator[Problem]:
    if passing.answers and not (passing.container and passing.container.published):
        message = "`answers` needs to know which port of the container is asked."
        yield Problem(line_at(tree, "pass", "answers"), message, "Add `published` to `container`.")


def _wrong_problems(step: StepShape, tree: Mapping, known: Known) -> Iterator[Problem]:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for place, wrong in enumerate(step.wrong):
        here = line_at(tree, "wrong", place, "try")
        if wrong.mistake not in known.mistakes:
            hint = nearest_hint(wrong.mistake, known.mistakes)
            yield Problem(
                line_at(tree, "wrong", place, "mistake"), f"There is no mistake {quoted(wrong.mistake)}.", hint
            )
        if wrong.line == step.do and not wrong.given:
            yield Problem(
                here, "This wrong answer is the step's own `do`.", "Change one of them, or say what is `given`."
            )
        if (wrong.line, wrong.given) in seen:
            yield Problem(here, f"The wrong answer {quoted(wrong.line)} is here twice.", "Delete one.")
        seen.add((wrong.line, wrong.given))
