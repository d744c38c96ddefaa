"""Gathers what is known of this machine: what `tutor.core.machine` describes."""

from __future__ import annotations

import getpass
import os
import platform
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.machine import ROOT, Family, Machine, family_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

USERS = ("docker", "sudo", "podman", "colima", "brew", "pacman", "zypper", "apk")
PRIVILEGED = ("dockerd", "iptables", "apparmor_parser")
"""What is looked for on the user's PATH, and what on root's, which is longer."""

SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
PROCESSES = Path("/proc")
DESKTOPS = ("/Applications/Docker.app", "/mnt/c/Program Files/Docker/Docker")
APPARMOR = Path("/sys/module/apparmor/parameters/enabled")
OF_ENGINE = ("docker.pid", "docker.sock", "docker-ssd.pid")
OF_CONTAINERD = ("docker/containerd/containerd.pid", "docker/containerd/*.sock*", "containerd/containerd.sock*")


def machine_here(variables: Mapping[str, str]) -> Machine:
    """This machine as the user of this process sees it. Some milliseconds; nothing is run."""
    if sys.platform == "win32":
        return Machine(Family.WINDOWS, "Windows", user=getpass.getuser())
    release = release_here()
    engine_runs = runs("dockerd")
    has_systemd = Path("/run/systemd/system").is_dir()
    return Machine(
        family=Family.MAC if sys.platform == "darwin" else family_of(release),
        name=release.get("PRETTY_NAME") or platform.platform(terse=True),
        user=user_here(),
        is_wsl=is_wsl(),
        has_systemd=has_systemd,
        has_service=os.access("/etc/init.d/docker", os.X_OK)
        and shutil.which("service", path=SYSTEM_FOLDERS) is not None,
        has_desktop=any(os.access(place, os.R_OK) for place in DESKTOPS),
        has_apparmor=is_apparmor_on(),
        engine_runs=engine_runs,
        is_member=is_member(user_here()),
        programs=frozenset(programs(variables.get("PATH", os.defpath))),
        leftovers=() if engine_runs or has_systemd else tuple(leftovers()),
    )


def release_here() -> Mapping[str, str]:
    """What `/etc/os-release` says; nothing where there is none."""
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def user_here() -> str:
    """The user's name; a number where it has none."""
    if os.geteuid() == 0:
        return ROOT
    import pwd  # noqa: PLC0415 -- Windows has none

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def is_wsl() -> bool:
    """Whether this Linux runs within Windows: its kernel says so."""
    return "microsoft" in platform.release().lower()


def is_apparmor_on() -> bool:
    """Whether the kernel uses AppArmor."""
    try:
        return APPARMOR.read_text().startswith("Y")
    except OSError:
        return False


def is_member(user: str) -> bool:
    """Whether the user is listed in the group docker, which its login need not know yet."""
    import grp  # noqa: PLC0415 -- Windows has none

    try:
        return user in grp.getgrnam("docker").gr_mem
    except KeyError:
        return False


def programs(path: str) -> Iterator[str]:
    """Which of the wanted programs are here."""
    yield from (name for name in USERS if shutil.which(name, path=path))
    yield from (name for name in PRIVILEGED if shutil.which(name, path=f"{path}:{SYSTEM_FOLDERS}"))


def runs(name: str, processes: Path = PROCESSES) -> bool:
    """Whether a process of this name is here: a zombie does not count, nor one in a network of its own.

    An engine within a container can be seen from outside, and is not this machine's.
    """
    return any(is_alive(folder) and is_near(folder, processes) for folder in named(name, processes))


def named(name: str, processes: Path) -> Iterator[Path]:
    """The folders of the processes of this name, as proc(5) has them."""
    for folder in processes.glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            if (folder / "comm").read_text().rstrip("\n") == name:
                yield folder


def is_alive(folder: Path) -> bool:
    """Whether the process is not a zombie."""
    try:
        status = (folder / "status").read_text()
    except OSError:
        return False
    return not any(line.split()[1:2] == ["Z"] for line in status.splitlines() if line.startswith("State:"))


def is_near(folder: Path, processes: Path) -> bool:
    """Whether the process shares our network; where we may not look (another user's), it is taken to."""
    try:
        return (folder / "ns/net").readlink() == (processes / "self/ns/net").readlink()
    except OSError:
        return True


def leftovers(run: Path = Path("/var/run")) -> Iterator[str]:
    """What a killed engine left below `run`, and a killed containerd where none is alive any more.

    A new engine finds the number in a pid file, and where another process has it by now, it will not start.
    """
    patterns = OF_ENGINE if runs("containerd") else (*OF_ENGINE, *OF_CONTAINERD)
    for pattern in patterns:
        yield from (str(path) for path in sorted(run.glob(pattern)))
