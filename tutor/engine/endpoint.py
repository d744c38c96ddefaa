"""Which daemon the learner's own `docker` uses. Reaching it and saying why it cannot be reached are its siblings' work.

The installed CLI is asked, so that `DOCKER_HOST`, `DOCKER_CONTEXT`, `DOCKER_CONFIG`, the chosen context and whatever
comes next mean here what they mean there.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tutor.core import texts
from tutor.engine.endpoint_connect import connect
from tutor.engine.endpoint_diagnosis import diagnose
from tutor.errors import NoDaemonError, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT_URL", "Endpoint", "TlsFiles", "connect", "diagnose", "resolve"]

DEFAULT_URL = "unix:///var/run/docker.sock"
"""Where Docker listens when nobody says otherwise (dockerd)."""

DESKTOP_STUB = "WSL 2 distro"
"""What Docker Desktop's stand-in for `docker` says in a WSL that it is not switched on for."""

_HERE = "127.0.0.1"
_QUESTION = (
    '{"name": {{json .Name}}, "url": {{json .Endpoints.docker.Host}}, "skip": {{json .Endpoints.docker.SkipTLSVerify}},'
    ' "material": {{json .TLSMaterial}}, "folder": {{json .Storage.TLSPath}}}'
)
_PATIENCE = 10.0  # seconds; the CLI answers in 0.02, a cold disk takes longer


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Paths of a TLS endpoint's files, "" for those there are none of; `verify`: the daemon's certificate must hold."""

    ca: str
    certificate: str
    key: str
    verify: bool


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One daemon: `url` as the CLI writes it (`unix:///…`, `tcp://host:port`, `ssh://user@host`), and its context."""

    url: str
    context: str = "default"
    tls: TlsFiles | None = None

    @property
    def scheme(self) -> str:
        """How it is reached: `unix`, `tcp`, `ssh` or `npipe`."""
        return self.url.partition("://")[0]

    @property
    def path(self) -> str:
        """The socket file of a unix endpoint, else ""."""
        return self.url.removeprefix("unix://") if self.scheme == "unix" else ""

    @property
    def probe_host(self) -> str:
        """The host on which a published port answers: this machine unless the daemon is behind tcp or ssh."""
        host = urlsplit(self.url).hostname if self.scheme in {"tcp", "ssh", "http", "https"} else None
        return host if host and host not in {"0.0.0.0", "::", "localhost"} else _HERE  # noqa: S104 -- compared, not bound


def resolve(environ: Mapping[str, str], cli: Path) -> Endpoint:
    """The endpoint that `cli`, started in `environ`, would use.

    Args:
        environ: The environment the learner started us in.
        cli: Their docker program.

    Raises:
        NoDaemonError: The program will not run, or does not find the context or the certificates it was told to use.
    """
    said = _ask(environ, cli)
    if said is None:
        return Endpoint(environ.get("DOCKER_HOST") or DEFAULT_URL)
    url = str(said["url"]) or DEFAULT_URL
    return Endpoint(url, str(said["name"]), _tls(said, environ) if url.startswith("tcp://") else None)


def _ask(environ: Mapping[str, str], cli: Path) -> dict[str, object] | None:
    """The CLI's answer; None from one that knows no contexts (Podman's)."""
    command = (str(cli), "context", "inspect", "-f", _QUESTION)
    try:
        answer = subprocess.run(  # noqa: S603 -- the learner's own docker, no shell
            command, env=dict(environ), stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False
        )
    except OSError as error:
        message = texts.words("trouble.cli-not-started", cli=cli, reason=error.strerror)
        raise NoDaemonError(message, texts.words("trouble.cure.install-cli"), Trouble.BROKEN_CLI) from error
    except subprocess.TimeoutExpired as error:
        message = texts.words("trouble.cli-silent", cli=cli, seconds=f"{_PATIENCE:.0f}")
        raise NoDaemonError(message, texts.words("trouble.cure.context"), Trouble.BROKEN_CLI) from error
    if answer.returncode:
        _complain(answer.stderr.decode(errors="replace").strip())
        return None
    return _read(answer.stdout)


def _read(answer: bytes) -> dict[str, object] | None:
    try:
        said = json.loads(answer)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _complain(words: str) -> None:
    """Say why the CLI finds no endpoint; return if it just does not know what a context is."""
    if "unrecognized command" in words or "unknown command" in words or "not a docker command" in words:
        return
    if DESKTOP_STUB in words:
        hint = texts.words("trouble.desktop-stub.cure")
        raise NoDaemonError(texts.words("trouble.desktop-stub"), hint, Trouble.NO_CLI)
    last = words.splitlines()[-1] if words else texts.words("trouble.no-context.silence")
    message = texts.words("trouble.no-context", reason=last)
    raise NoDaemonError(message, texts.words("trouble.no-context.cure"), Trouble.NO_CONTEXT)


def _tls(said: Mapping[str, object], environ: Mapping[str, str]) -> TlsFiles | None:
    """The files of a context's store, or in the context "default" those the environment points to."""
    folder = Path(str(said["folder"]))
    if said["name"] == "default" or not folder.is_absolute():
        if not (environ.get("DOCKER_TLS_VERIFY") or environ.get("DOCKER_TLS")):
            return None
        config = environ.get("DOCKER_CONFIG") or str(Path(environ.get("HOME", "~")).expanduser() / ".docker")
        return _files(Path(environ.get("DOCKER_CERT_PATH") or config), verify=bool(environ.get("DOCKER_TLS_VERIFY")))
    if not said["material"] and not said["skip"]:
        return None
    return _files(folder / "docker", verify=not said["skip"])


def _files(folder: Path, *, verify: bool) -> TlsFiles:
    ca, certificate, key = (str(file) if file.exists() else "" for file in _names(folder))
    return TlsFiles(ca, certificate, key, verify)


def _names(folder: Path) -> tuple[Path, Path, Path]:
    return folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
