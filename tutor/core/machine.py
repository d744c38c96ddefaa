"""What is known of the machine that a cure is for: its system, its user, and which programs are there."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = "root"


class Family(Enum):
    """How software is installed here."""

    DEBIAN = auto()  # Debian, Ubuntu and what is made from them: apt
    FEDORA = auto()  # dnf, with an engine in the distribution
    LINUX = auto()  # any other Linux
    MAC = auto()
    WINDOWS = auto()


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine, seen by one user.

    `name` is what the system calls itself. `programs` are those of the wanted ones that root or the user would find.
    `engine_runs`: a dockerd process is here, whether it answers or not. `is_member`: the user is listed in the group
    docker, which counts from the next login on. `has_desktop`: Docker Desktop is installed, in WSL the one of Windows.
    `has_apparmor`: the kernel uses AppArmor, and so Docker needs its parser. `leftovers` are files of a killed engine
    that a new one would take for a running one.
    """

    family: Family
    name: str
    user: str = ROOT
    is_wsl: bool = False
    has_systemd: bool = False
    has_service: bool = False
    has_desktop: bool = False
    has_apparmor: bool = False
    engine_runs: bool = False
    is_member: bool = False
    programs: frozenset[str] = frozenset()
    leftovers: tuple[str, ...] = ()

    @property
    def is_root(self) -> bool:
        """Whether the user may do everything as it is."""
        return self.user == ROOT

    def lacks(self, program: str) -> bool:
        """Whether `program`, one of the wanted ones, is not here."""
        return program not in self.programs

    def as_root(self, command: str) -> str:
        """The line that runs `command` with root's rights here. sudo asks for the user's password, su for root's."""
        if self.is_root:
            return command
        return f"su - -c {shlex.quote(command)}" if self.lacks("sudo") else f"sudo {command}"


def family_of(release: Mapping[str, str]) -> Family:
    """The family of a Linux by its `/etc/os-release` (os-release(5)).

    What is only like Fedora (RHEL, its rebuilds) has no Docker Engine among its packages, so it counts as another.
    """
    names = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if names & {"debian", "ubuntu"}:
        return Family.DEBIAN
    return Family.FEDORA if release.get("ID") == "fedora" else Family.LINUX
