"""The table of sentences is complete: none is missing, none is left over."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tutor.core.mistakes import MISTAKES
from tutor.core.texts.en import PARTS, TEXTS

CODE = Path(__file__).parents[2] / "tutor"
FILES = {"progress.sqlite3"}  # a file, not a sentence
STYLES = {"line.command", "line.flag", "line.value", "line.inside", "line.unknown"}  # colours of a typed line
NO_KEYS = FILES | STYLES
STORE = ("store.py", "store_files.py", "store_rows.py")
COMMANDS = tuple(f"commands/{name}.py" for name in ("ask", "beginning", "folders", "replay", "transcript"))
DECIDES = (
    "core",
    "lessonfile",
    "authoring",
    "content.py",
)
SAYS = ("chat", "live", "engine", "terminal", "session.py", *STORE, "diary.py", "concepts.py", *COMMANDS, *DECIDES)
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
}
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


def literals(path: Path) -> list[str]:
    """The texts that stand in a file, but for those that explain it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explains = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explains
    ]


def test_no_sentence_stands_beside_the_code() -> None:
    """What shows, stores and joins says nothing in words of its own: a translation would miss it."""
    paths = [path for name in SAYS for path in (sorted((CODE / name).rglob("*.py")) or [CODE / name])]
    files = [path for path in paths if "texts" not in path.parts]
    found = [
        f"{path.relative_to(CODE)}: {words}"
        for path in files
        for words in literals(path)
        if SENTENCE.search(words) and not any(piece in words for piece in NO_SENTENCES)
    ]
    assert found == []
