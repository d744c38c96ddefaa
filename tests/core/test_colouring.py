"""The colours of a line while it is typed: from the parser that reads it, and no word is called wrong too early."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.colouring import Part, painted
from tutor.core.grammar import Extra, ExtraFlag

NOTHING = Extra()


def parts(line: str, extra: Extra = NOTHING) -> list[tuple[str, Part]]:
    """Each coloured part, as text."""
    return [(line[one.span.start : one.span.end], one.part) for one in painted(line, extra)]


def unknown(line: str) -> list[str]:
    """What is called unknown."""
    return [text for text, part in parts(line) if part is Part.UNKNOWN]


def test_each_word_has_its_part() -> None:
    """Command, flag, value, image, and what goes inside."""
    assert parts("docker run -p 8989:2368 ghost ls -l") == [
        ("docker", Part.COMMAND),
        ("run", Part.COMMAND),
        ("-p", Part.FLAG),
        ("8989:2368", Part.VALUE),
        ("ls", Part.INSIDE),
        ("-l", Part.INSIDE),
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("docker run --intec", "--intec"),
        ("docker run --intercative ghost", "--intercative"),
        ("docker ps -z", "-z"),
        ("docker run -name x ghost", "-name"),
        ("docker rnu", "rnu"),
        ("docker rnu ghost", "rnu"),
        ("docker ps | grep x", "| grep x"),
    ],
)
def test_what_no_longer_can_be_right_is_shown_at_once(line: str, shown: str) -> None:
    """An unknown flag, one dash too few, a near miss of a command, what only a shell understands."""
    assert unknown(line) == [shown]


@pytest.mark.parametrize(
    "line",
    ["docker", "docker ru", "docker run -", "docker run --", "docker run --inter", "docker run -p", "docker run 'gh",
     "docker some-plugin x", "docker run --interactive ghost", "docker container l", "hint", "ls --color"],
)  # fmt: skip
def test_what_may_still_become_right_is_not(line: str) -> None:
    """An unfinished word, an open quote, a plugin, another line than docker's."""
    assert unknown(line) == []


def test_what_the_cli_knows_is_known() -> None:
    """A flag that the installed CLI was asked about and knew."""
    extra = Extra(flags=frozenset({ExtraFlag("run", "--new-flag", takes_value=False)}))
    assert unknown("docker run --new-flag ghost")
    assert (("--new-flag", Part.FLAG)) in parts("docker run --new-flag ghost", extra)


@given(st.text(alphabet="docker run-pt'\"|$ \\é", max_size=60))
def test_parts_never_overlap(rest: str) -> None:
    """Whatever is typed, the parts stand in order, apart, and within the line."""
    line = f"docker {rest}"
    at = 0
    for one in painted(line, NOTHING):
        assert at <= one.span.start <= one.span.end <= len(line)
        at = one.span.end
