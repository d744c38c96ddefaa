"""The table of sentences is complete: none is missing, none is left over."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tutor.arguments import parser
from tutor.commands.joining import actions
from tutor.core.guard_host import NAMESPACES
from tutor.core.lesson import StepKind
from tutor.core.mistakes import MISTAKES
from tutor.core.progress import Mark
from tutor.core.reach import Kind
from tutor.core.texts.en import PARTS, TEXTS

CODE = Path(__file__).parents[2] / "tutor"
FILES = {"progress.sqlite3"}  # a file, not a sentence
STYLES = {"line.command", "line.flag", "line.value", "line.inside", "line.unknown"}  # colours of a typed line
NO_KEYS = FILES | STYLES
UNSAID = (  # what says nothing of its own
    "core/texts",  # the table itself
    "core/grammar_data.py",  # Docker's words
    "report.py",  # of a fault: we have to read it
)
SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}.*[.:?]|^[A-Za-z ]{3,}: $")
NO_SENTENCES = {  # what looks like one and is none, by a piece of it
    "docker run --rm",  # commands, whole or a part
    "docker run -d",
    "docker inspect -f",
    "docker image inspect -f",
    "systemctl --user start",
    " --format html -o",
    "WARNING: ",  # what Docker's own begin with
    "(?:passw",  # a pattern
    "a about all am an",  # words that say nothing
    "SELECT ",
    "CREATE ",
    "INSERT ",
    "DELETE FROM ",
    "(?P<",  # patterns
    ":root {",  # a style sheet
    "docker-tutor needs Python ",  # told to a Python that can read no translation
}
NAMES = {"localhost", "docker"}  # the same in every language
KEY = re.compile(r'f?"((?:[a-z][a-z0-9-]*|\{[^{}"]*\})(?:\.(?:[a-z0-9-]+|\{[^{}"]*\}))+)"')


def spoken_of() -> tuple[set[str], set[str]]:
    """The keys that the code names whole, and the patterns of those it puts together."""
    found: set[str] = set()
    for path in CODE.rglob("*.py"):
        if "texts" not in path.parts:
            found |= set(KEY.findall(path.read_text(encoding="utf-8")))
    return {key for key in found if "{" not in key}, {key for key in found if "{" in key}


def fits(key: str, pattern: str) -> bool:
    """Whether a key could come out of a pattern such as `help.{word}`."""
    parts = re.split(r"\{[^{}]*\}", pattern)
    return re.fullmatch("[a-z0-9.-]+".join(map(re.escape, parts)), key) is not None


def test_no_sentence_is_left_over() -> None:
    """Every key of the table is named in the code, whole or as a pattern."""
    whole, patterns = spoken_of()
    mistakes = tuple(f"mistake.{name}" for name in MISTAKES)
    derived = {f"{key}.again" for key in TEXTS} | {f"{key}.way" for key in TEXTS if key.startswith("gap.")}
    derived |= {f"{key}.one" for key in TEXTS if key.startswith("count.")}
    derived |= {f"{key}.dry" for key in TEXTS if key.startswith("care.")}
    unused = [
        key
        for key in TEXTS
        if key not in whole | derived
        and not any(fits(key, pattern) for pattern in patterns if not pattern.startswith("{"))
        and not key.startswith(mistakes)
    ]
    assert unused == []


def test_no_sentence_stands_twice() -> None:
    """A key is in one part of the table only: of two, one would never be said."""
    keys = Counter(key for part in PARTS for key in part.TEXTS)
    assert [key for key, times in keys.items() if times > 1] == []


def test_no_sentence_is_missing() -> None:
    """What looks like a key of a theme of the table is one."""
    themes = {key.partition(".")[0] for key in TEXTS}
    whole, _ = spoken_of()
    missing = [
        key for key in whole if key.partition(".")[0] in themes and key not in TEXTS and key not in FILES | STYLES
    ]
    assert missing == []


def test_every_mistake_has_its_two_sentences() -> None:
    """What happened, and the way on."""
    lacking = [name for name in MISTAKES if f"mistake.{name}" not in TEXTS or f"mistake.{name}.way" not in TEXTS]
    assert lacking == []


def test_every_kind_has_its_word() -> None:
    """Of steps and how far they are, of things that a daemon keeps, and of what a container can share with a host."""
    keys = [f"list.kind.{kind}" for kind in StepKind]
    keys += [f"list.state.{state}" for state in ("open", *Mark)]
    keys += [f"guard.kind.{kind}" for kind in Kind]
    keys += [f"guard.shared.{word.replace(' ', '-')}" for _, word in NAMESPACES.values()]
    assert [key for key in keys if key not in TEXTS] == []


def literals(path: Path) -> list[str]:
    """The texts that stand in a file, but for those that explain it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explains = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explains
    ]


def speaking() -> list[Path]:
    """The files that may say something, and have no words of their own for it."""
    return [path for path in sorted(CODE.rglob("*.py")) if not path.relative_to(CODE).as_posix().startswith(UNSAID)]


def test_no_sentence_stands_beside_the_code() -> None:
    """What shows, stores and joins says nothing in words of its own: a translation would miss it."""
    found = [
        f"{path.relative_to(CODE)}: {words}"
        for path in speaking()
        for words in literals(path)
        if SENTENCE.search(words) and not any(piece in words for piece in NO_SENTENCES)
    ]
    assert found == []


def calls(path: Path) -> list[ast.Call]:
    """Every call in a file."""
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    """What is called: `guarded` of `daemon.guarded(…)`."""
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def test_what_is_asked_of_the_daemon_is_named_by_key() -> None:
    """`guarded` is given a key of the table, whole: a phrase such as `list the images` looks like no sentence."""
    asked = [call.args[0] for path in CODE.rglob("*.py") for call in calls(path) if name_of(call) == "guarded"]
    wrong = [ast.unparse(doing) for doing in asked if getattr(doing, "value", None) not in TEXTS]
    assert asked
    assert wrong == []


def test_the_help_of_commands_has_no_words_of_its_own() -> None:
    """Nothing that argparse would show is a literal: its few words look like no sentence."""
    shown = {"help", "description", "epilog", "metavar", "title", "usage"}
    given = [
        keyword.value
        for path in CODE.rglob("*.py")
        for call in calls(path)
        if name_of(call) in {"add_argument", "add_parser", "add_subparsers", "ArgumentParser", "Parser"}
        for keyword in call.keywords
        if keyword.arg in shown
    ]
    assert given
    assert [ast.unparse(value) for value in given if not isinstance(value, ast.Call)] == []


def test_each_command_is_summed_up_and_nothing_else() -> None:
    """The commands of `docker-tutor` and the keys `summary.…` are the same."""
    commands = [action.choices for action in actions(parser()) if isinstance(action.choices, dict)]
    named = {name for names in commands for name in names}
    assert named == {key.removeprefix("summary.") for key in TEXTS if key.startswith("summary.")}


def test_what_fills_a_sentence_has_no_words_of_its_own() -> None:
    """What is put into a sentence is read or measured; a fallback such as `nothing` is a text, too."""
    own = [
        f"{path.relative_to(CODE)}: {value}"
        for path in speaking()
        for call in calls(path)
        if name_of(call) in {"text", "words", "unmet"}
        for keyword in call.keywords
        for value in own_words(keyword.value)
    ]
    assert own == []


def own_words(value: ast.expr) -> list[str]:
    """The literals that an expression may come to be."""
    match value:
        case ast.Constant(str(words)):
            return [words] if words not in NAMES and any(map(str.isalpha, words)) else []
        case ast.BoolOp(values=parts):
            return [words for part in parts for words in own_words(part)]
        case ast.IfExp(body=first, orelse=second):
            return own_words(first) + own_words(second)
        case _:
            return []
