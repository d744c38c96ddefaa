"""Docker's protocol for plugins, as docker-tutor answers it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tutor.errors import UsageError
from tutor.plugin import MARK, called, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

BY_DOCKER = {MARK: "/usr/bin/docker", "DOCKER_CLI_PLUGIN_SOCKET": "@x", "DOCKER_HOST": "unix:///old.sock", "LANG": "C"}


def variables(*words: str) -> Mapping[str, str]:
    """The variables that are left when docker calls with these words."""
    return called(words, BY_DOCKER).variables


def test_what_docker_is_told() -> None:
    """The metadata have what docker demands: its schema, a vendor, a version, and a line for `docker --help`."""
    told = json.loads(metadata())
    assert told["SchemaVersion"] == "0.1.0"
    assert re.fullmatch(r"v\d+\.\d+\.\d+\S*", told["Version"])
    assert told["Vendor"]
    assert told["ShortDescription"]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("tutor",), ()),
        (("tutor", "start", "tutor", "--plain"), ("start", "tutor", "--plain")),
        (("help", "tutor"), ("--help",)),
        (("help", "tutor", "start"), ("start", "--help")),
        (("__complete", "tutor", "st"), ("__complete", "st")),
        (("-H", "unix:///a b", "tutor", "lessons"), ("lessons",)),
        (("--context", "tutor", "tutor", "lessons"), ("lessons",)),
        (("--debug", "--log-level=warn", "tutor", "lessons"), ("lessons",)),
    ],
)
def test_words_after_the_plugins_name_are_ours(words: tuple[str, ...], left: tuple[str, ...]) -> None:
    """Docker hands its own flags and the plugin's name on; only what comes after is a command of ours."""
    call = called(words, BY_DOCKER)
    assert (call.words, call.program, call.is_plugin) == (left, "docker tutor", True)


def test_started_by_itself_nothing_changes() -> None:
    """Without docker's mark the words and variables are as they came, even if one of the words is `tutor`."""
    call = called(("start", "tutor"), {"LANG": "C"})
    assert (call.words, call.variables, call.program) == (("start", "tutor"), {"LANG": "C"}, "docker-tutor")
    assert not call.is_plugin


def test_what_is_meant_for_a_plugin_goes_no_further() -> None:
    """The commands that a learner types are no plugins: the variables for one are not among theirs."""
    assert variables("tutor") == {"DOCKER_HOST": "unix:///old.sock", "LANG": "C"}


def test_dockers_own_flags_choose_the_daemon() -> None:
    """`docker -H … tutor`, `--context`, `--config` count as for any other command; the later word of two wins."""
    assert variables("-H", "tcp://a:1", "tutor")["DOCKER_HOST"] == "tcp://a:1"
    assert variables("--context=there", "tutor") == {"DOCKER_CONTEXT": "there", "LANG": "C"}
    assert variables("--config", "/c", "tutor")["DOCKER_CONFIG"] == "/c"


def test_a_flag_without_a_variable_is_refused() -> None:
    """What could not be passed on to the learner's commands is refused by name, not dropped."""
    with pytest.raises(UsageError, match="--tlscacert"):
        called(("--tlscacert=/x", "tutor"), BY_DOCKER)
