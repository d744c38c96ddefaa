"""One recording for all spellings of a line."""

from __future__ import annotations

import pytest

from tests.core.judging import FACTS, IMAGE
from tutor.core.command import parse
from tutor.core.outcome import Binding, ContainerSeen
from tutor.recorded.meaning import is_listed, key_of, likeness, subject_of

MINE = ContainerSeen(id="ab" * 32, name="keen_babbage", image="ghost", status="exited", command=("ls",), exit_code=0)


def called(word: str) -> ContainerSeen | None:
    """The only container."""
    return MINE if word in {MINE.name, MINE.id[:12]} else None


@pytest.mark.parametrize(
    "lines",
    [
        ("docker run ghost ls", "docker container run ghost:latest ls", "docker run --name mine ghost ls"),
        ("docker run -it ghost sh", "docker run --tty -i ghost sh", "docker run -ti docker.io/library/ghost sh"),
        ("docker rm keen_babbage", f"docker container rm {MINE.id[:12]}"),
        ("docker ps -a", "docker container ls --all", "docker container list -a=true"),
        ("docker run -p 8989:2368 -d ghost", "docker run --detach --publish=8989:2368 ghost"),
    ],
)
def test_equal_meanings_have_one_key(lines: tuple[str, ...]) -> None:
    """Spelling, order of flags and names do not matter."""
    assert len({key_of(parse(line), FACTS, called) for line in lines}) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ("docker run ghost ls", "docker run ghost ls -l", "docker run ghost", "docker run --rm ghost ls"),
        ("docker rm keen_babbage", "docker rm other", "docker rm"),
        ("docker run -p 8989:2368 ghost", "docker run -p 2368:8989 ghost"),
        ("docker exec keen_babbage sh", "docker exec sh keen_babbage"),
    ],
)
def test_other_meanings_have_other_keys(lines: tuple[str, ...]) -> None:
    """What makes a difference to Docker makes one here."""
    assert len({key_of(parse(line), FACTS, called) for line in lines}) == len(lines)


def test_flags_can_be_left_out() -> None:
    """A line's kin is found by a key without them."""
    assert key_of(parse("docker run --rm -it ghost ls"), FACTS, called, ("rm", "tty", "interactive")) == "run ghost ls"


def test_what_a_container_is_like() -> None:
    """What runs in it, whether it is published, how it is: by these a recording is found."""
    server = ContainerSeen(id="c", name="n", image="ghost", status="running", command=IMAGE.command)
    published = ContainerSeen(
        id="c", name="n", image="ghost", status="running", command=IMAGE.command, bindings=(Binding(8989, "2368/tcp"),)
    )
    failed = ContainerSeen(id="c", name="n", image="ghost", status="exited", command=("a b",), exit_code=127)
    assert likeness(MINE, IMAGE) == "ls exited"
    assert likeness(server, IMAGE) == "default running"
    assert likeness(published, IMAGE) == "default published running"
    assert likeness(failed, IMAGE) == "'a b' exited 127"


def test_what_a_line_is_about() -> None:
    """The container that it names, wherever it does; nothing where it names none."""
    assert subject_of(parse("docker exec sh keen_babbage"), called) == MINE
    assert subject_of(parse("docker ps -a"), called) is None
    assert is_listed(MINE, parse("docker ps -a"))
    assert not is_listed(MINE, parse("docker ps"))
