"""The parts of a line that only a shell understands, and where each ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tutor.core.spans import Span

REDIRECTION = re.compile(r"&>>?|<<<|<<-?|<>|<&|>>|>\||>&|[<>]")
TARGET = re.compile(r"""[ \t]*(?:'[^']*'|"[^"]*"|\\.|[^\s;|&<>()'"\\])*""")
OPERATOR = re.compile(r"\|\||\|&?|&&|;;|[;&\n]")
NAME = re.compile(r"\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])")
HOME = re.compile(r"~[\w.+-]*/?")
PAREN_STEP = re.compile(r"""\\.|'[^']*'|"(?:[^"\\]|\\.)*"|[()]""", re.DOTALL)
BEFORE_PATH = " \t\n\"'="
BACKTICK_STEP = re.compile(r"\\.|`", re.DOTALL)


class Shell(StrEnum):
    """What a shell would do with a part. The value is the end of its sentence's key."""

    PIPE = "pipe"
    SEQUENCE = "sequence"  # ; && || and a second line
    BACKGROUND = "background"
    SUBSTITUTION = "substitution"  # $(…) and backticks
    VARIABLE = "variable"
    REDIRECTION = "redirection"
    GLOB = "glob"
    HOME = "home"
    COMMENT = "comment"
    GROUP = "group"  # ( and )


@dataclass(frozen=True, slots=True)
class ShellPart:
    """A part of the line that only a shell understands."""

    shell: Shell
    span: Span


def operator(line: str, at: int) -> ShellPart | None:
    """The operator at `at` and all that follows it: it is for another command. None if there is none."""
    found = OPERATOR.match(line, at)
    if found is None:
        return None
    match found[0]:
        case "|" | "|&":
            shell = Shell.PIPE
        case "&":
            shell = Shell.BACKGROUND
        case _:
            shell = Shell.SEQUENCE
    return ShellPart(shell, Span(at, _trimmed_end(line)))


def redirection(line: str, at: int, start: int) -> ShellPart | None:
    """The redirection whose sign is at `at`, from `start` (its number) to the end of its target."""
    found = REDIRECTION.match(line, at)
    if found is None:
        return None
    end = found.end()
    if line.startswith("(", end):  # <(…), a command in the place of a file
        return ShellPart(Shell.SUBSTITUTION, Span(at, _closing(line, end)))
    target = TARGET.match(line, end)
    return ShellPart(Shell.REDIRECTION, Span(start, target.end() if target else end))


def dollar(line: str, at: int, *, quoted: bool) -> ShellPart | None:
    """What the dollar sign at `at` begins; None if it is just a dollar sign. `quoted`: within double quotes."""
    follows = line[at + 1 : at + 2]
    if follows == "(":
        return ShellPart(Shell.SUBSTITUTION, Span(at, _closing(line, at + 1)))
    if follows == "{":
        end = line.find("}", at)
        return _variable(line, at, len(line) if end < 0 else end + 1)
    if follows and follows in "'\"" and not quoted:
        return ShellPart(Shell.VARIABLE, Span(at, at + 1))
    found = NAME.match(line, at)
    return _variable(line, at, found.end()) if found else None


def _variable(line: str, at: int, end: int) -> ShellPart:
    """A slash goes with a variable that begins a word: without both, the rest is not a path from the root."""
    begins = at == 0 or line[at - 1] in BEFORE_PATH
    return ShellPart(Shell.VARIABLE, Span(at, end + 1 if begins and line.startswith("/", end) else end))


def backtick(line: str, at: int) -> ShellPart:
    """The command between the backtick at `at` and the next one."""
    steps = BACKTICK_STEP.finditer(line, at + 1)
    end = next((step.end() for step in steps if step[0] == "`"), len(line))
    return ShellPart(Shell.SUBSTITUTION, Span(at, end))


def home(line: str, at: int) -> ShellPart:
    """The home directory at `at`, with the slash after it: what is left is not a path from the root."""
    found = HOME.match(line, at)
    return ShellPart(Shell.HOME, Span(at, found.end() if found else at + 1))


def comment(line: str, at: int) -> ShellPart:
    """The comment from `at` to the end of its line."""
    end = line.find("\n", at)
    return ShellPart(Shell.COMMENT, Span(at, len(line) if end < 0 else end))


def _closing(line: str, at: int) -> int:
    """The place after the bracket that closes the one at `at`; the line's end if it is never closed."""
    depth = 0
    for step in PAREN_STEP.finditer(line, at):
        depth += {"(": 1, ")": -1}.get(step[0], 0)
        if depth == 0:
            return step.end()
    return len(line)


def _trimmed_end(line: str) -> int:
    return len(line.rstrip())


def is_glob(word: str, bare: frozenset[int]) -> bool:
    """Whether a shell would look for files that fit `word`. `bare` are the places of unquoted `*`, `?`, `[` and `]`.

    Flags, `name=value`, addresses and `host:path` are left alone: no file is called so, and a shell then hands the
    word on as it stands.
    """
    places = sorted(bare)
    if not places or word.startswith("-") or re.search("[=:]", word[: places[0]]):
        return False
    if any(word[place] in "*?" for place in places):
        return True
    return any(_is_bracket(word, first, then) for first, then in pairwise(places))


def _is_bracket(word: str, first: int, then: int) -> bool:
    inside = word[first + 1 : then]
    return word[first] == "[" and word[then] == "]" and bool(inside) and ":" not in inside
