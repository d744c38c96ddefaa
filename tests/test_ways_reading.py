"""What a shell's transcript comes to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tutor.core.tasks import Echo
from tutor.live.ways_reading import PROBE, End, Transcript, answer_in, read_way, wants_probe

PROMPT = "/ # "
BOTH = Transcript(
    flags="-it",
    line="echo hello",
    before=PROMPT,
    shown=f"{PROMPT}echo hello\nhello\n{PROMPT}tty\n/dev/pts/0\n{PROMPT}exit\n",
    end=End.EXIT,
    code=0,
    seconds=1.0,
    has_terminal=True,
    replied=f"tty\n/dev/pts/0\n{PROMPT}exit\n",
    is_attached=True,
)
NONE = replace(BOTH, flags="", before="", shown="", end=End.ITSELF, has_terminal=False, replied="", is_attached=False)
INPUT = replace(
    BOTH,
    flags="-i",
    before="",
    shown="echo hello\nhello\ntty\nnot a tty\nexit\n",
    replied="tty\nnot a tty\nexit\n",
    has_terminal=False,
    was_echoing=True,
)
TERMINAL = replace(
    BOTH,
    flags="-t",
    shown=f"{PROMPT}echo hello\ntty\nexit\n",
    replied="tty\nexit\n",
    end=End.KILLED,
    code=137,
    is_attached=False,
    was_echoing=True,
)

SEEN = [
    (NONE, "nnnn", Echo.NOBODY),
    (INPUT, "nyyn", Echo.YOURS),
    (TERMINAL, "ynny", Echo.YOURS),
    (BOTH, "yyyy", Echo.CONTAINERS),
]


@pytest.mark.parametrize(("transcript", "expected", "echo"), SEEN)
def test_the_four_are_told_apart(transcript: Transcript, expected: str, echo: Echo) -> None:
    """Prompt, keys delivered, executed, terminal inside, and whose echo it was: as measured of a busybox shell."""
    way = read_way(transcript)
    told = (way.prompt, way.delivered, way.ran, way.terminal)
    assert ("".join("y" if it else "n" for it in told), way.echo) == (expected, echo)


def test_keys_that_were_never_typed_did_not_arrive() -> None:
    """A shell that ended first got none, though its input was open."""
    assert not read_way(replace(INPUT, end=End.ITSELF, shown="", replied="")).delivered


@pytest.mark.parametrize(
    ("replied", "answer"),
    [("tty\n/dev/pts/3\n", True), ("tty\nnot a tty\n", False), ("way-0-42", True), ("way-1-42", False)]
    + [(said, None) for said in ("", "tty\n", "sh: tty: not found\n", "it is not a tty at all\n")],
)
def test_only_an_answer_is_one(replied: str, *, answer: bool | None) -> None:
    """A shell that has no `tty` is asked in another way; an echo says nothing."""
    assert answer_in(replied) is answer


def test_the_flags_decide_nothing() -> None:
    """The same transcript under other flags says the same."""
    assert replace(read_way(BOTH), flags="") == replace(read_way(replace(BOTH, flags="")), flags="")


@pytest.mark.parametrize(
    ("replied", "wanted"),
    [("tty\nsh: tty: not found\n", True), (f"{PROMPT}tty\nsh: tty: not found\n{PROMPT}", True)]
    + [(said, False) for said in ("", "tty\n", f"{PROMPT}tty\n", "tty\ntty\n", "tty\nnot a tty\n")],
)
def test_only_who_reacted_is_asked_once_more(replied: str, *, wanted: bool) -> None:
    """Who hears nothing, or is busy, would only be kept waiting."""
    assert wants_probe(replied) is wanted


def test_a_probe_that_is_only_echoed_proves_nothing() -> None:
    """Its text holds no 42; a program that gives back what it is given did not execute it."""
    assert answer_in(PROBE) is None
    given_back = replace(
        BOTH,
        before="",
        shown=f"echo hello\necho hello\n{PROBE}\n{PROBE}\nexit\nexit\n",
        replied=f"{PROBE}\n{PROBE}\nexit\nexit\n",
        end=End.KILLED,
    )
    way = read_way(given_back)
    assert (way.prompt, way.delivered, way.ran, way.echo) == (False, True, False, Echo.CONTAINERS)


def test_a_line_that_ended_the_shell_was_executed() -> None:
    """`exit 5` leaves nobody to obey the probe; the code is the shell's."""
    way = read_way(replace(BOTH, line="exit 5", shown=f"{PROMPT}exit 5\n", end=End.LINE, code=5, replied=""))
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
    assert read_way(replace(BOTH, line=line, shown=broken)).echo is Echo.CONTAINERS


def test_a_line_that_was_not_shown_is_not_echoed() -> None:
    """What stood there before it was typed does not count."""
    assert read_way(replace(BOTH, line="ls", before="ls # ", shown="ls # ")).echo is Echo.NOBODY
