"""Which daemon it is, how it is reached, and what is said when it is not."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.upstream import PATIENCE, Talk, Upstream
from tutor.engine.api import Api, ApiError, part
from tutor.engine.endpoint import DEFAULT_URL, Endpoint, TlsFiles, connect, diagnose, resolve
from tutor.errors import NoDaemonError

if TYPE_CHECKING:
    from collections.abc import Iterator

CLI = Path(shutil.which("docker") or "docker")
PONG = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"


def resolved(folder: Path, **settings: str) -> Endpoint:
    """What the installed docker uses with these settings and an empty configuration."""
    base = {"PATH": os.environ["PATH"], "HOME": str(folder), "DOCKER_CONFIG": str(folder / "config")}
    return resolve({**base, **settings}, CLI)


def context(folder: Path, name: str, host: str, *options: str) -> None:
    """Make a docker context in the configuration of `folder`."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "DOCKER_CONFIG": str(folder / "config")}
    place = ",".join((f"host={host}", *options))
    subprocess.run([CLI, "context", "create", name, "--docker", place], env=environ, check=True, capture_output=True)


def test_without_settings_it_is_the_local_socket(tmp_path: Path) -> None:
    """The context "default" leads to Docker's own socket."""
    assert resolved(tmp_path) == Endpoint(DEFAULT_URL, "default")


@pytest.mark.parametrize(
    ("host", "url", "probe"),
    [
        ("unix:///tmp/x.sock", "unix:///tmp/x.sock", "127.0.0.1"),
        ("tcp://box:1234", "tcp://box:1234", "box"),
        ("tcp://box", "tcp://box:2375", "box"),
        ("ssh://ada@box:2222", "ssh://ada@box:2222", "box"),
    ],
)
def test_docker_host_is_honoured(tmp_path: Path, host: str, url: str, probe: str) -> None:
    """As the CLI reads it, its default port added; a published port answers where the daemon is."""
    found = resolved(tmp_path, DOCKER_HOST=host)
    assert (found.url, found.context, found.probe_host) == (url, "default", probe)
    assert found.scheme == host.partition(":")[0]


def test_contexts_are_honoured(tmp_path: Path) -> None:
    """DOCKER_CONTEXT, then the chosen one; DOCKER_HOST is stronger than both."""
    context(tmp_path, "far", "tcp://far:2375")
    context(tmp_path, "near", "unix:///near.sock")
    config = tmp_path / "config" / "config.json"
    config.write_text(json.dumps({"currentContext": "near"}))
    assert resolved(tmp_path) == Endpoint("unix:///near.sock", "near")
    assert resolved(tmp_path, DOCKER_CONTEXT="far") == Endpoint("tcp://far:2375", "far")
    assert resolved(tmp_path, DOCKER_CONTEXT="far", DOCKER_HOST="unix:///x").url == "unix:///x"


def test_a_missing_context_is_named(tmp_path: Path) -> None:
    """The error has the CLI's own words and says where to look."""
    with pytest.raises(NoDaemonError) as caught:
        resolved(tmp_path, DOCKER_CONTEXT="nosuch")
    assert "nosuch" in caught.value.message
    assert "docker context ls" in caught.value.hint


def test_a_missing_docker_is_named(tmp_path: Path) -> None:
    """Without the program nothing can be resolved, and it says which one."""
    with pytest.raises(NoDaemonError, match="nosuch-docker"):
        resolve({}, tmp_path / "nosuch-docker")


def test_a_docker_without_contexts_is_podmans(tmp_path: Path) -> None:
    """What knows no contexts uses DOCKER_HOST, else the usual socket."""
    program = tmp_path / "docker"
    program.write_text("#!/bin/sh\necho 'Error: unrecognized command `podman context`' >&2; exit 125\n")
    program.chmod(0o755)
    assert resolve({"DOCKER_HOST": "unix:///run/p.sock"}, program).url == "unix:///run/p.sock"
    assert resolve({}, program).url == DEFAULT_URL


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for this machine that is its own authority, under docker's names."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        shlex.split(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout key.pem -out cert.pem"
            " -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
        ),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    shutil.copy(folder / "cert.pem", folder / "ca.pem")
    return folder


def tls_files(folder: Path, *, verify: bool) -> TlsFiles:
    """The files under docker's names in `folder`."""
    return TlsFiles(str(folder / "ca.pem"), str(folder / "cert.pem"), str(folder / "key.pem"), verify)


@pytest.mark.parametrize(("setting", "verify"), [("DOCKER_TLS_VERIFY", True), ("DOCKER_TLS", False)])
def test_tls_settings_are_honoured(tmp_path: Path, certificates: Path, setting: str, *, verify: bool) -> None:
    """The environment's TLS settings come with their files."""
    settings = {"DOCKER_HOST": "tcp://box:2376", "DOCKER_CERT_PATH": str(certificates), setting: "1"}
    tls = resolved(tmp_path, **settings).tls
    assert tls == tls_files(certificates, verify=verify)


def test_a_contexts_tls_files_are_found(tmp_path: Path, certificates: Path) -> None:
    """They lie in the context's own store."""
    options = [f"{name}={certificates / name}.pem" for name in ("ca", "cert", "key")]
    context(tmp_path, "safe", "tcp://box:2376", *options)
    tls = resolved(tmp_path, DOCKER_CONTEXT="safe").tls
    assert tls is not None
    assert Path(tls.key).read_bytes() == (certificates / "key.pem").read_bytes()
    assert tls.verify


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("unix:///x", "127.0.0.1"),
        ("npipe:////./pipe/docker", "127.0.0.1"),
        ("tcp://[fd00::1]:2375", "fd00::1"),
        ("tcp://0.0.0.0:2375", "127.0.0.1"),
        ("tcp://localhost:2375", "127.0.0.1"),
    ],
)
def test_where_a_published_port_answers(url: str, host: str) -> None:
    """On this machine, unless the daemon is on another."""
    assert Endpoint(url).probe_host == host


@contextmanager
def tls_server(certificates: Path, early: bytes = b"") -> Iterator[tuple[Endpoint, list[bytes]]]:
    """A TLS server that takes one connection, says `early`, reads to the end, then answers a lot."""
    heard: list[bytes] = []
    wrapping = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    wrapping.load_cert_chain(certificates / "cert.pem", certificates / "key.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listener.accept()
        line.settimeout(PATIENCE)
        with suppress(ssl.SSLError), wrapping.wrap_socket(line, server_side=True) as secure:
            secure.sendall(early)
            while data := secure.recv(1 << 16):
                heard.append(data)
            secure.sendall(b"y" * 3_000_000)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    files = tls_files(certificates, verify=True)
    with listener:
        yield Endpoint(f"tcp://127.0.0.1:{listener.getsockname()[1]}", "safe", files), heard
        thread.join(PATIENCE)


def test_tls_is_a_plain_socket_that_knows_half_closing(certificates: Path) -> None:
    """Three megabytes each way; the end of ours reaches the daemon, and its answer still comes."""
    with tls_server(certificates) as (endpoint, heard):
        with connect(endpoint, PATIENCE) as line:
            line.sendall(b"x" * 3_000_000)
            line.shutdown(socket.SHUT_WR)
            size = 0
            while data := line.recv(1 << 16):
                size += len(data)
        assert size == 3_000_000
    assert b"".join(heard) == b"x" * 3_000_000


def test_an_answer_that_overtakes_the_end_is_read(certificates: Path) -> None:
    """What the daemon says before it hears our end is read like what it says after."""
    early = b"z" * 200_000
    with tls_server(certificates, early) as (endpoint, _):
        with connect(endpoint, PATIENCE) as line:
            line.sendall(b"x")
            time.sleep(0.3)  # until it is on its way
            line.shutdown(socket.SHUT_WR)
            size = 0
            while data := line.recv(1 << 16):
                size += len(data)
        assert size == len(early) + 3_000_000


def test_ssh_goes_through_the_learners_docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`docker -H URL system dial-stdio` carries the connection, both ways and to both ends."""
    program = tmp_path / "docker"
    program.write_text('#!/bin/sh\necho "$@ ${DOCKER_CONTEXT-none}"\ncat\necho end\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DOCKER_CONTEXT", "other")
    with connect(Endpoint("ssh://ada@box"), PATIENCE) as line:
        line.sendall(b"hello\n")
        line.shutdown(socket.SHUT_WR)
        found = b""
        while data := line.recv(1 << 16):
            found += data
    assert found == b"-H ssh://ada@box system dial-stdio none\nhello\nend\n"


def test_a_daemon_that_answers_has_nothing_wrong(tmp_path: Path) -> None:
    """A ping is enough."""
    with Upstream(tmp_path / "d", lambda talk: answer(talk, PONG)) as up:
        assert diagnose(up.endpoint) is None


def answer(talk: Talk, words: bytes) -> None:
    """Answer one request."""
    talk.request()
    talk.send(words)


def silent(talk: Talk) -> None:
    """Read to the end and say nothing."""
    while talk.receive():
        pass


def cured(error: NoDaemonError | None, says: str, cure: str) -> bool:
    """Whether the error says this and gives that cure."""
    assert error is not None
    return says in error.message and cure in error.hint


def test_no_socket_file(tmp_path: Path) -> None:
    """Docker is not installed or not started."""
    assert cured(diagnose(Endpoint(f"unix://{tmp_path}/none")), f"no socket file {tmp_path}/none", "Start Docker")


def test_a_socket_that_is_not_ours(tmp_path: Path) -> None:
    """The cure is the group docker, not a restart."""
    with Upstream(tmp_path / "d", lambda talk: answer(talk, PONG)):
        (tmp_path / "d").chmod(0)
        code = (
            "import os, sys\n"
            "os.getuid() or os.setuid(65534)\n"
            "from tutor.engine.endpoint import Endpoint, diagnose\n"
            "error = diagnose(Endpoint(sys.argv[1]))\n"
            "print(error.message, error.hint)\n"
        )
        told = subprocess.run(
            [sys.executable, "-c", PRELOAD + code, f"unix://{tmp_path}/d"], check=True, capture_output=True, text=True
        ).stdout
    assert "Permission denied" in told
    assert "usermod -aG docker" in told


PRELOAD = "from tutor.engine import endpoint; import encodings.idna\n"
"""Loaded before the right to read our files is given up."""


def test_a_socket_that_nobody_serves(tmp_path: Path) -> None:
    """What a killed daemon leaves behind is a file."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(tmp_path / "d"))
    assert cured(diagnose(Endpoint(f"unix://{tmp_path}/d")), "no daemon serves it", "Start Docker")


def test_a_daemon_that_is_silent(tmp_path: Path) -> None:
    """It takes the connection and says nothing in time: a restart is the cure."""
    with Upstream(tmp_path / "d", silent) as up:
        error = diagnose(up.endpoint, patience=0.2)
    assert cured(error, "did not answer in time", "Restart Docker")


@pytest.mark.parametrize(
    ("words", "says", "cure"),
    [
        (b"220 mail.example ESMTP\r\n", "makes no sense", "docker context ls"),
        (b"", "makes no sense", "docker context ls"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "not a Docker daemon", "docker context ls"),
        (b"HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n", "it answers 502", "Restart Docker"),
        (
            b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
            "only through TLS",
            "DOCKER_CERT_PATH",
        ),
    ],
)
def test_what_answers_is_no_daemon(tmp_path: Path, words: bytes, says: str, cure: str) -> None:
    """Garbage, another web server, trouble, and TLS are told apart."""
    with Upstream(tmp_path / "d", lambda talk: answer(talk, words)) as up:
        assert cured(diagnose(up.endpoint), says, cure)


def test_nothing_listens() -> None:
    """A tcp address without a daemon is a matter of the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert cured(diagnose(Endpoint(f"tcp://127.0.0.1:{port}")), "Nothing listens at tcp://", "docker context ls")


def test_a_name_nobody_knows() -> None:
    """So is a host that does not exist."""
    assert cured(diagnose(Endpoint("tcp://no.such.host.invalid:2375")), "is not known", "DOCKER_HOST")


def test_a_certificate_that_does_not_hold(certificates: Path) -> None:
    """A failed handshake leads to the certificates."""
    with tls_server(certificates) as (endpoint, _):
        assert endpoint.tls is not None
        other = TlsFiles("", endpoint.tls.certificate, endpoint.tls.key, verify=True)
        assert cured(diagnose(Endpoint(endpoint.url, "safe", other)), "No secure connection", "DOCKER_CERT_PATH")


def test_an_address_of_another_system() -> None:
    """A named pipe of Windows' cannot be used from here, and it says what can."""
    assert cured(diagnose(Endpoint("npipe:////./pipe/docker_engine")), "npipe:", "WSL")


def test_the_api_asks_and_tells(tmp_path: Path) -> None:
    """JSON, other text and nothing are answers; 400 and above is an ApiError with the daemon's words."""
    answers = iter([
        b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a": [1]}'.replace(b"9", b"10"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK",
        b"HTTP/1.1 204 OK\r\n\r\n",
        b'HTTP/1.1 409 X\r\nContent-Length: 19\r\n\r\n{"message": "taken"}'.replace(b"19", b"20"),
    ])  # fmt: skip
    with Upstream(tmp_path / "d", lambda talk: answer(talk, next(answers))) as up:
        api = Api(up.endpoint)
        assert api.get("/x", all=True, filters={"a": ["b"]}) == {"a": [1]}
        assert api.post("/y", {"b": 1}) == "OK"
        assert api.delete(f"/z/{part('a b/c')}") is None
        with pytest.raises(ApiError, match="taken") as caught:
            api.get("/w")
    assert caught.value.status == 409
    heard = bytes(up.received)
    assert b"GET /x?all=1&filters=%7B%22a%22%3A+%5B%22b%22%5D%7D HTTP/1.1\r\n" in heard
    assert b'{"b": 1}' in heard
    assert b"DELETE /z/a%20b/c HTTP/1.1\r\n" in heard


@pytest.mark.parametrize("words", [b"", b"nonsense\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
def test_the_api_knows_a_lost_daemon(tmp_path: Path, words: bytes) -> None:
    """Whatever breaks off is a NoDaemonError."""
    with Upstream(tmp_path / "d", lambda talk: answer(talk, words)) as up, pytest.raises(NoDaemonError):
        Api(up.endpoint).get("/x")


def test_the_api_does_not_wait_for_ever(tmp_path: Path) -> None:
    """Nor is silence waited out."""
    with Upstream(tmp_path / "d", silent) as up, pytest.raises(NoDaemonError, match="did not answer"):
        Api(Endpoint(up.endpoint.url), timeout=0.2).get("/x")
    with pytest.raises(NoDaemonError, match="no socket file"):
        Api(Endpoint(f"unix://{tmp_path}/none")).get("/x")
