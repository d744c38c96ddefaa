"""Names of foreign images, and labels that come from an image: what would move or mislead needs a yes."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.live.bench import CLI, Bench
from tutor.core.guard import LABEL, Hit, Kind

if TYPE_CHECKING:
    from pathlib import Path


def foreign_image(bench: Bench, tag: str, number: int = 1) -> str:
    """An image of somebody else's under that tag; its id."""
    bench.daemon.import_image_from_data(b"\0" * 1024, bench.mark, tag=tag, changes=[f"LABEL n={number}"])
    return str(bench.api.get(f"/images/{bench.mark}:{tag}/json")["Id"])


def test_a_load_that_would_move_a_name_is_foretold(bench: Bench, tmp_path: Path) -> None:
    """The archive's names are looked up: what another image has now is listed, what is new or the same is not."""
    archive = tmp_path / "all.tar"
    first = foreign_image(bench, "theirs")
    foreign_image(bench, "new", 2)
    subprocess.run([CLI, "save", "-o", archive, f"{bench.mark}:theirs", f"{bench.mark}:new"], check=True)
    line = f"docker load -i {archive}"
    assert bench.hits(line) == ()
    bench.daemon.remove_image(f"{bench.mark}:new")
    second = foreign_image(bench, "theirs", 3)
    assert second != first
    assert bench.hits(line) == (Hit(Kind.IMAGE, second, f"{bench.mark}:theirs", "replace"),)
    assert bench.hits(f"docker image load -q --input={archive}") == bench.hits(line)


def test_a_load_of_what_cannot_be_read_is_asked_about(bench: Bench, tmp_path: Path) -> None:
    """Then nobody knows which names it would move; of no file docker itself says so."""
    (tmp_path / "odd.tar").write_bytes(b"no archive")
    assert [hit.detail for hit in bench.hits("docker load -i odd.tar")] == [f"load {tmp_path}/odd.tar"]
    assert bench.hits("docker load -i nosuch.tar") == ()


def test_a_pull_that_could_move_a_name_needs_a_yes(bench: Bench) -> None:
    """Of one tag, of all of a repository, by a run; a name that nobody has is nobody's. A yes lets it through."""
    theirs = foreign_image(bench, "theirs")
    wanted = (Hit(Kind.IMAGE, theirs, f"{bench.mark}:theirs", "pull"),)
    for line in ("docker pull {}:theirs", "docker pull -a {}", "docker run --rm --pull always {}:theirs true"):
        typed = line.format(bench.mark)
        assert bench.hits(typed) == wanted, typed
        code, said, wired = bench.run(typed)
        assert (code != 0, len(wired.refused())) == (True, 1), said
        assert "is not from this lesson; nothing was changed" in said
        assert bench.run(typed, wanted)[2].refused() == ()  # what becomes of it is the registry's business
    assert bench.hits(f"docker pull {bench.mark}:nosuch") == ()


def test_a_label_from_an_image_makes_nothing_ours(bench: Bench) -> None:
    """A container that somebody starts from an image of the lesson's is theirs: not removed, not pruned, without a yes.

    One that a line of ours makes from it is ours, as is one that is recorded.
    """
    code, said, _ = bench.run(f"docker commit {bench.container('first', owned=True)} {bench.mark}:ours")
    assert code == 0, said
    theirs = bench.daemon.create_container(f"{bench.mark}:ours", "true", name=f"{bench.mark}-theirs")["Id"]
    assert bench.daemon.inspect_container(theirs)["Config"]["Labels"][LABEL] == bench.session
    wanted = (Hit(Kind.CONTAINER, theirs, f"{bench.mark}-theirs", "remove"),)
    for line in (f"docker rm {bench.mark}-theirs", f"docker container prune -f --filter label={bench.mark}"):
        assert bench.hits(line) == wanted
        assert bench.run(line)[0] == 1
    assert bench.state(theirs) is not None
    made = bench.run(f"docker create --name {bench.mark}-made {bench.mark}:ours true")[1].strip()
    assert bench.run(f"docker rm {bench.mark}-made")[0] == 0
    assert bench.state(made) is None
    assert bench.run(f"docker rm {bench.mark}-theirs", wanted)[0] == 0


def test_an_image_that_is_built_on_one_of_ours_is_asked_about(bench: Bench) -> None:
    """It has our label from the one below, whoever built it. The one below is ours, and so is one that stands alone."""
    code, said, _ = bench.run(f"docker commit {bench.container('first', owned=True)} {bench.mark}:ours")
    assert code == 0, said
    container = bench.daemon.create_container(f"{bench.mark}:ours", "true", name=f"{bench.mark}-theirs")["Id"]
    theirs = str(bench.daemon.commit(container, bench.mark, tag="theirs")["Id"])
    bench.daemon.remove_container(container)
    assert bench.api.get(f"/images/{theirs}/json")["Config"]["Labels"][LABEL] == bench.session
    wanted = (Hit(Kind.IMAGE, theirs, f"{bench.mark}:theirs", "remove"),)
    assert bench.hits(f"docker rmi {bench.mark}:theirs") == wanted
    assert bench.run(f"docker rmi {bench.mark}:theirs")[0] == 1
    assert bench.hits(f"docker rmi {bench.mark}:ours") == ()
    assert bench.run(f"docker rmi {bench.mark}:theirs", wanted)[0] == 0
    assert bench.run(f"docker rmi {bench.mark}:ours")[0] == 0
