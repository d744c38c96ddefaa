"""`install-plugin` and `completion`: what they make, and what they leave alone."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from tutor.commands.joining import completion, install, own_program, plugin_path, suggestions, uninstall
from tutor.errors import TutorError, UsageError
from tutor.version import __version__

TELLS_VERSION = f"#!/bin/sh\necho docker-tutor {__version__}\n"
RUNS_PLUGIN = '#!/bin/sh\nexec "$DOCKER_CONFIG/cli-plugins/docker-tutor" "$@"\n'


class Place:
    """A user with a docker that runs whatever plugin is there, and a program to link to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = self.script("venv/bin/docker-tutor", TELLS_VERSION)
        docker = self.script("bin/docker", RUNS_PLUGIN)
        self.variables = {"DOCKER_CONFIG": str(folder / "config"), "PATH": f"{docker.parent}:/usr/bin:/bin"}
        self.link = plugin_path(self.variables)
        self.stream = io.StringIO()

    def script(self, name: str, text: str) -> Path:
        """A program."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    def put(self, target: Path) -> None:
        """A link is there already."""
        self.link.parent.mkdir(parents=True)
        self.link.symlink_to(target)

    def install(self) -> str:
        """Install; what was said."""
        install(Console(file=self.stream), self.variables, self.program)
        return self.stream.getvalue()

    def uninstall(self) -> str:
        """Uninstall; what was said."""
        uninstall(Console(file=self.stream), self.variables)
        return self.stream.getvalue()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A user without a plugin."""
    return Place(tmp_path)


def test_the_place_is_dockers_own() -> None:
    """The user's plugins lie below DOCKER_CONFIG, or below ~/.docker."""
    assert plugin_path({"DOCKER_CONFIG": "/c", "HOME": "/h"}) == Path("/c/cli-plugins/docker-tutor")
    assert plugin_path({"HOME": "/h", "DOCKER_CONFIG": ""}) == Path("/h/.docker/cli-plugins/docker-tutor")


def test_installing_makes_a_link_once(place: Place) -> None:
    """The folder and the link are made and said; a second time it is already there."""
    said = place.install()
    assert place.link.readlink() == place.program
    assert str(place.link) in said
    assert "Type: docker tutor" in said
    assert "leads here already" in place.install()


def test_an_older_link_of_ours_is_replaced_and_named(place: Place) -> None:
    """A link to a docker-tutor somewhere else, even one that is gone, gives way, and where it led is said."""
    place.put(Path("/gone/bin/docker-tutor"))
    assert "/gone/bin/docker-tutor" in place.install()
    assert place.link.readlink() == place.program


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_not_ours_stays(place: Place, kind: str) -> None:
    """Another's file or link at the place is neither overwritten nor removed, but named."""
    other = place.script("other/thing", "#!/bin/sh\n")
    if kind == "link":
        place.put(other)
    else:
        other = place.script("config/cli-plugins/docker-tutor", "theirs")
    for attempt in (place.install, place.uninstall):
        with pytest.raises(UsageError, match=str(place.link)):
            attempt()
    assert place.link.read_bytes() == other.read_bytes()


def test_uninstalling_removes_the_link_alone(place: Place) -> None:
    """The link goes, the program stays; with no link there is nothing to do."""
    place.install()
    assert "is removed" in place.uninstall()
    assert not place.link.is_symlink()
    assert place.program.exists()
    assert "nothing to remove" in place.uninstall()


def test_a_docker_that_does_not_take_it_is_quoted(place: Place) -> None:
    """Where docker runs no plugin, its own words are repeated."""
    place.script("bin/docker", "#!/bin/sh\necho no such command >&2\nexit 1\n")
    with pytest.raises(TutorError, match="no such command"):
        place.install()


def test_the_link_leads_past_itself(place: Place) -> None:
    """Started through the link, the program is the one behind it; started as a module, the script beside Python."""
    place.install()
    assert own_program(str(place.link), "/nowhere/python") == place.program
    assert own_program("/x/tutor/__main__.py", str(place.program.with_name("python3"))) == place.program
    with pytest.raises(TutorError, match="no program"):
        own_program("/x/tutor/__main__.py", "/nowhere/python3")


def completed(*words: str) -> list[str]:
    """What bash offers when the last of these words is being typed."""
    line = " ".join(f"'{word}'" for word in ("docker-tutor", *words))
    ask = f'COMP_WORDS=({line}); COMP_CWORD={len(words)}; _shtab_docker_tutor; printf "%s\\n" "${{COMPREPLY[@]}}"'
    # docker-tutor itself is stood in for: it is asked for the lessons' ids.
    script = f"docker-tutor() {{ echo one-lesson; }}\n{completion('bash')}\n{ask}"
    bash = ["bash", "--norc", "-c", script]
    return subprocess.run(bash, capture_output=True, text=True, check=True, timeout=30).stdout.split()


def test_bash_completes_commands_options_and_lessons() -> None:
    """The script makes bash offer commands, choices, and the lessons that docker-tutor lists."""
    assert completed("st") == ["start", "steps", "stand-in"]
    assert completed("start", "one") == ["one-lesson"]
    assert completed("start", "one-lesson", "--image", "") == ["auto", "official", "stand-in"]


@pytest.mark.parametrize(("shell", "begins"), [("zsh", "#compdef docker-tutor"), ("fish", "# ")])
def test_the_other_shells_get_a_script_too(shell: str, begins: str) -> None:
    """The script is that shell's own, and asks docker-tutor for the lessons."""
    script = completion(shell)
    assert script.startswith(begins)
    assert "docker-tutor lessons --ids" in script


def test_docker_is_told_our_commands() -> None:
    """`docker tutor st<Tab>` offers what begins so, further words nothing, and never file names (`:4`)."""
    assert suggestions(("st",)) == "start\nsteps\nstand-in\n:4\n"
    assert suggestions(("start", "")) == ":4\n"
