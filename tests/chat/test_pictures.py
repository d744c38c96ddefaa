"""What pictures look like: four shells and lives, at two widths, with colour, without, plain and in ASCII.

The expected pictures stand in `snapshots/`, as those of `test_render`, and are made anew in the same way.
"""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.chat.columns import draw_columns, live_columns
from tutor.chat.look import Look
from tutor.chat.render import Voice, console_for, draw
from tutor.core.effects import Say
from tutor.core.lifelines import Fate, Life, Process, Timeline
from tutor.core.message import text
from tutor.core.pictures import Lifelines, Verbatim
from tutor.core.tasks import Echo, FourWays, ShellView, Way
from tutor.core.ways_told import four_ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.message import Message

SNAPSHOTS = Path(__file__).parent / "snapshots"
LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "colour": Look(),
        "no colour": Look(colour=False),
        "plain": Look(colour=False, styled=False, plain=True),
        "ascii": Look(colour=False, styled=False, signs=False, encoding="ascii"),
    },
)

NONE = Way(
    "",
    prompt=False,
    delivered=False,
    ran=False,
    echo=Echo.NOBODY,
    terminal=False,
    ended="by itself",
    code=0,
    seconds=0.1,
)
INPUT = Way(
    "-i",
    prompt=False,
    delivered=True,
    ran=True,
    echo=Echo.YOURS,
    terminal=False,
    ended="with `exit`",
    code=1,
    seconds=3.1,
)
TERMINAL = replace(
    INPUT,
    flags="-t",
    prompt=True,
    delivered=False,
    ran=False,
    terminal=True,
    ended="killed",
    code=None,
    name="cosy_cray",
)
BOTH = replace(INPUT, flags="-it", prompt=True, echo=Echo.CONTAINERS, terminal=True, code=0, seconds=1.25)
USUAL = FourWays("echo hello", (NONE, INPUT, TERMINAL, BOTH), image="ghost")
ALIKE = FourWays(
    "你好 [bold]", (NONE, replace(NONE, flags="-i")), image="a-registry.example.com:5000/some/long-image:3.11"
)

LIVES = Timeline(
    605.0,
    (
        Life(
            "a", "brave_curie", "ghost", Fate.RUNNING, 0.0, None,
            (
                Process("node current/index.js", 0.4, 200.0, 0),
                Process("node current/index.js", 401.0),
                Process("sh", 450.0, 520.0, 0, is_exec=True),
            ),
        ),
        Life("b", "keen_babbage", "ghost", Fate.STOPPED, 230.0, None, (Process("ls", 230.2, 230.3, 0),)),
        Life("c", "a_name_longer_than_any", "ghost", Fate.REMOVED, 300.0, 560.0, (Process("sh", 300.1, 559.0, 137),)),
        Life("d", "mad_hopper", "ghost", Fate.CREATED, 604.9),
    ),
)  # fmt: skip

PICTURES: Mapping[str, tuple[Message, ...]] = MappingProxyType(
    {
        "shells": tuple(effect.message for effect in four_ways(USUAL) if isinstance(effect, Say)),
        "shells-alike": tuple(effect.message for effect in four_ways(ALIKE) if isinstance(effect, Say)),
        "timeline": (Lifelines(text("timeline.heading"), LIVES),),
        "verbatim": (Verbatim(('{"a": "' + "x" * 90 + '"}',)),),
    }
)
VIEWS = (
    ShellView("", "ended, code 0"),
    ShellView("-i", "running", ("echo hello", "hello")),
    ShellView("-t", "stuck", ("", "/var/lib/ghost # echo hello", "tty", "exit")),
    ShellView("-it", "running", tuple(f"line {number}" for number in range(12))),
)


def printed(message: Message, look: Look, width: int) -> str:
    """What the voice prints."""
    stream = io.StringIO()
    Voice(console_for(look, stream, width), look).say(message)
    return stream.getvalue()


def compare(name: str, shown: str) -> None:
    """With the snapshot, or make it anew."""
    path = SNAPSHOTS / f"{name}.txt"
    shown = shown.replace("\x1b", "␛")
    if os.environ.get("SNAPSHOTS") == "write":
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", PICTURES)
def test_each_picture_looks_as_drawn(kind: str) -> None:
    """At 80 and at 40 columns, in every look."""
    parts = [
        f"==== {name}, {width} columns\n" + "".join(printed(message, look, width) for message in PICTURES[kind])
        for name, look in LOOKS.items()
        for width in (80, 40)
    ]
    compare(kind, "".join(parts))


@pytest.mark.parametrize("kind", sorted(set(PICTURES) - {"verbatim"}))
@pytest.mark.parametrize("width", [80, 40])
def test_a_drawing_fits_its_width(kind: str, width: int) -> None:
    """No line of a drawing is longer than the terminal is wide; words for a reader may be."""
    for look in (look for look in LOOKS.values() if not look.plain):
        lines = [line for message in PICTURES[kind][:1] for line in draw(message, look, width)]
        assert max(line.cell_len for line in lines) <= width


@pytest.mark.parametrize("kind", PICTURES)
def test_the_ascii_look_prints_ascii_alone(kind: str) -> None:
    """And no escape sequence."""
    shown = "".join(printed(message, LOOKS["ascii"], 40) for message in PICTURES[kind])
    assert shown.isascii()
    assert "\x1b" not in shown


def test_shells_are_watched_in_columns() -> None:
    """Side by side where that fits, else below each other and never higher than the screen."""
    parts = []
    for width, height in ((80, 24), (40, 24), (40, 10)):
        lines = [line.plain.rstrip() for line in draw_columns(VIEWS, Look(), width, height)]
        assert len(lines) <= height + 4
        parts.append("\n".join((f"==== {width} columns, {height} rows", *lines, "")))
    compare("columns", "".join(parts))


def test_the_last_picture_stays_and_the_cursor_is_back() -> None:
    """Whatever ends the watching."""
    stream = io.StringIO()

    def interrupted() -> None:
        with live_columns(console_for(Look(), stream, 80), Look()) as watch:
            watch(VIEWS[:1])
            watch(VIEWS)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    shown = stream.getvalue()
    assert "line 11" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_without_escape_sequences_nothing_is_watched() -> None:
    """A log and a screen reader get the result alone."""
    stream = io.StringIO()
    look = LOOKS["plain"]
    with live_columns(console_for(look, stream, 80), look) as watch:
        watch(VIEWS)
    assert stream.getvalue() == ""


MOMENTS = st.floats(0, 1e6)


@given(
    seconds=MOMENTS,
    processes=st.lists(
        st.builds(Process, st.text(max_size=30), MOMENTS, st.none() | MOMENTS, st.none() | st.integers()), max_size=3
    ),
    width=st.integers(1, 120),
    fate=st.sampled_from(Fate),
    removed=st.none() | MOMENTS,
)
def test_any_life_can_be_drawn(
    *, seconds: float, processes: list[Process], width: int, fate: Fate, removed: float | None
) -> None:
    """However short, long or contradictory, at any width; nothing in it moves the cursor."""
    life = Life("a", "n", "i", fate, 0.0, removed, tuple(processes))
    picture = Lifelines(text("timeline.heading"), Timeline(seconds, (life,)))
    for look in LOOKS.values():
        assert all("\x1b" not in line.plain for line in draw(picture, look, width))
