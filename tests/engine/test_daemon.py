"""Connecting, and the names that the library's failures get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docker
import pytest
import requests
from docker.errors import APIError, DockerException

from tests.engine.upstream import Talk, Upstream
from tutor.engine.daemon import agreed_version, connect, found, guarded
from tutor.engine.endpoint import Endpoint
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ({"ApiVersion": "1.41", "MinAPIVersion": "1.12"}, "1.41"),
        ({"ApiVersion": "1.9"}, "1.9"),
        ({"ApiVersion": "1.52", "MinAPIVersion": "1.44"}, "1.45"),
        ({"ApiVersion": "2.0", "MinAPIVersion": "1.50"}, "1.50"),
    ],
)
def test_both_sides_speak_the_agreed_version(answer: dict[str, str], version: str) -> None:
    """The daemon's own, at most the library's newest (1.45 in 7.2), at least the daemon's oldest."""
    assert agreed_version(answer) == version


@pytest.mark.parametrize("answer", [{}, {"ApiVersion": 1}])
def test_who_names_no_version_is_no_daemon(answer: dict[str, Any]) -> None:
    """Something that answers HTTP is not yet a Docker daemon."""
    with pytest.raises(NoDaemonError, match="not a Docker daemon"):
        agreed_version(answer)


def test_no_socket_is_told_with_its_cure(tmp_path: Path) -> None:
    """The error names the socket and what to do."""
    with pytest.raises(NoDaemonError, match="nosuch") as caught:
        connect(Endpoint(f"unix://{tmp_path}/nosuch.sock"))
    assert caught.value.hint


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.ConnectionError("gone"),
        requests.exceptions.ReadTimeout("slow"),
        DockerException("odd"),
        BrokenPipeError(32, "Broken pipe"),
    ],
)
def test_silence_is_no_daemon(error: Exception) -> None:
    """Each way of not answering is a `NoDaemonError` that says what was tried."""
    with pytest.raises(NoDaemonError, match="list the containers"), guarded("doing.list-containers"):
        raise error


def test_the_daemons_own_words_are_kept() -> None:
    """An error that the daemon answered with is told in its words, and is not taken for silence."""
    with pytest.raises(TutorError, match="device busy") as caught, guarded("doing.remove", name="blog"):
        raise _answered(500)
    assert not isinstance(caught.value, NoDaemonError)


@pytest.mark.parametrize("status", [400, 404])
def test_what_is_not_there_is_none(status: int) -> None:
    """No such thing, or no such name possible: not found."""

    def ask(_: str) -> dict[str, Any]:
        raise _answered(status)

    assert found(ask, "nosuch") is None


def test_other_errors_of_a_lookup_are_raised() -> None:
    """A daemon in trouble has not said that the thing is not there."""

    def ask(_: str) -> dict[str, Any]:
        raise _answered(500)

    with pytest.raises(TutorError, match="blog"):
        found(ask, "blog")


def _answered(status: int) -> APIError:
    response = requests.Response()
    response.status_code = status
    message = "error"
    return APIError(message, response=response, explanation="device busy")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "it broke off the connection"),
        (b"\x00\xff no HTTP at all\r\n\r\n", "its answer makes no sense"),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a": bad', "its answer makes no sense"),
    ],
)
def test_a_broken_answer_is_told_in_plain_words(tmp_path: Path, answer: bytes, reason: str) -> None:
    """None of the libraries' own words reach the learner."""

    def script(talk: Talk) -> None:
        talk.request()
        talk.send(answer)

    with Upstream(tmp_path / "up", script) as up:
        client = docker.APIClient(base_url=up.endpoint.url, version="1.41")
        with pytest.raises(NoDaemonError) as caught, guarded("doing.look-up", name="ghost"):
            client.inspect_image("ghost")  # type: ignore[no-untyped-call]
        client.close()
    assert caught.value.message == f"Could not look up ghost: {reason}."
