"""Mistakes about the program that is to run inside."""

from __future__ import annotations

from pathlib import PurePosixPath

from tutor.core.expectations import CANNOT_START
from tutor.core.mistakes.case import CREATING, REFUSED_BY_DOCKER, Case, Found, Mistake, found, value_of
from tutor.core.nearest import nearest

# Words that a shell obeys itself and that no image has as a file of use (POSIX XCU 2.14 and bash's builtins).
# fmt: off
BUILTINS = frozenset({
    ".", "alias", "bg", "bind", "break", "builtin", "cd", "command", "complete", "continue", "declare", "dirs",
    "disown", "eval", "exec", "exit", "export", "fc", "fg", "hash", "help", "history", "jobs", "let", "local", "logout",
    "popd", "pushd", "read", "readonly", "return", "set", "shift", "shopt", "source", "suspend", "times", "trap",
    "type", "typeset", "ulimit", "umask", "unalias", "unset", "wait",
})
# fmt: on
SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
NOT_EXECUTABLE = 126


def start_code(case: Case) -> int | None:
    """126 or 127 if the program could not be started, else None."""
    container = case.container
    codes = (case.outcome.exit_code, container.exit_code if container else None)
    return next((code for code in codes if code in CANNOT_START), None)


def quoted_whole(case: Case) -> Found | None:
    """Quotes around several words make them one: one program's name, or one image's."""
    target, program = case.target, case.program
    if case.command.name not in CREATING | {"exec"} or target is None:
        return None
    if " " in target.value.strip() and case.outcome.exit_code == REFUSED_BY_DOCKER:
        return found(target.span, variant="image", words=target.value)
    if program is None or " " not in program.value.strip() or start_code(case) is None:
        return None
    return found(program.span, words=program.value)


def shell_builtin(case: Case) -> Found | None:
    """A word that is no program but the shell's own."""
    program = case.program
    if program is None or program.value not in BUILTINS or start_code(case) is None:
        return None
    return found(program.span, word=program.value)


def not_in_image(case: Case) -> Found | None:
    """A program that is not inside, or a file there that is none."""
    code, use = start_code(case), case.command.use("entrypoint")
    if code is None or case.command.name not in CREATING | {"exec"}:
        return None
    variant = "not-executable" if code == NOT_EXECUTABLE else ""
    if use is not None:
        return found(value_of(use), variant=variant, program=use.value)
    if case.program is None or PurePosixPath(case.program.value).name in SHELLS:
        return None
    return found(case.program.span, variant=variant, program=case.program.value, near=near_program(case))


def near_program(case: Case) -> str:
    """The model answer's program, where the one that is not inside is a slip away from it; else ""."""
    typed = case.program.value if case.program else ""
    near = nearest(typed, [token.value for token in case.model.tail[:1]] if case.model else ())
    small = typed.lower()
    return near if near[:1] == small[:1] or sorted(near) == sorted(small) else ""  # `lss` and `sl`, not `ps`


QUOTES = (Mistake("quoted-whole", quoted_whole, off_path=True),)
PROGRAMS = (
    Mistake("shell-builtin", shell_builtin, off_path=True),
    Mistake("not-in-image", not_in_image, off_path=True),
)
