"""Why no daemon answers: each reason with its own name and its own cure."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING

from tutor.engine.endpoint_connect import connect
from tutor.errors import NoDaemonError, Trouble

if TYPE_CHECKING:
    from tutor.engine.endpoint import Endpoint

PATIENCE = 2.0
"""Seconds for one answer to a ping. A healthy daemon takes 0.002, ssh about 1."""

_START = "Start Docker: sudo systemctl start docker (or open Docker Desktop, Colima, OrbStack, whichever you have)."
_GROUP = "Let your user use Docker: sudo usermod -aG docker $USER, then log out and in again (for now: newgrp docker)."
_RESTART = "Restart Docker: sudo systemctl restart docker (or quit Docker Desktop and open it again)."
_ADDRESS = "Look at the address: docker context ls, and DOCKER_HOST in your environment."
_SSH = "Try it by hand, it may ask for a key or a password: docker -H {url} version"
_TLS = "Look at the certificates: DOCKER_CERT_PATH, DOCKER_TLS_VERIFY, and docker context inspect."


def diagnose(endpoint: Endpoint, patience: float = PATIENCE) -> NoDaemonError | None:
    """Ping the daemon once.

    Args:
        endpoint: Where it should be.
        patience: Seconds to wait for the connection, and again for the answer.

    Returns:
        None if it answered; else the error, not raised, that names what is wrong and the cure for it.
    """
    try:
        line = connect(endpoint, patience)
    except NoDaemonError as error:
        return error
    except OSError as error:
        return _unconnected(endpoint, error)
    with line:
        return _ping(endpoint, line)


def explain_connect(endpoint: Endpoint, error: OSError) -> NoDaemonError:
    """The error that stands for a failed `connect`."""
    return _unconnected(endpoint, error)


def _unconnected(endpoint: Endpoint, error: OSError) -> NoDaemonError:
    where = endpoint.path or endpoint.url
    if isinstance(error, TimeoutError):
        return _silent(endpoint)
    said = _no_socket(where, error) if endpoint.path else (*_no_host(where, error), Trouble.UNREACHABLE)
    return NoDaemonError(*said, where)


def _no_socket(where: str, error: OSError) -> tuple[str, str, Trouble]:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return f"There is no socket file {where}: no Docker daemon runs there.", _START, Trouble.NO_SOCKET
        case PermissionError():
            message = f"Permission denied: your user may not use the Docker socket {where}."
            return message, _GROUP, Trouble.NO_PERMISSION
        case ConnectionRefusedError():
            return f"The socket file {where} is there, but no daemon serves it.", _START, Trouble.NOT_SERVED
        case _:
            return f"The Docker daemon at {where} cannot be reached: {error}.", _ADDRESS, Trouble.UNREACHABLE


def _no_host(where: str, error: OSError) -> tuple[str, str]:
    match error:
        case ConnectionRefusedError():
            return f"Nothing listens at {where}.", _ADDRESS
        case socket.gaierror():
            return f"The name in {where} is not known on this network.", _ADDRESS
        case ssl.SSLError():
            return f"No secure connection to {where}: {error.reason or error}.", _TLS
        case _:
            return f"The Docker daemon at {where} cannot be reached: {error}.", _ADDRESS


def _silent(endpoint: Endpoint) -> NoDaemonError:
    where = endpoint.path or endpoint.url
    cure = _SSH.format(url=endpoint.url) if endpoint.scheme == "ssh" else _RESTART
    message = f"The Docker daemon at {where} took the call but did not answer in time."
    return NoDaemonError(message, cure, Trouble.SILENT, where)


def _ping(endpoint: Endpoint, line: socket.socket) -> NoDaemonError | None:
    where = endpoint.path or endpoint.url
    try:
        line.sendall(b"GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n")
        answer = http.client.HTTPResponse(line)
        answer.begin()
        words = answer.read(200)
    except TimeoutError:
        return _silent(endpoint)
    except (OSError, http.client.HTTPException):
        if endpoint.scheme == "ssh":
            message = f"There is no way through to {where}."
            return NoDaemonError(message, _SSH.format(url=endpoint.url), Trouble.UNREACHABLE, where)
        message = f"What answers at {where} is not a Docker daemon: its answer makes no sense."
        return NoDaemonError(message, _ADDRESS, Trouble.STRANGE, where)
    return _judged(where, answer.status, words)


def _judged(where: str, status: int, words: bytes) -> NoDaemonError | None:
    if status == http.client.OK and words.strip() == b"OK":
        return None
    if b"HTTPS" in words:
        return NoDaemonError(f"The daemon at {where} speaks only through TLS.", _TLS, Trouble.UNREACHABLE, where)
    if status >= http.client.INTERNAL_SERVER_ERROR:
        message = f"The Docker daemon at {where} is in trouble: it answers {status}."
        return NoDaemonError(message, _RESTART, Trouble.STRANGE, where)
    message = f"What answers at {where} is not a Docker daemon: it answers {status}."
    return NoDaemonError(message, _ADDRESS, Trouble.STRANGE, where)
