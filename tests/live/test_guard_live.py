"""The guard, against a real daemon: what is not the lesson's own stays as it is, what is goes, and a yes is exact.

Every prune here has a filter for a label of this very test: nothing else on the machine can be hit.
"""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.bench import CLI, PATIENCE, Bench
from tests.live.test_wire_like_bare import clis
from tutor.core.guard import LABEL, Hit, Kind

if TYPE_CHECKING:
    from tutor.engine.wire import Line


def words(name: str) -> str:
    """What the CLI prints of a refusal, whichever it is."""
    return f"Error response from daemon: stopped by docker-tutor: {name} is not from this lesson; nothing was changed"


@pytest.mark.parametrize(
    "line",
    [
        "docker rm -f {}",
        "docker stop -t 0 {}",
        "docker kill {}",
        "docker restart -t 0 {}",
        "docker pause {}",
        "docker rename {} dt-renamed",
        "docker update --cpu-shares 512 {}",
        "docker exec {} true",
        "docker start {}",
        "docker network disconnect bridge {}",
    ],
)
def test_a_foreign_container_stays_as_it_is(bench: Bench, line: str) -> None:
    """By name, by id, by the beginning of its id: not stopped, not entered, not renamed, and said so."""
    foreign = bench.container("foreign")
    before = bench.state(foreign)
    for reference in (f"{bench.mark}-foreign", foreign, foreign[:12]):
        code, said, wired = bench.run(line.format(reference))
        assert (code, words(f"{bench.mark}-foreign") in said) == (1, True), said
        assert len(wired.refused()) == 1
    assert bench.state(foreign) == before


@pytest.mark.parametrize("cli", clis(), ids=str)
def test_every_cli_prints_the_refusal(bench: Bench, cli: Path) -> None:
    """An old and a new docker program say the same, and return 1, or 125 from a run."""
    bench.container("foreign")
    code, said, _ = bench.run(f"docker rm -f {bench.mark}-foreign", cli=cli)
    assert (code, words(f"{bench.mark}-foreign") in said) == (1, True), said
    code, said, _ = bench.run(f"docker run --rm --pid container:{bench.mark}-foreign {bench.image} true", cli=cli)
    assert (code, words(f"{bench.mark}-foreign") in said) == (125, True), said


def test_nobody_types_to_a_foreign_container(bench: Bench) -> None:
    """To attach to its input is to go into it; to look on, without input, is not."""
    name = f"{bench.mark}-foreign"
    made = bench.daemon.create_container(
        bench.image, "sh -c 'read line'", name=name, stdin_open=True, labels={bench.mark: "1"}
    )
    bench.daemon.start(made["Id"])
    before = bench.state(made["Id"])
    code, said, wired = bench.run(f"docker attach {name}")
    assert (code, len(wired.refused())) == (1, 1), said  # the CLI's own words: "unable to upgrade to tcp, received 403"
    assert bench.state(made["Id"]) == before
    assert [hit.verb for hit in bench.hits(f"docker attach {name}")] == ["enter"]
    assert bench.hits(f"docker attach --no-stdin {name}") == ()


def test_files_are_not_put_into_a_foreign_container(bench: Bench, tmp_path: Path) -> None:
    """A copy is refused before its stream begins."""
    foreign = bench.container("foreign")
    (tmp_path / "file").write_bytes(b"x" * 3_000_000)
    code, said, _ = bench.run(f"docker cp {tmp_path}/file {bench.mark}-foreign:/file")
    assert (code, words(f"{bench.mark}-foreign") in said) == (1, True), said
    assert bench.daemon.diff(foreign) in (None, [])


def test_what_only_looks_at_a_foreign_container_runs(bench: Bench) -> None:
    """Inspect, logs, top, cp out of it: nobody is asked."""
    name = f"{bench.mark}-foreign"
    bench.container("foreign")
    for line in ("docker inspect {}", "docker logs {}", "docker top {}", "docker cp {}:/bin/sh -", "docker port {}"):
        code, said, wired = run_binary(bench, line.format(name))
        assert code == 0, said
        assert wired.refused() == ()
        assert bench.hits(line.format(name)) == ()


def run_binary(bench: Bench, line: str) -> tuple[int, bytes, Line]:
    """As `Bench.run`, for output that is no text."""
    with bench.wire.open() as wired:
        environ = wired.environment(os.environ)
        done = subprocess.run([CLI, *line.split()[1:]], env=environ, capture_output=True, timeout=PATIENCE, check=False)
    return done.returncode, done.stderr, wired


def test_of_two_at_once_both_stay_and_the_owned_one_goes(bench: Bench) -> None:
    """Each call is judged for itself."""
    first, second = bench.container("a"), bench.container("b")
    owned = bench.container("c", owned=True)
    code, said, wired = bench.run(f"docker rm -f {bench.mark}-a {bench.mark}-b {bench.mark}-c")
    assert code == 1
    assert len(wired.refused()) == 2
    assert words(f"{bench.mark}-a") in said
    assert words(f"{bench.mark}-b") in said
    assert [bench.state(one) is None for one in (first, second, owned)] == [False, False, True]


def test_a_yes_lets_exactly_these_through(bench: Bench) -> None:
    """What the question listed goes, by whatever name; another foreign one stays."""
    first, second = bench.container("a"), bench.container("b")
    hits = bench.hits(f"docker rm -f {bench.mark}-a")
    assert hits == (Hit(Kind.CONTAINER, first, f"{bench.mark}-a", "remove"),)
    code, _, wired = bench.run(f"docker rm -f {first[:12]} {bench.mark}-b", hits)
    assert code == 1
    assert [call.path.rpartition("/")[2] for call in wired.refused()] == [f"{bench.mark}-b"]
    assert bench.state(first) is None
    assert bench.state(second) is not None


def test_what_a_line_makes_is_ours_at_once(bench: Bench) -> None:
    """Run, exec, stop and remove of one's own container, over several lines, without a question."""
    name = f"{bench.mark}-own"
    for line in (
        f"docker run -d --label {bench.mark}=1 --name {name} {bench.image} sleep 1000",
        f"docker exec {name} true",
        f"docker stop -t 0 {name}",
        f"docker rm {name}",
    ):
        assert bench.hits(line) == ()
        code, said, _ = bench.run(line)
        assert code == 0, said


def test_an_exec_of_ours_in_a_foreign_container_needs_one_yes(bench: Bench) -> None:
    """The yes covers the exec's creation and its start."""
    bench.container("foreign")
    line = f"docker exec {bench.mark}-foreign echo in"
    assert bench.run(line)[0] == 1
    code, said, _ = bench.run(line, bench.hits(line))
    assert (code, said) == (0, "in\n")


def test_a_prune_stops_at_what_is_foreign(bench: Bench) -> None:
    """It is refused whole, and neither the foreign nor the owned one goes; after the yes both do."""
    line = f"docker container prune -f --filter label={bench.mark}"
    foreign = bench.container("foreign", running=False)
    owned = bench.container("owned", owned=True, running=False)
    up = bench.container("up")
    code, said, _ = bench.run(line)
    assert (code, words(f"{bench.mark}-foreign") in said) == (1, True), said
    assert bench.state(foreign) is not None
    assert bench.state(owned) is not None
    hits = bench.hits(line)
    assert hits == (Hit(Kind.CONTAINER, foreign, f"{bench.mark}-foreign", "remove"),)
    late = bench.container("late", running=False)
    assert bench.run(line, hits)[0] == 1
    bench.daemon.remove_container(late)
    assert bench.run(line, hits)[0] == 0
    assert [bench.state(one) is None for one in (foreign, owned, up)] == [True, True, False]


def test_a_prune_of_what_is_ours_runs(bench: Bench) -> None:
    """Nobody is asked about one's own."""
    owned = bench.container("owned", owned=True, running=False)
    line = f"docker container prune -f --filter label={bench.mark}"
    assert bench.hits(line) == ()
    assert bench.run(line)[0] == 0
    assert bench.state(owned) is None


def test_every_kind_of_prune_is_foretold(bench: Bench) -> None:
    """What is listed before a prune is what the daemon then removes, and the wire has let it."""
    made = bench.daemon.create_volume(f"{bench.mark}-data", labels={bench.mark: "1"})["Name"]
    network = bench.daemon.create_network(f"{bench.mark}-net", labels={bench.mark: "1"})["Id"]
    lines = {
        f"docker volume prune -f --filter label={bench.mark}": made,
        f"docker network prune -f --filter label={bench.mark}": network,
    }
    for line, identity in lines.items():
        hits = bench.hits(line)
        assert [hit.id for hit in hits] == [identity]
        assert bench.run(line)[0] == 1
        assert bench.run(line, hits)[0] == 0
    assert not bench.daemon.volumes(filters={"label": bench.mark})["Volumes"]
    assert not bench.daemon.networks(filters={"label": bench.mark})


def test_a_system_prune_is_foretold_in_its_own_order(bench: Bench) -> None:
    """Containers, networks and volumes with the test's label; the volume is free once its container is gone."""
    volume = bench.daemon.create_volume(f"{bench.mark}-data", labels={bench.mark: "1"})["Name"]
    binds = bench.daemon.create_host_config(binds=[f"{volume}:/data"])
    user = bench.daemon.create_container(bench.image, host_config=binds, volumes=["/data"], labels={bench.mark: "1"})
    hits = bench.hits(f"docker system prune -f --volumes --filter label={bench.mark}")
    assert {hit.id for hit in hits if hit.kind is not Kind.HOST} == {user["Id"], volume}


def test_foreign_volumes_networks_and_images_stay(bench: Bench) -> None:
    """As for containers; and a yes is for the very thing."""
    bench.daemon.create_volume(f"{bench.mark}-data", labels={bench.mark: "1"})
    bench.daemon.create_network(f"{bench.mark}-net", labels={bench.mark: "1"})
    bench.daemon.tag(bench.image, bench.mark, "one")
    for line, name in (
        (f"docker volume rm {bench.mark}-data", f"{bench.mark}-data"),
        (f"docker network rm {bench.mark}-net", f"{bench.mark}-net"),
        (f"docker rmi {bench.mark}:one", f"{bench.mark}:one"),
    ):
        code, said, _ = bench.run(line)
        assert code == 1
        assert f"stopped by docker-tutor: {name} is not from this lesson" in said
        code, said, _ = bench.run(line, bench.hits(line))
        assert code == 0, said


def test_the_name_of_a_foreign_image_is_not_taken(bench: Bench) -> None:
    """A tag that another image has stays there."""
    other = bench.daemon.import_image_from_data(b"\0" * 1024, bench.mark, tag="theirs")
    line = f"docker tag {bench.image} {bench.mark}:theirs"
    before = bench.api.get(f"/images/{bench.mark}:theirs/json")["Id"]
    assert before in other
    assert bench.run(line)[0] == 1
    assert bench.api.get(f"/images/{bench.mark}:theirs/json")["Id"] == before
    assert [hit.id for hit in bench.hits(line)] == [before]


@pytest.mark.parametrize(
    ("flags", "detail"),
    [
        ("--privileged", "privileged"),
        ("-v /etc:/x", "mount /etc"),
        ("--pid host", "namespace processes"),
        ("--cap-add SYS_ADMIN", "capability SYS_ADMIN"),
        ("--device /dev/null", "device /dev/null"),
        ("--security-opt systempaths=unconfined", "protection"),
    ],
)
def test_a_reach_into_the_machine_needs_a_yes(bench: Bench, flags: str, detail: str) -> None:
    """Rc 125 and nothing created; what the parse foretold is what the wire then lets through."""
    line = f"docker run --rm --label {bench.mark}=1 {flags} {bench.image} true"
    code, said, _ = bench.run(line)
    assert (code, "Error response from daemon: stopped by docker-tutor: this would " in said) == (125, True), said
    assert not bench.daemon.containers(all=True, filters={"label": bench.mark})
    hits = bench.hits(line)
    assert [hit.detail for hit in hits] == [detail]
    _, said, wired = bench.run(line, hits)  # whether the machine can do it is another matter: not every one can
    assert "stopped by docker-tutor" not in said
    assert [call.status for call in wired.calls() if call.path == "/containers/create"] == [201]


def test_the_working_folder_may_be_mounted_but_not_through_a_link(bench: Bench, tmp_path: Path) -> None:
    """What lies in it is the learner's to give; a link that leads out of it is seen through."""
    (tmp_path / "site").mkdir()
    (tmp_path / "link").symlink_to("/etc")
    good = f"docker run --rm --label {bench.mark}=1 -v {tmp_path}/site:/x {bench.image} ls /x"
    assert bench.hits(good) == ()
    assert bench.run(good)[0] == 0
    bad = f"docker run --rm --label {bench.mark}=1 -v {tmp_path}/link:/x {bench.image} ls /x"
    assert [hit.detail for hit in bench.hits(bad)] == ["mount /etc"]
    assert bench.run(bad)[0] == 125


def test_a_foreign_volume_is_not_written_to(bench: Bench) -> None:
    """Mounted to read it may be; one that does not exist is made, and is the lesson's."""
    bench.daemon.create_volume(f"{bench.mark}-data", labels={bench.mark: "1"})
    line = f"docker run --rm --label {bench.mark}=1 -v {bench.mark}-data:/data{{}} {bench.image} ls /data"
    assert bench.run(line.format(""))[0] == 125
    assert bench.run(line.format(":ro"))[0] == 0
    assert bench.run(line.format("").replace("-data:", "-new:"))[0] == 0
    labels = bench.daemon.inspect_volume(f"{bench.mark}-new")["Labels"]
    bench.daemon.remove_volume(f"{bench.mark}-new")
    assert labels == {LABEL: bench.session}


def test_what_is_made_carries_the_session(bench: Bench, tmp_path: Path) -> None:
    """Containers, volumes, networks, and images that are committed or imported."""
    mark = bench.mark
    (tmp_path / "empty.tar").write_bytes(b"\0" * 1024)
    foreign = bench.container("foreign", running=False)
    for line in (
        f"docker create --label {mark}=1 --name {mark}-c {bench.image}",
        f"docker volume create --label {mark}=1 {mark}-v",
        f"docker network create --label {mark}=1 {mark}-n",
        f"docker commit {foreign} {mark}:committed",
        f"docker import {tmp_path}/empty.tar {mark}:imported",
    ):
        code, said, _ = bench.run(line)
        assert code == 0, said
    found = (
        bench.daemon.inspect_container(f"{mark}-c")["Config"]["Labels"],
        bench.daemon.inspect_volume(f"{mark}-v")["Labels"],
        bench.daemon.inspect_network(f"{mark}-n")["Labels"],
        bench.api.get(f"/images/{mark}:committed/json")["Config"]["Labels"],
        bench.api.get(f"/images/{mark}:imported/json")["Config"]["Labels"],
    )
    assert [labels[LABEL] for labels in found] == [bench.session] * 5
    assert [labels.get(mark) for labels in found] == ["1", "1", "1", "1", None]


def test_an_interrupted_command_leaves_nothing_pending(bench: Bench) -> None:
    """After the CLI was killed in mid-call its line ends; no thread of it stays, and the container is untouched."""
    identity = bench.container("owned", owned=True)
    before = bench.state(identity)
    threads = wire_threads()
    with bench.wire.open() as wired:
        with subprocess.Popen(
            [CLI, "wait", identity], env=wired.environment(os.environ), stdout=subprocess.PIPE
        ) as cli:
            assert wired.wait_for(lambda call: call.path.endswith("/wait") and call.status == 200, PATIENCE)
            cli.kill()
        assert wired.wait_for(lambda call: call.path.endswith("/wait") and call.ended > 0, PATIENCE)
        assert not wired.daemon_lost
    assert wire_threads() == threads
    assert bench.state(identity) == before


def wire_threads() -> set[threading.Thread]:
    """Threads of wires that run."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("wire")}


def test_many_commands_leave_nothing_open(bench: Bench) -> None:
    """Threads and files are as before, after many lines and several at once."""
    files, threads = open_files(), wire_threads()
    users = [threading.Thread(target=bench.run, args=("docker ps -q",)) for _ in range(12)]
    for user in users:
        user.start()
    for user in users:
        user.join(PATIENCE)
    assert wire_threads() == threads
    assert open_files() == files


def open_files() -> int:
    """How many files this process has open."""
    return sum(1 for _ in Path("/dev/fd").iterdir())


def test_a_name_that_fits_nothing_or_too_much_is_dockers_to_explain(bench: Bench) -> None:
    """Its own words reach the learner."""
    code, said, wired = bench.run(f"docker rm -f {bench.mark}-nosuch")
    assert f"No such container: {bench.mark}-nosuch" in said
    assert wired.refused() == ()
    assert code in {0, 1}  # CLI 28 and 20.10 differ
    assert bench.hits(f"docker stop {bench.mark}-nosuch") == ()
