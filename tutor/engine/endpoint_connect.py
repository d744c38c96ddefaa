"""One connection to the daemon, whatever the way: always a plain socket that knows half-closing.

TLS and ssh are carried by a helper behind a socket pair, so that who uses the connection reads and writes from two
threads and shuts one direction down without knowing how it is carried.
"""

from __future__ import annotations

import os
import selectors
import socket
import ssl
import subprocess
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tutor.core.texts import words
from tutor.errors import NoDaemonError

if TYPE_CHECKING:
    from tutor.engine.endpoint import Endpoint, TlsFiles

DROPPED = ("DOCKER_CONTEXT", "DOCKER_HOST", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")
"""Settings that name a daemon: they would contradict the one we name."""

_PLAIN_PORT, _TLS_PORT = 2375, 2376  # dockerd's own defaults
_CHUNK = 1 << 16  # bytes


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
        secure = tls_context(files).wrap_socket(line, server_hostname=host)
    except OSError:
        line.close()
        raise
    ours, its = socket.socketpair()
    ours.settimeout(timeout)
    threading.Thread(target=_carry, args=(its, secure), name="tls to the daemon", daemon=True).start()
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


def _carry(plain: socket.socket, secure: ssl.SSLSocket) -> None:
    """Carry both directions in one thread, as one TLS session may not be used by two at once."""
    with plain, secure:
        for line in (plain, secure):
            line.settimeout(0)
        try:
            _Carrier(plain, secure).run()
        except OSError:
            return  # either side went away: closing both tells the other


class _Carrier:
    """Bytes under way between a plain and a TLS socket, at most a chunk in each direction."""

    def __init__(self, plain: socket.socket, secure: ssl.SSLSocket) -> None:
        self._plain, self._secure = plain, secure
        self._out, self._in = b"", b""  # to the daemon, from the daemon
        self._sending, self._receiving = True, True

    def run(self) -> None:
        """Until both directions have ended."""
        while self._sending or self._receiving or self._out or self._in:
            self._wait()
            self._send()
            self._receive()

    def _wait(self) -> None:
        if self._secure.pending() and not self._in:
            return
        with selectors.DefaultSelector() as selector:
            for line, interest in self._interests():
                if interest:
                    selector.register(line, interest)
            selector.select()

    def _interests(self) -> tuple[tuple[socket.socket, int], ...]:
        read, write = selectors.EVENT_READ, selectors.EVENT_WRITE
        plain = (read if self._sending and not self._out else 0) | (write if self._in else 0)
        secure = (read if self._receiving and not self._in else 0) | (write if self._out else 0)
        return (self._plain, plain), (self._secure, secure)

    def _send(self) -> None:
        try:
            if self._sending and not self._out:
                self._out = self._plain.recv(_CHUNK)
                self._sending = bool(self._out)
                if not self._sending:
                    self._secure.unwrap()  # says "no more from here"; what still comes is read on
            if self._out:
                self._out = self._out[self._secure.send(self._out) :]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass  # later

    def _receive(self) -> None:
        try:
            if self._receiving and not self._in:
                self._in = self._secure.recv(_CHUNK)
                self._receiving = bool(self._in)
                if not self._receiving:
                    self._plain.shutdown(socket.SHUT_WR)
            if self._in:
                self._in = self._in[self._plain.send(self._in) :]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass  # later


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
