"""What a shell's transcript comes to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tutor.live.ways_reading import PROBE, End, Transcript, answer_in, read_way

PROMPT = "/ # "
BOTH = Transcript(
    flags="-it",
    line="echo hello",
    before=PROMPT,
    shown=f"{PROMPT}echo hello\nhello\n{PROMPT}{PROBE}\nway-0-42\n{PROMPT}exit\n",
    end=End.EXIT,
    code=0,
    seconds=1.0,
    has_terminal=True,
)
NONE = replace(BOTH, flags="", before="", shown="", end=End.ITSELF, has_terminal=False)
INPUT = replace(BOTH, flags="-i", before="", shown=f"echo hello\nhello\n{PROBE}\nway-1-42\nexit\n", has_terminal=False)
TERMINAL = replace(BOTH, flags="-t", shown=f"{PROMPT}echo hello\n{PROBE}\nexit\n", end=End.KILLED, code=137)

SEEN = [(NONE, "nnnn"), (INPUT, "nyyn"), (TERMINAL, "ynyy"), (BOTH, "yyyy")]


@pytest.mark.parametrize(("transcript", "expected"), SEEN)
def test_the_four_are_told_apart(transcript: Transcript, expected: str) -> None:
    """Prompt, executed, echoed, terminal inside: as measured of a busybox shell."""
    way = read_way(transcript)
    told = (way.prompt, way.ran, way.echoed, way.terminal)
    assert "".join("y" if it else "n" for it in told) == expected


def test_the_flags_decide_nothing() -> None:
    """The same transcript under other flags says the same."""
    assert replace(read_way(BOTH), flags="") == replace(read_way(replace(BOTH, flags="")), flags="")


def test_a_probe_that_is_only_echoed_proves_nothing() -> None:
    """Its text holds no 42; a program that gives back what it is given did not execute it."""
    assert answer_in(PROBE) is None
    given_back = replace(
        BOTH, before="", shown=f"echo hello\necho hello\n{PROBE}\n{PROBE}\nexit\nexit\n", end=End.KILLED
    )
    way = read_way(given_back)
    assert (way.prompt, way.ran, way.echoed) == (False, False, True)


def test_a_line_that_ended_the_shell_was_executed() -> None:
    """`exit 5` leaves nobody to obey the probe; the code is the shell's."""
    way = read_way(replace(BOTH, line="exit 5", shown=f"{PROMPT}exit 5\n", end=End.LINE, code=5))
    assert (way.ran, way.code) == (True, 5)


def test_what_was_killed_has_no_code_of_its_own() -> None:
    """137 says who killed it, not how it ended."""
    assert read_way(TERMINAL).code is None


@pytest.mark.parametrize(
    ("before", "prompt"),
    [("", False), ("$ ", True), ("ready\n# ", True), ("usage: sh\n", False), ("sh: oh\n  ", False)],
)
def test_a_prompt_waits_on_an_unfinished_line(before: str, *, prompt: bool) -> None:
    """A message ends its line."""
    assert read_way(replace(BOTH, before=before)).prompt is prompt


def test_a_long_line_is_found_where_the_screen_broke_it() -> None:
    """Line editors break it at the screen's edge."""
    line = "echo " + "word " * 30
    broken = f"{PROMPT}{line[:76]}\n{line[76:]}\nword\nway-0-42\n"
    assert read_way(replace(BOTH, line=line, shown=broken)).echoed


def test_a_line_that_was_not_shown_is_not_echoed() -> None:
    """What stood there before it was typed does not count."""
    assert not read_way(replace(BOTH, line="ls", before="ls # ", shown="ls # ")).echoed
