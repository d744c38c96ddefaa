"""Looks at what is around a lesson: the terminal, the locale, where progress is kept, and other Docker sockets."""

from __future__ import annotations

import locale
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.chat.look import Look
from tutor.chat.printable import can_carry
from tutor.core.findings import Cure, Finding, Health, Kind
from tutor.core.message import text
from tutor.core.texts import words
from tutor.engine.endpoint import Endpoint, diagnose
from tutor.store import DATA_VARIABLE, default_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.environment import Environment

NARROW, LOW = 40, 10  # columns and lines: below this a lesson still works, and is hard to read
SIGNS = "✓✗→…•·●"
PROBE = 1 << 16  # bytes written to see whether a disk takes any
GLANCE = 0.3
"""Seconds for a socket that nobody asked for; it is only told whether somebody answers there."""


def findings(environment: Environment) -> Iterator[Finding]:
    """All that has nothing to do with Docker. None of it can keep a lesson from running."""
    yield about_terminal(environment)
    yield about_locale(environment)
    yield about_store(default_path(environment.variables))


def about_terminal(environment: Environment) -> Finding:
    """Whether a person sits there, and what can be shown to them."""
    if not (environment.stdin.isatty() and environment.stdout.isatty()):
        return Finding(Kind.TERMINAL, Health.REMARK, text("doctor.terminal.none"))
    variables = environment.variables
    look = Look.for_environment(variables, environment.stdout.encoding, is_tty=True, plain=False)
    columns, rows = terminal_size(environment.stdout.fileno())
    values = {
        "columns": columns,
        "rows": rows,
        "colour": words("doctor.terminal.colours" if look.colour else "doctor.terminal.no-colours"),
        "signs": words("doctor.terminal.signs" if look.signs else "doctor.terminal.letters"),
    }
    is_small = columns < NARROW or rows < LOW
    key = "doctor.terminal.small" if is_small else "doctor.terminal"
    return Finding(Kind.TERMINAL, Health.REMARK if is_small else Health.GOOD, text(key, **values))


def terminal_size(descriptor: int) -> tuple[int, int]:
    """Columns and rows; what is taken for them where the terminal does not know (a serial line says 0)."""
    columns, rows = os.get_terminal_size(descriptor)
    return columns or 80, rows or 24


def about_locale(environment: Environment) -> Finding:
    """Which characters programs are told to use."""
    variables = environment.variables
    name = next((variables[key] for key in ("LC_ALL", "LC_CTYPE", "LANG") if variables.get(key)), "C")
    cures = (Cure(text("cure.locale"), ("export LC_ALL=C.UTF-8",)),)
    if not is_installed(name):
        return Finding(Kind.LOCALE, Health.REMARK, text("doctor.locale.missing", name=name), cures)
    encoding = environment.stdout.encoding or "ascii"
    if not can_carry(encoding, SIGNS):
        return Finding(Kind.LOCALE, Health.REMARK, text("doctor.locale.narrow", encoding=encoding), cures)
    return Finding(Kind.LOCALE, Health.GOOD, text("doctor.locale", encoding=encoding))


def is_installed(name: str) -> bool:
    """Whether the system knows the locale."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True


def about_store(path: Path) -> Finding:
    """Whether progress can be written down: tried with a file beside it that is removed at once."""
    trouble = trouble_with(path)
    if not trouble:
        return Finding(Kind.STORE, Health.GOOD, text("doctor.store", path=path))
    cure = Cure(text("cure.store"), (f"export {DATA_VARIABLE}={tempfile.gettempdir()}/docker-tutor-progress",))
    return Finding(Kind.STORE, Health.REMARK, text("doctor.store.none", path=path, reason=trouble), (cure,))


def trouble_with(path: Path) -> str:
    """Why the file could not be written, "" if it can be."""
    try:
        folder = next(parent for parent in path.parents if parent.exists())
        if path.exists() and not os.access(path, os.W_OK):
            return words("doctor.store.not-yours")
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(PROBE))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return str(error.strerror or error).lower()
    return ""


def other_sockets(environment: Environment, used: Endpoint) -> Iterator[Finding]:
    """Sockets of other engines on this machine: named, with what would use them, and never used by guess."""
    there = [path for path in socket_places(environment.variables) if is_other(path, used.path)]
    served = [path for path in there if diagnose(Endpoint(f"unix://{path}"), GLANCE) is None]
    if not served:
        yield Finding(Kind.OTHERS, Health.GOOD, text("doctor.others"))
        return
    cures = tuple(Cure(text("cure.socket", socket=path), (f"export DOCKER_HOST=unix://{path}",)) for path in served)
    sockets = ", ".join(map(str, served))
    yield Finding(Kind.OTHERS, Health.REMARK, text("doctor.others.some", sockets=sockets), cures)


def socket_places(variables: Mapping[str, str]) -> Iterator[Path]:
    """Where engines put their sockets: dockerd, rootless, Docker Desktop, Colima, OrbStack, Rancher, Podman."""
    yield Path("/var/run/docker.sock")
    home = Path(variables.get("HOME") or Path.home())
    runtime = Path(variables.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    yield from (runtime / name for name in ("docker.sock", "podman/podman.sock"))
    yield Path("/run/podman/podman.sock")
    places = (".docker/run", ".docker/desktop", ".colima/default", ".orbstack/run", ".rd")
    yield from (home / place / "docker.sock" for place in places)


def is_other(path: Path, used: str) -> bool:
    """Whether there is a socket that is not, by any name, the one in use."""
    try:
        return path.is_socket() and path.resolve() != Path(used or "/").resolve()
    except OSError:
        return False
