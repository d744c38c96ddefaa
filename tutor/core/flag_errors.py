"""Flags that a command does not know: which was meant, and the line with that one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core import grammar
from tutor.core.command_error import CommandSyntaxError, Problem
from tutor.core.edits import replaced, without
from tutor.core.lexing import words_of
from tutor.core.nearest import nearest
from tutor.core.spans import Span
from tutor.core.typography import DASHES

if TYPE_CHECKING:
    from tutor.core.grammar import CommandRule, Extra, Flag
    from tutor.core.scan import Word

TOO_EARLY = "command.flag-before-command"
SHORTEST_GUESS = 4  # letters after one dash from which on a misspelt long name is looked for


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a flag stands: the line, the command's words as typed so far, and what that command knows."""

    line: str
    words: tuple[str, ...]
    rule: CommandRule
    extra: Extra

    def long(self, name: str) -> Flag | None:
        """The flag that `--name` is."""
        return self.rule.long.get(name) or self.extra.flag(self.rule.name, f"--{name}")

    def letter(self, letter: str) -> Flag | None:
        """The flag that `-letter` is."""
        return self.rule.short.get(letter) or self.extra.flag(self.rule.name, f"-{letter}")

    @property
    def title(self) -> str:
        """The command as the learner typed it."""
        return " ".join(("docker", *self.words))


def unknown_name(word: Word, name: str, scope: Scope) -> CommandSyntaxError:
    """`--name` is not known."""
    span = word.part(0, 2 + len(name))
    near = nearest(name, scope.rule.long)
    known = f"-{name}" if _are_letters(name, scope) else f"--{near}" if near else ""
    return _unknown(scope, word, span, f"--{name}", known)


def _are_letters(name: str, scope: Scope) -> bool:
    """Whether `--name` was meant as `-name`: letters that are flags (`--it`), and not the beginning of a word."""
    is_beginning = len(name) > 1 and any(known.startswith(name) for known in scope.rule.long)
    return not is_beginning and all(scope.letter(letter) for letter in name)


def unknown_letter(word: Word, place: int, scope: Scope) -> CommandSyntaxError:
    """The letter at `place` of the word is not known; perhaps the word is a long flag with one dash."""
    name = word.value[1:].partition("=")[0]
    letter = f"-{word.value[place]}"
    near = name if scope.long(name) else nearest(name, scope.rule.long) if len(name) >= SHORTEST_GUESS else ""
    if near and len(name) > 1:
        span = word.part(0, 1 + len(name))
        return CommandSyntaxError(
            scope.line,
            Problem.ONE_DASH_LONG,
            "command.one-dash-long",
            span=span,
            found=f"-{name}",
            offer=replaced(scope.line, [(span, f"--{near}")]),
            nearest=f"--{near}",
            words=scope.words,
            flag=letter,
        )
    swapped = letter.swapcase()
    known = swapped if swapped != letter and scope.letter(swapped[1]) else ""
    alone = len(word.value) == 2 or place == 1  # noqa: PLR2004 - a dash and one letter
    span = word.part(0 if alone else place, place + 1)
    return _unknown(scope, word, span, letter, known)


def _unknown(scope: Scope, word: Word, span: Span, found: str, known: str) -> CommandSyntaxError:
    sentence = _sentence(scope, found, known)
    return CommandSyntaxError(
        scope.line,
        Problem.UNKNOWN_FLAG,
        sentence,
        span=span,
        found=found,
        offer=_moved(scope.line, word) if sentence == TOO_EARLY else _better(scope.line, word, span, known),
        nearest=known,
        words=scope.words,
        flag=found,
        title=scope.title,
    )


def _better(line: str, word: Word, span: Span, known: str) -> str:
    """The line with the flag that was probably meant, or without the unknown one."""
    if not known:
        return without(line, [_removable(word, span)])
    is_inner = word.value[1] != "-" and span.start != word.part(0).start
    return replaced(line, [(span, known[1:] if is_inner else known)])


def _moved(line: str, word: Word) -> str:
    """The line with `word` after the command, if the command is the next word; else "": a value may stand between."""
    following = next((other for other in words_of(line) if other.span.start > word.span.start), None)
    if following is None or grammar.find(following.value) not in grammar.commands():
        return ""
    typed = line[word.span.start : word.span.end]
    gap = Span(word.span.start, following.span.start)
    return replaced(line, [(gap, ""), (Span(following.span.end, following.span.end), f" {typed}")])


def _removable(word: Word, span: Span) -> Span:
    """What to take away with an unknown flag: of several letters just the one, and a value; else the whole word."""
    first = word.part(1).start
    letter = span.end - 1
    has_value = "=" in word.value
    if word.value[1] == "-" or len(word.value) == 2 or (letter == first and has_value):  # noqa: PLR2004 - dash and letter
        return word.span
    return Span(letter, word.span.end) if has_value else Span(letter, span.end)


def _sentence(scope: Scope, found: str, known: str) -> str:
    if known:
        has_too_many = found.startswith("--") and not known.startswith("--")
        return "command.two-dashes-short" if has_too_many else "command.unknown-flag-near"
    if scope.rule.name and _knows(grammar.rule(""), found):
        return "command.flag-of-docker"
    if not scope.rule.name and any(_knows(grammar.rule(name), found) for name in grammar.commands()):
        return TOO_EARLY
    return "command.unknown-flag"


def _knows(rule: CommandRule, found: str) -> bool:
    return found[2:] in rule.long if found.startswith("--") else found[1:] in rule.short


def long_dash(word: Word, scope: Scope) -> CommandSyntaxError:
    """The word begins with a printed dash where a flag would be."""
    rest = word.value.lstrip(f"-{DASHES}")
    count = len(word.value) - len(rest)
    name = rest.partition("=")[0]
    is_letters = len(name) == 1 or (scope.long(name) is None and all(scope.letter(letter) for letter in name))
    instead = "-" if is_letters else "--"  # a phone makes one long dash of two short ones
    span = word.part(0, count)
    return CommandSyntaxError(
        scope.line,
        Problem.TYPOGRAPHY,
        "command.long-dash",
        span=span,
        found=scope.line[span.start : span.end],
        offer=replaced(scope.line, [(span, instead)]),
        nearest=instead,
        instead=instead,
    )
