"""Why no daemon answers: each reason with its own name and its own cure."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.engine.endpoint_connect import connect
from tutor.errors import NoDaemonError, Trouble

if TYPE_CHECKING:
    from tutor.engine.endpoint import Endpoint

PATIENCE = 2.0
"""Seconds for one answer to a ping. A healthy daemon takes 0.002, ssh about 1."""

_ADDRESS = "trouble.cure.address"
_RESTART = "trouble.cure.restart"


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
            return words("trouble.no-socket", where=where), words("trouble.cure.start"), Trouble.NO_SOCKET
        case PermissionError():
            message = words("trouble.no-permission", where=where)
            return message, words("trouble.cure.group"), Trouble.NO_PERMISSION
        case ConnectionRefusedError():
            return words("trouble.not-served", where=where), words("trouble.cure.start"), Trouble.NOT_SERVED
        case _:
            message = words("trouble.unreachable", where=where, reason=error)
            return message, words(_ADDRESS), Trouble.UNREACHABLE


def _no_host(where: str, error: OSError) -> tuple[str, str]:
    match error:
        case ConnectionRefusedError():
            return words("trouble.nobody-listens", where=where), words(_ADDRESS)
        case socket.gaierror():
            return words("trouble.unknown-name", where=where), words(_ADDRESS)
        case ssl.SSLError():
            said = words("trouble.not-secure", where=where, reason=error.reason or error)
            return said, words("trouble.cure.tls")
        case _:
            return words("trouble.unreachable", where=where, reason=error), words(_ADDRESS)


def _silent(endpoint: Endpoint) -> NoDaemonError:
    where = endpoint.path or endpoint.url
    cure = words("trouble.cure.ssh", url=endpoint.url) if endpoint.scheme == "ssh" else words(_RESTART)
    return NoDaemonError(words("trouble.silent", where=where), cure, Trouble.SILENT, where)


def _ping(endpoint: Endpoint, line: socket.socket) -> NoDaemonError | None:
    where = endpoint.path or endpoint.url
    try:
        line.sendall(b"GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n")
        answer = http.client.HTTPResponse(line)
        answer.begin()
        content = answer.read(200)
    except TimeoutError:
        return _silent(endpoint)
    except (OSError, http.client.HTTPException):
        if endpoint.scheme == "ssh":
            cure = words("trouble.cure.ssh", url=endpoint.url)
            return NoDaemonError(words("trouble.no-way", where=where), cure, Trouble.UNREACHABLE, where)
        return NoDaemonError(words("trouble.strange", where=where), words(_ADDRESS), Trouble.STRANGE, where)
    return _judged(where, answer.status, content)


def _judged(where: str, status: int, content: bytes) -> NoDaemonError | None:
    if status == http.client.OK and content.strip() == b"OK":
        return None
    if b"HTTPS" in content:
        message = words("trouble.wants-tls", where=where)
        return NoDaemonError(message, words("trouble.cure.tls"), Trouble.UNREACHABLE, where)
    if status >= http.client.INTERNAL_SERVER_ERROR:
        message = words("trouble.sick", where=where, status=status)
        return NoDaemonError(message, words(_RESTART), Trouble.STRANGE, where)
    message = words("trouble.strange-status", where=where, status=status)
    return NoDaemonError(message, words(_ADDRESS), Trouble.STRANGE, where)
