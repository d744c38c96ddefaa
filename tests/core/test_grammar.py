"""The data of docker's command line are whole and hang together."""

from __future__ import annotations

import pytest

from tutor.core import grammar
from tutor.core.command import parse
from tutor.core.grammar import Extra
from tutor.core.tasks import CliSays


@pytest.mark.parametrize("path", sorted(grammar.paths()))
def test_every_path_is_read_as_its_command(path: str) -> None:
    """Every command, group and alias parses, to the canonical name."""
    assert parse(f"docker {path}").name == grammar.find(path)


@pytest.mark.parametrize("name", sorted({*grammar.commands(), *grammar.groups()}))
def test_every_flag_of_every_command_is_read(name: str) -> None:
    """Every long and short spelling of every flag parses, with its value if it takes one."""
    rule = grammar.rule(name)
    spellings = [(f"--{word}", flag) for word, flag in rule.long.items()]
    spellings += [(f"-{letter}", flag) for letter, flag in rule.short.items()]
    for spelled, flag in spellings:
        command = parse(f"docker {name} {spelled} {'value' if flag.takes_value else ''}")
        (use,) = command.flags or command.global_flags
        assert (use.name, use.spelled) == (flag.name, spelled)
        assert use.value == ("value" if flag.takes_value else "true")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("container run", "run"),
        ("container ls", "ps"),
        ("container list", "ps"),
        ("container ps", "ps"),
        ("image ls", "images"),
        ("image rm", "rmi"),
        ("image pull", "pull"),
        ("image inspect", "image inspect"),
        ("container inspect", "container inspect"),
        ("system info", "info"),
        ("volume ls", "volume ls"),
        ("volume list", "volume ls"),
        ("stack up", "stack deploy"),
        ("stack down", "stack rm"),
        ("builder build", "build"),
        ("context use", "context use"),
        ("", ""),
        ("run container", None),
        ("nope", None),
    ],
)
def test_canonical_names(path: str, name: str | None) -> None:
    """Where two mean the same the short one is the name; a sibling that differs keeps its own."""
    assert grammar.find(path) == name


def test_hidden_spellings_are_the_flag_itself() -> None:
    """`--net` is `--network`, and a stop's `--time` is its `--timeout`, so that rules need to know one name."""
    assert grammar.rule("run").long["net"] is grammar.rule("run").long["network"]
    assert parse("docker stop --time 3 x").values("timeout") == ("3",)
    assert parse("docker run --net=host x").values("network") == ("host",)


def test_what_the_cli_says_is_learned() -> None:
    """A flag told by the CLI belongs to the command under all its names; "unknown" teaches nothing."""
    extra = Extra().learned(("container", "run"), "--new", CliSays.VALUE).learned(("ps",), "--x", CliSays.UNKNOWN)
    assert extra.flag("run", "--new") == grammar.Flag("new", "unknown", lenient=True)
    assert extra.flag("ps", "--x") is None
    assert Extra().learned(("compose",), "", CliSays.COMMAND).commands == {"compose"}


def test_children_are_single_words_of_their_group() -> None:
    """The words offered after a group are its own, not those of a group within."""
    assert {"add", "remove"} == set(grammar.children("trust signer"))
    assert "signer" in grammar.children("trust")
    assert {"run", "container", "ps"} <= set(grammar.children(""))
    assert all(" " not in word for group in grammar.groups() for word in grammar.children(group))
