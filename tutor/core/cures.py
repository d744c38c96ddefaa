"""Which cure fits which trouble on which machine. Packages are the distribution's own, never a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.findings import Cure, Finding, Health, Kind, Will
from tutor.core.machine import Family
from tutor.core.message import text
from tutor.errors import Trouble

if TYPE_CHECKING:
    from tutor.core.machine import Machine
    from tutor.errors import NoDaemonError

LOCAL = ("/var/run/docker.sock", "/run/docker.sock")
"""The socket of an engine that root started (dockerd). Only such an engine is installed or started by the doctor."""

LOG = "/var/log/docker-tutor-engine.log"
BY_HAND = f"sh -c 'setsid dockerd </dev/null >{LOG} 2>&1 &'"
"""An engine in a session of its own and away from our streams: who waits for our output to end does not wait for it."""

ENGINE_PATIENCE = 60.0  # seconds for an engine to answer; a cold one on a small machine takes some 10
DESKTOP_PATIENCE = 180.0  # seconds; it starts a virtual machine
OTHER_MANAGERS = {
    "pacman": "pacman -S docker",
    "zypper": "zypper install docker",
    "apk": "apk add docker",
}
"""Where an engine is among a distribution's packages, but this was not tried by us: told, not run."""

DESKTOP = "https://docs.docker.com/desktop/"
ENGINE = "https://docs.docker.com/engine/install/"
WSL = "https://learn.microsoft.com/windows/wsl/install"
KINDS = {Trouble.NO_CLI: Kind.CLI, Trouble.BROKEN_CLI: Kind.CLI, Trouble.NO_CONTEXT: Kind.CONTEXT}


def finding_of(error: NoDaemonError, machine: Machine) -> Finding:
    """The finding that a missing daemon is."""
    kind = KINDS.get(error.trouble, Kind.SOCKET)
    return Finding(kind, Health.BAD, text("doctor.trouble", reason=error.message), cures_for(error, machine))


def cures_for(error: NoDaemonError, machine: Machine) -> tuple[Cure, ...]:  # noqa: PLR0911 -- one for each trouble
    """What can be done about it here, the best first. Where nothing better is known, the error's own hint."""
    if machine.family is Family.WINDOWS:
        return (windows(),)
    match error.trouble:
        case Trouble.NO_CLI:
            return install(machine)
        case Trouble.NO_SOCKET | Trouble.NOT_SERVED if error.where in LOCAL:
            return start(machine)
        case Trouble.NO_SOCKET | Trouble.NOT_SERVED:
            return elsewhere(error.where, machine)
        case Trouble.NO_PERMISSION:
            return (membership(error.where, machine),)
        case Trouble.SILENT if error.where in LOCAL and machine.family is not Family.MAC:
            return (restart(machine),)
        case _:
            return (Cure(text("cure.hint", hint=error.hint)),) if error.hint else ()


def windows() -> Cure:
    """On Windows itself: a Linux within it."""
    return Cure(text("cure.windows", link=WSL), ("wsl --install",))


def install(machine: Machine) -> tuple[Cure, ...]:
    """Get what is missing of Docker: the engine, its command, or what it needs beside it."""
    match machine.family:
        case Family.DEBIAN:
            packages = debian_packages(machine)
            cure = Cure(
                text("cure.install", packages=", ".join(packages)), apt(machine, *packages), willingness(machine)
            )
        case Family.FEDORA:
            packages = fedora_packages(machine)
            command = machine.as_root(f"dnf install -y {' '.join(packages)}")
            cure = Cure(text("cure.install", packages=", ".join(packages)), (command,), willingness(machine))
        case Family.MAC:
            return mac_install(machine)
        case _:
            commands = [machine.as_root(line) for name, line in OTHER_MANAGERS.items() if not machine.lacks(name)]
            return (Cure(text("cure.install.elsewhere", link=ENGINE), tuple(commands[:1])),)
    return (desktop_in_wsl(), cure) if machine.has_desktop else (cure,)


def willingness(machine: Machine) -> Will:
    """Beside a Docker Desktop an engine of its own is a choice, and not the doctor's."""
    return Will.ASKS if machine.has_desktop else Will.DOES


def debian_packages(machine: Machine) -> tuple[str, ...]:
    """What to install. Named are also those that `docker.io` only recommends, and that a minimal system leaves out.

    From Debian 13 on the command is a package apart, docker-cli; earlier `docker.io` holds it.
    """
    if not machine.lacks("dockerd") and machine.lacks("docker"):
        return ("docker-cli",)
    wanted = ("docker.io", "ca-certificates") if machine.lacks("dockerd") else ()
    tables = ("iptables",) if machine.lacks("iptables") else ()
    parser = ("apparmor",) if machine.has_apparmor and machine.lacks("apparmor_parser") else ()
    return (*wanted, *tables, *parser)


def fedora_packages(machine: Machine) -> tuple[str, ...]:
    """What to install: Fedora's own build of the engine."""
    if not machine.lacks("dockerd") and machine.lacks("docker"):
        return ("docker-cli",)
    return ("moby-engine",) if machine.lacks("dockerd") else ("iptables-nft",) if machine.lacks("iptables") else ()


def apt(machine: Machine, *packages: str) -> tuple[str, ...]:
    """The lines that install Debian packages; the list of packages may be old, or missing as in a container."""
    return (
        machine.as_root("apt-get update"),
        machine.as_root(f"apt-get install -y --no-install-recommends {' '.join(packages)}"),
    )


def mac_install(machine: Machine) -> tuple[Cure, ...]:
    """Docker runs in a small virtual machine there; who has Homebrew can have one from it."""
    brew = () if machine.lacks("brew") else ("brew install --cask docker-desktop",)
    return (Cure(text("cure.install.mac", link=DESKTOP), brew),)


def desktop_in_wsl() -> Cure:
    """Docker Desktop on Windows serves the WSLs that are ticked in its settings."""
    return Cure(text("cure.wsl"))


def start(machine: Machine) -> tuple[Cure, ...]:
    """Start the engine at the usual socket; install it first where it is not."""
    if machine.family is Family.MAC:
        return mac_start(machine)
    if machine.lacks("dockerd") or is_short_of_parts(machine):
        return install(machine)
    if machine.engine_runs:
        return (Cure(text("cure.wait"), will=Will.DOES, patience=ENGINE_PATIENCE, log=LOG),)
    if machine.has_systemd:
        return (engine_cure("cure.start", machine.as_root("systemctl start docker")),)
    clear = (machine.as_root(f"rm -f {' '.join(machine.leftovers)}"),) if machine.leftovers else ()
    service = (*clear, machine.as_root("service docker start"))
    by_hand = engine_cure("cure.start.by-hand", *clear, machine.as_root(BY_HAND))
    return (engine_cure("cure.start", *service), by_hand) if machine.has_service else (by_hand,)


def is_short_of_parts(machine: Machine) -> bool:
    """Whether an engine that is installed lacks what it cannot start without."""
    has_packages = machine.family in {Family.DEBIAN, Family.FEDORA}
    return has_packages and machine.lacks("iptables")


def engine_cure(key: str, *commands: str) -> Cure:
    """One that starts an engine, and waits for it."""
    return Cure(text(key), commands, Will.DOES, ENGINE_PATIENCE, LOG)


def mac_start(machine: Machine) -> tuple[Cure, ...]:
    """Open whichever of the programs is there that bring an engine."""
    if machine.has_desktop:
        return (Cure(text("cure.start"), ("open -a Docker",), Will.DOES, DESKTOP_PATIENCE),)
    if not machine.lacks("colima"):
        return (Cure(text("cure.start"), ("colima start",), Will.DOES, DESKTOP_PATIENCE),)
    return mac_install(machine)


def elsewhere(where: str, machine: Machine) -> tuple[Cure, ...]:
    """For a socket that is not the usual one: start whose it is, or look where the docker command is led."""
    owner = next((command for part, command in OWNERS.items() if part in where), "")
    if owner:
        return (Cure(text("cure.start"), (owner,), Will.DOES, DESKTOP_PATIENCE),)
    back = ("unset DOCKER_HOST",) if machine.family is not Family.WINDOWS else ()
    return (Cure(text("cure.elsewhere", where=where), ("docker context ls", *back)),)


OWNERS = {
    "/.docker/desktop/": "systemctl --user start docker-desktop",
    "/.docker/run/": "open -a Docker",
    "/.colima/": "colima start",
    "/.orbstack/": "open -a OrbStack",
    "/.rd/": "rdctl start",
    "/podman/podman.sock": "systemctl --user start podman.socket",
    "/run/user/": "systemctl --user start docker",
}
"""What starts the owner of a socket, by a part of the socket's path. The last is the rootless engine's."""


def membership(where: str, machine: Machine) -> Cure:
    """Let the user use the socket. A login only takes up the groups that its user has by then."""
    if machine.is_member:
        return Cure(text("cure.login"), ("newgrp docker",))
    will = Will.DOES if where in LOCAL else Will.TELLS
    return Cure(text("cure.group", user=machine.user), (machine.as_root(f"usermod -aG docker {machine.user}"),), will)


def restart(machine: Machine) -> Cure:
    """For an engine that hangs. It ends what runs in containers, so it is the learner's to do."""
    command = "systemctl restart docker" if machine.has_systemd else "service docker restart"
    return Cure(text("cure.restart"), (machine.as_root(command),))


STAND_IN = "docker-tutor stand-in"


def images(name: str, *, is_offered: bool) -> tuple[Cure, ...]:
    """Fetch the lesson's image, where a registry has it, or make the small one.

    A yes to everything takes the second: nobody agreed to 650 MB by it, and the official image may want a MySQL beside
    it. The small one is made in a second and goes with the next clean-up.
    """
    pull = (Cure(text("cure.pull", image=name), (f"docker pull {name}",), Will.ASKS),) if is_offered else ()
    return (*pull, Cure(text("cure.stand-in", image=name), (STAND_IN,), Will.DOES))


def busybox(machine: Machine) -> Cure:
    """Get the one program that the stand-in image is made of."""
    if machine.family is Family.DEBIAN:
        return Cure(text("cure.busybox"), apt(machine, "busybox-static"), Will.DOES)
    if machine.family is Family.FEDORA:
        return Cure(text("cure.busybox"), (machine.as_root("dnf install -y busybox"),), Will.DOES)
    return Cure(text("cure.connect"), ("docker pull busybox",))
