"""A docker line is understood as docker's CLI understands it; what is wrong with one is shown where it stands."""

from __future__ import annotations

import json

import pytest

from tutor.core.command import (
    TokenKind,
    as_data,
    format_command,
    meaning,
    parse,
)
from tutor.core.spans import Span

SAME = [
    [
        "docker run -it -p 8989:2368 ghost sh",
        "docker run -ti -p8989:2368 ghost sh",
        "docker run -i -t -p=8989:2368 ghost sh",
        "docker run --interactive --tty=true --publish 8989:2368 ghost sh",
        "docker run --publish=8989:2368 -t=1 -i=T ghost sh",
        "docker run -itp8989:2368 ghost sh",
        "docker run -itp 8989:2368 ghost sh",
        "docker run -itp=8989:2368 -- ghost sh",
        "docker container run -it -p '8989:2368' \"ghost\" s'h'",
        "  docker run \\\n -it \\\n -p 8989:2368 ghost sh  ",
        "docker run -t=false -it -p 8989:2368 ghost sh",
        "docker -- run -it -p 8989:2368 ghost sh",
    ],
    ["docker ps -a", "docker container ls --all", "docker container list -a=true", "docker container ps -a"],
    [
        "docker inspect -f '{{.Config.Cmd}}' x",
        "docker inspect x --format={{.Config.Cmd}}",
        "docker inspect -f{{.Config.Cmd}} x",
    ],
    ["docker run --net host x", "docker run --network=host x"],
    ["docker run -e A=1 -e B=2 x", "docker run -eA=1 --env=B=2 x"],
    ["docker run --name a --name b x", "docker run --name b x"],
    ["docker stop -t 3 x", "docker stop x --time=3", "docker container stop x --timeout 3"],
    ["docker --help", "docker -h"],
    ["docker -D -l debug ps", "docker --log-level=debug --debug ps"],
]


@pytest.mark.parametrize("lines", SAME, ids=lambda lines: lines[0])
def test_equal_spellings_mean_the_same(lines: list[str]) -> None:
    """However a command is spelled, its meaning is one value."""
    assert {meaning(parse(line)) for line in lines} == {meaning(parse(lines[0]))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("docker run -i ghost", "docker run -t ghost"),
        ("docker run ghost -it", "docker run -it ghost"),
        ("docker run -e A=1 -e A=2 x", "docker run -e A=2 -e A=1 x"),
        ("docker run ghost sh -c 'a b'", "docker run ghost sh -c a b"),
        ("docker run ghost", "docker run ghost --"),
        ("docker inspect a b", "docker inspect b a"),
        ("docker inspect a", "docker image inspect a"),
        ("docker run --rm x", "docker run --rm=false x"),
        ("docker -D ps", "docker ps"),
    ],
)
def test_other_commands_mean_something_else(one: str, other: str) -> None:
    """Order of repeated values, the side of the image, quoting that changes words: all that is meaning."""
    assert meaning(parse(one)) != meaning(parse(other))


@pytest.mark.parametrize("line", [line for lines in SAME for line in lines])
def test_a_formatted_command_means_the_same(line: str) -> None:
    """The line that is written for a command is read as that command."""
    command = parse(line)
    assert meaning(parse(format_command(command))) == meaning(command)


def test_flags_point_at_their_letters() -> None:
    """Every flag of a bundle has the place of its own letter; a value has its own place."""
    line = "docker run -itp8989:2368 --name='my blog' -e A=1 --rm=false ghost"
    uses = parse(line).flags
    shown = [(use.spelled, line[use.span.start : use.span.end], use.value) for use in uses]
    assert shown == [
        ("-i", "i", "true"),
        ("-t", "t", "true"),
        ("-p", "p", "8989:2368"),
        ("--name", "--name", "my blog"),
        ("-e", "-e", "A=1"),
        ("--rm", "--rm", "false"),
    ]
    values = [line[use.value_span.start : use.value_span.end] for use in uses if use.value_span]
    assert values == ["8989:2368", "my blog", "A=1", "false"]


def test_every_word_has_its_kind() -> None:
    """The words of a line are told apart: program, command, flag, value, object, what goes inside."""
    command = parse("docker -D container exec -e A=1 -- blog sh -c -- x")
    kinds = [(token.value, token.kind) for token in command.tokens]
    assert kinds == [
        ("docker", TokenKind.PROGRAM),
        ("-D", TokenKind.FLAG),
        ("container", TokenKind.COMMAND),
        ("exec", TokenKind.COMMAND),
        ("-e", TokenKind.FLAG),
        ("A=1", TokenKind.VALUE),
        ("--", TokenKind.TERMINATOR),
        ("blog", TokenKind.ARGUMENT),
        ("sh", TokenKind.TAIL),
        ("-c", TokenKind.TAIL),
        ("--", TokenKind.TAIL),
        ("x", TokenKind.TAIL),
    ]
    assert command.argv == ("-D", "container", "exec", "-e", "A=1", "--", "blog", "sh", "-c", "--", "x")


@pytest.mark.parametrize(
    ("line", "name", "arguments", "tail"),
    [
        ("docker", "", [], []),
        ("docker --version", "", [], []),
        ("docker container", "container", [], []),
        ("docker container --help ls", "ps", [], []),
        ("docker help container run", "help", ["container", "run"], []),
        ("docker run", "run", [], []),
        ("docker run ghost -it --nope sh", "run", ["ghost"], ["-it", "--nope", "sh"]),
        ("docker commit a -x", "commit", ["a", "-x"], []),
        ("docker tag a -x", "tag", ["a", "-x"], []),
        ("docker top a -ef", "top", ["a"], ["-ef"]),
        ("docker inspect a -f x b", "inspect", ["a", "b"], []),
        ("docker inspect a -- -f b --", "inspect", ["a", "-f", "b", "--"], []),
        ("docker inspect -f {{json .Config}} x", "inspect", [".Config}}", "x"], []),
        ("docker rm - ''", "rm", ["-", ""], []),
        ("docker run -p -it ghost", "run", ["ghost"], []),
        ("docker stack --orchestrator swarm ls", "stack ls", [], []),
    ],
)
def test_objects_and_what_goes_inside(line: str, name: str, arguments: list[str], tail: list[str]) -> None:
    """Flags end at the image where they do for docker, and go on elsewhere; `--` ends them everywhere."""
    command = parse(line)
    assert command.name == name
    assert [token.value for token in command.arguments] == arguments
    assert [token.value for token in command.tail] == tail


def test_a_command_as_data() -> None:
    """The parse as JSON has the name, every flag and word, and their places."""
    data = json.loads(json.dumps(as_data(parse("docker -D run -p8:9 ghost ls"))))
    assert data == {
        "line": "docker -D run -p8:9 ghost ls",
        "name": "run",
        "global_flags": [{"name": "debug", "spelled": "-D", "value": "true", "span": [7, 9], "value_span": None}],
        "flags": [{"name": "publish", "spelled": "-p", "value": "8:9", "span": [14, 16], "value_span": [16, 19]}],
        "arguments": ["ghost"],
        "tail": ["ls"],
        "tokens": [
            {"value": "docker", "kind": "program", "span": [0, 6]},
            {"value": "-D", "kind": "flag", "span": [7, 9]},
            {"value": "run", "kind": "command", "span": [10, 13]},
            {"value": "-p8:9", "kind": "flag", "span": [14, 19]},
            {"value": "ghost", "kind": "argument", "span": [20, 25]},
            {"value": "ls", "kind": "tail", "span": [26, 28]},
        ],
    }


def test_spans_count_characters_not_bytes() -> None:
    """After letters of several bytes a place is still the character's."""
    command = parse("docker run -e N\N{LATIN SMALL LETTER E WITH ACUTE}=\N{CRAB} ghost")
    assert command.arguments[0].span == Span(19, 24)
