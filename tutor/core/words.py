"""What a line at the prompt is: a docker command, a tutor word, an answer, or something the tutor must explain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tutor.core import grammar
from tutor.core.command_guesses import run_together
from tutor.core.nearest import nearest


class Word(StrEnum):
    """The tutor's own words."""

    HINT = "hint"
    SOLUTION = "solution"
    SKIP = "skip"
    BACK = "back"
    NEXT = "next"
    RESTART = "restart"
    STEPS = "steps"
    PROGRESS = "progress"
    TERMINALS = "terminals"
    TERMINAL = "terminal"
    ASK = "ask"
    REVIEW = "review"
    CHEATSHEET = "cheatsheet"
    TRANSCRIPT = "transcript"
    CALLS = "calls"
    LAB = "lab"
    TIMELINE = "timeline"
    EXPLAIN = "explain"
    HELP = "help"
    QUIT = "quit"


# What people type for the same thing: they are understood, never advertised.
ALIASES = {
    "hints": Word.HINT,
    "answer": Word.SOLUTION,
    "prev": Word.BACK,
    "previous": Word.BACK,
    "?": Word.HELP,
    "cheat-sheet": Word.CHEATSHEET,
}

# Words of the container's shell, or of the learner's own; at the tutor's prompt they would run nowhere.
SHELL_WORDS = frozenset(
    """
    alias bash cat cd chmod clear cp curl date echo env exit export find git grep head history kill less logout ls man
    mkdir more mv nano node npm ping ps pwd python rm sh sudo tail top touch tty vi vim wget whoami
    """.split()  # noqa: SIM905 -- a list of 40 quoted words is harder to read
)

QUESTION_WORDS = frozenset({"what", "what's", "why", "how"})
FEWEST_WORDS = 3  # of a question without its mark: `what is CMD`


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing but white space."""


@dataclass(frozen=True, slots=True)
class DockerLine:
    """A line for docker."""

    line: str


@dataclass(frozen=True, slots=True)
class TutorWord:
    """A word for the tutor, with what follows it."""

    word: Word
    argument: str = ""


@dataclass(frozen=True, slots=True)
class NoDocker:
    """A docker command without the word docker before it; `offer` is the line with it."""

    first: str
    offer: str


@dataclass(frozen=True, slots=True)
class NotAlone:
    """A word of the tutor with something behind it that it does not take."""

    word: Word


@dataclass(frozen=True, slots=True)
class ShellWord:
    """A line for some shell; `first` is its first word."""

    first: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the tutor: the line ends in a question mark, or begins as questions do."""

    question: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """None of these. `near` is the nearest word the tutor knows, `offer` the whole line with it put in."""

    first: str
    near: str = ""
    offer: str = ""


Reading = Blank | DockerLine | NoDocker | TutorWord | NotAlone | Asked | ShellWord | Unknown


def read_line(line: str) -> Reading:  # noqa: PLR0911 -- one line for each of a closed set
    """Tell what `line` is by its first word. `exit` and `logout` are the shell's: the tutor's own word is `quit`."""
    first, _, rest = line.strip().partition(" ")
    if not first:
        return Blank()
    if first == "docker":
        return DockerLine(line.strip())
    word = tutor_word(first)
    if word is not None and _takes(word, rest.strip()):
        return TutorWord(word, rest.strip())
    if is_question(line):
        return bare_word(line) or Asked(line.strip())
    if first in SHELL_WORDS:
        return ShellWord(first)
    if grammar.find(first) is not None:
        return NoDocker(first, f"docker {line.strip()}")
    if word is not None:
        return NotAlone(word)
    near = run_together(first) or nearest(first.lower(), ("docker", *(known.value for known in Word)))
    return Unknown(first, near, f"{near} {rest}".strip() if near else "")


def tutor_word(first: str) -> Word | None:
    """The tutor word that `first` is, in any case and by its common other names."""
    lowered = first.lower()
    try:
        return Word(lowered)
    except ValueError:
        return ALIASES.get(lowered)


def is_question(line: str) -> bool:
    """Whether a line that is neither docker's nor a tutor word asks something: `what is CMD`, `CMD?`."""
    words = line.split()
    begins_so = words[0].lower() in QUESTION_WORDS and len(words) >= FEWEST_WORDS
    return begins_so or (line.rstrip().endswith("?") and line.strip("? \t") != "")


def bare_word(line: str) -> TutorWord | None:
    """`hint?` is the word `hint`, spoken softly."""
    word = tutor_word(line.strip("? \t"))
    return TutorWord(word) if word is not None else None


def _takes(word: Word, rest: str) -> bool:
    """Few take anything, such as `terminal` a number; a sentence that begins like a tutor word is not one."""
    match word:
        case Word.TERMINAL | Word.ASK | Word.EXPLAIN:
            return True
        case Word.CALLS:
            return rest in {"", "all"}
        case Word.LAB:
            return len(rest.split()) <= 1
        case Word.TIMELINE:
            return rest in {"", "--json"}
        case _:
            return not rest
