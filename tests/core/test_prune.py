"""What a prune would remove, from the daemon's lists."""

from __future__ import annotations

import pytest

from tutor.core.prune import Inventory, is_inherited, is_owned, pruned, removal, without
from tutor.core.reach import LABEL, Filters, Hit, Kind

OLD, NOW = 1_000_000.0, 2_000_000.0


def container(name: str, state: str = "exited", image: str = "sha256:i", **more: object) -> dict[str, object]:
    """A container as `/containers/json` lists it."""
    labels = {"team": "a", **({LABEL: "s"} if more.pop("owned", False) else {})}
    return {"Id": name, "Names": [f"/{name}"], "State": state, "ImageID": image, "Labels": labels, **more}


def names(kind: Kind, filters: Filters, inventory: Inventory) -> list[str]:
    """What people call the things that would go."""
    return [removal(kind, one).name for one in pruned(kind, filters, inventory)]


@pytest.mark.parametrize(
    ("state", "goes"),
    [("created", True), ("exited", True), ("dead", True), ("running", False), ("paused", False), ("restarting", False)],
)
def test_only_containers_that_do_not_run_go(state: str, *, goes: bool) -> None:
    """A paused container runs."""
    assert names(Kind.CONTAINER, (), Inventory(containers=(container("web", state),))) == (["web"] if goes else [])


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ((), ["old", "new"]),
        ((("until", ("200h",)),), ["old"]),
        ((("until", ("1h30m",)),), ["old"]),
        ((("until", ("1500000",)),), ["old"]),
        ((("until", ("1970-01-20T00:00:00Z",)),), ["old"]),
        ((("until", ("some day",)),), ["old", "new"]),
        ((("label", ("team",)),), ["old", "new"]),
        ((("label", ("team=b",)),), []),
        ((("label!", ("team=a",)),), []),
        ((("label!", ("team=b",)),), ["old", "new"]),
    ],
)
def test_filters_are_kept_to(filters: Filters, left: list[str]) -> None:
    """Age and labels narrow a prune; an age that cannot be read narrows nothing."""
    things = (container("old", Created=OLD), container("new", Created=NOW - 60))
    assert names(Kind.CONTAINER, filters, Inventory(containers=things, now=NOW)) == left


def test_only_free_networks_go() -> None:
    """Not Docker's own, and none that a running container is on."""
    networks = (
        {"Id": "1", "Name": "bridge"},
        {"Id": "2", "Name": "shop", "Containers": {"abc": {}}},
        {"Id": "3", "Name": "free", "Containers": {}, "Created": "2026-01-01T00:00:00.123456789Z"},
    )
    assert names(Kind.NETWORK, (), Inventory(networks=networks)) == ["free"]


VOLUMES = (
    {"Name": "used", "Driver": "local"},
    {"Name": "named", "Driver": "local", "Labels": None},
    {"Name": "nameless", "Driver": "local", "Labels": {"com.docker.volume.anonymous": ""}},
    {"Name": "far", "Driver": "cloud"},
    {"Name": "mounted", "Driver": "local", "Options": {"device": "/x"}},
)


@pytest.mark.parametrize(
    ("api", "filters", "left"),
    [
        ((1, 41), (), ["named", "nameless"]),
        ((1, 42), (), ["nameless"]),
        ((1, 42), (("all", ("true",)),), ["named", "nameless"]),
    ],
)
def test_which_volumes_go_is_a_matter_of_the_version(api: tuple[int, ...], filters: Filters, left: list[str]) -> None:
    """Before API 1.42 all unused local ones, since then the nameless only, unless all are asked for."""
    user = container("web", Mounts=[{"Name": "used"}, {"Type": "bind"}])
    assert names(Kind.VOLUME, filters, Inventory(containers=(user,), volumes=VOLUMES, api=api)) == left


IMAGES = (
    {"Id": "sha256:i", "RepoTags": ["ghost:5"]},
    {"Id": "sha256:j", "RepoTags": ["<none>:<none>"]},
    {"Id": "sha256:k", "RepoTags": ["free:1"]},
    {"Id": "sha256:l", "RepoTags": ["a:1", "a:2"]},
    {"Id": "sha256:m", "RepoTags": None},
)


def test_images_without_a_name_go_and_with_all_the_unused_too() -> None:
    """One in use keeps its last tag, but not the others."""
    users = (container("web"), container("api", image="sha256:l"), container("x", image="sha256:m"))
    inventory = Inventory(containers=users, images=IMAGES)
    assert names(Kind.IMAGE, (("dangling", ("true",)),), inventory) == ["j"]
    assert names(Kind.IMAGE, (("dangling", ("false",)),), inventory) == ["j", "free:1", "a:1"]


def test_what_goes_first_frees_what_goes_later() -> None:
    """In a system prune the image of a removed container is unused."""
    inventory = Inventory(containers=(container("web"),), images=IMAGES[:1])
    later = without(inventory, pruned(Kind.CONTAINER, (), inventory))
    assert names(Kind.IMAGE, (("dangling", ("false",)),), later) == ["ghost:5"]


def test_the_machine_is_not_pruned() -> None:
    """There is nothing of that kind on a list."""
    assert pruned(Kind.HOST, (), Inventory(containers=(container("web"),))) == ()


def test_owned_is_what_carries_any_sessions_label() -> None:
    """The daemon gives no labels as None, and that is not owned."""
    assert is_owned({LABEL: "any"})
    assert not is_owned({"other": "x"})
    assert not is_owned(None)


def test_a_label_may_be_the_images() -> None:
    """A container that has it with its image's very value may be anybody's; with another it was put there."""
    assert is_inherited({LABEL: "one"}, {LABEL: "one"})
    assert not is_inherited({LABEL: "one"}, {LABEL: "two"})
    assert not is_inherited({LABEL: "one"}, {})
    assert not is_inherited({LABEL: "one"}, None)
    assert not is_inherited(None, {LABEL: "one"})
    assert not is_inherited({}, {})


def test_a_removal_has_the_full_id_and_the_human_name() -> None:
    """A thing without a name is called by its short id."""
    assert removal(Kind.CONTAINER, container("web")) == Hit(Kind.CONTAINER, "web", "web", "remove")
    nameless = {"Id": "sha256:0123456789abcdef", "RepoTags": ["<none>:<none>"]}
    assert removal(Kind.IMAGE, nameless) == Hit(Kind.IMAGE, "sha256:0123456789abcdef", "0123456789ab", "remove")
