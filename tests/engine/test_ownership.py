"""What is ours, and that nothing else is ever removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest
import requests
from docker.errors import APIError, NotFound

from tutor.engine.ownership import (
    LABEL,
    STAND_IN_LABEL,
    anonymous_volumes,
    is_from_here,
    new_session_id,
    owned,
    sessions_there,
    volumes_of,
)
from tutor.engine.removal import Failure, remove_owned
from tutor.errors import NoDaemonError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import docker

OWN, NAMED, FOREIGN = "a" * 64, "b" * 64, "f" * 64


def failure(status: int, words: str) -> APIError:
    """The daemon's error answer."""
    response = requests.Response()
    response.status_code = status
    kind = NotFound if status == 404 else APIError
    return kind(words, response=response, explanation=words)


def container(name: str, session: str = "", *volumes: str, image: str = "sha256:1") -> dict[str, Any]:
    """A container as the daemon lists it."""
    return {
        "Id": f"id-of-{name}",
        "Names": [f"/{name}"],
        "Image": "ghost",
        "ImageID": image,
        "State": "exited",
        "Labels": {LABEL: session} if session else {},
        "Mounts": [{"Type": "volume", "Name": volume} for volume in volumes],
    }


@dataclass
class _FakeDaemon:
    """Lists what it was given; `removed` notes what it was told to remove; `refuses` names what fails, and how."""

    listed: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[dict[str, Any]] = field(default_factory=list)
    kept_volumes: list[dict[str, Any]] = field(default_factory=list)
    wires: list[dict[str, Any]] = field(default_factory=list)
    hosts: dict[str, dict[str, Any]] = field(default_factory=dict)
    histories: dict[str, int] = field(default_factory=dict)
    refuses: dict[str, Exception] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    def containers(self, *, all: bool, filters: dict[str, str] | None = None) -> list[dict[str, Any]]:  # noqa: A002  # the library's name
        assert all
        return [one for one in self.listed if _fits(one, filters)]

    def images(self, *, filters: dict[str, str]) -> list[dict[str, Any]]:
        return [one for one in self.pictures if _fits(one, filters)]

    def volumes(self, filters: dict[str, str] | None = None) -> dict[str, Any]:
        return {"Volumes": [one for one in self.kept_volumes if _fits(one, filters)] or None}

    def networks(self, *, filters: dict[str, str]) -> list[dict[str, Any]]:
        return [one for one in self.wires if _fits(one, filters)]

    def history(self, image: str) -> list[int]:
        if image in self.refuses:
            raise self.refuses[image]
        return [0] * self.histories.get(image, 1)

    def inspect_container(self, reference: str) -> dict[str, Any]:
        one = next((one for one in self.listed if one["Id"] == reference), None)
        if one is None:
            raise failure(404, "no such container")
        return {**one, "HostConfig": self.hosts.get(reference, {})}

    def remove_container(self, reference: str, *, v: bool, force: bool) -> None:
        assert force
        self._remove(f"{reference}{' with volumes' if v else ''}", reference)

    def remove_volume(self, name: str) -> None:
        self._remove(name, name)

    def remove_network(self, reference: str) -> None:
        self._remove(reference, reference)

    def remove_image(self, name: str) -> None:
        self._remove(name, name)

    def wait(self, reference: str, *, timeout: float, condition: str) -> None:
        assert timeout > 0
        self.removed.append(f"{reference} {condition}")

    def _remove(self, told: str, key: str) -> None:
        if key in self.refuses:
            raise self.refuses[key]
        self.removed.append(told)


def _fits(thing: dict[str, Any], filters: dict[str, str] | None) -> bool:
    name, _, value = (filters or {}).get("label", "").partition("=")
    labels = thing.get("Labels") or {}
    return not name or (name in labels and value in ("", labels[name]))


def client(daemon: _FakeDaemon) -> docker.APIClient:
    """The fake, as the type that is asked for."""
    return cast("docker.APIClient", daemon)


def names(things: Collection[Any]) -> list[str]:
    """Their names."""
    return [thing.name for thing in things]


def test_ids_are_new_each_time_and_tell_where_they_began(tmp_path: Path) -> None:
    """Two sessions never share an id; one from another machine, user or home is known as such."""
    first, second = new_session_id(), new_session_id()
    assert first != second
    assert is_from_here(first)
    assert not is_from_here("00000000-" + first.partition("-")[2])
    assert is_from_here(new_session_id(tmp_path), tmp_path)
    assert not is_from_here(new_session_id(tmp_path), tmp_path / "other")
    assert not is_from_here(new_session_id(tmp_path))


def test_only_the_labelled_is_owned() -> None:
    """Label or not is what counts; a label that is no session's id is somebody else's."""
    listed = [container("ours", "one"), container("theirs"), container("odd", "../x"), container("also", "two")]
    daemon = _FakeDaemon(listed=listed)
    assert names(owned(client(daemon)).containers) == ["ours", "also"]
    assert names(owned(client(daemon), "two").containers) == ["also"]
    assert owned(client(daemon)).sessions == ("one", "two")


def test_the_sessions_are_told_by_listings_alone() -> None:
    """The same ones as the whole survey finds, with no look at any single container."""
    listed = [container("a", "one", OWN), container("b", "two", image="sha256:2"), container("c")]
    daemon = _FakeDaemon(
        listed=listed,
        pictures=[{"Id": "sha256:2", "Labels": {LABEL: "two"}}],
        kept_volumes=[{"Name": NAMED, "Labels": {LABEL: "three"}}],
        wires=[{"Id": "n", "Name": "n", "Labels": {LABEL: "one"}}],
    )
    whole = owned(client(daemon)).sessions
    daemon.listed = [{**one, "Id": "nobody may look"} for one in listed]
    assert sessions_there(client(daemon)) == whole == ("one", "three")


def test_a_label_inherited_from_an_image_owns_nothing() -> None:
    """Made from an image that was committed from an owned container: it may be the learner's own by now."""
    committed = {"Id": "sha256:2", "RepoTags": ["mine:latest"], "Labels": {LABEL: "one"}, "Size": 5}
    daemon = _FakeDaemon(listed=[container("heir", "one", OWN, image="sha256:2")], pictures=[committed])
    found = owned(client(daemon), "one")
    assert found.containers == ()
    assert [(one.name, one.session, one.size) for one in found.images] == [("mine:latest", "one", 5)]
    result = remove_owned(client(daemon), ["one"], stand_in="ghost:latest")
    assert (result.containers, result.images, result.kept) == ((), (), ("heir",))
    assert anonymous_volumes(client(daemon), "one") == ()


def test_a_recorded_container_is_ours_though_its_image_is_labelled_too() -> None:
    """What the tutor's own command made from such an image is owned like all else."""
    committed = {"Id": "sha256:2", "Labels": {LABEL: "one"}}
    daemon = _FakeDaemon(listed=[container("heir", "one", OWN, image="sha256:2")], pictures=[committed])
    assert anonymous_volumes(client(daemon), "one", recorded_containers=["id-of-heir"]) == (OWN,)
    assert remove_owned(client(daemon), ["one"], recorded_containers=["id-of-heir"]).containers == ("heir",)


def test_anonymous_volumes_are_those_that_nobody_named() -> None:
    """A volume named on the command line is somebody's, also one of 64 hex digits; --volumes-from lends all."""
    daemon = _FakeDaemon(listed=[container("ours", "one", OWN, NAMED, "data")])
    daemon.hosts["id-of-ours"] = {"Binds": [f"{NAMED}:/old", "data:/data"]}
    assert volumes_of(client(daemon), "id-of-ours") == (OWN,)
    assert anonymous_volumes(client(daemon), "one") == (OWN,)
    assert anonymous_volumes(client(daemon), "two") == ()
    daemon.hosts["id-of-ours"] = {"VolumesFrom": ["theirs"]}
    assert volumes_of(client(daemon), "id-of-ours") == ()
    assert volumes_of(client(daemon), "nosuch") == ()


def test_known_volumes_are_not_asked_about_again() -> None:
    """Recording after each command costs one listing when there is nothing new."""
    daemon = _FakeDaemon(listed=[container("ours", "one", OWN)])
    assert anonymous_volumes(client(daemon), "one", known=(OWN,)) == ()


def test_removal_takes_containers_their_volumes_and_the_recorded_ones() -> None:
    """Containers go first, by id; then volumes that still exist; foreign ones stay."""
    daemon = _FakeDaemon(
        listed=[container("ours", "one", OWN), container("theirs", "", FOREIGN)],
        kept_volumes=[{"Name": name} for name in (OWN, NAMED, FOREIGN, "data")],
    )
    result = remove_owned(client(daemon), ["one"], recorded_volumes=[NAMED, FOREIGN, "data", "0" * 64])
    assert daemon.removed == ["id-of-ours with volumes", OWN, NAMED]
    assert (result.containers, result.volumes) == (("ours",), (OWN, NAMED))
    assert result.kept == (FOREIGN,)


def test_a_dry_run_removes_nothing_and_tells_the_same() -> None:
    """What a dry run tells is what a real one does."""
    daemon = _FakeDaemon(
        listed=[container("ours", "one", OWN)],
        kept_volumes=[{"Name": OWN}, {"Name": "cache", "Labels": {LABEL: "one"}}],
        wires=[{"Id": "id-of-net", "Name": "net", "Labels": {LABEL: "one"}}],
    )
    told = remove_owned(client(daemon), ["one"], dry_run=True)
    assert daemon.removed == []
    assert told == remove_owned(client(daemon), ["one"])
    assert daemon.removed == ["id-of-ours with volumes", OWN, "cache", "id-of-net"]


def test_what_is_spared_stays_with_its_volumes() -> None:
    """The rest goes; a spared container's volumes stay even where they were noted."""
    daemon = _FakeDaemon(
        listed=[container("ours", "one", OWN), container("keep", "one", NAMED)],
        kept_volumes=[{"Name": OWN}, {"Name": NAMED}],
    )
    result = remove_owned(client(daemon), ["one"], recorded_volumes=[OWN, NAMED], spared=["id-of-keep"])
    assert daemon.removed == ["id-of-ours with volumes", OWN]
    assert (result.containers, result.volumes, result.kept) == (("ours",), (OWN,), (NAMED,))


def test_lent_volumes_are_not_removed_with_the_borrower() -> None:
    """A container made with --volumes-from is removed without its volumes."""
    daemon = _FakeDaemon(listed=[container("ours", "one", OWN)], kept_volumes=[{"Name": OWN}])
    daemon.hosts["id-of-ours"] = {"VolumesFrom": ["gone"]}
    assert remove_owned(client(daemon), ["one"]).volumes == ()
    assert daemon.removed == ["id-of-ours"]


def test_one_failure_is_told_by_name_and_the_rest_goes_on() -> None:
    """What vanished meanwhile counts as removed; what the daemon refuses is named with its words."""
    daemon = _FakeDaemon(listed=[container(name, "one") for name in ("stuck", "vanished", "fine", "going")])
    daemon.refuses = {
        "id-of-stuck": failure(500, "device busy"),
        "id-of-vanished": failure(404, "no such container"),
        "id-of-going": failure(409, "removal of container going is already in progress"),
    }
    result = remove_owned(client(daemon), ["one"])
    assert result.containers == ("vanished", "fine", "going")
    assert result.failed == (Failure("stuck", "Docker could not remove stuck: device busy"),)
    assert daemon.removed == ["id-of-fine with volumes", "id-of-going removed"]


def test_a_daemon_that_dies_midway_is_said() -> None:
    """No daemon is not a failure of one thing: it ends the clean-up."""
    daemon = _FakeDaemon(listed=[container("ours", "one")])
    daemon.refuses = {"id-of-ours": requests.exceptions.ConnectionError("gone")}
    with pytest.raises(NoDaemonError):
        remove_owned(client(daemon), ["one"])


@pytest.mark.parametrize(
    ("asked", "user", "history", "gone", "kept"),
    [
        (True, "one", 1, ("ghost:latest", "mine:1"), ()),
        (False, "one", 1, (), ()),
        (True, "", 1, (), ("ghost:latest",)),
        (True, "two", 1, (), ("ghost:latest",)),
        (True, "one", 2, (), ()),
    ],
)
def test_the_stand_in_goes_when_asked_and_unused(
    *, asked: bool, user: str, history: int, gone: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    """By all its tags; not while a container that stays uses it; never an image that was built on it."""
    image = {"Id": "sha256:1", "RepoTags": ["ghost:latest", "mine:1"], "Labels": {STAND_IN_LABEL: "1"}}
    daemon = _FakeDaemon(listed=[container("web", user)], pictures=[image], histories={"sha256:1": history})
    result = remove_owned(client(daemon), ["one"], stand_in="ghost:latest" if asked else "")
    assert (result.images, result.kept) == (gone, kept)


def test_an_image_that_vanishes_while_one_looks_stops_nothing() -> None:
    """Another tutor may remove its stand-in between our listing and our look: the clean-up goes on."""
    image = {"Id": "sha256:9", "RepoTags": ["ghost:latest"], "Labels": {STAND_IN_LABEL: "1"}}
    daemon = _FakeDaemon(listed=[container("web", "one")], pictures=[image])
    daemon.refuses = {"sha256:9": failure(404, "no such image")}
    result = remove_owned(client(daemon), ["one"], stand_in="ghost:latest")
    assert (result.containers, result.images) == (("web",), ())
