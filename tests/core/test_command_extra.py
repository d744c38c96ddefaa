"""What the data do not know becomes a question to the installed CLI, and its answer is learned."""

from __future__ import annotations

import pytest

from tutor.core.command import CommandSyntaxError, Extra, format_command, meaning, parse, question
from tutor.core.tasks import AskCli, CliSays


def error_of(line: str) -> CommandSyntaxError:
    """The error that the line ends in."""
    with pytest.raises(CommandSyntaxError) as caught:
        parse(line)
    return caught.value


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
