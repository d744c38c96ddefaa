"""The lives of containers as bars on one clock; in sentences for a screen reader.

    0:00                                  2:10
    keen_babbage    ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  stopped
      ls            ████████ 0

A container's bar is heavy while it runs and broken while it is stopped; below it stand its processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from tutor.chat.layout import cut, hang, indent, wrap
from tutor.chat.look import Ink, Look
from tutor.chat.page import GUTTER, Page
from tutor.core.lifelines import Fate
from tutor.core.message import text
from tutor.core.texts import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.lifelines import Life, Process, Timeline
    from tutor.core.pictures import Lifelines

_LABELS = 0.3  # of the width, for names and commands
_LONGEST_LABEL = 24
_SHORTEST = 8  # cells: a clock below this tells nothing
_AFTER = 8  # cells behind the clock, for a word or a code

_INKS = {Fate.RUNNING: Ink.GOOD, Fate.STOPPED: Ink.WARNING, Fate.REMOVED: Ink.DIM, Fate.CREATED: Ink.PLAIN}


@dataclass(frozen=True, slots=True)
class _Pens:
    """The characters of the bars."""

    runs: str
    rests: str
    removed: str
    on: str  # it goes on, beyond what is seen
    first: str
    exec: str


_SIGNS = _Pens("━", "╌", "╳", "▸", "█", "▒")  # noqa: RUF001 -- the cross is drawn, not read
_LETTERS = _Pens("=", ".", "x", ">", "#", "+")


@dataclass(frozen=True, slots=True)
class _Clock:
    """`cells` that stand for `seconds`."""

    cells: int
    seconds: float

    def place(self, moment: float) -> int:
        """The cell of a moment; the last one is now."""
        if self.seconds <= 0:
            return 0
        return int(max(0.0, min(self.cells - 1.0, moment / self.seconds * self.cells)))


def draw_timeline(picture: Lifelines, page: Page) -> list[Text]:
    """A heading, the clock, and a few lines for each container."""
    heading = indent(page.words(picture.heading, Ink.STRONG, page.width - GUTTER), GUTTER)
    legend = indent(page.words(text("timeline.legend"), Ink.DIM, page.width - GUTTER), GUTTER)
    if page.look.plain:
        lines = [line for life in picture.timeline.lives for line in _in_words(life, page)]
        return [*heading, *indent(lines, GUTTER), *legend]
    return [Text(), *heading, *indent(_bars(picture.timeline, page), GUTTER), *legend, Text()]


def _bars(timeline: Timeline, page: Page) -> list[Text]:
    room = page.width - GUTTER
    labels = min(_LONGEST_LABEL, int(room * _LABELS))
    clock = _Clock(max(_SHORTEST, room - labels - 1 - _AFTER), timeline.seconds)
    lines = [_axis(clock, labels)]
    for life in timeline.lives:
        lines += _life(life, clock, labels, page.look)
    return lines


def _axis(clock: _Clock, labels: int) -> Text:
    """The clock's two ends."""
    now = time_of(clock.seconds)
    between = max(1, clock.cells - len("0:00") - len(now))
    return Text(" " * (labels + 1) + "0:00" + " " * between + now, style=Ink.DIM)


def _life(life: Life, clock: _Clock, labels: int, look: Look) -> Iterator[Text]:
    """The container's bar, then one for each process."""
    fades = life.fate is Fate.REMOVED
    ink = Ink.DIM if fades else Ink.PLAIN
    pens = _SIGNS if look.signs else _LETTERS
    name = _label(life.name, labels, Ink.DIM if fades else Ink.STRONG, look)
    bar = Text(_container_bar(life, clock, pens), style=_INKS[life.fate])
    yield Text.assemble(name, " ", bar, " ", (fill(text(f"timeline.{life.fate.value}")), _INKS[life.fate]))
    for process in life.processes:
        command = _label(f"  {process.command}", labels, ink, look)
        drawn = _process_bar(process, clock, pens)
        colour = Ink.DIM if fades else Ink.PLAIN if process.is_exec else Ink.ACCENT
        yield Text.assemble(command, " ", (drawn, colour), (_code(process), ink))


def _label(words: str, labels: int, ink: Ink, look: Look) -> Text:
    shown = words[: len(words) - len(words.lstrip())] + look.show(words.strip())
    kept = cut(shown, labels, look)
    return Text(kept + " " * (labels - cell_len(kept)), style=ink)


def _container_bar(life: Life, clock: _Clock, pens: _Pens) -> str:
    """Heavy where process 1 ran, broken where the container was there and stopped; to now, or to its removal."""
    cells = [" "] * clock.cells
    last = clock.place(clock.seconds if life.removed is None else life.removed)
    first = clock.place(life.began)
    cells[first : last + 1] = pens.rests * (last + 1 - first)
    for process in life.processes:
        if not process.is_exec:
            began, ended = _ends(process, clock)
            cells[began : ended + 1] = pens.runs * (ended + 1 - began)
    if life.removed is not None:
        cells[last] = pens.removed
    elif life.fate is Fate.RUNNING:
        cells[last] = pens.on
    return "".join(cells)


def _process_bar(process: Process, clock: _Clock, pens: _Pens) -> str:
    began, ended = _ends(process, clock)
    bar = (pens.exec if process.is_exec else pens.first) * (ended + 1 - began)
    if process.ended is None:
        bar = bar[:-1] + pens.on
    return " " * began + bar


def _ends(process: Process, clock: _Clock) -> tuple[int, int]:
    """Its first cell and its last; however short it was, it has one."""
    began = clock.place(process.began)
    return began, max(began, clock.place(clock.seconds if process.ended is None else process.ended))


def _code(process: Process) -> str:
    return "" if process.code is None else f" {process.code}"


def time_of(seconds: float) -> str:
    """`1:05`, as a clock shows it."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _in_words(life: Life, page: Page) -> list[Text]:
    look = page.look
    told = fill(
        text(
            "timeline.life",
            name=life.name,
            image=life.image,
            fate=fill(text(f"timeline.{life.fate.value}")),
            began=time_of(life.began),
        )
    )
    parts = [told, *map(_process_in_words, life.processes)]
    if life.removed is not None:
        parts.append(fill(text("timeline.life.removed", removed=time_of(life.removed))))
    return hang(wrap(Text(look.show(" ".join(parts))), page.width - 2 * GUTTER), "", " " * GUTTER)


def _process_in_words(process: Process) -> str:
    until = text("timeline.until.now")
    if process.ended is not None:
        key = "timeline.until" if process.code is not None else "timeline.until.unknown"
        until = text(key, ended=time_of(process.ended), code=process.code)
    key = "timeline.process.exec" if process.is_exec else "timeline.process.first"
    return fill(text(key, command=process.command, began=time_of(process.began), until=fill(until)))
