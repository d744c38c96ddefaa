"""Disk, image, port, terminal, locale and progress: what a lesson needs beside a daemon."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys
import termios
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.doctor.conftest import Doctor, commands, findings_of, run_apart, sentence
from tests.doctor.made_engine import ANSWERS, MadeEngine
from tutor.core.facts import ImageFacts, ImageKind, Variant
from tutor.core.findings import Health, Kind, is_live
from tutor.core.machine import Family
from tutor.doctor.looks_around import about_locale, about_terminal
from tutor.doctor.looks_engine import about_disk, about_free_port, known_image
from tutor.doctor.machine import machine_here

if TYPE_CHECKING:
    from pathlib import Path

NO_DAEMON = 4


def test_a_lesson_can_run(doctor: Doctor, tmp_path: Path) -> None:
    """With an engine that answers nothing is bad, and what is not here can be fetched."""
    with MadeEngine(tmp_path / "d.sock") as engine:
        found = doctor.look(DOCKER_HOST=engine.url)
    assert is_live(found.values()), found
    assert set(found) == set(Kind)


@pytest.mark.parametrize(
    ("size", "health", "words"),
    [
        ("8m", Health.BAD, "No container can be made there."),
        ("300m", Health.REMARK, "enough for the small stand-in"),
    ],
)
def test_a_full_disk(tmp_path: Path, size: str, health: Health, words: str) -> None:
    """Where images live, a disk that takes nothing is bad, and one that takes the stand-in only is worth a word."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with MadeEngine(tmp_path / "d.sock", {"/info": {**ANSWERS["/info"], "DockerRootDir": str(disk)}}) as engine:
        mount = f"mount -t tmpfs -o size={size} tmpfs {disk}\n"
        done = run_apart(f'{mount}"$@"', "doctor", "--json", DOCKER_HOST=engine.url)
    found = findings_of(done)["disk"]
    assert (found["state"], done.returncode) == (health.value, NO_DAEMON if health is Health.BAD else 0), done.stdout
    assert words in found["sentence"]
    assert found["cures"][0]["commands"] == ["docker system df"]


def test_a_full_disk_under_the_progress(tmp_path: Path) -> None:
    """Progress that cannot be written is said with the system's reason; a lesson can run all the same."""
    disk = tmp_path / "disk"
    disk.mkdir()
    fill_up = f"mount -t tmpfs -o size=64k tmpfs {disk}\ncat /dev/zero >{disk}/full 2>/dev/null || true\n"
    with MadeEngine(tmp_path / "d.sock") as engine:
        variables = {"DOCKER_HOST": engine.url, "DOCKER_TUTOR_DATA": str(disk)}
        done = run_apart(f'{fill_up}"$@"', "doctor", "--json", **variables)
    assert done.returncode == 0, done.stdout
    found = findings_of(done)["store"]
    assert found["state"] == "remark"
    assert "no space left on device" in found["sentence"]


def test_progress_in_a_place_that_is_none(doctor: Doctor, tmp_path: Path) -> None:
    """A file where a folder should be, and a file that is a folder, are named; nothing is left behind by looking."""
    (tmp_path / "file").write_text("")
    found = doctor.look(DOCKER_TUTOR_DATA=f"{tmp_path}/file/folder")[Kind.STORE]
    assert found.health is Health.REMARK
    assert "not a directory" in sentence(found)
    before = sorted(tmp_path.rglob("*"))
    assert doctor.look(DOCKER_TUTOR_DATA=f"{tmp_path}/new")[Kind.STORE].health is Health.GOOD
    assert sorted(tmp_path.rglob("*")) == before


def test_a_disk_of_another_machine(tmp_path: Path) -> None:
    """What is not on this machine is not judged by a folder of the same name here."""
    assert about_disk(str(tmp_path), is_here=False).health is Health.GOOD
    assert "not on this machine" in sentence(about_disk(str(tmp_path), is_here=False))
    assert "not on this machine" in sentence(about_disk(str(tmp_path / "none")))


def test_an_image_that_can_neither_be_made_nor_fetched(doctor: Doctor, tmp_path: Path) -> None:
    """No image, no busybox, no registry: that is bad. With a registry in reach the lesson can fetch it."""
    with MadeEngine(tmp_path / "off.sock", {"/distribution/busybox/json": None}) as engine:
        found = doctor.look(DOCKER_HOST=engine.url)
    assert found[Kind.IMAGE].health is Health.BAD
    assert found[Kind.IMAGE].cures
    assert not is_live(found.values())
    with MadeEngine(tmp_path / "on.sock") as engine:
        assert doctor.look(DOCKER_HOST=engine.url)[Kind.IMAGE].health is Health.REMARK


@pytest.mark.parametrize(
    ("kind", "variant", "words"),
    [
        (ImageKind.OFFICIAL, Variant.PLAIN, "The image ghost is here and boots alone."),
        (ImageKind.OFFICIAL, Variant.WANTS_MYSQL, "It wants a MySQL beside it"),
        (ImageKind.STAND_IN, Variant.PLAIN, "the small stand-in"),
    ],
)
def test_an_image_that_is_here(kind: ImageKind, variant: Variant, words: str) -> None:
    """What it is, and whether it boots alone."""
    found = known_image(ImageFacts(name="ghost", id="", kind=kind, variant=variant))
    assert found.health is Health.GOOD
    assert words in sentence(found)


def test_a_busy_port() -> None:
    """A port that somebody listens on is taken, and the one that the lesson takes instead is named."""
    with ExitStack() as stack:
        holder = stack.enter_context(socket.socket())
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        found = about_free_port(port)
        assert found.health is Health.REMARK
        assert f"Port {port} is taken by another program. The lesson takes " in sentence(found)
    assert sentence(about_free_port(port)) == f"Port {port} is free."


def test_the_container_that_holds_the_port(doctor: Doctor, tmp_path: Path) -> None:
    """Of a container the name is known."""
    containers = [{"Names": ["/blog"], "Ports": [{"PrivatePort": 80, "PublicPort": 8989, "Type": "tcp"}]}]
    with MadeEngine(tmp_path / "d.sock", {"/containers/json": containers}) as engine:
        found = doctor.look(DOCKER_HOST=engine.url)[Kind.PORT]
    assert "Port 8989 is taken by the container blog." in sentence(found)


@pytest.mark.parametrize(
    ("size", "term", "health", "words"),
    [
        ((24, 80), "xterm", Health.GOOD, "80 columns and 24 lines, colours, all signs"),
        ((24, 80), "dumb", Health.GOOD, "no colours"),
        ((8, 30), "xterm", Health.REMARK, "It is small"),
        ((0, 0), "xterm", Health.GOOD, "80 columns and 24 lines"),
    ],
)
def test_the_terminal(doctor: Doctor, size: tuple[int, int], term: str, health: Health, words: str) -> None:
    """Its size, and what it can show."""
    ours, its = os.openpty()
    with os.fdopen(ours, "rb"), os.fdopen(its, "w", encoding="utf-8") as stream:
        fcntl.ioctl(stream, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        environment = replace(doctor.environment, stdin=stream, stdout=stream, variables={"TERM": term})
        found = about_terminal(environment)
    assert found.health is health
    assert words in sentence(found)


def test_no_terminal(doctor: Doctor) -> None:
    """A script's input is no trouble, and said."""
    assert sentence(about_terminal(doctor.environment)).startswith("This is no terminal")


def test_the_locale(doctor: Doctor, tmp_path: Path) -> None:
    """One that is not installed, and one whose characters lack the signs, are told from a good one."""
    assert about_locale(doctor.environment).health is Health.GOOD
    missing = about_locale(replace(doctor.environment, variables={"LC_ALL": "xx_XX.nosuch"}))
    assert "The locale xx_XX.nosuch is not installed here" in sentence(missing)
    assert commands(missing) == ["export LC_ALL=C.UTF-8"]
    with (tmp_path / "ascii").open("w", encoding="ascii") as stream:
        narrow = about_locale(replace(doctor.environment, stdout=stream, variables={"LC_ALL": "C"}))
    assert "some signs are shown as letters" in sentence(narrow)


def test_windows_itself(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """No lesson runs there; WSL2 is named, and the command for it."""
    monkeypatch.setattr(sys, "platform", "win32")
    assert machine_here(doctor.environment.variables).family is Family.WINDOWS
    found = doctor.look()[Kind.SYSTEM]
    assert found.health is Health.BAD
    assert "WSL2" in sentence(found)
    assert commands(found) == ["wsl --install"]
