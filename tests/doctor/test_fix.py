"""`doctor --fix` on a bare machine: from nothing installed to an engine that answers, and that is killed."""

from __future__ import annotations

import shlex
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doctor.conftest import PROGRAM, ROOT, run_apart
from tutor.doctor.machine import PRIVILEGED, USERS

NO_DAEMON = 4
USAGE = 2
PLACES = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
BUSYBOX = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHH", 2, 243, 1, 0, 64, 0, 0, 64, 56, 0)
"""The head of a static program for the made engine's kind of processor, riscv64: all that is read of one."""

ENGINE = Path(__file__).with_name("made_engine.py")

APT = """\
#!/bin/sh
# Packages of a made distribution: a busybox; the docker command, an engine, and what it needs.
echo "apt-get $*" | tee -a {folder}/apt.log
[ "$1" = install ] || exit 0
case "$*" in *busybox-static) cp {folder}/busybox {folder}/bin/busybox; exit;; esac
cp {cli} {folder}/bin/docker
touch {folder}/bin/iptables
printf '#!{python}\\n' >{folder}/bin/dockerd
cat {engine} >>{folder}/bin/dockerd
chmod 755 {folder}/bin/*
"""


def bare_machine(folder: Path) -> tuple[str, dict[str, str]]:
    """A Debian with apt and nothing of Docker: the shell lines that make it, and the variables of a user of it.

    What of Docker is on this machine is hidden behind files that cannot be run, and its services are taken away.
    """
    (folder / "bin").mkdir()
    (folder / "os-release").write_text('ID=debian\nPRETTY_NAME="Debian, made for a test"\n')
    cli = folder / "cli"
    shutil.copy(shutil.which("docker") or "docker", cli)
    words = {"folder": folder, "cli": cli, "engine": ENGINE, "python": sys.executable}
    apt = folder / "bin" / "apt-get"
    apt.write_text(APT.format(**{name: shlex.quote(str(value)) for name, value in words.items()}))
    apt.chmod(0o755)
    (folder / "busybox").write_bytes(BUSYBOX)
    (folder / "busybox").chmod(0o755)
    places = {Path(place) / name for place in PLACES for name in (*USERS, *PRIVILEGED, "busybox")}
    hidden = sorted({f"mount --bind /dev/null {place.resolve()}" for place in places if place.is_file()})
    services = ["mount -t tmpfs tmpfs /etc/init.d"] if Path("/etc/init.d").is_dir() else []
    release = f"mount --bind {folder}/os-release /etc/os-release"
    lines = ["mount -t tmpfs tmpfs /run", "mount -t tmpfs tmpfs /var/log", *hidden, *services, release]
    return "\n".join(lines) + "\n", {
        "PATH": f"{folder}/bin:{':'.join(PLACES)}",
        "PYTHONPATH": str(ROOT),
        "DOCKER_HOST": "",
    }


def test_from_nothing_to_an_engine_that_answers(home: Path) -> None:
    """It is installed from the distribution's packages and started in a session of its own; each command is shown."""
    machine, variables = bare_machine(home)
    done = run_apart(f'{machine}"$@"', "doctor", "--fix", "--yes", **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    installed = "install -y --no-install-recommends docker.io ca-certificates iptables"
    said = done.stdout
    assert f"I run:\n      apt-get update\napt-get update\n  I run:\n      apt-get {installed}" in said
    assert "setsid dockerd" in said
    assert said.count("That helped.") == 4, said
    told = " ".join(said.split())
    assert "docker-tutor cleanup removes it, and so does the end of a lesson: I run: docker-tutor stand-in" in told
    assert "The image ghost is the small stand-in that docker-tutor made." in said
    assert "A lesson can run" in said
    busybox = "install -y --no-install-recommends busybox-static"
    ran = ["apt-get update", f"apt-get {installed}", "apt-get update", f"apt-get {busybox}"]
    assert (home / "apt.log").read_text().splitlines() == ran


def test_an_engine_that_was_killed(home: Path) -> None:
    """What it left is removed, and another one started; where there is one that answers, nothing is done."""
    machine, variables = bare_machine(home)
    kill = 'kill -9 "$(cat /run/docker.pid)"\nwhile [ -d "/proc/$(cat /run/docker.pid)/fd" ]; do sleep 0.1; done\n'
    first = f'"$@"\n"$@" >{home}/idle\ncp /run/docker.pid {home}/first\n'
    second = f'"$@"\ncp /run/docker.pid {home}/second'
    done = run_apart(machine + first + kill + second, "doctor", "--fix", "--yes", **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "There is nothing to fix." in (home / "idle").read_text()
    assert "rm -f /var/run/docker.pid /var/run/docker.sock" in done.stdout
    assert "is there, but no daemon serves it" in done.stdout
    assert (home / "first").read_text() != (home / "second").read_text()


def test_it_stops_where_a_cure_does_not_help(home: Path) -> None:
    """A package manager that fails ends it: the code is told, nothing further is run, and the exit code is 4."""
    machine, variables = bare_machine(home)
    (home / "bin" / "apt-get").write_text("#!/bin/sh\necho 'E: no network' >&2\nexit 100\n")
    done = run_apart(f'{machine}"$@"', "doctor", "--fix", "--yes", **variables)
    assert done.returncode == NO_DAEMON
    assert "E: no network" in done.stderr
    assert "It ended with code 100." in done.stdout
    assert "That did not help, so I stop here." in done.stdout
    assert "I run:\n      apt-get install" not in done.stdout


def test_nothing_is_run_without_a_yes(home: Path) -> None:
    """With nobody to ask, `--fix` alone is wrong usage; nothing has been run."""
    machine, variables = bare_machine(home)
    done = run_apart(f'{machine}"$@"', "doctor", "--fix", **variables)
    assert done.returncode == USAGE
    assert "docker-tutor doctor --fix --yes" in done.stderr
    assert not (home / "apt.log").exists()


@pytest.mark.usefixtures("home")
def test_a_yes_to_nothing() -> None:
    """`--yes` without `--fix` would look as if something had been agreed to."""
    done = subprocess.run([*PROGRAM, "doctor", "--yes"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert "docker-tutor doctor --fix --yes" in done.stderr
