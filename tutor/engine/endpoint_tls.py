"""TLS with a daemon, as a plain socket that can say "no more from here" and still hear the answer."""

from __future__ import annotations

import selectors
import socket
import ssl
from contextlib import suppress

CHUNK = 1 << 16  # bytes


class Session:
    """One TLS session, apart from the socket that its bytes go through.

    So it is known what it has been given: `SSLSocket.unwrap` reads from the socket by itself, and where the daemon's
    answer is faster than our "no more from here" has been said, it fails on it and the answer is lost.
    """

    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self.is_over = False  # the daemon sends nothing more

    def shake_hands(self, line: socket.socket) -> None:
        """Begin, over a socket that blocks.

        Raises:
            OSError: The daemon is not who it should be, does not take us, or went away.
        """
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                line.sendall(self._outgoing.read())
                self._fill(line.recv(CHUNK))
            except ssl.SSLError:
                with suppress(OSError):
                    line.sendall(self._outgoing.read())  # the alert that tells the daemon why
                raise
            else:
                line.sendall(self._outgoing.read())
                return

    def sealed(self, data: bytes) -> bytes:
        """What goes on the wire for `data`; b"" is "no more from here"."""
        if data:
            self._tls.write(data)
        else:
            with suppress(ssl.SSLWantReadError):  # it waits for the daemon's own end, which comes when it comes
                self._tls.unwrap()
        return self._outgoing.read()

    def opened(self, data: bytes | None = None) -> bytes:
        """What `data` from the wire says, b"" being its end, None nothing new; `is_over` once nothing more comes.

        All of it is taken out, so that nothing is left for `unwrap` to stumble over.
        """
        if data is not None:
            self._fill(data)
        said = bytearray()
        while not self.is_over:
            try:
                piece = self._tls.read(CHUNK)
            except ssl.SSLWantReadError:
                break
            except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
                piece = b""
            self.is_over = not piece
            said += piece
        return bytes(said)

    def _fill(self, data: bytes) -> None:
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()


def carry(plain: socket.socket, line: socket.socket, session: Session) -> None:
    """Carry both directions in one thread, as one TLS session may not be used by two at once; close both at the end."""
    with plain, line:
        plain.settimeout(0)
        line.settimeout(0)
        with suppress(OSError):  # either side went away: closing both tells the other
            _Carrier(plain, line, session).run()


class _Carrier:
    """Bytes under way between a plain socket and one with TLS on it, at most a chunk in each direction."""

    def __init__(self, plain: socket.socket, line: socket.socket, session: Session) -> None:
        self._plain, self._line, self._session = plain, line, session
        self._out, self._in = b"", session.opened()
        self._sending = True

    def run(self) -> None:
        """Until both directions have ended."""
        while self._sending or self._out or self._in or not self._session.is_over:
            self._wait()
            with suppress(BlockingIOError):
                self._send()
            with suppress(BlockingIOError):
                self._receive()

    def _wait(self) -> None:
        with selectors.DefaultSelector() as selector:
            for line, interest in self._interests():
                if interest:
                    selector.register(line, interest)
            selector.select()

    def _interests(self) -> tuple[tuple[socket.socket, int], ...]:
        read, write = selectors.EVENT_READ, selectors.EVENT_WRITE
        plain = (read if self._sending and not self._out else 0) | (write if self._in else 0)
        line = (read if not self._session.is_over and not self._in else 0) | (write if self._out else 0)
        return (self._plain, plain), (self._line, line)

    def _send(self) -> None:
        if self._sending and not self._out:
            data = self._plain.recv(CHUNK)
            self._sending = bool(data)
            self._out = self._session.sealed(data)
        if self._out:
            self._out = self._out[self._line.send(self._out) :]

    def _receive(self) -> None:
        if not self._session.is_over and not self._in:
            self._in = self._session.opened(self._line.recv(CHUNK))
        if self._in:
            self._in = self._in[self._plain.send(self._in) :]
        if self._session.is_over and not self._in:
            self._plain.shutdown(socket.SHUT_WR)
