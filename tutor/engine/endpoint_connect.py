"""One connection to the daemon, whatever the way: always a plain socket that knows half-closing.

TLS and ssh are carried by a helper behind a socket pair, so that who uses the connection reads and writes from two
threads and shuts one direction down without knowing how it is carried.
"""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tutor.core.texts import words
from tutor.engine.endpoint_tls import Session, carry
from tutor.errors import NoDaemonError

if TYPE_CHECKING:
    from tutor.engine.endpoint import Endpoint, TlsFiles

DROPPED = ("DOCKER_CONTEXT", "DOCKER_HOST", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")
"""Settings that name a daemon: they would contradict the one we name."""

_PLAIN_PORT, _TLS_PORT = 2375, 2376  # dockerd's own defaults


def connect(endpoint: Endpoint, timeout: float) -> socket.socket:
    """Open a connection.

    Args:
        endpoint: Where to.
        timeout: Seconds, for connecting and for each later operation until `settimeout` says otherwise.

    Raises:
        OSError: It is not there, not allowed, or silent; `ssl.SSLError` is one of these.
        NoDaemonError: This kind of address cannot be used from here.
    """
    match endpoint.scheme:
        case "unix":
            return _unix(endpoint.path, timeout)
        case "tcp" | "http" | "https":
            return _tcp(endpoint, timeout)
        case "ssh":
            return _ssh(endpoint.url, timeout)
        case _:
            message = words("trouble.no-such-way", where=endpoint.url)
            raise NoDaemonError(message, words("trouble.no-such-way.cure"))


def _unix(path: str, timeout: float) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(timeout)
    try:
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


def _tcp(endpoint: Endpoint, timeout: float) -> socket.socket:
    parts = urlsplit(endpoint.url)
    host, port = parts.hostname or "localhost", parts.port or (_TLS_PORT if endpoint.tls else _PLAIN_PORT)
    line = socket.create_connection((host, port), timeout)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line if endpoint.tls is None else _secured(line, host, endpoint.tls, timeout)


def _secured(line: socket.socket, host: str, files: TlsFiles, timeout: float) -> socket.socket:
    try:
        session = Session(tls_context(files), host)
        session.shake_hands(line)
    except OSError:
        line.close()
        raise
    ours, its = socket.socketpair()
    ours.settimeout(timeout)
    threading.Thread(target=carry, args=(its, line, session), name="tls to the daemon", daemon=True).start()
    return ours


def tls_context(files: TlsFiles) -> ssl.SSLContext:
    """TLS as the docker CLI does it: the given authority alone, and no check of the name where none is to be made."""
    context = ssl.create_default_context(cafile=files.ca or None)
    if not files.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if files.certificate:
        context.load_cert_chain(files.certificate, files.key or None)
    return context


def _ssh(url: str, timeout: float) -> socket.socket:
    ours, its = socket.socketpair()
    with its:
        try:
            helper = subprocess.Popen(  # noqa: S603 -- the learner's own docker, no shell
                ("docker", "-H", url, "system", "dial-stdio"),  # noqa: S607 -- found on the PATH as their shell does
                stdin=its.fileno(),
                stdout=its.fileno(),
                stderr=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if name not in DROPPED},
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            message = words("trouble.no-cli-for-ssh")
            raise NoDaemonError(message, words("trouble.cure.install-cli")) from error
    threading.Thread(target=helper.wait, name="ssh to the daemon", daemon=True).start()
    ours.settimeout(timeout)
    return ours
