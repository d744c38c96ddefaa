"""A small client for a few questions to the daemon: one connection each, a short time-out, no library to load."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from tutor.core.texts import words
from tutor.engine.endpoint import connect
from tutor.engine.endpoint_diagnosis import explain_connect
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Mapping

    from tutor.engine.endpoint import Endpoint

PATIENCE = 5.0
"""Seconds for each step of a call. An inspect takes 0.002; a daemon that writes a big image is slower."""

_FAILURE = 400


class ApiError(TutorError):
    """The daemon said no; `status` is HTTP's."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Api:
    """Questions to one daemon. May be used from several threads at once."""

    def __init__(self, endpoint: Endpoint, timeout: float = PATIENCE) -> None:
        self._endpoint = endpoint
        self._timeout = timeout

    def get(self, path: str, **query: object) -> Any:  # noqa: ANN401 -- whatever JSON the daemon answers
        """GET `path` (without version; already quoted, see `part`).

        Args:
            path: `/containers/web/json`.
            query: Booleans become 1 and 0, mappings and lists JSON, as the API wants them.

        Returns:
            The JSON of the answer; its text where it is none; None where it is empty.

        Raises:
            ApiError: The daemon answered 400 or above.
            NoDaemonError: No answer, or none that makes sense.
        """
        return self._call("GET", path, query, None)

    def post(self, path: str, body: Mapping[str, object] | None = None, **query: object) -> Any:  # noqa: ANN401 -- as get
        """POST `body` as JSON; else as `get`."""
        return self._call("POST", path, query, body)

    def delete(self, path: str, **query: object) -> Any:  # noqa: ANN401 -- as get
        """DELETE; else as `get`."""
        return self._call("DELETE", path, query, None)

    def follow(self, path: str, opened: Callable[[socket.socket], None], **query: object) -> Iterator[bytes]:
        """GET an answer that goes on for as long as it is listened to; its lines, as they come.

        Args:
            path: As in `get`.
            opened: Given the connection's socket, so that another thread can shut it and so end this.
            query: As in `get`.

        Raises:
            ApiError: The daemon answered 400 or above.
            NoDaemonError: No answer, or it was broken off.
        """
        connection = _Connection(self._endpoint, self._timeout)
        try:
            connection.request("GET", _target(path, query))
            stream = connection.sock
            opened(stream)
            answer = connection.getresponse()
            if answer.status >= _FAILURE:
                _answer(answer.status, answer.read())
            stream.settimeout(None)
            yield from iter(answer.readline, b"")
        except (OSError, http.client.HTTPException) as error:
            message = words("trouble.broke-off", where=self._endpoint.url)
            raise NoDaemonError(message, words("trouble.cure.check")) from error
        finally:
            connection.close()

    def _call(self, method: str, path: str, query: Mapping[str, object], body: Mapping[str, object] | None) -> Any:  # noqa: ANN401 -- as get
        connection = _Connection(self._endpoint, self._timeout)
        content = None if body is None else json.dumps(body).encode()
        try:
            connection.request(
                method, _target(path, query), content, {"Content-Type": "application/json", "Connection": "close"}
            )
            answer = connection.getresponse()
            said = answer.read()
        except TimeoutError as error:
            message = words("trouble.no-answer", where=self._endpoint.url, seconds=f"{self._timeout:g}")
            raise NoDaemonError(message, words("trouble.cure.check")) from error
        except (OSError, http.client.HTTPException) as error:
            message = words("trouble.broke-off", where=self._endpoint.url)
            raise NoDaemonError(message, words("trouble.cure.check")) from error
        finally:
            connection.close()
        return _answer(answer.status, said)


def _target(path: str, query: Mapping[str, object]) -> str:
    return path + (f"?{urlencode({name: _word(value) for name, value in query.items()})}" if query else "")


def part(word: str) -> str:
    """`word` as one part of a path; slashes stay, image names have them."""
    return quote(word, safe="/:@")


class _Connection(http.client.HTTPConnection):
    """HTTP over whatever leads to the endpoint."""

    def __init__(self, endpoint: Endpoint, timeout: float) -> None:
        super().__init__("docker", timeout=timeout)
        self._endpoint = endpoint
        self._patience = timeout

    def connect(self) -> None:
        try:
            self.sock = connect(self._endpoint, self._patience)
        except OSError as error:
            raise explain_connect(self._endpoint, error) from error


def _word(value: object) -> str:
    match value:
        case bool():
            return "1" if value else "0"
        case dict() | list() | tuple():
            return json.dumps(value)
        case _:
            return str(value)


def _answer(status: int, body: bytes) -> Any:  # noqa: ANN401 -- as get
    try:
        value = json.loads(body) if body.strip() else None
    except ValueError:
        value = body.decode(errors="replace")
    if status < _FAILURE:
        return value
    message = value.get("message") if isinstance(value, dict) else value
    raise ApiError(status, str(message or words("reason.status", status=status)))
