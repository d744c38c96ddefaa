"""A docker line is understood as docker's CLI understands it; what is wrong with one is shown where it stands."""

from __future__ import annotations

import json

import pytest

from tutor.core.command import (
    CommandSyntaxError,
    Extra,
    Problem,
    TokenKind,
    as_data,
    error_as_data,
    format_command,
    meaning,
    parse,
    question,
    strip_pasted,
)
from tutor.core.spans import Span
from tutor.core.tasks import AskCli, CliSays


def error_of(line: str, extra: Extra | None = None) -> CommandSyntaxError:
    """The error that the line ends in."""
    with pytest.raises(CommandSyntaxError) as caught:
        parse(line, extra or Extra())
    return caught.value


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


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("docker compose up", AskCli("docker compose up", ("compose",))),
        ("docker container foo", AskCli("docker container foo", ("container", "foo"))),
        ("docker container run --foo x", AskCli("docker container run --foo x", ("container", "run"), "--foo")),
        ("docker run -Z x", AskCli("docker run -Z x", ("run",), "-Z")),
        ("docker run -name x", AskCli("docker run -name x", ("run",), "-n")),
        ("docker --foo ps", AskCli("docker --foo ps", (), "--foo")),
    ],
)
def test_the_installed_cli_can_be_asked(line: str, task: AskCli) -> None:
    """What the data do not know becomes a question to the CLI."""
    assert question(error_of(line)) == task


def test_nothing_is_asked_about_other_errors() -> None:
    """A pipe stays a pipe whatever the CLI knows."""
    assert question(error_of("docker ps | x")) is None


@pytest.mark.parametrize(
    ("line", "says", "used"),
    [
        ("docker run --foo x", CliSays.BOOLEAN, ("foo", "true", ("x",))),
        ("docker run --foo=sometimes x", CliSays.BOOLEAN, ("foo", "sometimes", ("x",))),
        ("docker container run --foo 1 x", CliSays.VALUE, ("foo", "1", ("x",))),
        ("docker run -Z1 x", CliSays.VALUE, ("Z", "1", ("x",))),
        ("docker run -name x", CliSays.VALUE, ("n", "ame", ("x",))),
        ("docker --foo ps", CliSays.BOOLEAN, ("foo", "true", ())),
    ],
)
def test_a_flag_that_the_cli_knows_is_accepted(
    line: str, says: CliSays, used: tuple[str, str, tuple[str, ...]]
) -> None:
    """After the CLI's yes the same line parses, means the same once formatted, and nothing else changed."""
    error = error_of(line)
    extra = Extra().learned(error.words, error.flag, says)
    command = parse(line, extra)
    (use,) = command.flags or command.global_flags
    assert (use.name, use.value, tuple(token.value for token in command.arguments)) == used
    assert meaning(parse(format_command(command), extra)) == meaning(command)


def test_an_empty_value_of_a_flag_that_only_the_cli_knows_stays_empty() -> None:
    """Written as `-Z=` it would become "=": the two words stay apart."""
    extra = Extra().learned(("run",), "-Z", CliSays.VALUE)
    command = parse("docker run -Z '' x", extra)
    assert meaning(parse(format_command(command), extra)) == meaning(command)


def test_a_plugins_words_are_its_own() -> None:
    """Of a command that the CLI knows and the data do not, everything after its name is left as it stands."""
    extra = Extra().learned(("compose",), "", CliSays.COMMAND)
    command = parse("docker -D compose -f a.yml up --build -- x", extra)
    assert command.name == "compose"
    assert [token.value for token in command.tail] == ["-f", "a.yml", "up", "--build", "--", "x"]
    assert meaning(parse(format_command(command), extra)) == meaning(command)


@pytest.mark.parametrize(
    ("line", "clean", "dropped"),
    [
        ("docker ps", "docker ps", ""),
        ("$ docker ps", "docker ps", "$"),
        ("# docker ps", "docker ps", "#"),
        ("> docker ps", "docker ps", ">"),
        ("  %  docker  ps ", "docker  ps ", "%"),
        ("me@host:~$ docker ps", "docker ps", "me@host:~$"),
        ("[me@host ~]$ docker ps", "docker ps", "[me@host ~]$"),
        ("PS C:\\> docker ps", "docker ps", "PS C:\\>"),
        ("sudo docker ps", "docker ps", "sudo"),
        ("sudo -E docker ps", "docker ps", "sudo -E"),
        ("sudo -nu root docker ps", "docker ps", "sudo -nu root"),
        ("$ sudo --user=root -- docker ps", "docker ps", "$ sudo --user=root --"),
        ("sudo ls", "sudo ls", ""),
        ("sudo docker-compose up", "sudo docker-compose up", ""),
        ("$", "$", ""),
        ("echo $ docker ps", "echo $ docker ps", ""),
        ("", "", ""),
    ],
)
def test_what_was_pasted_along_is_dropped_and_told(line: str, clean: str, dropped: str) -> None:
    """A prompt sign and sudo go, and only where docker follows; the line itself stays as it is."""
    assert strip_pasted(line) == (clean, dropped)


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


def test_spans_count_characters_not_bytes() -> None:
    """After letters of several bytes a place is still the character's."""
    command = parse("docker run -e N\N{LATIN SMALL LETTER E WITH ACUTE}=\N{CRAB} ghost")
    assert command.arguments[0].span == Span(19, 24)
