"""The connection to the daemon: opened, pinned to an API version both sides speak, and its failures given names."""

from __future__ import annotations

import http.client
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tutor.core.texts import words
from tutor.engine.endpoint_diagnosis import diagnose
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import docker
    from docker.tls import TLSConfig

    from tutor.engine.endpoint import Endpoint, TlsFiles

FIRST_CALL_VERSION = "1.41"
"""A client needs some version before it can ask for the right one; the question itself carries none."""

Found = TypeVar("Found")
NOT_THERE = (400, 404)
"""400 is the daemon's word for a name that no image could ever have ("invalid reference format")."""


class Versions(NamedTuple):
    """Engine and API version as the daemon tells them, and the platform's name: "Docker" or "Podman"."""

    engine: str
    api: str
    platform: str


def check() -> str:
    """What to try where the daemon's answer, or its silence, says no more."""
    return words("trouble.cure.check")


def load() -> None:
    """Load the docker library, which takes 0.15 s of the processor, at a moment when something else is waited for."""
    import docker  # noqa: F401, PLC0415  # see guarded


def connect(endpoint: Endpoint, timeout: float = 5.0) -> docker.APIClient:
    """A client of the daemon at `endpoint`, each call of it limited to `timeout` seconds of silence.

    The API version is the daemon's own, or the newest that the library knows if that is lower. A proxy named in the
    environment is not used: the endpoint is asked directly, as the wire does.

    Raises:
        NoDaemonError: Nobody answers there, or not as a Docker daemon does.
    """
    try:
        with guarded("doing.reach", where=endpoint.url):
            return _negotiated(endpoint, timeout)
    except NoDaemonError as error:
        raise diagnose(endpoint) or error from error


def agreed_version(answer: Mapping[str, Any]) -> str:
    """The API version to speak with a daemon that answered `GET /version` so.

    Raises:
        NoDaemonError: The answer names no version, so it is no Docker daemon's.
    """
    from docker.constants import DEFAULT_DOCKER_API_VERSION  # noqa: PLC0415  # not needed before the first call

    theirs = answer.get("ApiVersion") if isinstance(answer, dict) else None
    if not isinstance(theirs, str):
        raise NoDaemonError(words("trouble.strange-version"), check())
    lowest = str(answer.get("MinAPIVersion") or theirs)
    return max(min(theirs, DEFAULT_DOCKER_API_VERSION, key=_numbers), lowest, key=_numbers)


def versions(client: docker.APIClient) -> Versions:
    """What runs there.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    with guarded("doing.ask-version"):
        answer = client.version()
    parts = [str(part.get("Name", "")) for part in answer.get("Components") or ()]
    platform = "Podman" if any("podman" in name.lower() for name in parts) else "Docker"
    return Versions(str(answer.get("Version", "")), str(answer.get("ApiVersion", "")), platform)


@contextmanager
def guarded(doing: str, /, **values: object) -> Iterator[None]:
    """Give every failure of the docker library inside the block a name.

    Args:
        doing: The key of what is being tried, to follow "could not": `doing.remove-container`.
        values: What fills the places of that text.

    Raises:
        TutorError: The daemon answered with an error; its words are in the message.
        NoDaemonError: The daemon did not answer, or broke off.
    """
    from docker.errors import APIError, DockerException  # noqa: PLC0415  # costs 0.15 s: only when a daemon is used
    from requests.exceptions import RequestException  # noqa: PLC0415  # comes with docker
    from urllib3.exceptions import HTTPError  # noqa: PLC0415  # comes with docker

    try:
        yield
    except APIError as error:
        said = str(error.explanation or error).strip()
        raise TutorError(words("doing.refused", doing=words(doing, **values), reason=said)) from error
    except (DockerException, RequestException, HTTPError, http.client.HTTPException, OSError) as error:
        message = words("doing.unanswered", doing=words(doing, **values), reason=_reason(error))
        raise NoDaemonError(message, check()) from error


def found(question: Callable[[str], Found], reference: str) -> Found | None:
    """The answer to `question` (`client.inspect_image`, …) about `reference`; None if the daemon has no such thing.

    Raises:
        TutorError: The daemon answered with another error.
        NoDaemonError: The daemon did not answer.
    """
    from docker.errors import APIError  # noqa: PLC0415  # see guarded

    with guarded("doing.look-up", name=reference):
        try:
            return question(reference)
        except APIError as error:
            if error.status_code in NOT_THERE:
                return None
            raise


def _negotiated(endpoint: Endpoint, timeout: float) -> docker.APIClient:
    first = _open(endpoint, FIRST_CALL_VERSION, timeout)
    try:
        answer = first.version(api_version=False)
    finally:
        first.close()
    return _open(endpoint, agreed_version(answer), timeout)


def _open(endpoint: Endpoint, version: str, timeout: float) -> docker.APIClient:
    import docker  # noqa: PLC0415  # see guarded

    is_dialed = endpoint.scheme == "ssh"
    client = docker.APIClient(
        base_url="http://docker:80" if is_dialed else endpoint.url,
        version=version,
        timeout=timeout,  # type: ignore[arg-type]  # the stubs know whole seconds only; requests takes fractions
        tls=_tls(endpoint.tls) or False,
    )
    client.trust_env = False
    if is_dialed:
        from tutor.engine.dial import DialingAdapter  # noqa: PLC0415  # needs requests: see guarded

        client.mount("http://", DialingAdapter(endpoint))
    return client


def _tls(files: TlsFiles | None) -> TLSConfig | None:
    if files is None:
        return None
    from docker.tls import TLSConfig  # noqa: PLC0415  # see guarded

    pair = (files.certificate, files.key) if files.certificate and files.key else None
    return TLSConfig(client_cert=pair, ca_cert=files.ca or None, verify=files.verify)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _reason(error: BaseException) -> str:
    """The most telling cause: the system's own words, found at the bottom of the libraries' wrappings."""
    from requests.exceptions import Timeout  # noqa: PLC0415  # see guarded

    chain = list(_causes(error))
    if any(isinstance(cause, Timeout | TimeoutError) or "timed out" in str(cause) for cause in chain):
        return words("reason.late")
    told = [cause.strerror for cause in chain if isinstance(cause, OSError) and cause.strerror]
    if told:
        return str(told[-1]).lower()
    if any(isinstance(cause, http.client.RemoteDisconnected) for cause in chain):
        return words("reason.broke-off")
    if any(isinstance(cause, ValueError | http.client.HTTPException) for cause in chain):
        return words("reason.nonsense")
    return (str(chain[-1]) or type(chain[-1]).__name__).rstrip(".")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """`error` and what led to it: chained, or wrapped as the libraries below do, as `reason` or an argument."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        cause = waiting.pop(0)
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None)]
            waiting += [item for item in cause.args if isinstance(item, BaseException)]
