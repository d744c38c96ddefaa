"""Two tutors on one daemon: what one removes between the other's list and its look stops nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.engine.test_ownership import _FakeDaemon, client, container, failure
from tutor.engine.api import ApiError
from tutor.engine.busybox import find_busybox
from tutor.engine.ownership import STAND_IN_LABEL
from tutor.engine.preflight import inventory
from tutor.engine.removal import remove_owned
from tutor.engine.scratch import files_of
from tutor.errors import TutorError

if TYPE_CHECKING:
    import docker

    from tutor.engine.api import Api

SESSION = "one"


def test_a_stand_in_that_somebody_has_begun_to_use_is_kept() -> None:
    """The daemon's conflict is no failure to complain of: another tutor works with it."""
    image = {"Id": "sha256:1", "RepoTags": ["ghost:latest"], "Labels": {STAND_IN_LABEL: "1"}}
    daemon = _FakeDaemon(listed=[container("web", SESSION)], pictures=[image])
    daemon.refuses = {"ghost:latest": failure(409, "conflict: container abc is using its referenced image")}
    result = remove_owned(client(daemon), [SESSION], stand_in="ghost:latest")
    assert (result.images, result.kept, result.failed) == ((), ("ghost:latest",), ())


def test_a_network_that_vanishes_during_the_listing_is_left_out() -> None:
    """The prune's preview lists those that are still there."""

    def get(path: str, **_: object) -> Any:  # noqa: ANN401 -- as the API's
        if path == "/networks":
            return [{"Id": "here"}, {"Id": "gone"}]
        if path == "/networks/gone":
            raise ApiError(404, "network gone not found")
        return {"Id": "here"} if path == "/networks/here" else []

    api = SimpleNamespace(get=lambda path, **query: {} if path == "/volumes" else get(path, **query))
    found = inventory(cast("Api", api), (1, 41))
    assert found.networks == ({"Id": "here"},)


@pytest.mark.parametrize("status", [404, 409])
def test_a_scratch_container_may_be_gone_already(status: int) -> None:
    """A `docker container prune` in another window took it, or is at it: what was read is read."""

    def remove(*_: object, **__: object) -> None:
        raise failure(status, "no such container, or its removal is in progress")

    daemon = SimpleNamespace(create_container=lambda *_, **__: {"Id": "abc"}, remove_container=remove)
    with files_of(cast("docker.APIClient", daemon), "ghost", SESSION) as files:
        assert files.container == "abc"


@pytest.mark.parametrize("is_there", [False, True])
def test_a_busybox_image_that_vanishes_is_passed_over(monkeypatch: pytest.MonkeyPatch, *, is_there: bool) -> None:
    """The next place is looked in; an image that is there and cannot be read is an error as before."""

    def create(image: str, **_: object) -> dict[str, str]:
        raise failure(500 if is_there else 404, f"no such image: {image}")

    def inspect(image: str) -> dict[str, str]:
        if is_there:
            return {"Id": image}
        raise failure(404, f"no such image: {image}")

    daemon = SimpleNamespace(
        version=lambda: {"Arch": "amd64"},
        images=lambda: [{"Id": "sha256:1", "RepoTags": ["busybox:latest"]}],
        create_container=create,
        inspect_image=inspect,
    )
    monkeypatch.setattr("tutor.engine.busybox._on_host", lambda _: "the host's own")
    if is_there:
        with pytest.raises(TutorError, match="no such image"):
            find_busybox(cast("docker.APIClient", daemon), SESSION)
    else:
        assert find_busybox(cast("docker.APIClient", daemon), SESSION) == cast("Any", "the host's own")
