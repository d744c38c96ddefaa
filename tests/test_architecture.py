"""Who may know whom, how long things may be, and that everything is explained: what docs/architecture.md promises."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FUNCTION = 60  # lines, the docstring not counted
MEDIAN_FUNCTION = 8
LONGEST_MODULE = 250

PARTS = {
    "core": ("tutor.core",),
    "engine": ("tutor.engine",),
    "terminal": ("tutor.terminal",),
    "chat": ("tutor.chat",),
    "content": ("tutor.content", "tutor.lessonfile", "tutor.concepts"),
    "store": ("tutor.store", "tutor.store_files", "tutor.store_rows", "tutor.store_schema"),
    "recorded": ("tutor.recorded",),
}
"""The parts that know only themselves and what EVERYBODY may know. What is in none of them ties the parts together."""

EVERYBODY = ("tutor.core", "tutor.errors")
FOREMOST = ("tutor.cli", "tutor.commands")

LIBRARIES = {
    "docker": PARTS["engine"],
    "pexpect": PARTS["terminal"],
    "prompt_toolkit": PARTS["chat"],
    "rich": (*PARTS["chat"], *FOREMOST),
}
"""Which modules may run a library's code. A name used in an annotation runs none."""

WORLDLY = """
    asyncio ctypes fcntl http io locale logging multiprocessing os pathlib platform random secrets select selectors
    shutil signal socket sqlite3 subprocess sys tempfile termios threading time tty urllib uuid
"""
OUTSIDE_WORLD = frozenset(WORLDLY.split())
"""What of the standard library reads or changes something beyond the program's own values, or differs between runs."""

PURE = frozenset({"pathlib.PurePath", "pathlib.PurePosixPath", "urllib.parse"})
"""What is pure in those modules all the same."""

DOERS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint", "__import__"})
CLOCKS = frozenset({"now", "today", "utcnow"})


@dataclass(frozen=True)
class Import:
    """`name` of `module` ("" for all of it) in `importer`; `runs` is false where only a type checker sees it."""

    importer: str
    module: str
    name: str
    runs: bool


@dataclass(frozen=True)
class Source:
    """One Python file: its dotted name and what is in it."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def holds_only_data(self) -> bool:
        """Whether it defines no function and no class: texts, and tables that a script writes."""
        definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        return not any(isinstance(node, definitions) for node in ast.walk(self.tree))


@cache
def sources(folder: str) -> tuple[Source, ...]:
    """Every Python file below `folder` of the project."""
    return tuple(read(path) for path in sorted((ROOT / folder).rglob("*.py")))


def read(path: Path) -> Source:
    """The file at `path`, parsed."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    text = path.read_text(encoding="utf-8")
    return Source(".".join(parts).removesuffix(".__init__"), path, text, ast.parse(text))


def is_in(module: str, packages: tuple[str, ...]) -> bool:
    """Whether `module` is one of `packages` or within one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def imports(source: Source) -> Iterator[Import]:
    """Every import in a file, wherever it stands: `from a import b` counts as a.b where that is a module."""
    unseen = {id(node) for block in type_only(source.tree) for node in ast.walk(block)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for module, name in named(node):
                yield Import(source.name, module, name, id(node) not in unseen)


def named(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """The modules that an import statement names, and the name within each."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
        return
    assert node.level == 0, "imports are absolute"
    for alias in node.names:
        inner = ROOT.joinpath(*str(node.module).split("."), alias.name)
        is_module = inner.with_suffix(".py").exists() or inner.is_dir()
        yield (f"{node.module}.{alias.name}", "") if is_module else (str(node.module), alias.name)


def type_only(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements under `if TYPE_CHECKING:`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from node.body


@cache
def all_imports() -> tuple[Import, ...]:
    """Every import of the program."""
    return tuple(found for source in sources("tutor") for found in imports(source))


def functions(source: Source) -> Iterator[tuple[str, int]]:
    """Name and length of every function in a file, in lines, its docstring and decorators not counted."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{source.name}.{node.name}", length(node)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function has, its docstring and decorators not counted."""
    first = node.body[0]
    docstring = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) is not None else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """What of a file is run when it is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        yield child
        yield from at_import(child)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_knows_only_itself_and_the_core(part: str) -> None:
    """A part imports nothing of the project but its own modules, the core and the errors; not even for a type."""
    own = PARTS[part]
    foreign = [
        found
        for found in all_imports()
        if is_in(found.importer, own) and is_in(found.module, ("tutor",)) and not is_in(found.module, own + EVERYBODY)
    ]
    assert not foreign


def test_the_parts_are_there() -> None:
    """Every part that exists on disk is one the rule above is held for: a new package has to be given its place."""
    ties = {"cli", "commands", "live", "authoring", "doctor", "lessons"}
    packages = {path.name for path in (ROOT / "tutor").iterdir() if path.is_dir() and path.name != "__pycache__"}
    placed = {module.removeprefix("tutor.") for part in PARTS.values() for module in part}
    assert packages <= placed | ties


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_used_in_its_own_place(library: str) -> None:
    """Only engine/ runs docker, only terminal/ pexpect, only chat/ prompt_toolkit, only chat/ and the commands rich."""
    strangers = [
        found
        for found in all_imports()
        if found.runs and is_in(found.module, (library,)) and not is_in(found.importer, LIBRARIES[library])
    ]
    assert not strangers


def test_the_core_needs_no_library() -> None:
    """The core imports the standard library alone, and of it nothing that reaches outside."""
    outside = [found for found in all_imports() if is_in(found.importer, PARTS["core"]) and not is_for_core(found)]
    assert not outside


def is_for_core(found: Import) -> bool:
    """Whether the core may import this."""
    if found.module in PURE or f"{found.module}.{found.name}" in PURE:
        return True
    root = found.module.partition(".")[0]
    return root == "tutor" or (root in sys.stdlib_module_names and root not in OUTSIDE_WORLD)


def test_the_core_does_nothing() -> None:
    """Nothing in the core reads, writes or prints, or asks what time it is, least of all when it is imported."""
    done = [
        f"{source.name}:{node.lineno} {called(node)}"
        for source in sources("tutor/core")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and called(node) in DOERS | CLOCKS
    ]
    assert not done


def called(call: ast.Call) -> str:
    """The name that is called: `now` in `datetime.now()`. A method that bears a doer's name is not one."""
    match call.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name) if name in CLOCKS:
            return name
        case _:
            return ""


def test_importing_the_program_starts_nothing() -> None:
    """No module opens, prints or asks for anything while it is imported; `__main__` runs only when it is run."""
    done = [
        f"{source.name}:{node.lineno} {called(node)}"
        for source in sources("tutor")
        for node in at_import(source.tree)
        if isinstance(node, ast.Call) and called(node) in DOERS | CLOCKS
    ]
    assert not done


def test_functions_are_short() -> None:
    """Half of the functions have at most 8 lines, and none has more than 60."""
    lengths = dict(found for source in sources("tutor") for found in functions(source))
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert median(lengths.values()) <= MEDIAN_FUNCTION


def test_modules_are_short() -> None:
    """No module has more than 250 lines, but for those that only hold data: texts, and generated tables."""
    lengths = {source.name: len(source.text.splitlines()) for source in sources("tutor") if not source.holds_only_data}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


@pytest.mark.parametrize("folder", ["tutor", "tests", "tools"])
def test_every_module_says_what_it_is(folder: str) -> None:
    """Every module begins with a docstring."""
    assert [source.name for source in sources(folder) if not ast.get_docstring(source.tree)] == []


def test_every_test_says_what_must_hold() -> None:
    """Every test has a docstring."""
    silent = [
        f"{source.name}.{node.name}"
        for source in sources("tests")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []
