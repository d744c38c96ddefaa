"""The wheel, installed where nothing else is: the command is there, the lessons are in it, and a lesson starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tutor.version import __version__

ROOT = Path(__file__).resolve().parents[2]
LESSON = "altering-container-processes"
INSTALLING = 300  # seconds that a download may take
NOT_COMPLETE = 3  # the exit code of a scripted lesson that was left before its end


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree as a release would be."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, timeout=INSTALLING)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`docker-tutor` as installed from the wheel into an environment of its own."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    install = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, timeout=INSTALLING)
    return folder / "bin" / "docker-tutor"


def run(command: Path, *words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    """Run the installed command away from the checkout, with `lines` piped in."""
    here = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(
        [str(command), *words],
        input=lines,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=command.parent,
        env=here,
    )


def test_the_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    """Lessons, the files of the stand-in image and the mark of a typed package are in it; tests are not."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    image = {f"tutor/{path.relative_to(ROOT)}" for path in (ROOT / "lessons" / "images").rglob("*") if path.is_file()}
    assert image
    cards = {f"tutor/{path.relative_to(ROOT)}" for path in (ROOT / "lessons" / "concepts").glob("*.md")}
    assert len(cards) >= 25
    shelf = (ROOT / "lessons" / "recordings").rglob("*")
    recordings = {f"tutor/{path.relative_to(ROOT)}" for path in shelf if path.is_file()}
    assert recordings
    assert names >= image | cards | recordings | {f"tutor/lessons/{LESSON}.md", "tutor/py.typed"}
    assert not [name for name in names if not name.startswith(("tutor/", "docker_tutor-"))]


@pytest.mark.timeout(2 * INSTALLING)
def test_the_installed_command_tells_its_version(command: Path) -> None:
    """`docker-tutor --version` and `python -m tutor --version` say the same: the version of this tree."""
    assert __version__ in run(command, "--version").stdout
    module = run(command.with_name("python"), "-m", "tutor", "--version")
    assert module.stdout == run(command, "--version").stdout


@pytest.mark.usefixtures("home")
def test_the_installed_command_finds_its_lessons(command: Path) -> None:
    """`lessons --json` lists the lesson that came in the wheel."""
    listed = run(command, "lessons", "--json")
    assert listed.returncode == 0, listed.stderr
    assert LESSON in json.dumps(json.loads(listed.stdout))


@pytest.mark.timeout(200)
@pytest.mark.usefixtures("home", "daemon")
def test_a_lesson_starts_from_the_wheel(command: Path) -> None:
    """A scripted start that quits at once says where it is, and ends with the code for a lesson not complete."""
    started = run(command, "start", LESSON, "--image", "stand-in", lines="@ quit\n")
    assert started.returncode == NOT_COMPLETE, started.stdout + started.stderr
    assert "Altering Container Processes" in started.stdout
