"""The stand-in for ghost, and what is read out of an image, on a real daemon."""

from __future__ import annotations

import secrets
import sys
import tarfile
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.conftest import built, remove_image
from tutor.core.facts import ImageKind, Variant
from tutor.engine import busybox as busybox_search
from tutor.engine.elf import read_program
from tutor.engine.image import pull_official, read_image
from tutor.engine.ownership import LABEL, STAND_IN_LABEL
from tutor.engine.scratch import files_of
from tutor.engine.stand_in import build, remove_stand_in
from tutor.errors import TutorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import docker

    Run = Callable[..., str]

PATIENCE = 30  # seconds until a condition must hold
SITE = "2368/tcp"
TABLES = 70
Seen = TypeVar("Seen")


def until(look: Callable[[], Seen | None]) -> Seen:
    """What `look` sees, as soon as it sees something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.05)
    pytest.fail(f"not seen within {PATIENCE} s")


@pytest.fixture
def run(daemon: docker.APIClient, session_id: str) -> Iterator[Run]:
    """Starts a container of an image and answers its id; all are removed at the end."""
    containers = []

    def start(image: str, command: Sequence[str] = (), environment: Sequence[str] = ()) -> str:
        ports = daemon.create_host_config(port_bindings={2368: ("127.0.0.1", None)})
        created = daemon.create_container(
            image,
            command=list(command) or None,
            environment=list(environment),
            ports=[2368],
            host_config=ports,
            labels={LABEL: session_id},
        )
        containers.append(created["Id"])
        daemon.start(created["Id"])
        return str(created["Id"])

    yield start
    for container in containers:
        daemon.remove_container(container, force=True, v=True)


def inspected(daemon: docker.APIClient, image: str) -> dict[str, Any]:
    """What the daemon says of an image."""
    ask: Callable[[str], dict[str, Any]] = daemon.inspect_image
    return ask(image)


def log(daemon: docker.APIClient, container: str) -> str:
    """What the container printed so far."""
    return daemon.logs(container).decode()


def ended(daemon: docker.APIClient, container: str) -> tuple[int, str]:
    """The container's exit code and output, once it has ended."""
    code = int(daemon.wait(container, timeout=PATIENCE)["StatusCode"])
    return code, log(daemon, container)


def booted(daemon: docker.APIClient, container: str, times: int = 1) -> str:
    """The container's log, once its server has booted so many times."""

    def look() -> str | None:
        said = log(daemon, container)
        return said if said.count("Ghost booted in ") == times else None

    return until(look)


def site_status(daemon: docker.APIClient, container: str) -> int | None:
    """The status of the front page through the published port; None if nothing answers."""
    port = daemon.port(container, 2368)[0]["HostPort"]
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return None


# The stand-in


def test_the_stand_in_has_the_shape_of_ghost(daemon: docker.APIClient, ghost_image: str) -> None:
    """Its configuration is the official image's: folder, volume, entrypoint, port, command. It has our label."""
    config = inspected(daemon, ghost_image)["Config"]
    assert config["WorkingDir"] == "/var/lib/ghost"
    assert config["Volumes"] == {"/var/lib/ghost/content": {}}
    assert config["Entrypoint"] == ["docker-entrypoint.sh"]
    assert config["ExposedPorts"] == {SITE: {}}
    assert config["Cmd"] == ["node", "current/index.js"]
    assert config["Labels"] == {STAND_IN_LABEL: "1"}
    assert {"NODE_ENV=production", "GHOST_VERSION=5.130.0-stand-in"} <= set(config["Env"])


@pytest.mark.parametrize(
    ("command", "code", "output"),
    [
        (
            ["ls"],
            0,
            "config.development.json\nconfig.production.json\ncontent\ncontent.orig\ncurrent\nversions\n",
        ),
        (["node", "--version"], 0, "v0.0.0-stand-in\n"),
        (["sh"], 0, ""),
        (["pwd"], 0, "/var/lib/ghost\n"),
        (["-it", "sh"], 2, "/usr/local/bin/docker-entrypoint.sh: exec: -i: invalid option\n"),
    ],
    ids=["ls", "node --version", "sh", "pwd", "-it sh"],
)
def test_a_command_runs_in_place_of_the_server(  # noqa: PLR0913, PLR0917  # three of the six are the example
    daemon: docker.APIClient, ghost_image: str, run: Run, command: list[str], code: int, output: str
) -> None:
    """A command after the image runs through the entrypoint, prints what it does in Ghost's, and ends with its code."""
    assert ended(daemon, run(ghost_image, command)) == (code, output)


@pytest.mark.parametrize(("command", "code"), [("frobnicate", 127), ("cd", 127), ("ls -la", 127), ("/var", 126)])
def test_what_is_not_a_program_ends_with_the_shells_code(
    daemon: docker.APIClient, ghost_image: str, run: Run, command: str, code: int
) -> None:
    """A word that is no program's name ends with 127, a folder with 126, as in Ghost's image."""
    assert ended(daemon, run(ghost_image, [command]))[0] == code


def test_a_boot_goes_through_ghosts_stages(daemon: docker.APIClient, ghost_image: str, run: Run) -> None:
    """The site is announced before it answers; it says 503 while tables are created, and 200 once booted."""
    container = run(ghost_image)
    assert until(lambda: site_status(daemon, container)) == 503
    said = booted(daemon, container)
    assert until(lambda: site_status(daemon, container) == 200)
    assert said.count("Creating table: ") == TABLES
    assert said.count("stand-in") == 1
    announced, created = (
        said.index("Your site is now available on http://localhost:2368/"),
        said.index("Creating table"),
    )
    assert announced < created < said.index("Ghost booted in ")


def test_a_second_boot_finds_its_tables(daemon: docker.APIClient, ghost_image: str, run: Run) -> None:
    """Started again, the same container creates nothing anew and answers."""
    container = run(ghost_image)
    booted(daemon, container)
    daemon.stop(container)
    daemon.start(container)
    said = booted(daemon, container, times=2)
    assert said.count("Creating table: ") == TABLES
    assert until(lambda: site_status(daemon, container) == 200)


def test_a_boot_cut_short_goes_on(daemon: docker.APIClient, ghost_image: str, run: Run) -> None:
    """Killed among its tables, the server creates the rest at the next start and boots."""
    container = run(ghost_image)
    until(lambda: "Creating table: " in log(daemon, container))
    daemon.kill(container)
    daemon.start(container)
    assert until(lambda: site_status(daemon, container) == 503)
    booted(daemon, container)
    assert until(lambda: site_status(daemon, container) == 200)


@pytest.mark.parametrize("signal", ["INT", "TERM"])
@pytest.mark.parametrize("moment", ["Creating table: ", "Ghost booted in "])
def test_interrupt_and_terminate_end_the_server(
    daemon: docker.APIClient, ghost_image: str, run: Run, moment: str, signal: str
) -> None:
    """SIGINT and SIGTERM are handled by PID 1, while booting and after: it says good-bye and its code is 0."""
    container = run(ghost_image)
    until(lambda: moment in log(daemon, container))
    daemon.kill(container, signal)
    code, said = ended(daemon, container)
    assert code == 0
    assert "Your site is now offline" in said


def test_the_server_is_pid_1(daemon: docker.APIClient, ghost_image: str, run: Run) -> None:
    """PID 1 is the node script itself, so that what ends it ends the container."""
    container = run(ghost_image)
    until(lambda: "Creating table: " in log(daemon, container))
    asked = daemon.exec_create(container, ["cat", "/proc/1/cmdline"])["Id"]
    assert daemon.exec_start(asked).split(b"\0")[-3:] == [b"/usr/local/bin/node", b"current/index.js", b""]


def test_without_a_mysql_the_variant_gives_up(daemon: docker.APIClient, mysql_ghost_image: str, run: Run) -> None:
    """In production the variant looks for MySQL, says that nobody answers there, and ends with 2."""
    code, said = ended(daemon, run(mysql_ghost_image))
    assert code == 2
    assert "connect ECONNREFUSED 127.0.0.1:3306" in said


def test_in_development_the_variant_boots(daemon: docker.APIClient, mysql_ghost_image: str, run: Run) -> None:
    """With NODE_ENV=development the variant needs no MySQL, and its log differs as Ghost's does."""
    container = run(mysql_ghost_image, environment=["NODE_ENV=development"])
    assert "Url configured as: http://localhost:2368/" in booted(daemon, container)
    assert until(lambda: site_status(daemon, container) == 200)


# Building and removing it


def test_a_foreign_image_is_neither_replaced_nor_removed(
    daemon: docker.APIClient, busybox_image: str, session_id: str
) -> None:
    """Where the tag belongs to another image, build says so, remove does nothing, and the image stays as it was."""
    before = inspected(daemon, busybox_image)["Id"]
    with pytest.raises(TutorError, match="already"):
        build(daemon, busybox_image, session=session_id)
    assert not remove_stand_in(daemon, busybox_image)
    assert inspected(daemon, busybox_image)["Id"] == before


def test_a_second_build_replaces_the_first(daemon: docker.APIClient, session_id: str) -> None:
    """Building over a stand-in leaves one image; removing it leaves none, and says whether there was one."""
    for name in built(daemon, session_id, wants_mysql=False):
        first = inspected(daemon, name)["Id"]
        second = build(daemon, name, session=session_id)
        assert inspected(daemon, name)["Id"] == second != first
        assert read_image(daemon, first, session_id) is None
        assert remove_stand_in(daemon, name)
        assert not remove_stand_in(daemon, name)
        assert read_image(daemon, name, session_id) is None


def test_another_tutor_may_be_quicker(
    daemon: docker.APIClient, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An image that vanishes between the look and the removal is gone, which is all that was wanted: no complaint."""
    remove = daemon.remove_image
    for name in built(daemon, session_id, wants_mysql=False):
        with monkeypatch.context() as patch:
            patch.setattr(daemon, "remove_image", lambda image: (remove(image), remove(image)))
            second = build(daemon, name, session=session_id)
            assert inspected(daemon, name)["Id"] == second
            assert not remove_stand_in(daemon, name)
        assert read_image(daemon, name, session_id) is None


# Reading images


def test_the_stand_in_is_known(daemon: docker.APIClient, ghost_image: str, session_id: str) -> None:
    """The stand-in is told from an official image by its label, and boots alone."""
    facts = read_image(daemon, ghost_image, session_id)
    assert facts is not None
    assert (facts.kind, facts.variant) == (ImageKind.STAND_IN, Variant.PLAIN)
    assert facts.id == inspected(daemon, ghost_image)["Id"]
    assert facts.references == (ghost_image,)
    assert facts.command == ("node", "current/index.js")
    assert facts.entrypoint == ("docker-entrypoint.sh",)
    assert (facts.exposed, facts.working_dir, facts.version) == ((SITE,), "/var/lib/ghost", "5.130.0-stand-in")
    assert facts.size > 0


def test_the_variant_is_read_from_its_configuration(
    daemon: docker.APIClient, mysql_ghost_image: str, session_id: str
) -> None:
    """The image without a database in its configuration wants MySQL, though its version is the plain one's."""
    facts = read_image(daemon, mysql_ghost_image, session_id)
    assert facts is not None
    assert facts.variant is Variant.WANTS_MYSQL


def test_an_image_that_is_no_ghost_is_plain(daemon: docker.APIClient, busybox_image: str, session_id: str) -> None:
    """An image without Ghost's files is read as it is, as a plain one."""
    facts = read_image(daemon, busybox_image, session_id)
    assert facts is not None
    assert (facts.kind, facts.variant, facts.version) == (ImageKind.OFFICIAL, Variant.PLAIN, "")
    assert facts.command == ("sh",)


@pytest.mark.parametrize("name", ["docker-tutor-test-nowhere", "Not A Name"])
def test_no_such_image(daemon: docker.APIClient, session_id: str, name: str) -> None:
    """A name without an image, even one that no image could have, is None."""
    assert read_image(daemon, name, session_id) is None


def test_a_container_of_the_name_is_not_looked_at(
    daemon: docker.APIClient, ghost_image: str, busybox_image: str, session_id: str
) -> None:
    """Where a container bears the image's name, the image is still what is read."""
    name = f"docker-tutor-test-{secrets.token_hex(6)}"
    daemon.tag(ghost_image, name)
    container = daemon.create_container(busybox_image, name=name, labels={LABEL: session_id})["Id"]
    try:
        facts = read_image(daemon, name, session_id)
        assert facts is not None
        assert facts.id == inspected(daemon, ghost_image)["Id"]
    finally:
        daemon.remove_container(container, force=True, v=True)
        daemon.remove_image(name)


def test_reading_leaves_nothing_behind(daemon: docker.APIClient, ghost_image: str) -> None:
    """The container that an image is read through is gone afterwards, with the volume it made."""
    session = f"test-{secrets.token_hex(6)}"
    with files_of(daemon, ghost_image, session) as files:
        volume = daemon.inspect_container(files.container)["Mounts"][0]["Name"]
        assert daemon.inspect_container(files.container)["State"]["Status"] == "created"
        assert daemon.inspect_container(files.container)["Config"]["Labels"][LABEL] == session
    assert not daemon.containers(all=True, filters={"label": f"{LABEL}={session}"})
    assert volume not in {one["Name"] for one in daemon.volumes()["Volumes"] or ()}


def test_files_behind_links_and_missing_ones(daemon: docker.APIClient, ghost_image: str, session_id: str) -> None:
    """A link is followed, relative or absolute; a missing file and a folder are None."""
    with files_of(daemon, ghost_image, session_id) as files:
        linked = files.read("/var/lib/ghost/config.development.json")
        assert linked is not None
        assert linked == files.read("/var/lib/ghost/config.production.json")
        assert files.read("/bin/sh") == files.read("/bin/busybox")
        assert files.read("/var/lib/ghost/current/package.json") is not None
        assert files.read("/no/such/file") is None
        assert files.read("/etc") is None


# Finding a busybox


def tag_as_busybox(daemon: docker.APIClient, program: bytes, libraries: dict[str, bytes], links: dict[str, str]) -> str:
    """An image whose repository ends in `busybox`, with this program at its place."""
    content = BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for path, data in {busybox_search.PLACE: program, **libraries}.items():
            member = tarfile.TarInfo(path.lstrip("/"))
            member.size = len(data)
            archive.addfile(member, BytesIO(data))
        for path, target in links.items():
            member = tarfile.TarInfo(path.lstrip("/"))
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    name = f"docker-tutor-test-{secrets.token_hex(6)}/busybox"
    daemon.import_image_from_data(content.getvalue(), name, tag="latest")
    return name


def elf_here() -> tuple[bytes, str]:
    """A program of this machine's that needs a loader, and that loader's path: the Python running this, or its sh."""
    for path in (sys.executable, "/bin/sh"):
        content = Path(path).read_bytes()
        program = read_program(content)
        if program and program.loader:
            return content, program.loader
    pytest.fail("neither Python nor sh is dynamically linked on this machine")


def test_busybox_comes_out_of_an_image_with_its_libraries(daemon: docker.APIClient, session_id: str) -> None:
    """A dynamic busybox in an image brings its loader and the libraries of /lib, each link as a file of its own."""
    program, loader = elf_here()
    libraries = {loader: b"loader", "/lib/libreal.so.1": b"library", "/lib/notes.txt": b"no library"}
    name = tag_as_busybox(daemon, program, libraries, {"/lib/libname.so": "libreal.so.1"})
    try:
        image = inspected(daemon, name)["Id"]
        found = busybox_search.in_image(daemon, image, session_id, str(daemon.version()["Arch"]))
    finally:
        remove_image(daemon, name)
    assert found is not None
    assert found.program == program
    wanted = {loader: b"loader", "/lib/libreal.so.1": b"library", "/lib/libname.so": b"library"}
    assert dict(found.libraries) == wanted


def test_a_busybox_for_another_processor_is_passed_over(
    daemon: docker.APIClient, busybox_image: str, session_id: str
) -> None:
    """An image's busybox that the daemon's machine could not run is not taken."""
    assert busybox_search.in_image(daemon, busybox_image, session_id, "s390x-or-so") is None


def test_the_stand_in_is_made_of_what_was_found(daemon: docker.APIClient, session_id: str) -> None:
    """What is found is a program for the daemon's own kind of processor."""
    program = read_program(busybox_search.find_busybox(daemon, session_id).program)
    assert program is not None
    assert program.architecture == daemon.version()["Arch"]


# Pulling


def test_a_failed_pull_says_dockers_words(daemon: docker.APIClient) -> None:
    """An image that cannot be pulled is an error that names it and quotes Docker."""
    name = "127.0.0.1:1/docker-tutor-test-nowhere:latest"
    seen: list[Any] = []
    with pytest.raises(TutorError, match=r"127\.0\.0\.1:1/docker-tutor-test-nowhere.*(refused|connect)"):
        pull_official(daemon, name, lambda *progress: seen.append(progress))
