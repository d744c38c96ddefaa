"""What an image is, what the stand-in is made of, and a pull, all without a daemon."""

from __future__ import annotations

import json
import socket
import struct
import tarfile
import tempfile
import threading
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import docker
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.facts import ImageFacts, ImageKind, Variant
from tutor.engine.busybox import Busybox
from tutor.engine.elf import Program, read_program
from tutor.engine.image import facts_of, pull_official, variant_of
from tutor.engine.stand_in import INSTALL, build_tar
from tutor.errors import NoDaemonError, TutorError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10  # seconds until a condition must hold
SQLITE = b'{"database": {"client": "sqlite3"}}'
NEW, OLD = {"GHOST_VERSION": "5.9.0"}, {"GHOST_VERSION": "5.8.3"}


# Which image it is


@pytest.mark.parametrize(
    ("configuration", "environment", "variant"),
    [
        (None, NEW, Variant.PLAIN),
        (SQLITE, NEW, Variant.PLAIN),
        (b'{"url": "http://localhost:2368"}', NEW, Variant.WANTS_MYSQL),
        (b"{}", OLD, Variant.PLAIN),
        (b"{}", {"GHOST_VERSION": "4.48.9"}, Variant.PLAIN),
        (b"{}", {"GHOST_VERSION": "6.0.0-rc.1"}, Variant.WANTS_MYSQL),
        (b"{}", {}, Variant.WANTS_MYSQL),
        (b"{}", NEW | {"NODE_ENV": "production"}, Variant.WANTS_MYSQL),
        (b"{}", NEW | {"NODE_ENV": "development"}, Variant.PLAIN),
        (b'{"database": {"client": "mysql"}}', NEW, Variant.WANTS_MYSQL),
        (b'{"database": {"client": "mysql2"}}', OLD, Variant.WANTS_MYSQL),
        (b"not a configuration", NEW, Variant.PLAIN),
        (b"[]", NEW, Variant.PLAIN),
        (b"\xff\xfe", NEW, Variant.PLAIN),
    ],
)
def test_the_variant_follows_the_configuration(
    configuration: bytes | None, environment: dict[str, str], variant: Variant
) -> None:
    """sqlite3 boots alone; no database wants MySQL from 5.9 on in production; what is no Ghost is plain."""
    assert variant_of(configuration, environment) is variant


def test_facts_are_what_the_daemon_says() -> None:
    """Every fact is the one in the daemon's answer, and a foreign label makes no stand-in."""
    image = {
        "Id": "sha256:123",
        "RepoTags": ["ghost:latest", "ghost:5"],
        "Size": 99,
        "Config": {
            "Cmd": ["node", "index.js"],
            "Entrypoint": ["enter"],
            "ExposedPorts": {"99/udp": {}, "2368/tcp": {}},
            "WorkingDir": "/home/ghost",
            "Env": ["GHOST_VERSION=6.1.0", "ODD", "A=B=C"],
            "Labels": {"docker-tutor.stand-in": "no"},
        },
    }
    assert facts_of("ghost", image, Variant.PLAIN) == ImageFacts(
        name="ghost",
        id="sha256:123",
        kind=ImageKind.OFFICIAL,
        variant=Variant.PLAIN,
        command=("node", "index.js"),
        entrypoint=("enter",),
        exposed=("2368/tcp", "99/udp"),
        working_dir="/home/ghost",
        version="6.1.0",
        references=("ghost:latest", "ghost:5"),
        size=99,
    )


def test_an_image_may_leave_everything_out() -> None:
    """Where the daemon says null, as for an image from scratch, the fact is empty."""
    image = {"Id": "sha256:1", "RepoTags": None, "Config": {"Cmd": None, "Env": None, "Labels": None}}
    assert facts_of("x", image, Variant.PLAIN) == ImageFacts(name="x", id="sha256:1", kind=ImageKind.OFFICIAL)
    assert facts_of("x", {"Id": "sha256:1", "Config": None}, Variant.PLAIN).command == ()


# The program it is made of


def elf(machine: int, loader: bytes, *, bits: int = 64, order: str = "<") -> bytes:
    """An ELF file with a first program header that says nothing and, if there is a `loader`, one that names it."""
    word = "Q" if bits == 64 else "I"
    entry = "IIQQQQQQ" if bits == 64 else "IIIIIIII"
    header_size = 16 + struct.calcsize(f"{order}HHI{word * 3}IHHHHHH")
    entry_size = struct.calcsize(order + entry)
    place = header_size + 2 * entry_size
    start, size = place, len(loader) + 1
    fields = (3, 0, start, 0, 0, size, size, 1) if bits == 64 else (3, start, 0, 0, size, size, 0, 1)
    empty = (1, 0, 0, 0, 0, 0, 0, 0)
    identity = b"\x7fELF" + bytes([bits // 32, 1 if order == "<" else 2, 1]) + bytes(9)
    numbers = (2, machine, 1, 0, header_size, 0, 0, header_size, entry_size, 2, 0, 0, 0)
    header = struct.pack(f"{order}HHI{word * 3}IHHHHHH", *numbers)
    second = fields if loader else empty
    return identity + header + struct.pack(order + entry, *empty) + struct.pack(order + entry, *second) + loader + b"\0"


@pytest.mark.parametrize(
    ("content", "program"),
    [
        (elf(62, b""), Program("amd64", "")),
        (elf(183, b"/lib/ld-musl-aarch64.so.1"), Program("arm64", "/lib/ld-musl-aarch64.so.1")),
        (elf(40, b"/lib/ld.so", bits=32), Program("arm", "/lib/ld.so")),
        (elf(22, b"/lib/ld64.so.1", order=">"), Program("s390x", "/lib/ld64.so.1")),
        (elf(9999, b""), Program("", "")),
        (b"#!/bin/sh\n", None),
        (b"", None),
        (b"\x7fELF", None),
        (elf(62, b"")[:70], None),
        (b"\x7fELF\x09\x09" + bytes(100), None),
    ],
)
def test_a_program_says_for_which_machine_it_is(content: bytes, program: Program | None) -> None:
    """Processor and loader are read from 32-bit and 64-bit files of both byte orders; what is no such file is None."""
    assert read_program(content) == program


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_a_program(tail: bytes) -> None:
    """Whatever follows the mark of an executable, an answer comes."""
    assert isinstance(read_program(b"\x7fELF" + tail), Program | None)


# The stand-in


def members(content: bytes) -> dict[str, tarfile.TarInfo]:
    """The members of a tar by their names, each name once."""
    with tarfile.open(fileobj=BytesIO(content)) as archive:
        found = archive.getmembers()
    assert len({member.name for member in found}) == len(found)
    return {member.name: member for member in found}


def configuration(content: bytes) -> dict[str, object]:
    """What config.production.json says in this tar."""
    with tarfile.open(fileobj=BytesIO(content)) as archive:
        data = archive.extractfile(f"{INSTALL}/config.production.json".lstrip("/"))
        assert data is not None
        settings: dict[str, object] = json.load(data)
    return settings


def test_equal_stand_ins_are_equal_byte_for_byte() -> None:
    """Nothing of the moment or the machine gets into the tar; the busybox does."""
    assert build_tar(Busybox(b"program")) == build_tar(Busybox(b"program"))
    assert build_tar(Busybox(b"program")) != build_tar(Busybox(b"another"))


def test_the_stand_in_can_be_unpacked_in_order() -> None:
    """Every folder comes before what is in it, and only scripts and programs may be run."""
    found = members(build_tar(Busybox(b"\x7fELF")))
    names = list(found)
    for place, name in enumerate(names):
        folder = name.rpartition("/")[0]
        assert not folder or names.index(folder) < place
    may_run = {name for name, member in found.items() if member.isreg() and member.mode & 0o111}
    site = "var/lib/ghost/versions/5.130.0-stand-in/site/cgi-bin/index.cgi"
    assert may_run == {"bin/busybox", "usr/local/bin/docker-entrypoint.sh", "usr/local/bin/node", site}


def test_the_links_of_the_stand_in_lead_somewhere() -> None:
    """`sh`, `current` and `config.development.json` are links to what is in the image."""
    found = members(build_tar(Busybox(b"program")))
    assert found["bin/sh"].linkname == "/bin/busybox"
    assert found["var/lib/ghost/current"].linkname.lstrip("/") in found
    assert found["var/lib/ghost/config.development.json"].linkname == "config.production.json"
    assert found["var/lib/ghost/content"].mode == 0o1777


def test_libraries_come_along() -> None:
    """The files that a dynamic busybox needs stand where it looks for them."""
    found = members(build_tar(Busybox(b"program", (("/lib64/ld.so", b"loader"),))))
    assert found["lib64/ld.so"].size == len(b"loader")


def test_the_variants_differ_in_the_database_alone() -> None:
    """The plain one has sqlite3 in its configuration; the other has no database there and all else alike."""
    plain, other = configuration(build_tar(Busybox(b""))), configuration(build_tar(Busybox(b""), wants_mysql=True))
    assert variant_of(json.dumps(plain).encode(), NEW) is Variant.PLAIN
    assert variant_of(json.dumps(other).encode(), NEW) is Variant.WANTS_MYSQL
    assert {key: value for key, value in plain.items() if key != "database"} == other


# Pulling, from a daemon that is played here


class PlayedDaemon:
    """Answers one request with a chunked stream of JSON lines; `left` is set once the client has gone."""

    def __init__(self, folder: str, lines: list[dict[str, object]], *, ends: bool) -> None:
        self.left = threading.Event()
        self.url = f"unix://{folder}/d.sock"
        self._chunks = [json.dumps(line).encode() + b"\r\n" for line in lines]
        self._ends = ends
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(f"{folder}/d.sock")
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for chunk in self._chunks:
                connection.sendall(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            if self._ends:
                connection.sendall(b"0\r\n\r\n")
            elif self._chunks:
                self._await_goodbye(connection)

    def _await_goodbye(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        try:
            gone = connection.recv(1) == b""
        except OSError:
            return
        if gone:
            self.left.set()

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()
        self._thread.join(PATIENCE)


@contextmanager
def played(*lines: dict[str, object], ends: bool = True) -> Iterator[tuple[PlayedDaemon, docker.APIClient]]:
    """A played daemon and a client of it."""
    with tempfile.TemporaryDirectory() as folder:
        daemon = PlayedDaemon(folder, list(lines), ends=ends)
        client = docker.APIClient(base_url=daemon.url, version="1.41", timeout=PATIENCE)
        yield daemon, client
        client.close()
        daemon.close()


def layer(name: str, status: str, here: int = 0, total: int = 0) -> dict[str, object]:
    """A line of a pull about one layer."""
    return {"id": name, "status": status, "progressDetail": {"current": here, "total": total} if total else {}}


def test_progress_sums_the_layers() -> None:
    """The bytes told are those of all layers that have begun; other work on a layer takes none away."""
    lines: list[dict[str, object]] = [
        {"status": "Pulling from library/ghost", "id": "latest"},
        layer("a", "Downloading", 10, 100),
        layer("b", "Downloading", 5, 50),
        layer("a", "Downloading", 100, 100),
        layer("a", "Extracting", 3, 100),
        {"status": "Status: Downloaded newer image for ghost:latest"},
    ]
    seen: list[tuple[str, int, int]] = []
    with played(*lines) as (_, client):
        pull_official(client, "ghost", lambda *progress: seen.append(progress))
    sums = [(here, total) for _, here, total in seen]
    assert sums == [(0, 0), (10, 100), (15, 150), (105, 150), (105, 150), (105, 150)]
    assert seen[4][0] == "Extracting"


def test_an_error_in_the_stream_is_told_in_dockers_words() -> None:
    """A pull that fails half-way names the image, quotes Docker and says what to do."""
    error: dict[str, object] = {"error": "unexpected EOF", "errorDetail": {"message": "unexpected EOF"}}
    with (
        played(layer("a", "Downloading", 1, 2), error) as (_, client),
        pytest.raises(TutorError, match=r"ghost: unexpected EOF") as caught,
    ):
        pull_official(client, "ghost", lambda *_: None)
    assert "goes on" in caught.value.hint


def test_a_ctrl_c_closes_the_connection() -> None:
    """Interrupted in the middle, the pull leaves the daemon, which stops with it, though the client lives on."""

    def interrupt(_status: str, _here: int, _total: int) -> None:
        raise KeyboardInterrupt

    with played(layer("a", "Downloading", 1, 2), ends=False) as (daemon, client):
        with pytest.raises(KeyboardInterrupt):
            pull_official(client, "ghost", interrupt)
        assert daemon.left.wait(PATIENCE)


def test_a_daemon_that_breaks_off_is_no_success() -> None:
    """A stream that stops before its end is an error, not a finished pull."""
    with played(ends=False) as (_, client), pytest.raises(NoDaemonError, match="pull ghost"):
        pull_official(client, "ghost", lambda *_: None)
