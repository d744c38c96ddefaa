"""The installed docker CLI, asked for real; no daemon is needed, and none is ever reached."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tutor.core import grammar
from tutor.core.command import CommandSyntaxError, parse
from tutor.core.tasks import AskCli, CliSays
from tutor.engine.cli import ask, cli_version, find_cli
from tutor.errors import NoDaemonError, TutorError

# `@` is where --help goes: before what could run, so that the CLI only reads the line and prints help.
SPELLINGS = """
docker run @ -it ghost sh
docker run @ -ti -p 8989:2368 ghost
docker run @ -itp8989:2368 ghost
docker run @ -itp=8989:2368 ghost
docker run @ -p=8989:2368 ghost
docker run @ --publish=8989:2368 ghost
docker run @ --publish 8989:2368 ghost
docker run @ -p= ghost
docker run @ -ie A=B ghost
docker run @ -eA=B ghost
docker run @ --rm=false -t=0 -i=F ghost
docker run @ --rm=TRUE --tty=t --init=1 ghost
docker run @ --rm=maybe ghost
docker run @ --rm=yes ghost
docker run @ --rm=tRue ghost
docker run @ --rm= ghost
docker run @ -t= ghost
docker run @ -t0 ghost
docker run @ -it=x ghost
docker run @ ghost -it --nope -Z
docker run @ ghost -- -x
docker run @ -- ghost --nope
docker run @ -- -x
docker run @ - --nope
docker run @ --interac ghost
docker run @ --nope ghost
docker run @ -Z ghost
docker run @ -itZ ghost
docker run @ -name blog ghost
docker run @ -rm ghost
docker run @ -publish 80:80 ghost
docker run @ ---rm ghost
docker run @ --=x ghost
docker run @ -=x ghost
docker run @ --name
docker run @ -p
docker run @ -itp
docker run @ --name --rm
docker run @ --net host --net-alias a --dns-opt b ghost
docker run @ -H x ghost
docker run @ --RM ghost
docker run @ -h blog ghost
docker container run @ -it ghost
docker create @ ghost --nope
docker exec @ -it blog sh --nope
docker exec @ blog -Z
docker commit @ blog -Z
docker top @ blog -Z
docker tag @ a -Z
docker service create @ a -Z
docker inspect @ ghost -f x
docker inspect @ ghost -Z
docker inspect @ ghost -- -Z
docker stop @ blog -t 3
docker stop @ blog -t
docker stop @ --time 3 blog
docker ps @ -an1
docker ps @ -n 1 -aq --no-trunc
docker ps @ -v
docker container ls @ --all=false
docker image ls @ -aq
docker images @ --filter a=b --filter=c=d
docker volume rm @ -f x
docker logs @ blog -f --tail 3
docker -D -l debug ps @
docker --log-level=debug ps @
docker --nope ps @
docker -- ps @
docker ps @ -D
docker stack @ --orchestrator swarm ls
docker @ --host
docker @ -vD
""".strip().splitlines()


@pytest.fixture(scope="module")
def environments() -> list[dict[str, str]]:
    """An environment for each docker CLI on the PATH, with just that one in reach. At least one has to be there."""
    folders = [folder for folder in os.get_exec_path() if os.access(Path(folder, "docker"), os.X_OK)]
    assert folders, "no docker CLI on the PATH: install one (Debian: apt-get install docker.io)"
    real = {str(Path(folder, "docker").resolve()): folder for folder in reversed(folders)}
    return [os.environ | {"PATH": folder} for folder in real.values()]


def is_read(words: list[str], environ: dict[str, str]) -> bool:
    """Whether the CLI reads the words, `--help` among them, without a complaint; it has no daemon and no settings."""
    alone = environ | {"DOCKER_HOST": "unix:///no-daemon.sock", "DOCKER_BUILDKIT": "0"}
    answer = subprocess.run(
        ["docker", *words], env=alone, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30
    )
    return answer.returncode == 0


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_parser_takes_what_the_cli_takes(spelling: str, environments: list[dict[str, str]]) -> None:
    """A line is accepted here exactly if every installed CLI accepts it."""
    try:
        parse(spelling.replace("@ ", "").replace("@", ""))
    except CommandSyntaxError:
        accepted = False
    else:
        accepted = True
    words = spelling.replace("@", "--help").split()[1:]
    assert {is_read(words, environ) for environ in environments} == {accepted}


@pytest.mark.thorough
@pytest.mark.parametrize("name", grammar.commands())
def test_flags_end_at_the_object_where_the_cli_says_so(name: str, environments: list[dict[str, str]]) -> None:
    """For every command, an unknown flag after an object is read as a word exactly where the CLI does so."""
    early = {is_read([*name.split(), "--help", "x", "--no-such-flag"], environ) for environ in environments}
    assert early == {grammar.rule(name).stops_early}


@pytest.mark.parametrize(
    ("words", "flag", "says"),
    [
        (("run",), "--publish", CliSays.VALUE),
        (("run",), "-p", CliSays.VALUE),
        (("container", "run"), "--rm", CliSays.BOOLEAN),
        (("run",), "-i", CliSays.BOOLEAN),
        (("run",), "--net", CliSays.VALUE),
        (("run",), "--no-such-flag", CliSays.UNKNOWN),
        (("run",), "-Z", CliSays.UNKNOWN),
        (("ps",), "-n", CliSays.VALUE),
        (("login",), "-u", CliSays.VALUE),
        (("context", "ls"), "--quiet", CliSays.BOOLEAN),
        ((), "--debug", CliSays.BOOLEAN),
        ((), "-H", CliSays.VALUE),
        (("container",), "-Z", CliSays.UNKNOWN),
        (("no-such-command",), "--all", CliSays.UNKNOWN),
        (("ps",), "", CliSays.COMMAND),
        (("container", "ls"), "", CliSays.COMMAND),
        (("no-such-command",), "", CliSays.UNKNOWN),
        (("container", "no-such-command"), "", CliSays.UNKNOWN),
        ((), "", CliSays.UNKNOWN),
    ],
)
def test_the_cli_says_what_it_knows(
    words: tuple[str, ...], flag: str, says: CliSays, environments: list[dict[str, str]]
) -> None:
    """Commands and flags, long and short, with and without value, and unknown ones are told apart by every CLI."""
    assert {ask(AskCli("", words, flag), environ) for environ in environments} == {says}


def test_the_version_is_told(environments: list[dict[str, str]]) -> None:
    """Every installed CLI has a version of numbers and dots."""
    for environ in environments:
        version = cli_version(find_cli(environ["PATH"]), environ)
        assert all(part.isdigit() for part in version.split("."))
        assert version.count(".") >= 1


def test_a_missing_cli_is_told_with_its_cure(tmp_path: Path) -> None:
    """Without docker on the PATH the error says so and how to get it; asking ends in the same error."""
    with pytest.raises(NoDaemonError, match="docker is not on this machine") as caught:
        find_cli(str(tmp_path))
    assert "Install Docker" in caught.value.hint
    with pytest.raises(NoDaemonError):
        ask(AskCli("", ("run",), "--new"), {"PATH": str(tmp_path)})


def program(folder: Path, text: str) -> dict[str, str]:
    """An environment whose docker is this shell script; what it was given goes into the file `given`."""
    script = folder / "docker"
    script.write_text(f'#!/bin/sh\necho "$DOCKER_HOST|$DOCKER_CONTEXT|$*" >> {folder}/given\n{text}\n')
    script.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.defpath}", "DOCKER_CONTEXT": "mine", "DOCKER_HOST": "tcp://real:1"}


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        (("run", "--rm"), "--new"),
        (("run",), "new"),
        (("run",), "--new=1"),
        (("run",), "--"),
        (("run",), "-ab"),
        (("run",), "--new --rm"),
        (("",), ""),
        (("run;ls",), ""),
        (("..",), ""),
        (("-v",), ""),
        (("plugin-of-theirs",), "--new"),
    ],
)
def test_words_that_are_none_are_never_handed_to_the_cli(words: tuple[str, ...], flag: str, tmp_path: Path) -> None:
    """Only a known command's flag, or a plain word for a command, is asked about; all else is unknown at once."""
    environ = program(tmp_path, "exit 0")
    assert ask(AskCli("", words, flag), environ) is CliSays.UNKNOWN
    assert not (tmp_path / "given").exists()


def test_the_cli_is_asked_with_no_daemon_in_reach(tmp_path: Path) -> None:
    """The CLI gets a socket that is not there in place of the learner's daemon and context, and `--help` first."""
    environ = program(tmp_path, "exit 0")
    assert ask(AskCli("", ("context", "rm"), "--new"), environ) is CliSays.BOOLEAN
    host, context, words = (tmp_path / "given").read_text().strip().split("|")
    assert host.startswith("unix://")
    assert not Path(host.removeprefix("unix://")).exists()
    assert context == ""
    assert words == "context rm --help --new"


def test_a_cli_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CLI that does not answer within the deadline is an error that names it."""
    monkeypatch.setattr("tutor.engine.cli.DEADLINE", 0.2)
    with pytest.raises(TutorError, match="gave no answer"):
        ask(AskCli("", ("run",), "--new"), program(tmp_path, "exec sleep 60"))


def test_a_cli_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    """A broken program is an error that names it, not a crash."""
    broken = tmp_path / "docker"
    broken.write_bytes(b"\x7fELF broken")
    broken.chmod(0o755)
    with pytest.raises(TutorError, match="cannot be started"):
        cli_version(broken)
