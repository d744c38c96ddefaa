"""`explain`: what each word of a docker line is, and what it does there."""

from __future__ import annotations

import pytest

from tests.core.conversation import Conversation
from tests.core.judging import printed
from tutor.core import effects, tasks
from tutor.core.command import TokenKind, parse
from tutor.core.explaining import explain, flag_key, help_wanted, page
from tutor.core.help_tasks import AskHelp, HelpTold
from tutor.core.message import Marked
from tutor.core.pictures import Explained

FULL = "docker run -it -p 8989:2368 --name blog -e NODE_ENV=development -v data:/x --rm ghost ls -l"


def told(line: str, help_told: HelpTold | None = None) -> dict[str, str]:
    """Each part of the line as typed, and what is said of it."""
    explained = explain(parse(line), help_told or HelpTold())
    return {line[part.span.start : part.span.end]: part.words for part in explained.parts}


def test_every_word_belongs_to_one_part() -> None:
    """The command's words, a flag with its value, and what goes inside are one part each; every word is in one."""
    assert list(told(FULL)) == [
        "docker", "run", "-it", "-p 8989:2368", "--name blog", "-e NODE_ENV=development", "-v data:/x", "--rm", "ghost",
        "ls -l",
    ]  # fmt: skip
    assert list(told("docker container ls -a")) == ["docker", "container ls", "-a"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("8989:2368", "your port 8989 -> port 2368 inside"),
        ("127.0.0.1:53:53/udp", "your port 53 (at 127.0.0.1 only) -> port 53/udp inside"),
        ("2368", "chosen by Docker -> port 2368 inside"),
        ("80-90:80-90", "80-90:80-90"),
    ],
)
def test_ports_in_the_right_direction(value: str, said: str) -> None:
    """A published port is told from yours to the one inside, however much of it was given."""
    assert said in told(f"docker run -p {value} ghost")[f"-p {value}"]


@pytest.mark.parametrize(
    ("line", "part", "said"),
    [
        ("docker run -e A=B ghost", "-e A=B", "the variable A to B"),
        ("docker run -e HOME ghost", "-e HOME", "your own variable HOME"),
        ("docker run -e DB_PASSWORD=hunter2 ghost", "-e DB_PASSWORD=hunter2", "DB_PASSWORD to ***"),
        ("docker run -v /srv:/x:ro ghost", "-v /srv:/x:ro", "/srv of this machine appears inside as /x"),
        ("docker run -v data:/x ghost", "-v data:/x", "The volume data"),
        ("docker run -v /x ghost", "-v /x", "A new volume"),
        ("docker run --rm=false ghost", "--rm=false", "Switched off"),
        ("docker logs -f web", "-f", "Waits for more"),
        ("docker rm -f web", "-f", "Ends it first"),
        ("docker inspect -f {{.Id}} web", "-f {{.Id}}", "template"),
        ("docker exec web ls", "ls", "The program to start inside"),
        ("docker exec web ls", "web", "The container"),
        ("docker run ghost -it", "-it", "What runs inside"),
        ("docker run ghost", "ghost", "The image: the recipe"),
        ("docker inspect ghost", "ghost", "container or image"),
        ("docker run -- ghost", "--", "Ends the flags"),
        ("docker --context=x ps", "--context=x", "the context x"),
    ],
)
def test_what_it_does_here(line: str, part: str, said: str) -> None:
    """The same letter is told by its command, a value by what it comes to."""
    assert said in told(line)[part]


def test_two_letters_in_one_word_are_told_apart() -> None:
    """Of `-it` each letter is explained by its name."""
    words = told("docker run -it ghost")["-it"]
    assert words.index("`-i`: Keeps the input open") < words.index("`-t`: Gives the process a terminal")


def test_the_clis_own_words_where_we_have_none() -> None:
    """A command or flag without words of ours is told in the CLI's; without those by what it is at least."""
    help_told = HelpTold(summary="List volumes", flags={"cluster": "Display only cluster volumes."})
    words = told("docker volume ls --cluster", help_told)
    assert words["volume ls"] == "List volumes."
    assert words["--cluster"] == "Display only cluster volumes"
    assert told("docker volume ls --cluster")["--cluster"] == "A setting of this command."
    assert (
        told("docker run --cpus 2 ghost", HelpTold(flags={"cpus": "Number of CPUs"}))["--cpus 2"] == "Number of CPUs: 2"
    )


def test_the_cli_is_asked_only_when_needed() -> None:
    """What has words of ours needs no question."""
    assert help_wanted(parse(FULL)) is None
    asked = help_wanted(parse("docker container run --cpus 2 ghost"))
    assert asked is not None
    assert asked.words == ("container", "run")


def test_every_token_of_the_lesson_has_words_of_ours() -> None:
    """No line that the lesson asks for needs the CLI's help."""
    for step in Conversation().state.lesson.steps:
        line = step.do.replace("{{", "x").replace("}}", "x") if step.do else ""
        if line and "format" not in line and " -f " not in line:
            command = parse(line)
            assert all(flag_key(command, use) for use in command.flags), line
            assert not any(token.kind is TokenKind.COMMAND and help_wanted(command) for token in command.tokens), line


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("run", "container/run/"),
        ("ps", "container/ls/"),
        ("rmi", "image/rm/"),
        ("inspect", "inspect/"),
        ("volume ls", "volume/ls/"),
        ("info", "system/info/"),
        ("compose", "compose/"),
    ],
)
def test_where_docker_says_so(name: str, path: str) -> None:
    """The page is the one of the command's long name."""
    assert page(name) == f"https://docs.docker.com/reference/cli/docker/{path}"


def at_prompt(line: str) -> Conversation:
    """What was said to a line at the prompt."""
    talk = Conversation().at("own-command")
    talk.enter(line)
    return talk


@pytest.mark.parametrize(
    "line", ["explain docker run -it ghost", "explain run -it ghost", "EXPLAIN  docker run -it ghost"]
)
def test_at_the_prompt_nothing_runs(line: str) -> None:
    """`explain LINE` shows the line explained; neither is it run, nor does it count."""
    talk = at_prompt(line)
    (message,) = talk.messages
    assert isinstance(message, Explained)
    assert message.line == "docker run -it ghost"
    assert not talk.done(effects.Run)
    assert not talk.done(effects.Save)


def test_without_a_line_the_last_one_is_explained() -> None:
    """`explain` alone looks at what was typed last; before that it asks for a line."""
    talk = at_prompt("explain")
    assert talk.keys == ["explain.none"]
    talk.run("docker ps -a", printed(""))
    talk.enter("explain")
    (message,) = talk.messages
    assert isinstance(message, Explained)
    assert message.line == "docker ps -a"


def test_the_cli_is_asked_at_the_prompt_too() -> None:
    """A flag that we have no words for is told in the CLI's; where nobody can be asked, it goes without."""
    talk = at_prompt("explain docker run --cpus 2 ghost")
    assert "Number of CPUs: 2" in talk.said
    talk.results[AskHelp] = tasks.Undone("not here")
    talk.enter("explain docker run --cpus 2 ghost")
    assert "A setting of this command." in talk.said


def test_a_wrong_line_is_shown_where_it_goes_wrong() -> None:
    """An error has the caret and the reason, and is no miss."""
    talk = at_prompt("explain docker run --nmae x ghost")
    (message,) = talk.messages
    assert isinstance(message, Marked)
    assert [message.line[mark.start : mark.end] for mark in message.marks] == ["--nmae"]
    assert talk.state.misses == 0


def test_what_the_installed_cli_knows_is_explained() -> None:
    """A plugin's command is none of the parser's; the CLI is asked about it once, and it is not run."""
    talk = Conversation().at("own-command")
    talk.results[AskHelp] = HelpTold(tasks.CliSays.COMMAND)
    talk.enter("explain docker compose up -d")
    assert isinstance(talk.messages[-1], Explained)
    assert not talk.done(effects.Run)
