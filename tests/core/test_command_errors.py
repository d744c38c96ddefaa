"""What is wrong with a line is shown where it stands, with the reason and a way on."""

from __future__ import annotations

import json

import pytest

from tutor.core.command import CommandSyntaxError, Problem, error_as_data, parse


def error_of(line: str) -> CommandSyntaxError:
    """The error that the line ends in."""
    with pytest.raises(CommandSyntaxError) as caught:
        parse(line)
    return caught.value


@pytest.mark.parametrize(
    ("line", "problem", "shown", "offer", "near"),
    [
        ("docker rnu x", Problem.UNKNOWN_COMMAND, "rnu", "docker run x", "run"),
        ("docker container rnu", Problem.UNKNOWN_COMMAND, "rnu", "docker container run", "run"),
        ("docker compose up", Problem.UNKNOWN_COMMAND, "compose", "", ""),
        ("docker 'container ls'", Problem.UNKNOWN_COMMAND, "'container ls'", "docker container", "container"),
        ("docker ''", Problem.UNKNOWN_COMMAND, "''", "", ""),
        ("docker run --nmae=a x", Problem.UNKNOWN_FLAG, "--nmae", "docker run --name=a x", "--name"),
        ("docker run --zzzz x", Problem.UNKNOWN_FLAG, "--zzzz", "docker run x", ""),
        ("docker run --zzzz=1 x", Problem.UNKNOWN_FLAG, "--zzzz", "docker run x", ""),
        ("docker run -itX x", Problem.UNKNOWN_FLAG, "X", "docker run -it x", ""),
        ("docker run -X x", Problem.UNKNOWN_FLAG, "-X", "docker run x", ""),
        ("docker run -iT x", Problem.UNKNOWN_FLAG, "T", "docker run -it x", "-t"),
        ("docker ps -D", Problem.UNKNOWN_FLAG, "-D", "docker ps", ""),
        ("docker -it run x", Problem.UNKNOWN_FLAG, "-i", "docker run -it x", ""),
        ("docker --rm run x", Problem.UNKNOWN_FLAG, "--rm", "docker run --rm x", ""),
        ("docker --name a run x", Problem.UNKNOWN_FLAG, "--name", "", ""),
        ("docker run -name a x", Problem.ONE_DASH_LONG, "-name", "docker run --name a x", "--name"),
        ("docker run -rm x", Problem.ONE_DASH_LONG, "-rm", "docker run --rm x", "--rm"),
        ("docker run -nmae=a x", Problem.ONE_DASH_LONG, "-nmae", "docker run --name=a x", "--name"),
        ("docker ps --all=maybe", Problem.BAD_BOOLEAN, "maybe", "docker ps --all", ""),
        ("docker ps -a=", Problem.UNKNOWN_FLAG, "=", "docker ps -a", ""),
        ("docker run ---rm x", Problem.BAD_FLAG, "---rm", "docker run x", ""),
        ("docker run --=x x", Problem.BAD_FLAG, "--=x", "docker run x", ""),
        ("docker run --name", Problem.FLAG_NEEDS_VALUE, "--name", "docker run --name ", ""),
        ("docker stop x -t", Problem.FLAG_NEEDS_VALUE, "-t", "docker stop x -t ", ""),
        ("docker -H", Problem.FLAG_NEEDS_VALUE, "-H", "docker -H ", ""),
        ("docker run \u2013it x", Problem.TYPOGRAPHY, "\u2013", "docker run -it x", "-"),
        ("docker run \u2013rm x", Problem.TYPOGRAPHY, "\u2013", "docker run --rm x", "--"),
        ("docker run \u2014rm x", Problem.TYPOGRAPHY, "\u2014", "docker run --rm x", "--"),
        ("docker \u2013\u2013version", Problem.TYPOGRAPHY, "\u2013\u2013", "docker --version", "--"),
        ("docker inspect x \u2212f y", Problem.TYPOGRAPHY, "\u2212", "docker inspect x -f y", "-"),
        ("dokcer ps", Problem.NOT_DOCKER, "dokcer", "docker ps", "docker"),
        ("ls -l", Problem.NOT_DOCKER, "ls", "", ""),
    ],
)
def test_what_is_wrong_is_shown_with_a_way_on(line: str, problem: Problem, shown: str, offer: str, near: str) -> None:
    """An error has its kind, its place in the line, the word that was probably meant, and a better line."""
    error = error_of(line)
    assert error.problem is problem
    assert error.span is not None
    assert line[error.span.start : error.span.end] == shown
    assert error.offer == offer
    assert error.nearest == near


@pytest.mark.parametrize("line", ["docker run x echo \u2013 \u2014x", "docker search '\u2013x'", "docker rm \u2013"])
def test_printed_dashes_are_fine_where_no_flag_is_meant(line: str) -> None:
    """After the image, in quotes, or alone, a long dash is text like any other."""
    assert parse(line).line == line


TEXTS = {
    "docker run -name blog ghost": """
`-name` has one dash. A flag's long name takes two: `--name`

    docker run -name blog ghost
               ^^^^^
""",
    "docker ps | grep ghost": """
`| grep ghost` hands the output to another program. Only a shell can do that. \
Here the line goes straight to docker: type just the docker command.

    docker ps | grep ghost
              ^^^^^^^^^^^^
""",
    "docker run --rm=maybe ghost": """
`--rm` is a switch: on or off. It takes only true or false, not `maybe`. `--rm` alone turns it on.

    docker run --rm=maybe ghost
                    ^^^^^
""",
    "docker container lss": """
`docker container` has no command `lss`. Did you mean `ls`?

    docker container lss
                     ^^^
""",
    "docker exec blog sh -c 'ls": """
The quote ' opens here and is never closed. Type another ' where the text ends.

    docker exec blog sh -c 'ls
                           ^
""",
    "   ": """
There is nothing on the line yet. Type a docker command, or the word help.
""",
}


@pytest.mark.parametrize("line", TEXTS)
def test_an_error_as_text(line: str) -> None:
    """The whole text: the sentence, the line, the carets."""
    assert str(error_of(line)) == TEXTS[line].strip()


def test_an_error_as_data() -> None:
    """The error as JSON has its kind, place, offer and sentence; without a place it has null."""
    data = json.loads(json.dumps(error_as_data(error_of("docker rnu"))))
    assert data == {
        "line": "docker rnu",
        "problem": "unknown command",
        "span": [7, 10],
        "found": "rnu",
        "offer": "docker run",
        "nearest": "run",
        "message": "`docker` has no command `rnu`. Did you mean `run`?",
    }
    assert error_as_data(error_of(""))["span"] is None
