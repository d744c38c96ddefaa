"""When a typed answer is the wanted one."""

from __future__ import annotations

import pytest

from tutor.core.answers import is_answer, wants_docker_line

REMOVES = ("docker rm -v brave_euler",)


@pytest.mark.parametrize(
    "line",
    [
        "docker rm -v brave_euler",
        "docker container rm -v brave_euler",
        "docker rm --volumes brave_euler",
        "docker rm brave_euler -v",
        "docker rm --volumes=true --force=false brave_euler",
        "docker rm -v 'brave_euler'",
        "  docker   rm  -v brave_euler ",
        "`docker rm -v brave_euler`",
    ],
)
def test_every_spelling_of_a_docker_line_is_the_answer(line: str) -> None:
    """What it asks for counts, not how it is written."""
    assert is_answer(line, REMOVES)


@pytest.mark.parametrize(
    "line",
    ["docker rm brave_euler", "docker rm -vf brave_euler", "docker rm -v shy_noether", "docker rmi brave_euler",
     "docker rm -v brave_euler shy_noether", "rm -v brave_euler", "docker rm -v brave_euler; ls", "docker", ""],
)  # fmt: skip
def test_what_asks_for_something_else_is_not(line: str) -> None:
    """Another flag, object or command, or no docker line at all."""
    assert not is_answer(line, REMOVES)


def test_words_are_compared_where_no_docker_line_is_wanted() -> None:
    """Brackets, quotes, commas and spacing aside; then docker lines are no answers, and run."""
    assert is_answer('["node", "x.js"]', ("node x.js",))
    assert not wants_docker_line(("node x.js", "dockerd"))
    assert wants_docker_line(("node x.js", *REMOVES))
