"""Fixtures for every test: a home of its own, how hard hypothesis tries, and a daemon with a small image or two."""

from __future__ import annotations

import os
import secrets
import signal
import tarfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docker
import pytest
from docker.errors import APIError, DockerException
from hypothesis import settings
from requests.exceptions import RequestException

from tests.scale import is_soaking
from tests.sharing import ALONE, PARTS, OneDaemon, daemon_shared, folder_of, in_order
from tutor.engine import stand_in
from tutor.engine.busybox import PLACE, find_busybox
from tutor.engine.ownership import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xdist.remote import Producer  # type: ignore[import-untyped]  # as above

RERUNS = 1
"""How often a test of real terminals on a real daemon is tried again: the machine is shared, a stall is no fault.

A rerun is told in the summary (RERUN) and is looked into; what fails twice has failed.
"""
collect_ignore = [] if is_soaking() else ["soak"]
CURE = "start Docker (or see .ci/run, which installs and starts it on Debian)"
HOMES = {
    "HOME": "home",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
}

# A busy machine makes single examples slow, and no test asserts a duration: no deadline. `make check` tries a few
# examples, new ones each time, so that many runs try many; CI takes the same each time: a change is red by its own
# fault, not by its luck.
settings.register_profile("default", deadline=None, max_examples=50, derandomize=bool(os.environ.get("CI")))
settings.register_profile("deep", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_configure() -> None:
    """Hear signals, and let children hear them: a shell that starts tests in the background has them ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need the daemon by their folder, so that none is forgotten."""
    for item in items:
        if part := PARTS.get(folder_of(item.nodeid)):
            item.add_marker(part)
            item.add_marker(pytest.mark.flaky(reruns=RERUNS))
    if "PYTEST_XDIST_WORKER" in os.environ:
        items[:] = in_order(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneDaemon:
    """Who runs what, where there are several workers."""
    return OneDaemon(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A test shares the daemon with those of other workers from its first fixture to its last, or has it alone."""
    name = folder_of(item.nodeid)
    if name not in PARTS:
        return (yield)
    is_alone = name in ALONE or item.get_closest_marker("alone") is not None
    with daemon_shared(item.config.cache.mkdir("daemon"), alone=is_alone):
        return (yield)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: HOME and the XDG folders lie in it, for this process and those it starts.

    The docker CLI's own configuration and XDG_RUNTIME_DIR stay the user's, as they say which daemon is meant.
    """
    configuration = os.environ.get("DOCKER_CONFIG", str(Path.home() / ".docker"))
    monkeypatch.setenv("DOCKER_CONFIG", configuration)
    for variable, name in HOMES.items():
        folder = tmp_path / name
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(folder))
    return tmp_path


@pytest.fixture(scope="session")
def daemon() -> Iterator[docker.APIClient]:
    """A client of the daemon. Without one: a failure under CI, else a skip that names the cure."""
    try:
        client = docker.from_env(timeout=30).api
        client.ping()
    except (DockerException, RequestException, OSError) as error:
        no_daemon(str(error))
    yield client
    client.close()


def no_daemon(reason: str) -> None:
    """End the test: failed under CI, where a daemon has to be, else skipped."""
    message = f"no Docker daemon answers: {CURE} ({reason})"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def session_id(daemon: docker.APIClient) -> Iterator[str]:
    """A session of the tests' own; containers that carry its label are removed at the end, with their volumes."""
    session = f"test-{secrets.token_hex(6)}"
    yield session
    for container in daemon.containers(all=True, filters={"label": f"{LABEL}={session}"}):
        daemon.remove_container(container["Id"], force=True, v=True)


@pytest.fixture(scope="session")
def busybox_image(daemon: docker.APIClient, session_id: str) -> Iterator[str]:
    """The name of an image with busybox as `sh`, `ls` and more in /bin, `sh` being its default command."""
    content = BytesIO()
    busybox = find_busybox(daemon, session_id)
    with tarfile.open(fileobj=content, mode="w") as archive:
        for path, data in ((PLACE, busybox.program), *busybox.libraries):
            member = tarfile.TarInfo(path.lstrip("/"))
            member.size, member.mode = len(data), 0o755
            archive.addfile(member, BytesIO(data))
        for name in stand_in.PROGRAMS.split():
            member = tarfile.TarInfo(f"bin/{name}")
            member.type, member.linkname = tarfile.SYMTYPE, PLACE
            archive.addfile(member)
    name = f"docker-tutor-test-{secrets.token_hex(6)}"
    changes = ["ENV PATH=/bin", 'CMD ["sh"]']
    daemon.import_image_from_data(content.getvalue(), name, tag="latest", changes=changes)
    yield name
    remove_image(daemon, name)


@pytest.fixture(scope="module")
def ghost_image(daemon: docker.APIClient, session_id: str) -> Iterator[str]:
    """The name of a stand-in for ghost, under a tag of the tests' own.

    Per module, as the clean-up that other modules test takes every stand-in, whatever its tag.
    """
    yield from built(daemon, session_id, wants_mysql=False)


@pytest.fixture(scope="module")
def mysql_ghost_image(daemon: docker.APIClient, session_id: str) -> Iterator[str]:
    """The name of the stand-in that in production wants a MySQL, under a tag of the tests' own."""
    yield from built(daemon, session_id, wants_mysql=True)


def built(daemon: docker.APIClient, session: str, *, wants_mysql: bool) -> Iterator[str]:
    """A stand-in under a new tag, for as long as the caller wants it."""
    name = f"docker-tutor-test-ghost:{secrets.token_hex(6)}"
    stand_in.build(daemon, name, session=session, wants_mysql=wants_mysql)
    yield name
    remove_image(daemon, name)


def remove_image(daemon: docker.APIClient, name: str) -> None:
    """Remove an image of the tests' own and what containers are left of it."""
    for container in daemon.containers(all=True, filters={"ancestor": name}):
        daemon.remove_container(container["Id"], force=True, v=True)
    try:
        daemon.remove_image(name, force=True)
    except APIError as error:
        if error.status_code != 404:
            raise
