"""Through the wire a command prints and returns just what it does without."""

from __future__ import annotations

import os
import re
import secrets
import select
import shlex
import subprocess
import tarfile
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import ptyprocess  # type: ignore[import-untyped]  # it has no stubs
import pyte
import pytest

from tests.live.like_bare_cases import CHANGING, FOR_EACH_CLI, IN_A_TERMINAL, READING, Case
from tutor.engine.endpoint import resolve
from tutor.engine.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

PATIENCE = 60  # seconds
MASKS = (
    (rb"[0-9a-f]{64}", b"<id>"),
    (rb"\b[0-9a-f]{12}\b", b"<id>"),
    (rb"\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)", b"<time>"),
    (rb"((Less than a|About a|About an|\d+) (second|minute|hour)s?|Up \d+ \w+)( ago)?", b"<ago>"),
    (rb"[a-z]+_[a-z]+\b", b"<name>"),
    (rb"/dev/pts/\d", b"<terminal>"),  # the number of one that has just ended may still be taken
)


def clis() -> list[Path]:
    """Every docker program on the PATH, the first first."""
    found = (Path(folder) / "docker" for folder in os.environ["PATH"].split(os.pathsep))
    programs = {path.resolve(): None for path in found if os.access(path, os.X_OK)}
    return list(programs)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the placeholders of a case stand for."""

    image: str
    up: str
    ended: str
    label: str
    folder: str
    cli: Path
    n: str = ""

    def words(self, line: str) -> list[str]:
        """The argument vector of a case's line."""
        for name in ("image", "up", "ended", "label", "folder", "n"):
            line = line.replace(f"{{{name}}}", getattr(self, name))
        return [str(self.cli), *shlex.split(line)[1:]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command printed, masked, and returned."""

    code: int | None
    out: bytes
    err: bytes = b""


def bare_environment() -> dict[str, str]:
    """Ours, with the builder that both CLIs have."""
    return {**os.environ, "DOCKER_BUILDKIT": "0"}


def call(scene: Scene, line: str, environ: dict[str, str], stdin: bytes = b"") -> Result:
    """Run it to its end, without a terminal."""
    done = subprocess.run(
        scene.words(line), env=environ, input=stdin, capture_output=True, timeout=PATIENCE, check=False
    )
    return Result(done.returncode, masked(done.stdout, scene), masked(done.stderr, scene))


def masked(words: bytes, scene: Scene) -> bytes:
    """Without what differs from run to run. A binary stream stays as it is."""
    if b"\x00" in words:
        return words
    words = words.replace(scene.n.encode(), b"<n>") if scene.n else words
    for pattern, mask in MASKS:
        words = re.sub(pattern, mask, words)
    return words


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory, session_id: str) -> Iterator[Wire]:
    """A wire to the daemon that the tests' own docker uses."""
    endpoint = resolve(os.environ, clis()[0])
    with Wire(endpoint, session_id, tmp_path_factory.mktemp("wire")) as wire:
        yield wire


@pytest.fixture(scope="module")
def scene(
    daemon: docker.APIClient, busybox_image: str, session_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """A running and an ended container of ours, and files to copy and build from."""
    mark = secrets.token_hex(4)
    folder = files(tmp_path_factory.mktemp("files"), busybox_image)
    label = f"docker-tutor.session={session_id}"
    scene = Scene(busybox_image, f"dt-{mark}-up", f"dt-{mark}-ended", label, str(folder), clis()[0], f"dt-{mark}")
    call(scene, "docker run -d --label {label} --name {up} {image} sleep 1000", bare_environment())
    call(
        scene, "docker run --label {label} --name {ended} {image} sh -c 'echo a >/made; cat /made'", bare_environment()
    )
    yield scene
    remove_all(daemon, f"dt-{mark}")


def files(folder: Path, image: str) -> Path:
    """A file, a tar file, a folder that builds and one that does not."""
    (folder / "given.txt").write_text("given\n")
    for name, step in (("context", "echo built"), ("broken", "exit 9")):
        (folder / name).mkdir()
        (folder / name / "Dockerfile").write_text(f"FROM {image}\nRUN {step}\nCMD echo done\n")
    with tarfile.open(folder / "small.tar", "w") as archive:
        member = tarfile.TarInfo("hello")
        member.size = 2
        archive.addfile(member, BytesIO(b"hi"))
    return folder


def remove_all(daemon: docker.APIClient, prefix: str) -> None:
    """Remove everything that these tests named."""
    for container in daemon.containers(all=True, filters={"name": prefix}):
        daemon.remove_container(container["Id"], force=True, v=True)
    for tag in [tag for image in daemon.images() for tag in image["RepoTags"] or () if tag.startswith(prefix)]:
        daemon.remove_image(tag, force=True)
    for volume in daemon.volumes(filters={"name": prefix})["Volumes"] or ():
        daemon.remove_volume(volume["Name"])
    for network in daemon.networks(names=[prefix]):
        daemon.remove_network(network["Id"])


def both(scene: Scene, wire: Wire, case: Case) -> tuple[Result, Result]:
    """The case bare, then through the wire, each with names of its own."""
    results = []
    for letter in "bw":
        own = replace(scene, n=f"{scene.n}-{letter}{secrets.token_hex(3)}")
        for line in case.before:
            assert call(own, line, bare_environment()).code == 0
        with wire.open() as line_:
            environ = bare_environment() if letter == "b" else line_.environment(bare_environment())
            results.append(call(own, case.line, environ, case.stdin))
            assert line_.refused() == ()
            assert not line_.daemon_lost
    return results[0], results[1]


@pytest.mark.parametrize("line", READING)
def test_what_reads_is_the_same(scene: Scene, wire: Wire, line: str) -> None:
    """Output, errors and exit code of a command that changes nothing."""
    bare, wired = both(scene, wire, Case(line))
    assert wired == bare


@pytest.mark.parametrize("case", CHANGING, ids=lambda case: case.line)
def test_what_changes_is_the_same(scene: Scene, wire: Wire, case: Case) -> None:
    """Output, errors and exit code of a command that makes or changes something of its own."""
    bare, wired = both(scene, wire, case)
    assert wired == bare


@pytest.mark.parametrize("cli", clis(), ids=str)
@pytest.mark.parametrize("line", FOR_EACH_CLI)
def test_it_is_the_same_for_every_cli(scene: Scene, wire: Wire, cli: Path, line: str) -> None:
    """An old and a new docker program speak a little differently."""
    bare, wired = both(replace(scene, cli=cli), wire, Case(line, stdin=b"in\n"))
    assert wired == bare


@pytest.mark.parametrize(("line", "keys"), IN_A_TERMINAL)
def test_it_is_the_same_in_a_terminal(
    scene: Scene, wire: Wire, line: str, keys: tuple[tuple[bytes, bytes], ...]
) -> None:
    """What is typed and what is shown, prompt and echo included, and the exit code."""
    with wire.open() as line_:
        bare = type_in(scene, line, keys, bare_environment())
        wired = type_in(scene, line, keys, line_.environment(bare_environment()))
        assert wired == bare
        assert any(call.status == 101 for call in line_.calls())


def type_in(scene: Scene, line: str, keys: tuple[tuple[bytes, bytes], ...], environ: dict[str, str]) -> Result:
    """Type each key once what was shown since the last one fits its pattern; what the screen shows in the end.

    The screen, not the bytes: a shell draws its prompt anew when the window's size reaches it, sooner or later.
    """
    child = ptyprocess.PtyProcess.spawn(scene.words(line), env=environ, dimensions=(24, 80))
    screen = pyte.ByteStream(pyte.Screen(80, 24))
    for pattern, key in keys:
        screen.feed(until(child, pattern))
        child.write(key)
    with suppress(EOFError):
        while True:
            screen.feed(child.read(4096))
    assert isinstance(screen.listener, pyte.Screen)
    return Result(child.wait(), masked("\n".join(screen.listener.display).encode(), scene))


def until(child: ptyprocess.PtyProcess, pattern: bytes) -> bytes:
    """What comes until all of it fits the pattern."""
    shown = b""
    while not re.search(pattern, shown, re.DOTALL):
        assert select.select([child.fd], [], [], PATIENCE)[0], f"{pattern!r} never came, but {shown!r}"
        shown += child.read(4096)
    return shown


def test_fifty_megabytes_pass_unchanged(scene: Scene, wire: Wire) -> None:
    """A container's output of that size has the same checksum on both sides, whatever it is."""
    script = "dd if=/dev/urandom of=/tmp/x bs=1048576 count=50 2>/dev/null; md5sum </tmp/x >&2; cat /tmp/x"
    with wire.open() as line:
        words = scene.words(f"docker run --rm --tmpfs /tmp {{image}} sh -c '{script}'")
        with subprocess.Popen(
            words, env=line.environment(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as child:
            found = subprocess.run(["md5sum"], stdin=child.stdout, capture_output=True, check=True).stdout
            told = child.communicate(timeout=PATIENCE)[1]
    assert found.split()[0] == told.split()[0]
    assert child.returncode == 0
