"""The wire over tcp, TLS and ssh, to real daemons: the docker command cannot tell it from its own socket."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.typed import endpoint as own_endpoint
from tests.soak.remote import await_daemon, behind_ssh, behind_tcp, behind_tls
from tutor.engine.wire import Wire

if TYPE_CHECKING:
    from tutor.engine.endpoint import Endpoint

COMMANDS = 100
MEGABYTE = 1 << 20
PATIENCE = 120
NOBODY = 65534


def run(wire: Wire, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """`docker WORDS` over the wire."""
    with wire.open() as line:
        environ = line.environment(os.environ)
        return subprocess.run(
            ["docker", *words], env=environ, input=given, capture_output=True, timeout=PATIENCE, check=False
        )


def tried(endpoint: Endpoint, folder: Path, image: str, content: bytes) -> None:
    """Much output, input to its end, exit codes, and many commands."""
    with Wire(endpoint, "soak-1", folder / "w") as wire:
        if content:
            made = run(wire, "import", "-", image, given=content)
            assert made.returncode == 0, made.stderr
        alone = ("run", "--rm", "--network=none", image)
        assert run(wire, *alone, "sh", "-c", f"yes | head -c {8 * MEGABYTE}").stdout == b"y\n" * (4 * MEGABYTE)
        given = os.urandom(MEGABYTE)
        kept = run(wire, "run", "--rm", "--network=none", "-i", image, "cat", given=given)
        assert kept.stdout == given
        assert run(wire, *alone, "sh", "-c", "exit 7").returncode == 7
        for _ in range(COMMANDS):
            assert run(wire, "inspect", "-f", "{{.Os}}", image).stdout == b"linux\n"


@pytest.fixture(scope="module")
def image_file(busybox_image: str) -> bytes:
    """The file system of the small image, as a tar."""
    made = subprocess.run(
        ["docker", "create", busybox_image], capture_output=True, check=True, text=True
    ).stdout.strip()
    content = subprocess.run(["docker", "export", made], capture_output=True, check=True).stdout
    subprocess.run(["docker", "rm", made], capture_output=True, check=True)
    return content


@pytest.mark.timeout(1800)
def test_tcp(tmp_path: Path, busybox_image: str) -> None:
    """Behind a port, all is as behind a socket."""
    with behind_tcp(own_endpoint().path) as endpoint:
        tried(endpoint, tmp_path, busybox_image, b"")


@pytest.mark.timeout(1800)
def test_tls(tmp_path: Path, certificates: Path, image_file: bytes) -> None:
    """A daemon that wants a certificate gets it, and is held to its own."""
    with behind_tls(certificates, tmp_path) as endpoint:
        tried(endpoint, tmp_path, "soak-image", image_file)


@pytest.mark.timeout(1800)
def test_ssh(tmp_path: Path, busybox_image: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a real sshd, with the learner's own ssh."""
    with behind_ssh(tmp_path) as (endpoint, programs):
        monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
        await_daemon(endpoint)
        tried(endpoint, tmp_path, busybox_image, b"")


def test_the_private_socket_is_closed_to_others(tmp_path: Path) -> None:
    """0600 in a 0700 folder; another user who knows its path and may walk there comes no further."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):  # noqa: S108 -- where pytest's lie
            folder.chmod(0o755)
    with Wire(own_endpoint(), "soak-1", tmp_path / "w") as wire, wire.open() as line:
        path = Path(line.docker_host.removeprefix("unix://"))
        assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
        as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        for opened in (False, True):
            if opened:
                path.parent.chmod(0o755)
                path.parent.parent.chmod(0o755)
            said = subprocess.run(
                [*as_nobody, "docker", "ps"],
                env=line.environment(os.environ),
                capture_output=True,
                text=True,
                check=False,
            )
            assert said.returncode != 0
            assert "permission denied" in said.stderr.lower(), said.stderr
        assert line.calls() == ()
