"""Daemons behind tcp, TLS and ssh: the machine's own behind a relay and a real sshd, and a second dockerd with TLS."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.switch import pump
from tests.engine.test_endpoint import tls_files
from tutor.engine.api import Api
from tutor.engine.endpoint import Endpoint
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60.0
SSHD = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/key.pub
PidFile {folder}/pid
StrictModes no
PasswordAuthentication no
UsePAM no
"""
SSH = """#!/bin/sh
exec {ssh} -F none -i {folder}/key -o UserKnownHostsFile={folder}/known -o StrictHostKeyChecking=no "$@"
"""

HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execvp(sys.argv[2], sys.argv[2:])
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def await_daemon(endpoint: Endpoint) -> None:
    """Until it answers."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            Api(endpoint).get("/version")
        except TutorError:
            assert time.monotonic() < deadline, endpoint
            time.sleep(0.2)
        else:
            return


@contextmanager
def behind_tcp(daemon: str) -> Iterator[Endpoint]:
    """The daemon of that socket, on a port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))

    def carry(client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as upstream:
            upstream.connect(daemon)
            back = threading.Thread(target=pump, args=(upstream, client), daemon=True)
            back.start()
            pump(client, upstream)
            back.join()

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=carry, args=(client,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    with listener:
        yield Endpoint(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def behind_tls(certificates: Path, folder: Path) -> Iterator[Endpoint]:
    """A dockerd of its own that wants a certificate, and shows one. It has no network for its containers.

    A dockerd without a bridge removes `docker0`, whosesoever it is. So this one has a network namespace to itself, and
    is handed the socket that it listens on, as systemd would (sd_listen_fds(3)).
    """
    files = [
        f"--tls{name}={certificates / file}.pem" for name, file in (("cacert", "ca"), ("cert", "cert"), ("key", "key"))
    ]
    quiet = ("--bridge=none", "--iptables=false", "--ip6tables=false", "--storage-driver=vfs")
    places = (f"--data-root={folder}/data", f"--exec-root={folder}/exec", f"--pidfile={folder}/pid")
    words = ("unshare", "--net", "dockerd", "-H=fd://", "--tlsverify", *files, *quiet, *places)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port, handle = int(listener.getsockname()[1]), listener.fileno()
        with (folder / "log").open("wb") as log:
            begin = (sys.executable, "-c", HAND_OVER, str(handle), *words)
            started = subprocess.Popen(begin, stdout=log, stderr=log, pass_fds=(handle,))
    with started as daemon:
        endpoint = Endpoint(f"tcp://127.0.0.1:{port}", "safe", tls_files(certificates, verify=True))
        try:
            await_daemon(endpoint)
            yield endpoint
        finally:
            daemon.terminate()
            daemon.wait(PATIENCE)


@contextmanager
def behind_ssh(folder: Path) -> Iterator[tuple[Endpoint, Path]]:
    """This machine's daemon behind a sshd of its own; and the folder with the `ssh` that finds its way there."""
    port = free_port()
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "sshd_config").write_text(SSHD.format(port=port, folder=folder), encoding="ascii")
    programs = folder / "bin"
    programs.mkdir()
    (programs / "ssh").write_text(SSH.format(ssh=shutil.which("ssh"), folder=folder), encoding="ascii")
    (programs / "ssh").chmod(0o755)
    sshd = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin")
    assert sshd, "this test needs sshd: apt install openssh-server"
    with suppress(PermissionError):  # root's sshd wants it; where sshd is a service, that makes it
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    with subprocess.Popen([sshd, "-D", "-e", "-f", folder / "sshd_config"], stderr=subprocess.DEVNULL) as server:
        try:
            yield Endpoint(f"ssh://{getpass.getuser()}@127.0.0.1:{port}"), programs
        finally:
            server.terminate()
            server.wait(PATIENCE)
