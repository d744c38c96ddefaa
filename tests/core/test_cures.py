"""Which cure is offered for which trouble, on which machine: commands that can be copied, as they stand."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest

from tutor.core import texts
from tutor.core.cures import LOG, busybox, cures_for, finding_of, images
from tutor.core.findings import Cure, Health, Kind, Will
from tutor.core.machine import Family, Machine, family_of
from tutor.errors import NoDaemonError, Trouble

SOCKET = "/var/run/docker.sock"
WITH_ENGINE = frozenset({"docker", "dockerd", "iptables", "sudo"})
DEBIAN = Machine(Family.DEBIAN, "Debian", user="ada", programs=WITH_ENGINE)
BARE = replace(DEBIAN, programs=frozenset({"sudo"}))
FEDORA = replace(BARE, family=Family.FEDORA)
MAC = Machine(Family.MAC, "macOS", user="ada")
BY_HAND = f"sh -c 'setsid dockerd </dev/null >{LOG} 2>&1 &'"
UPDATE = "sudo apt-get update"
APT = "sudo apt-get install -y --no-install-recommends"


def cures(trouble: Trouble, machine: Machine, where: str = SOCKET) -> tuple[Cure, ...]:
    """What is offered."""
    return cures_for(NoDaemonError("No daemon.", "A hint.", trouble, where), machine)


def commands(trouble: Trouble, machine: Machine, where: str = SOCKET) -> list[tuple[str, ...]]:
    """The commands of each cure."""
    return [cure.commands for cure in cures(trouble, machine, where)]


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (BARE, [(UPDATE, f"{APT} docker.io ca-certificates iptables")]),
        (replace(BARE, has_apparmor=True), [(UPDATE, f"{APT} docker.io ca-certificates iptables apparmor")]),
        (replace(BARE, programs=frozenset({"dockerd", "iptables", "sudo"})), [(UPDATE, f"{APT} docker-cli")]),
        (FEDORA, [("sudo dnf install -y moby-engine",)]),
        (replace(FEDORA, programs=frozenset({"dockerd", "sudo"})), [("sudo dnf install -y docker-cli",)]),
        (replace(BARE, family=Family.LINUX, programs=frozenset({"pacman", "sudo"})), [("sudo pacman -S docker",)]),
        (replace(BARE, family=Family.LINUX), [()]),
        (replace(MAC, programs=frozenset({"brew"})), [("brew install --cask docker-desktop",)]),
        (MAC, [()]),
    ],
)
def test_what_installs_docker(machine: Machine, expected: list[tuple[str, ...]]) -> None:
    """The distribution's own packages, just those that are missing; elsewhere a link."""
    assert commands(Trouble.NO_CLI, machine) == expected


def test_only_what_was_tried_is_run_by_the_doctor() -> None:
    """Debian and Fedora it does by itself; for other systems it only tells."""
    assert [cure.will for cure in cures(Trouble.NO_CLI, BARE)] == [Will.DOES]
    assert [cure.will for cure in cures(Trouble.NO_CLI, FEDORA)] == [Will.DOES]
    other = replace(BARE, family=Family.LINUX, programs=frozenset({"apk"}))
    assert [cure.will for cure in cures(Trouble.NO_CLI, other)] == [Will.TELLS]


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (replace(DEBIAN, has_systemd=True, has_service=True), [("sudo systemctl start docker",)]),
        (replace(DEBIAN, has_service=True), [("sudo service docker start",), (f"sudo {BY_HAND}",)]),
        (replace(DEBIAN, user="root"), [(BY_HAND,)]),
        (replace(DEBIAN, engine_runs=True), [()]),
        (BARE, [(UPDATE, f"{APT} docker.io ca-certificates iptables")]),
        (
            replace(DEBIAN, programs=WITH_ENGINE - {"iptables"}),
            [(UPDATE, f"{APT} iptables")],
        ),
        (replace(MAC, has_desktop=True), [("open -a Docker",)]),
        (replace(MAC, programs=frozenset({"colima"})), [("colima start",)]),
    ],
)
@pytest.mark.parametrize("trouble", [Trouble.NO_SOCKET, Trouble.NOT_SERVED])
def test_what_starts_an_engine(trouble: Trouble, machine: Machine, expected: list[tuple[str, ...]]) -> None:
    """By systemd, else the service, else in a session of its own; what it cannot start without is installed first."""
    assert commands(trouble, machine) == expected


def test_what_a_killed_engine_left_goes_first() -> None:
    """Before each way to start one."""
    machine = replace(DEBIAN, user="root", has_service=True, leftovers=("/var/run/docker.pid", "/var/run/docker.sock"))
    clear = "rm -f /var/run/docker.pid /var/run/docker.sock"
    assert commands(Trouble.NOT_SERVED, machine) == [(clear, "service docker start"), (clear, BY_HAND)]


def test_without_sudo_it_is_su() -> None:
    """A Debian whose root has a password has no sudo; the command stays one word of it."""
    machine = replace(DEBIAN, programs=WITH_ENGINE - {"sudo"}, has_systemd=True)
    assert commands(Trouble.NO_SOCKET, machine) == [("su - -c 'systemctl start docker'",)]


def test_the_group_and_what_it_means() -> None:
    """The user is named; it is said that the group can do anything; once in it, only a new login is missing."""
    (cure,) = cures(Trouble.NO_PERMISSION, DEBIAN)
    assert cure.commands == ("sudo usermod -aG docker ada",)
    assert "can do anything on this machine, as root can" in texts.fill(cure.text)
    (cure,) = cures(Trouble.NO_PERMISSION, replace(DEBIAN, is_member=True))
    assert (cure.commands, cure.will) == (("newgrp docker",), Will.TELLS)


def test_a_hanging_engine_is_not_restarted_by_the_doctor() -> None:
    """It would end what runs in containers: the learner is told, and warned."""
    (cure,) = cures(Trouble.SILENT, replace(DEBIAN, has_systemd=True))
    assert (cure.commands, cure.will) == (("sudo systemctl restart docker",), Will.TELLS)
    assert "ends by that" in texts.fill(cure.text)


@pytest.mark.parametrize(
    ("where", "command"),
    [
        ("/home/ada/.docker/desktop/docker.sock", "systemctl --user start docker-desktop"),
        ("/home/ada/.colima/default/docker.sock", "colima start"),
        ("/run/user/1000/podman/podman.sock", "systemctl --user start podman.socket"),
        ("/run/user/1000/docker.sock", "systemctl --user start docker"),
        ("/elsewhere/d.sock", "docker context ls"),
    ],
)
def test_a_socket_of_somebody_elses(where: str, command: str) -> None:
    """Whose it is says what starts it; the usual engine is never started in its place."""
    assert commands(Trouble.NO_SOCKET, DEBIAN, where)[0][0] == command


def test_docker_desktop_beside_a_wsl() -> None:
    """Its switch comes first, and an engine of one's own is a choice that `--yes` does not make."""
    desktop, own = cures(Trouble.NO_CLI, replace(BARE, is_wsl=True, has_desktop=True))
    assert "WSL integration" in texts.fill(desktop.text)
    assert own.will is Will.ASKS


def test_windows_leads_to_wsl() -> None:
    """Whatever the trouble is."""
    for trouble in Trouble:
        assert commands(trouble, Machine(Family.WINDOWS, "Windows")) == [("wsl --install",)]


def test_where_nothing_better_is_known_the_hint_stands() -> None:
    """It was written for just this trouble."""
    (cure,) = cures(Trouble.UNREACHABLE, DEBIAN, "tcp://box:2375")
    assert texts.fill(cure.text) == "A hint."


def test_the_busybox_for_the_stand_in() -> None:
    """From the packages, or else from the internet."""
    assert busybox(DEBIAN).commands == (UPDATE, f"{APT} busybox-static")
    assert busybox(FEDORA).commands == ("sudo dnf install -y busybox",)
    assert (busybox(MAC).commands, busybox(MAC).will) == (("docker pull busybox",), Will.TELLS)


def test_never_a_script_from_the_web() -> None:
    """No cure of any trouble on any machine fetches something to run, and each has its words."""
    for machine, trouble in product((DEBIAN, BARE, FEDORA, MAC, replace(BARE, family=Family.LINUX)), Trouble):
        for cure in (*cures(trouble, machine), busybox(machine)):
            assert texts.fill(cure.text)
            assert not re.search(r"curl|wget|https?:|\|", " ".join(cure.commands))


def test_a_trouble_is_a_bad_finding() -> None:
    """With the error's own sentence, at the thing that it is about."""
    finding = finding_of(NoDaemonError("There is none.", "", Trouble.NO_CLI), BARE)
    assert (finding.kind, finding.health, texts.fill(finding.text)) == (Kind.CLI, Health.BAD, "There is none.")
    assert finding_of(NoDaemonError("Gone."), BARE).kind is Kind.SOCKET


@pytest.mark.parametrize(
    ("release", "family"),
    [
        ({"ID": "debian"}, Family.DEBIAN),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, Family.DEBIAN),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, Family.DEBIAN),
        ({"ID": "fedora"}, Family.FEDORA),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, Family.LINUX),
        ({"ID": "arch"}, Family.LINUX),
        ({}, Family.LINUX),
    ],
)
def test_the_family_of_a_linux(release: dict[str, str], family: Family) -> None:
    """By its os-release; what is only like Fedora lacks its engine."""
    assert family_of(release) is family


def test_an_image_is_fetched_or_made() -> None:
    """The real one only where a registry has it, and never by a yes to everything; the small one always."""
    pull, make = images("ghost", is_offered=True)
    assert (pull.commands, pull.will) == (("docker pull ghost",), Will.ASKS)
    assert (make.commands, make.will) == (("docker-tutor stand-in",), Will.DOES)
    assert images("ghost", is_offered=False) == (make,)
    assert "docker-tutor cleanup removes it" in texts.fill(make.text)
    assert "docker rmi ghost" in texts.fill(pull.text)
