"""The clean-up on a real daemon: ours goes, all else stays."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest
from docker.errors import APIError, NotFound

from tests.live.typed import session, typed
from tutor.engine.ownership import LABEL, STAND_IN_LABEL, anonymous_volumes, owned, volumes_of
from tutor.engine.removal import remove_owned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import docker

    from tutor.engine.wire import Wire

Session = tuple[str, "Wire"]


@pytest.fixture
def mine(daemon: docker.APIClient, tmp_path: Path) -> Iterator[Session]:
    """A session of the test's own."""
    with session(daemon, tmp_path / "mine") as opened:
        yield opened


@pytest.fixture
def other(daemon: docker.APIClient, tmp_path: Path) -> Iterator[Session]:
    """Another session, beside it."""
    with session(daemon, tmp_path / "other") as opened:
        yield opened


@pytest.fixture
def foreign(daemon: docker.APIClient, busybox_image: str) -> Iterator[str]:
    """A running container that nobody's tutor made, with an anonymous volume on /data. Its id."""
    host = daemon.create_host_config()
    made = daemon.create_container(busybox_image, command=["sleep", "300"], volumes=["/data"], host_config=host)
    daemon.start(made["Id"])
    yield made["Id"]
    daemon.remove_container(made["Id"], force=True, v=True)


def has_container(daemon: docker.APIClient, reference: str) -> bool:
    """Whether the container is there."""
    try:
        daemon.inspect_container(reference)
    except NotFound:
        return False
    return True


def has_volume(daemon: docker.APIClient, name: str) -> bool:
    """Whether the volume is there."""
    return any(volume["Name"] == name for volume in daemon.volumes()["Volumes"] or ())


def test_containers_go_running_or_not_and_their_volumes_with_them(
    daemon: docker.APIClient, mine: Session, foreign: str, busybox_image: str
) -> None:
    """Running, exited, created: all of the session, with anonymous volumes; a foreign one keeps its own."""
    name, wire = mine
    typed(wire, "run", "-d", "-v", "/data", busybox_image, "sleep", "300")
    typed(wire, "run", "-v", "/data", busybox_image, "true")
    typed(wire, "create", "-v", "/data", busybox_image)
    found = owned(daemon, name)
    assert sorted(one.status for one in found.containers) == ["created", "exited", "running"]
    volumes = [volume for one in found.containers for volume in one.volumes]
    assert len(set(volumes)) == 3
    told = remove_owned(daemon, [name], dry_run=True)
    assert all(has_container(daemon, one.id) for one in found.containers)
    assert remove_owned(daemon, [name]) == told
    assert sorted(told.volumes) == sorted(volumes)
    assert owned(daemon, name).containers == ()
    assert not any(has_volume(daemon, volume) for volume in volumes)
    assert has_container(daemon, foreign)
    assert all(has_volume(daemon, volume) for volume in volumes_of(daemon, foreign))


def test_a_volume_that_docker_rm_left_goes_when_it_was_recorded(
    daemon: docker.APIClient, mine: Session, busybox_image: str
) -> None:
    """The volume outlives `docker rm`; recorded before, it is removed at the end; --rm leaves none."""
    name, wire = mine
    typed(wire, "run", "--name", name, "-v", "/data", busybox_image, "true")
    typed(wire, "run", "--rm", "-v", "/data", busybox_image, "true")
    (volume,) = anonymous_volumes(daemon, name)
    assert anonymous_volumes(daemon, name, known=[volume]) == ()
    assert typed(wire, "rm", name).exit_code == 0
    assert has_volume(daemon, volume)
    assert remove_owned(daemon, [name], recorded_volumes=[volume]).volumes == (volume,)
    assert not has_volume(daemon, volume)
    assert remove_owned(daemon, [name], recorded_volumes=[volume]).volumes == ()


def test_a_recorded_volume_that_a_foreign_container_uses_stays(
    daemon: docker.APIClient, mine: Session, foreign: str
) -> None:
    """What somebody else uses by now is theirs."""
    name, _ = mine
    (volume,) = volumes_of(daemon, foreign)
    result = remove_owned(daemon, [name], recorded_volumes=[volume])
    assert (result.volumes, result.kept) == ((), (volume,))
    assert has_volume(daemon, volume)


def test_a_foreign_volume_mounted_by_ours_stays(daemon: docker.APIClient, mine: Session, busybox_image: str) -> None:
    """An orphaned volume of the learner's, mounted (with their yes) by its 64 digits, is not ours by that."""
    name, _ = mine
    volume = secrets.token_hex(32)
    daemon.create_volume(volume)
    try:
        host = daemon.create_host_config(binds=[f"{volume}:/data"])
        daemon.create_container(
            busybox_image, command=["true"], volumes=["/data", "/own"], host_config=host, labels={LABEL: name}
        )
        (recorded,) = anonymous_volumes(daemon, name)
        assert recorded != volume
        assert remove_owned(daemon, [name], recorded_volumes=[recorded]).volumes == (recorded,)
        assert has_volume(daemon, volume)
    finally:
        daemon.remove_volume(volume)


def test_two_sessions_do_not_touch_each_other(
    daemon: docker.APIClient, mine: Session, other: Session, busybox_image: str
) -> None:
    """The clean-up of one leaves the other's containers and volumes alone."""
    for _, wire in (mine, other):
        typed(wire, "run", "-d", "-v", "/data", busybox_image, "sleep", "300")
    (theirs,) = owned(daemon, other[0]).containers
    assert {mine[0], other[0]} <= set(owned(daemon).sessions)
    assert len(remove_owned(daemon, [mine[0]]).containers) == 1
    assert owned(daemon, mine[0]).containers == ()
    assert owned(daemon, other[0]).containers == (theirs,)
    assert all(has_volume(daemon, volume) for volume in theirs.volumes)


def test_labelled_networks_and_volumes_go(daemon: docker.APIClient, mine: Session) -> None:
    """Networks and named volumes that carry the label are removed; those without it stay."""
    name, wire = mine
    label = f"{LABEL}={name}"
    typed(wire, "volume", "create", "--label", label, f"{name}-v")
    typed(wire, "network", "create", "--label", label, f"{name}-n")
    plain = daemon.create_volume(f"{name}-plain")["Name"]
    try:
        result = remove_owned(daemon, [name])
        assert (result.volumes, result.networks) == ((f"{name}-v",), (f"{name}-n",))
        assert not has_volume(daemon, f"{name}-v")
        assert daemon.networks(names=[f"{name}-n"]) == []
        assert has_volume(daemon, plain)
    finally:
        daemon.remove_volume(plain)


def test_a_network_in_foreign_use_is_told_by_name(daemon: docker.APIClient, mine: Session, foreign: str) -> None:
    """What the daemon will not remove is named with its reason; the foreign container stays connected."""
    name, _ = mine
    made = daemon.create_network(f"{name}-n", labels={LABEL: name})
    daemon.connect_container_to_network(foreign, made["Id"])
    try:
        result = remove_owned(daemon, [name])
        assert [one.name for one in result.failed] == [f"{name}-n"]
        assert "active endpoints" in result.failed[0].reason
    finally:
        daemon.disconnect_container_from_network(foreign, made["Id"])
        daemon.remove_network(made["Id"])


def test_a_container_of_a_committed_image_is_kept_unless_recorded(
    daemon: docker.APIClient, mine: Session, busybox_image: str
) -> None:
    """Outside the tutor, a container made from the learner's committed image inherits the label: it is not ours."""
    name, wire = mine
    image = f"{name}-image"
    typed(wire, "run", "--name", f"{name}-first", busybox_image, "true")
    typed(wire, "commit", f"{name}-first", image)
    outside = daemon.create_container(image, command=["true"], name=f"{name}-outside")["Id"]
    try:
        result = remove_owned(daemon, [name])
        assert (result.containers, result.kept) == ((f"{name}-first",), (f"{name}-outside",))
        assert has_container(daemon, outside)
        assert remove_owned(daemon, [name], recorded_containers=[outside]).containers == (f"{name}-outside",)
        assert [one.name for one in owned(daemon, name).images if one.session == name] == [f"{image}:latest"]
    finally:
        daemon.remove_image(image, force=True)


def test_a_pulled_image_stays(daemon: docker.APIClient, mine: Session, busybox_image: str) -> None:
    """The image of a removed container is still there."""
    name, wire = mine
    typed(wire, "run", busybox_image, "true")
    remove_owned(daemon, [name])
    assert daemon.images(name=busybox_image)


def test_the_stand_in_is_known_and_an_image_built_on_it_is_not_it(
    daemon: docker.APIClient, mine: Session, ghost_image: str
) -> None:
    """A learner's own image inherits the stand-in's label, and is not taken for it."""
    name, wire = mine
    child = f"{name}-child"
    typed(wire, "create", "--name", f"{name}-c", ghost_image)
    typed(wire, "commit", f"{name}-c", child)
    try:
        found = {tag: one.is_stand_in for one in owned(daemon, name).images for tag in one.tags}
        assert found[ghost_image] is True
        assert found[f"{child}:latest"] is False
        assert STAND_IN_LABEL in daemon.images(name=child)[0]["Labels"]
    finally:
        daemon.remove_image(child, force=True)


def test_what_vanished_meanwhile_is_no_failure(daemon: docker.APIClient, mine: Session, busybox_image: str) -> None:
    """An auto-removed container that ends during the clean-up counts as removed."""
    name, wire = mine
    for _ in range(3):
        typed(wire, "run", "-d", "--rm", "-v", "/data", busybox_image, "sleep", "0.4")
    assert remove_owned(daemon, [name]).failed == ()
    with pytest.raises(APIError):
        daemon.inspect_container(name)
    assert owned(daemon, name).containers == ()
