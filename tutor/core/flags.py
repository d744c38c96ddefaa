"""One word that begins with a dash: which flags it sets, and what each is given.

    flag     = "--" name [ "=" value ]          a boolean's value only with "="; another's may be the next word
             | "-" { letter } [ value ]         booleans first, then at most one that takes a value:
                                                -it  -p8989:2368  -p=8989:2368  -p 8989:2368  -itp8989:2368  -t=0
    boolean  = 1 t T TRUE true True 0 f F FALSE false False          (Go's strconv.ParseBool)

These are the rules of pflag, which docker's CLI reads its flags with. A name may not be shortened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.command_error import CommandSyntaxError, Problem
from tutor.core.command_values import FlagUse
from tutor.core.edits import replaced, without
from tutor.core.flag_errors import Scope, unknown_letter, unknown_name
from tutor.core.spans import Span

if TYPE_CHECKING:
    from tutor.core.grammar import Flag
    from tutor.core.scan import Word

TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})


@dataclass(frozen=True, slots=True)
class OpenFlag:
    """A flag whose value is the next word."""

    flag: Flag
    spelled: str
    span: Span

    def closed(self, value: Word) -> FlagUse:
        """The flag with its value."""
        return FlagUse(self.flag.name, value.value, self.spelled, self.span, value.span)


@dataclass(frozen=True, slots=True)
class FlagWord:
    """What a word sets, in order; `waiting` is the last flag if its value has yet to come."""

    uses: tuple[FlagUse, ...]
    waiting: OpenFlag | None = None


def is_flag(word: str) -> bool:
    """Whether docker takes the word for a flag: a lone `-` is an object, and `--` ends the flags."""
    return word.startswith("-") and word not in {"-", "--"}


def read_flag(word: Word, scope: Scope) -> FlagWord:
    """Read a word that `is_flag`.

    Raises:
        CommandSyntaxError: UNKNOWN_FLAG, ONE_DASH_LONG, BAD_FLAG or BAD_BOOLEAN.
    """
    return _long(word, scope) if word.value.startswith("--") else _letters(word, scope)


def _long(word: Word, scope: Scope) -> FlagWord:
    name, equals, _ = word.value[2:].partition("=")
    if not name or name.startswith("-"):
        raise CommandSyntaxError(
            scope.line,
            Problem.BAD_FLAG,
            "command.bad-flag",
            span=word.span,
            found=word.value,
            offer=without(scope.line, [word.span]),
        )
    flag = scope.long(name)
    if flag is None:
        raise unknown_name(word, name, scope)
    end = 2 + len(name)
    spelled, span = word.value[:end], word.part(0, end)
    if equals:
        return FlagWord((_given(word, flag, spelled, span, end + 1, scope),))
    if flag.takes_value:
        return FlagWord((), OpenFlag(flag, spelled, span))
    return FlagWord((FlagUse(flag.name, "true", spelled, span),))


def _letters(word: Word, scope: Scope) -> FlagWord:
    letters = word.value
    uses: list[FlagUse] = []
    for place in range(1, len(letters)):
        flag = scope.letter(letters[place])
        if flag is None:
            raise unknown_letter(word, place, scope)
        spelled, span = f"-{letters[place]}", word.part(place, place + 1)
        if len(letters) - place > 2 and letters[place + 1] == "=":  # noqa: PLR2004 - the letter, "=", a value
            return FlagWord((*uses, _given(word, flag, spelled, _with_dash(word, place), place + 2, scope)))
        if flag.takes_value:
            span = _with_dash(word, place)
            if place + 1 < len(letters):
                return FlagWord((*uses, _given(word, flag, spelled, span, place + 1, scope)))
            return FlagWord(tuple(uses), OpenFlag(flag, spelled, span))
        uses.append(FlagUse(flag.name, "true", spelled, span if len(letters) > 2 else word.part(0)))  # noqa: PLR2004 - dash and letter
    return FlagWord(tuple(uses))


def _with_dash(word: Word, place: int) -> Span:
    """The letter at `place`, with the dash if it is the first."""
    return word.part(0 if place == 1 else place, place + 1)


def _given(word: Word, flag: Flag, spelled: str, span: Span, start: int, scope: Scope) -> FlagUse:  # noqa: PLR0913, PLR0917 - a flag's parts
    """The flag with the value that the word holds from `start` on."""
    value, place = word.value[start:], word.part(start)
    if flag.takes_value or (flag.lenient and value not in TRUE | FALSE):
        return FlagUse(flag.name, value, spelled, span, place)
    if value in TRUE | FALSE:
        return FlagUse(flag.name, "true" if value in TRUE else "false", spelled, span, place)
    cut = Span(word.part(start - 1, start).start, place.end)
    raise CommandSyntaxError(
        scope.line,
        Problem.BAD_BOOLEAN,
        "command.bad-boolean",
        span=place if value else word.span,
        found=value,
        offer=replaced(scope.line, [(cut, "")]),
        spelled=spelled,
    )
