"""Draws the README's pictures from real runs: SVG, made by rich.

    python tools/draw_pictures.py lab docs/lab.svg                       runs the lab on the daemon
    python tools/draw_pictures.py lesson docs/lesson.svg                 takes a short piece of the lesson there
    python tools/draw_pictures.py cast FILE.cast PICTURE.svg [WORDS]     plays a recording (asciicast v2), to WORDS

Nothing is drawn that was not printed. A picture of a recording shows its screen at the moment when WORDS stand on it
for the last time, or its end.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import MONOKAI
from rich.text import Text

from tutor.authoring.script import Screen, Script
from tutor.chat.columns import draw_columns
from tutor.chat.look import Look
from tutor.chat.render import draw
from tutor.core.tasks import FourWays, ShellView, ShowFourWays
from tutor.core.ways_told import table_of
from tutor.engine import stand_in
from tutor.engine.daemon import found
from tutor.engine.ownership import new_session_id
from tutor.live.place import Setting, open_place
from tutor.live.world import LiveWorld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 60_000  # bytes of a picture: a page with two of them still opens at once
WIDTH, HEIGHT = 80, 24
PATIENCE = 60.0  # seconds for words to come
IMAGE = "ghost"
TYPED = ("docker inspect -f .Config.Cmd ghost", "docker inspect -f '{{.Config.Cmd}}' ghost")
SEEN = ("hint · solution · skip", "In your own words")
"""What the tutor says after each of the lines."""

FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""Fonts that rich would have the reader's browser fetch from elsewhere."""

Piece = tuple[float, str]
"""When something was printed, in seconds, and what."""


class Watching(Screen):
    """Remembers how the shells looked last."""

    last: tuple[ShellView, ...] = ()

    @contextmanager
    def columns(self) -> Iterator[Callable[[tuple[ShellView, ...]], None]]:
        """Keep each picture until the next."""

        def keep(views: tuple[ShellView, ...]) -> None:
            Watching.last = views

        yield keep


class Nothing:
    """A memory of what was made that forgets: the clean-up here goes by labels."""

    def own(self, session: str, kind: str, id: str, name: str) -> None:  # noqa: A002 -- the store's own word
        """Forget it."""

    def owned(self) -> tuple[()]:
        """There is nothing."""
        return ()

    def disown(self, ids: object) -> None:
        """There is nothing."""


def lab() -> list[Text]:
    """The four shells as they looked last, and what became of the line."""
    place = open_place(os.environ)
    session = new_session_id()
    with ExitStack() as stack:
        stack.callback(place.client.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="docker-tutor-")))
        if found(place.client.inspect_image, IMAGE) is None:
            stand_in.build(place.client, f"{IMAGE}:latest", session=session)
            stack.callback(stand_in.remove_stand_in, place.client, f"{IMAGE}:latest")
        screen = Watching(Script((), str, lambda: True), sys.stdout.fileno())
        world = LiveWorld(Setting(place, session, IMAGE, folder), folder / "wire", screen, Nothing())
        stack.callback(world.close)
        result = world.do(ShowFourWays("echo hello", IMAGE))
    if not isinstance(result, FourWays) or result.failed:
        sys.exit(f"the lab could not be shown: {result}")
    return [*draw_columns(Watching.last, Look(), WIDTH, HEIGHT), *draw(table_of(result, has_wires=True), Look(), WIDTH)]


def recorded_lesson() -> list[Piece]:
    """Two lines typed at a step of the lesson, the first of them wrong, in a terminal; all that was printed."""
    pieces: list[Piece] = []
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    with tempfile.TemporaryDirectory(prefix="docker-tutor-") as home:
        homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), home)
        words = ["start", "altering-container-processes", "--step", "inspect-cmd", "--image", "stand-in"]
        environment = {**os.environ, **homes, "TERM": "xterm-256color"}
        program = str(Path(sys.executable).with_name("docker-tutor"))
        child = pexpect.spawn(program, words, env=environment, dimensions=(HEIGHT, WIDTH), encoding="utf-8")

        def wait_for(sign: str) -> None:
            until = time.monotonic() + PATIENCE
            while not any(sign in line for line in screen.display):
                if time.monotonic() > until:
                    sys.exit(f"never came: {sign}\n" + "\n".join(screen.display))
                try:
                    data = child.read_nonblocking(65536, 0.2)
                except pexpect.TIMEOUT:
                    continue
                stream.feed(data)
                pieces.append((time.monotonic(), data))

        wait_for("Only the default command")
        wait_for("hint")
        for line, sign in zip(TYPED, SEEN, strict=True):
            child.send(f"{line}\r")
            wait_for(sign)
        child.sendintr()
        child.sendline("quit")
        child.expect(pexpect.EOF, timeout=PATIENCE)
        child.close()
    return pieces


def read_cast(path: Path) -> tuple[int, int, list[Piece]]:
    """Columns, rows and output of a recording."""
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    header = json.loads(first)
    events = [json.loads(line) for line in rest if line.strip()]
    return header["width"], header["height"], [(when, data) for when, kind, data in events if kind == "o"]


def screen_of(pieces: Iterable[Piece], columns: int, rows: int, words: str) -> list[Text]:
    """The screen when `words` stand on it for the last time; at the end where there are none."""
    screen = pyte.Screen(columns, rows)
    stream = pyte.Stream(screen)
    shown = lines_of(screen)
    for _, data in pieces:
        stream.feed(data)
        if not words or any(words in line for line in screen.display):
            shown = lines_of(screen)
    while shown and not shown[-1].plain.strip():
        shown.pop()
    return shown


def lines_of(screen: pyte.Screen) -> list[Text]:
    """A terminal's screen as styled lines."""
    lines = []
    for row in range(screen.lines):
        line = Text()
        cells = (screen.buffer[row][column] for column in range(screen.columns))
        for style, alike in groupby(cells, style_of):
            line.append("".join(cell.data for cell in alike), style)
        line.rstrip()
        lines.append(line)
    return lines


def style_of(cell: pyte.screens.Char) -> Style:
    """How one character looks. pyte calls yellow brown, and writes other colours as six digits."""
    return Style(
        color=colour_of(cell.fg), bgcolor=colour_of(cell.bg), bold=cell.bold, italic=cell.italics, reverse=cell.reverse
    )


def colour_of(name: str) -> str | None:
    """The colour by rich's name."""
    if name == "default":
        return None
    if re.fullmatch(r"[0-9a-f]{6}", name):
        return f"#{name}"
    return {"brown": "yellow"}.get(name, name.replace("bright", "bright_") if name.startswith("bright") else name)


def write(lines: Iterable[Text], path: Path, title: str) -> None:
    """Draw the lines."""
    console = Console(file=StringIO(), record=True, width=WIDTH, force_terminal=True, color_system="truecolor")
    for line in lines:
        console.print(line, soft_wrap=True)
    picture = FONTS.sub("", console.export_svg(title=title, theme=MONOKAI, unique_id=path.stem))
    picture = "\n".join(line.rstrip() for line in picture.splitlines()) + "\n"
    if len(picture.encode()) > LARGEST:
        sys.exit(f"{path} would have {len(picture.encode())} bytes; {LARGEST} are the most")
    path.write_text(picture, encoding="utf-8")
    print(f"wrote {path}, {len(picture.encode())} bytes")


def main(*words: str) -> None:
    """Draw what is asked for."""
    match words:
        case ["lab", path]:
            write(lab(), Path(path), "docker-tutor lab")
        case ["lesson", path]:
            write(screen_of(recorded_lesson(), WIDTH, HEIGHT, SEEN[-1]), Path(path), "docker-tutor")
        case ["cast", cast, path, *sign]:
            columns, rows, pieces = read_cast(Path(cast))
            write(screen_of(pieces, columns, rows, " ".join(sign)), Path(path), "docker-tutor")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
